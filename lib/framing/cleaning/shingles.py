"""A text to its words as 64-bit numbers, and those to its shingles: every run of five words, one number each.

The same word is the same number in every part, process and run, so that what is counted apart may be put together.
"""

from __future__ import annotations

import hashlib

import numpy as np

from framing import text as words

WIDTH = 5  # words in a shingle
CONTAINED = 0.8  # share of the shingles of a block or an article that stand in another one, for it to repeat that one
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def codes(text: str) -> np.ndarray:
    """Return a number for each token of a text, as tokens are compared: lower case, straight apostrophes.

    >>> a, b = codes("The Mayor’s bridge"), codes("the mayor's  bridge.")
    >>> len(a), bool((a == b).all())
    (4, True)
    """
    return np.frombuffer(b"".join(map(_PIECES.__getitem__, text.split())), dtype="<u8")


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


def _coded(piece: str) -> bytes:
    tokens = words.TOKEN.findall(piece.lower().replace("’", "'"))
    return b"".join(number(token.encode("utf-8", "surrogatepass")).to_bytes(8, "little") for token in tokens)


_PIECES = words.Pieces(_coded)
