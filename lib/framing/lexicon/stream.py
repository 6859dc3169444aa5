"""Texts → tokens as integer ids: which form stands where, where each form occurs, what stands between two tokens."""

from __future__ import annotations

import functools
from bisect import bisect_right

import numpy as np

from framing import text
from framing.lexicon.index import NONE, Spellings
from framing.lexicon.pattern import ANY, HYPHEN
from framing.text import arrays

SIZE = 1 << 17  # tokens looked at at once: what is touched stays in the processor's cache
SAMPLE = 16  # every so many tokens are looked at to tell rare words from common ones
_HYPHENS = "-‐‑"


class Stream:
    """The tokens of some texts (or their parts between hyphens) as parallel arrays.

    ``number`` : which text; ``start``, ``end`` : offsets; ``form`` : id into ``forms``; ``token`` : which token, so
    that two parts of one token are known as such. ``blocks`` (per text, sorted offsets) are stretches that were one
    paragraph before a page broke them: there a phrase may run over a blank line.
    """

    def __init__(self, texts, blocks, number, start, end, form, spellings, token):
        self.texts, self.blocks = texts, blocks
        self.number, self.start, self.end, self.form, self.token = number, start, end, form, token
        self.spellings: Spellings = spellings
        self.forms: list[str] = spellings.forms
        self._expected, self._bounds = np.zeros(len(self.forms), dtype=bool), np.zeros(len(self.forms) + 1, dtype=np.int64)
        self._places = np.zeros(0, dtype=np.int64)

    @classmethod
    def of(cls, texts: list[str], blocks=None, *, after: Stream | None = None) -> Stream:
        """Return the tokens of some texts; ``after`` : the part of the corpus before, whose forms keep their numbers."""
        table, spellings = (after.table, after.spellings) if after else (None, None)
        found = arrays.tokens(texts, table)
        number = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(found.bounds))
        token = np.arange(len(number), dtype=np.int32)
        stream = cls(texts, blocks, number, found.start, found.end, found.form, spellings or Spellings(found.table.spelled), token)
        stream.table, stream.bounds = found.table, found.bounds
        return stream

    def parts(self, wanted: list[np.ndarray]) -> Stream:
        """Return the tokens that have a piece in ``wanted`` (ids into ``spellings.pieces``), cut at their hyphens.

        Between two of them others may be left out: ``joined`` sees that by what stands between.
        """
        pieces = self.spellings.pieces
        cut = np.zeros(len(self.forms), dtype=bool)
        cut[pieces.standing(np.concatenate([NONE, *wanted]))] = True
        token = self._where(cut)
        first, many = pieces.bounds[self.form[token]], np.diff(pieces.bounds)[self.form[token]]
        token, within = np.repeat(token, many), np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        which = np.repeat(first, many) + within
        start, end = (self.start[token] + pieces.offsets[which, side] for side in (0, 1))
        return Stream(self.texts, self.blocks, self.number[token], start, end, pieces.ids[which], pieces.spellings, token)

    @functools.cached_property
    def bounds(self) -> np.ndarray:
        """Where the tokens of each text begin, and where those of the last end."""
        return np.searchsorted(self.number, np.arange(len(self.texts) + 1, dtype=self.number.dtype))

    @functools.cached_property
    def frequency(self) -> np.ndarray:
        """How often each form occurs."""
        found = np.zeros(len(self.forms), dtype=np.int64)
        for at in range(0, len(self.form), SIZE):
            found += np.bincount(self.form[at : at + SIZE], minlength=len(self.forms))
        return found

    @functools.cached_property
    def sampled(self) -> np.ndarray:
        """How often each form occurs among some of the tokens: enough to tell rare words from common ones."""
        return np.bincount(self.form[::SAMPLE], minlength=len(self.forms))

    def _where(self, wanted: np.ndarray) -> np.ndarray:
        """Return where the forms stand that are wanted (bool per form), ascending."""
        found = [at + np.flatnonzero(wanted.take(self.form[at : at + SIZE], mode="clip")) for at in range(0, len(self.form), SIZE)]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def expect(self, forms: list[np.ndarray]) -> None:
        """Note where all these forms stand in one pass, so that ``positions`` has them at hand."""
        wanted = self._expected.copy()
        for ids in forms:
            wanted[ids] = True
        if not np.array_equal(wanted, self._expected):
            where = self._where(wanted)
            form = self.form[where]
            self._expected, self._places = wanted, where[np.argsort(form, kind="stable")]
            self._bounds = np.append(0, np.cumsum(np.bincount(form, minlength=len(wanted))))

    def positions(self, forms: np.ndarray) -> np.ndarray:
        """Return where any of these forms stands, ascending."""
        return np.sort(self.places(forms)[1])

    def places(self, forms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where these forms stand, one after the other: which of them, and where."""
        if not self._expected[forms].all():
            self.expect([forms])
        begin, many = self._bounds[forms], self._bounds[forms + 1] - self._bounds[forms]
        which = np.repeat(np.arange(len(forms)), many)
        return which, self._places[np.arange(len(which)) + (begin - np.cumsum(many) + many)[which]]

    def joined(self, left: np.ndarray, join: str) -> np.ndarray:
        """Return for each token whether it and the next belong to one phrase: only the right thing stands between them."""
        right = np.minimum(left + 1, len(self.form) - 1)
        found = (self.number[left] == self.number[right]) & (left < right) & (left >= 0)
        where = zip(self.number[left].tolist(), self.end[left].tolist(), self.start[right].tolist(), found.tolist(), strict=True)
        return np.array([same and self._joins(number, a, b, join) for number, a, b, same in where], dtype=bool)

    def _joins(self, number: int, a: int, b: int, join: str) -> bool:
        between = self.texts[number][a:b]
        if join != ANY:
            return between == join or (join == HYPHEN and between in _HYPHENS and between != "")
        if between in (" ", "-"):
            return True
        if not between.isascii():
            between = text.fold(between)
        if between.strip() and between.rstrip() != "-":
            return False
        return between.count("\n") < 2 or self._in_one_block(number, a, b)

    def _in_one_block(self, number: int, a: int, b: int) -> bool:
        if self.blocks is None:
            return False
        at = bisect_right(self.blocks[number], (a, len(self.texts[number]) + 1)) - 1
        return at >= 0 and b <= self.blocks[number][at][1]
