"""Texts to the runs of words that stand in the articles too: how long each is, and where it comes from.

Words are counted the strict way: every unbroken run of letters and digits is one, so *rebel-held* is two and no count is
too low for a reader who counts otherwise. Case, punctuation, markup and look-alike letters do not hide a run.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from framing import text

WORD = re.compile(r"[^\W_]+")
MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>|&#?\w+;|(?P<word>[^\W_]+)", re.S | re.I)
READ_OUT = re.compile(r"\b(?:title|alt|aria-label|content|summary|label)=(?:\"([^\"]*)\"|'([^']*)')", re.I)
APART = -1  # between two texts: no run goes on across it


def words(plain: str) -> list[tuple[int, int]]:
    """Return the offsets of the words of a plain text.

    >>> words("rebel-held, 3.5")
    [(0, 5), (6, 10), (12, 13), (14, 15)]
    """
    return [match.span() for match in WORD.finditer(plain)]


def words_of_page(page: str) -> list[list[tuple[int, int]]]:
    """Return the offsets of the words that a page shows, then those of each attribute that is read out."""
    shown = [match.span() for match in MARKUP.finditer(page) if match["word"]]
    spoken = [
        [(value.start(group) + a, value.start(group) + b) for a, b in words(value[group])]
        for value in READ_OUT.finditer(page)
        for group in (1, 2)
        if value[group]
    ]
    return [shown, *spoken]


@functools.lru_cache(maxsize=1 << 20)
def _folded(word: str) -> str:
    return text.fold(word)


@dataclass
class Vocabulary:
    """Numbers for words, the same for all texts that are compared."""

    numbers: dict[str, int] = field(default_factory=dict)

    def encode(self, raw: str, offsets: Iterable[tuple[int, int]]) -> list[int]:
        """Return the number of each word; new words get new numbers."""
        known = self.numbers
        return [known.setdefault(_folded(raw[a:b]), len(known)) for a, b in offsets]


def runs(here: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each word of one text, how long a run that begins there also stands in the other text, and where.

    Parameters
    ----------
    here, there : arrays of int, word numbers; ``APART`` between texts.

    Returns
    -------
    length : array of int, words; 0 where the word does not occur there.
    place : array of int, where the run begins in `there`; -1 where the length is 0.

    >>> runs(np.array([7, 1, 2, 3]), np.array([1, 2, 3, -1, 1, 2]))[0].tolist()
    [0, 3, 2, 1]
    """
    length, place = np.zeros(len(here), np.int64), np.full(len(here), -1, np.int64)
    size = int(max(here.max(initial=0), there.max(initial=0))) + 2
    padded = [np.append(numbers, APART) for numbers in (here, there)]
    seen = np.zeros(size, bool)
    seen[here[here >= 0]] = True
    at, of = np.flatnonzero(here >= 0), np.flatnonzero((there >= 0) & seen[there])
    keys, others = here[at], there[of]
    n = 1
    while len(at) and len(of):
        kinds, first, rank_of = np.unique(others, return_index=True, return_inverse=True)
        rank_at = np.minimum(np.searchsorted(kinds, keys), len(kinds) - 1)
        same = kinds[rank_at] == keys
        at, rank_at = at[same], rank_at[same]
        length[at], place[at] = n, of[first[rank_at]]
        wanted = np.zeros(len(kinds), bool)
        wanted[rank_at] = True
        keep = wanted[rank_of]
        of, rank_of = of[keep], rank_of[keep]
        after_at, after_of = padded[0][at + n], padded[1][of + n]
        at, keys = at[after_at >= 0], (rank_at * size + after_at)[after_at >= 0]
        of, others = of[after_of >= 0], (rank_of * size + after_of)[after_of >= 0]
        n += 1
    return length, place


@dataclass
class Protected:
    """The texts of which little may be passed on, as word numbers; which of their words may; and whose they are."""

    vocabulary: Vocabulary
    numbers: np.ndarray
    allowed: np.ndarray
    owner: np.ndarray
    ids: list[str]

    def encode(self, documents: list[tuple[str, list[list[tuple[int, int]]]]]) -> np.ndarray:
        """Return the word numbers of texts, each stretch followed by ``APART``."""
        coded: list[int] = []
        for raw, stretches in documents:
            for offsets in stretches:
                coded += self.vocabulary.encode(raw, offsets)
                coded.append(APART)
        return np.array(coded, np.int64)


def protect(texts: Iterable[tuple[str, str, list[tuple[int, int]]]]) -> Protected:
    """Return the protected texts.

    Parameters
    ----------
    texts : iterable of (id, text, allowed)
        ``allowed`` are character offsets of the stretches that may be shown.
    """
    vocabulary, coded, allowed, owner, ids = Vocabulary(), [], [], [], []
    for name, plain, shown in texts:
        offsets = words(plain)
        starts = np.array([a for a, _ in offsets] + [len(plain) + 1])
        mask = np.zeros(len(offsets) + 1, bool)
        for start, end in shown:
            mask[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = True
        mask[-1] = False
        coded.append(np.array([*vocabulary.encode(plain, offsets), APART], np.int64))
        allowed.append(mask)
        owner.append(np.full(len(mask), len(ids)))
        ids.append(name)
    if not ids:
        return Protected(vocabulary, np.array([], np.int64), np.array([], bool), np.array([], np.int64), [])
    return Protected(vocabulary, np.concatenate(coded), np.concatenate(allowed), np.concatenate(owner), ids)
