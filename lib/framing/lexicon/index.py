"""Spellings → their types, the pieces between their hyphens, and which of them one word of a pattern means.

A *form* is a distinct spelling as it stands in the texts; patterns are resolved once on the folded forms and from
then on only integers are compared, so the cost of a lexicon grows with the vocabulary and not with the texts.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from itertools import chain, islice
from typing import NamedTuple

import numpy as np

from framing import text
from framing.lexicon.pattern import cased

MAX_TYPE = 64  # characters of a token that are looked at
NONE = np.zeros(0, dtype=np.int64)
_HYPHEN = re.compile("[-‐‑]")


def type_of(token: str) -> str:
    """Return the type of a token: folded, its first 64 characters.

    >>> type_of("Rebels")
    'rebels'
    """
    return text.fold(token)[:MAX_TYPE]


def types_of(tokens: list[str]) -> list[str]:
    """Return the type of each token: the plain ones all at once.

    >>> types_of(["Rebels", "Café", "UN"])
    ['rebels', 'cafe', 'un']
    """
    lower = "\n".join(tokens).lower().split("\n") if tokens else []
    return [low[:MAX_TYPE] if token.isascii() else type_of(token) for low, token in zip(lower, tokens, strict=True)]


class Vocabulary:
    """Distinct strings, sorted, in which a pattern is looked up by its beginning or its end."""

    def __init__(self, strings: list[str]):
        self.order = sorted(range(len(strings)), key=strings.__getitem__)
        self.sorted = [strings[i] for i in self.order]

    @functools.cached_property
    def reversed(self) -> tuple[list[str], list[int]]:
        pairs = sorted((word[::-1], i) for i, word in enumerate(self.sorted))
        return [word for word, _ in pairs], [i for _, i in pairs]

    def ids(self, glob: str) -> np.ndarray:
        """Return the ids of the strings that a pattern means (``*`` = any characters, none too)."""
        head, *rest = glob.split("*")
        if not rest:
            places = range(bisect_left(self.sorted, head), bisect_right(self.sorted, head))
        elif head:
            places = range(*_between(self.sorted, head))
        elif rest[-1]:
            words, where = self.reversed
            places = [where[i] for i in range(*_between(words, rest[-1][::-1]))]
        else:
            places = range(len(self.sorted))
        kept = [self.order[i] for i in places if not rest or matches(self.sorted[i], glob)]
        return np.array(sorted(kept), dtype=np.int64) if kept else NONE


def _between(words: list[str], beginning: str) -> tuple[int, int]:
    return bisect_left(words, beginning), bisect_right(words, beginning + "\U0010ffff")


def matches(word: str, glob: str) -> bool:
    """Say whether a word matches a pattern with ``*``, piece by piece from the left; never backtracks.

    >>> matches("terrorists", "ter*ist*"), matches("terror", "ter*ist*")
    (True, False)
    """
    head, *rest = glob.split("*")
    if not rest:
        return word == head
    tail = rest.pop()
    if not word.startswith(head) or not word.endswith(tail) or len(word) < len(head) + len(tail):
        return False
    at, stop = len(head), len(word) - len(tail)
    for piece in rest:
        at = word.find(piece, at, stop)
        if at < 0:
            return False
        at += len(piece)
    return True


class Pieces(NamedTuple):
    """The pieces of all spellings, one behind the other: distinct ones, ids, offsets, where each spelling's begin."""

    spellings: Spellings
    ids: np.ndarray
    offsets: np.ndarray
    bounds: np.ndarray

    def standing(self, ids: np.ndarray) -> np.ndarray:
        """Return which spellings have one of some pieces."""
        wanted = np.zeros(len(self.spellings.forms), dtype=bool)
        wanted[ids] = True
        return np.unique(np.searchsorted(self.bounds, np.flatnonzero(wanted[self.ids]), side="right") - 1)


class Spellings:
    """Distinct spellings as they stand in texts: their types, and which of them one word of a pattern means.

    ``forms`` may grow; what is known of the first ones is kept, so a second part of a corpus costs only its new words.
    """

    def __init__(self, forms: list[str]):
        self.forms = forms
        self._types: list[str] = []
        self._numbers: dict[str, int] = {}
        self._number = np.zeros(0, dtype=np.int64)
        self._vocabularies: dict[bool, list[tuple[int, Vocabulary]]] = {False: [], True: []}
        self._looked_up = {False: 0, True: 0}
        self._meant: dict[tuple[str, bool], tuple[np.ndarray, int]] = {}
        self._strings: dict[str, int] = {}
        self._pieces: Pieces | None = None

    @property
    def types(self) -> list[str]:
        """The type of each spelling."""
        self._types += types_of(self.forms[len(self._types) :])
        return self._types

    def numbered(self) -> tuple[list[str], np.ndarray]:
        """Return the distinct types as they first occur, and the number of each spelling's type among them."""
        new = self.types[len(self._number) :]
        ids = [self._numbers.setdefault(each, len(self._numbers)) for each in new]
        self._number = np.append(self._number, np.array(ids, dtype=np.int64))
        return list(self._numbers), self._number

    def meant(self, glob: str, *, case: bool) -> np.ndarray:
        """Return the spellings that a word of a pattern means."""
        known, done = self._vocabularies[case], self._looked_up[case]
        if done < len(self.forms):
            new = [cased(form)[:MAX_TYPE] for form in self.forms[done:]] if case else self.types[done:]
            known.append((done, Vocabulary(new)))
            self._looked_up[case] = len(self.forms)
        ids, seen = self._meant.get((glob, case), (NONE, 0))
        if seen < len(known):
            new = [first + found for first, words in known[seen:] if len(found := words.ids(glob))]
            ids = np.concatenate([ids, *new]) if new else ids
            self._meant[glob, case] = ids, len(known)
        return ids

    @property
    def pieces(self) -> Pieces:
        """What stands between the hyphens of each spelling."""
        old = self._pieces or Pieces(Spellings([]), np.zeros(0, np.int32), np.zeros((0, 2), np.int32), np.zeros(1, np.int64))
        new = self.forms[len(old.bounds) - 1 :]
        if new or not self._pieces:
            cut = [_HYPHEN.split(word) if "-" in word or not word.isascii() else (word,) for word in new]
            many = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
            each = list(chain.from_iterable(cut))
            ids = np.array([self._strings.setdefault(piece, len(self._strings)) for piece in each], dtype=np.int32)
            old.spellings.forms += islice(self._strings, len(old.spellings.forms), None)
            size = np.fromiter(map(len, each), dtype=np.int32, count=len(each))
            bounds, at = np.append(0, np.cumsum(many)), np.cumsum(size + 1) - size - 1
            start = at - np.repeat(at[bounds[:-1]], many)
            offsets = np.stack([start, start + size], axis=1).astype(np.int32)
            joined = [np.concatenate(pair) for pair in ((old.ids, ids), (old.offsets, offsets), (old.bounds, bounds[1:] + old.bounds[-1]))]
            self._pieces = Pieces(old.spellings, *joined)
        return self._pieces
