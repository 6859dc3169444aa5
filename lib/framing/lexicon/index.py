"""Texts → tokens as integer ids: which form stands where, which forms a wildcard means, where each form occurs.

A *form* is a distinct spelling as it stands in the texts; patterns are resolved once on the folded forms and from
then on only integers are compared, so the cost of a lexicon grows with the vocabulary and not with the texts.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from itertools import chain

import numpy as np

from framing import text
from framing.lexicon.pattern import ANY, HYPHEN, cased

MAX_TYPE = 64  # characters of a token that are looked at
_HYPHENS = "-‐‑"


def type_of(token: str) -> str:
    """Return the type of a token: folded, its first 64 characters.

    >>> type_of("Rebels")
    'rebels'
    """
    return text.fold(token)[:MAX_TYPE]


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
        return np.array(sorted(kept), dtype=np.int64)


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


class Stream:
    """The tokens of some texts (or their parts between hyphens) as parallel arrays.

    ``number`` : which text; ``start``, ``end`` : offsets; ``form`` : id into ``forms``; ``token`` : which token, so
    that two parts of one token are known as such. ``blocks`` (per text, sorted offsets) are stretches that were one
    paragraph before a page broke them: there a phrase may run over a blank line.
    """

    def __init__(self, texts, blocks, number, start, end, form, forms, token):
        self.texts, self.blocks = texts, blocks
        self.number, self.start, self.end, self.form, self.token = number, start, end, form, token
        self.forms: list[str] = forms

    @classmethod
    def of(cls, texts: list[str], blocks=None, spans: list[list[tuple[int, int]]] | None = None) -> Stream:
        """Return the tokens of some texts (``spans``: where they stand, if known)."""
        spans = [text.tokens(body) for body in texts] if spans is None else spans
        lengths = [len(each) for each in spans]
        ends = np.fromiter(chain.from_iterable(chain.from_iterable(spans)), dtype=np.int64).reshape(-1, 2)
        seen: dict[str, int] = {}
        form = [seen.setdefault(body[a:b], len(seen)) for body, each in zip(texts, spans, strict=True) for a, b in each]
        number = np.repeat(np.arange(len(texts)), lengths)
        token = np.arange(len(ends))
        return cls(texts, blocks, number, ends[:, 0], ends[:, 1], np.array(form, dtype=np.int64), list(seen), token)

    @functools.cached_property
    def parts(self) -> Stream:
        """The same texts with every token cut at its hyphens."""
        cuts = [_pieces(word) for word in self.forms]
        seen: dict[str, int] = {}
        piece = [seen.setdefault(word[a:b], len(seen)) for word, each in zip(self.forms, cuts, strict=True) for a, b in each]
        offsets = np.array([pair for each in cuts for pair in each], dtype=np.int64).reshape(-1, 2)
        many = np.array([len(each) for each in cuts], dtype=np.int64)
        token = np.repeat(np.arange(len(self.form)), many[self.form])
        counts = many[self.form]
        within = np.arange(len(token)) - np.repeat(np.cumsum(counts) - counts, counts)
        which = (np.cumsum(many) - many)[self.form[token]] + within
        start, end = self.start[token] + offsets[which, 0], self.start[token] + offsets[which, 1]
        form = np.array(piece, dtype=np.int64)[which]
        return Stream(self.texts, self.blocks, self.number[token], start, end, form, list(seen), token)

    @functools.cached_property
    def folded(self) -> Vocabulary:
        return Vocabulary([type_of(form) for form in self.forms])

    @functools.cached_property
    def as_cased(self) -> Vocabulary:
        return Vocabulary([cased(form)[:MAX_TYPE] for form in self.forms])

    @functools.cached_property
    def _by_form(self) -> tuple[np.ndarray, np.ndarray]:
        order = np.argsort(self.form, kind="stable")
        return order, np.searchsorted(self.form[order], np.arange(len(self.forms) + 1))

    def positions(self, forms: np.ndarray) -> np.ndarray:
        """Return where any of these forms stands, ascending."""
        order, bounds = self._by_form
        found = [order[bounds[form] : bounds[form + 1]] for form in forms.tolist()]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

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


def _pieces(word: str) -> list[tuple[int, int]]:
    cuts = [i for i, c in enumerate(word) if c in _HYPHENS]
    return list(zip([0, *(i + 1 for i in cuts)], [*cuts, len(word)], strict=True))
