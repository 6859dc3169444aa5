"""Articles to their words: each as a number to compare it by, and the few that may tell a rule of furniture.yml something.

The words of many articles are read at once, and of each spelling it is found out once what it may tell, so that a line
that has none of them costs next to nothing.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from framing.cleaning import rules
from framing.cleaning.shingles import Coder
from framing.cleaning.wording import may_address
from framing.text import arrays


class Marked(NamedTuple):
    """Some words of a text: where they begin and end, and what they are, in lower case."""

    starts: list[int]
    ends: list[int]
    spelled: list[str]

    def within(self, start: int, end: int) -> tuple[str, ...]:
        """Return those of a stretch of the text, also the one that is cut at its beginning."""
        return tuple(self.spelled[bisect_right(self.ends, start) : bisect_left(self.starts, end)])


class Words(NamedTuple):
    """The words of a text: where each begins, a number for each, those that are telling, and those that may speak to the reader."""

    starts: np.ndarray
    codes: np.ndarray
    telling: Marked
    address: Marked


class Vocabulary:
    """What is known of the spellings met so far."""

    def __init__(self) -> None:
        self._coder = Coder()
        self._telling, self._address = np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)

    def read(self, texts: list[str]) -> list[Words]:
        """Return the words of each text."""
        found, codes, new = self._coder.read(texts)
        self._telling = np.append(self._telling, np.fromiter(map(rules.telling, new), dtype=bool, count=len(new)))
        self._address = np.append(self._address, np.fromiter(map(may_address, new), dtype=bool, count=len(new)))
        telling, address = (_marked(found, flags[found.form]) for flags in (self._telling, self._address))
        places = itertools.pairwise(found.bounds.tolist())
        return [Words(found.start[a:b], codes[a:b], *marked) for (a, b), *marked in zip(places, telling, address, strict=True)]


def _marked(found: arrays.Tokens, chosen: np.ndarray) -> Iterator[Marked]:
    """Yield of each text the words that are chosen."""
    places = np.flatnonzero(chosen)
    starts, ends = found.start[places].tolist(), found.end[places].tolist()
    spelled = [found.forms[form].lower() for form in found.form[places].tolist()]
    for a, b in itertools.pairwise(np.searchsorted(places, found.bounds).tolist()):
        yield Marked(starts[a:b], ends[a:b], spelled[a:b])
