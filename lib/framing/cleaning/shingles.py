"""A text to its words as 64-bit numbers, and those to its shingles: every run of five words, one number each.

The same word is the same number in every part, process and run, so that what is counted apart may be put together.
"""

from __future__ import annotations

import hashlib
import itertools

import numpy as np

from framing import text as words
from framing.text import arrays
from framing.text.forms import Forms

WIDTH = 5  # words in a shingle
CONTAINED = 0.8  # share of the shingles of a block or an article that stand in another one, for it to repeat that one
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class Coder:
    """Tokens to numbers, as they are compared: lower case, straight apostrophes. Each spelling is looked at once."""

    def __init__(self) -> None:
        self._forms, self._numbers = Forms(), np.zeros(0, dtype=np.uint64)

    def read(self, texts: list[str]) -> tuple[arrays.Tokens, np.ndarray, list[str]]:
        """Return the tokens of some texts, a number for each, and the spellings not met before."""
        found = arrays.tokens(texts, self._forms)
        new = found.forms[len(self._numbers) :]
        self._numbers = np.append(self._numbers, np.fromiter(map(_NUMBERS.__getitem__, new), dtype=np.uint64, count=len(new)))
        return found, self._numbers[found.form], new

    def codes(self, texts: list[str]) -> list[np.ndarray]:
        """Return of each text a number for each token."""
        found, numbers, _ = self.read(texts)
        return [numbers[start:end] for start, end in itertools.pairwise(found.bounds.tolist())]


def codes(texts: list[str]) -> list[np.ndarray]:
    """Return of each text a number for each token.

    >>> a, b = codes(["The Mayor’s bridge", "the mayor's  bridge."])
    >>> len(a), bool((a == b).all())
    (4, True)
    """
    return Coder().codes(texts)


def windows(codes: np.ndarray, free: int | None = None) -> np.ndarray:
    """Return the shingles in the order of the text; the token at place `free` of each may be any."""
    if len(codes) < WIDTH:
        return np.array([], dtype=np.uint64)
    total = np.zeros(len(codes) - WIDTH + 1, dtype=np.uint64)
    for place in range(WIDTH):
        part = codes[place : len(codes) - WIDTH + 1 + place]
        total = total * _MULTIPLIER + (np.uint64(place + 1) if place == free else part)
    return total ^ (total >> np.uint64(31))


def number(given: bytes) -> int:
    """Return 64 bits for some bytes."""
    return int.from_bytes(hashlib.blake2b(given, digest_size=8).digest(), "big")


_NUMBERS = words.Remembered(lambda form: number(form.lower().replace("’", "'").encode("utf-8", "surrogatepass")))
