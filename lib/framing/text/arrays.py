"""Many texts → their tokens as arrays: where each stands and which form it is, by the rule ``text.TOKEN``, many at once.

The texts are laid end to end, some at a time, so that what is worked on fits the processor's cache; ``runs`` finds the
tokens, ``forms`` numbers their spellings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from framing.text import runs
from framing.text.forms import Forms

PIECE = 1 << 19  # characters laid end to end at once


class Tokens(NamedTuple):
    """The tokens of some texts, in order.

    ``bounds`` : int64, one more than texts, ``bounds[i]:bounds[i + 1]`` are the tokens of text i; ``start, end`` : int32,
    offsets into the text; ``form`` : int32, id into ``forms``, which has the distinct spellings as they first occur;
    ``table`` : numbers those of further texts.
    """

    bounds: np.ndarray
    start: np.ndarray
    end: np.ndarray
    form: np.ndarray
    table: Forms

    @property
    def forms(self) -> list[str]:
        return self.table.spelled


def count(texts: list[str]) -> np.ndarray:
    """Return how many tokens each text has.

    >>> count(["the U.N.'s rebel-held 3.5", ""]).tolist()
    [5, 0]
    """
    found = [np.zeros(0, dtype=np.int64)]
    for joined, starts in pieces(texts):
        found.append(np.diff(np.searchsorted(runs.read(joined).start, np.append(starts, len(joined)))))
    return np.concatenate(found)


def places(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return of every token which text it stands in and where it starts, without its spelling.

    >>> [each.tolist() for each in places(["the U.N.'s", "", "envoy"])]
    [[0, 0, 0, 2], [0, 4, 8, 0]]
    """
    numbers, starts, first = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], 0
    for joined, begins in pieces(texts):
        start = runs.read(joined).start
        number = np.searchsorted(begins, start, side="right") - 1
        numbers.append(first + number)
        starts.append(start - begins[number])
        first += len(begins)
    return np.concatenate(numbers), np.concatenate(starts)


def tokens(texts: list[str], table: Forms | None = None) -> Tokens:
    """Return the tokens of some texts; those of text i are ``text.tokens(texts[i])``.

    With ``table``, the one of texts before, known spellings keep their numbers and new ones follow.

    >>> found = tokens(["the U.N.'s", "The envoy, the"])
    >>> found.bounds.tolist(), found.start.tolist(), found.form.tolist(), found.forms
    ([0, 3, 6], [0, 4, 8, 0, 4, 11], [0, 1, 2, 3, 4, 0], ['the', 'U.N.', "'s", 'The', 'envoy'])
    """
    forms = table or Forms()
    room = sum(map(len, texts)) // 2 + len(texts) + 1
    start, end, form = (np.empty(room, dtype=np.int32) for _ in range(3))
    counts, at = [np.zeros(1, dtype=np.int64)], 0
    for joined, begins in pieces(texts):
        piece = runs.read(joined)
        n_tokens = np.diff(np.searchsorted(piece.start, np.append(begins, len(joined))))
        to, shift = at + len(piece.start), np.repeat(begins, n_tokens)
        np.subtract(piece.start, shift, out=start[at:to], casting="unsafe")
        np.subtract(piece.end, shift, out=end[at:to], casting="unsafe")
        form[at:to] = forms.ids(piece, joined)
        counts.append(n_tokens)
        at = to
    return Tokens(np.cumsum(np.concatenate(counts)), start[:at], end[:at], form[:at], forms)


def pieces(texts: list[str]) -> Iterator[tuple[str, np.ndarray]]:
    """Yield texts laid end to end, a line break before each and some behind the last, and where each begins."""
    first, size = 0, 0
    for number, body in enumerate(texts, 1):
        size += len(body) + 1
        if size >= PIECE or number == len(texts):
            lengths = np.fromiter(map(len, texts[first:number]), dtype=np.int64, count=number - first) + 1
            yield "\n".join(["", *texts[first:number], "\n" * 16]), np.cumsum(lengths) - lengths + 1
            first, size = number, 0
