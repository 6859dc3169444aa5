"""Tokens → the number of each one's spelling, by comparing integers.

The key of a token of up to 7 characters is these characters; of one of 8 to 16 a sum of products of both halves: whenever
it is found, the second half is compared, from which the first follows, because the factor is odd. Longer tokens, those
with letters beyond ASCII, and those whose key is another word's or as small as a short one's, are looked up as strings
and numbered, eight bits up. So no two spellings are ever taken for one.
"""

from __future__ import annotations

import numpy as np

from framing.text.runs import Piece

FACTORS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd numbers that mix the bits of a key
_MASK = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype="<u8")  # the first n of eight characters
_LONG = np.uint64(1 << 56)  # above all numbers of 7 characters


class Forms:
    """Distinct spellings by number: an open table of numbers that is asked for many keys at once."""

    def __init__(self):
        self.spelled: list[str] = []
        self.odd: dict[str, int] = {}
        self.keys, self.tails = np.zeros(1 << 12, dtype="<u8"), np.zeros(1 << 12, dtype="<u8")
        self.table = np.full(1 << 15, -1, dtype=np.int64)

    def ids(self, piece: Piece, joined: str) -> np.ndarray:
        """Return the number of each token's spelling; new spellings are numbered as they come."""
        keys, long, tails = self._keys(piece, joined)
        ids = self._numbers(keys, piece, joined)
        rivals = long[self.tails.take(ids.take(long)) != tails]
        if len(rivals):  # the key of another word: looked up as strings
            keys[rivals] = self._odd(piece, rivals, joined)
            ids = self._numbers(keys, piece, joined)
        return ids

    def _numbers(self, keys: np.ndarray, piece: Piece, joined: str) -> np.ndarray:
        ids = self._find(keys)
        new = np.flatnonzero(ids < 0)
        if len(new):
            first = new[np.sort(np.unique(keys[new], return_index=True)[1])]
            start, end = piece.start[first], piece.end[first]
            self._add(keys[first], _some(piece.codes, start + 8, end - start - 8))
            self.spelled += [joined[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
            ids[new] = self._find(keys[new])
        return ids

    def _odd(self, piece: Piece, tokens: np.ndarray, joined: str) -> list[int]:
        """Return the keys of tokens that are looked up as strings."""
        spelled = [joined[a:b] for a, b in zip(piece.start[tokens].tolist(), piece.end[tokens].tolist(), strict=True)]
        return [self.odd.setdefault(each, len(self.odd) + 1) << 8 for each in spelled]

    def _keys(self, piece: Piece, joined: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the key of each token; which have 8 characters or more, and the 9th to 16th of these as numbers."""
        length = piece.end - piece.start
        keys = _some(piece.codes, piece.start, length)
        long = np.flatnonzero(length > 7)
        size = length.take(long)
        tails = _some(piece.codes, piece.start[long] + 8, size - 8)
        keys[long] = mixed = keys.take(long) * FACTORS[0] + tails * FACTORS[1]
        odd = np.concatenate([piece.odd, long[(size > 16) | (mixed < _LONG)]])
        keys[odd] = self._odd(piece, odd, joined)
        return keys, long, tails

    def _find(self, keys: np.ndarray) -> np.ndarray:
        """Return the number of each key, -1 if it has none."""
        places = self._place(keys)
        ids = self.table.take(places, mode="clip")
        open_ = np.flatnonzero(self.keys.take(ids, mode="clip") != keys)
        open_ = open_[ids[open_] >= 0]
        while len(open_):
            places[open_] = (places[open_] + 1) & (len(self.table) - 1)
            ids[open_] = found = self.table[places[open_]]
            open_ = open_[(found >= 0) & (self.keys[found] != keys[open_])]
        return ids

    def _place(self, keys: np.ndarray) -> np.ndarray:
        places = keys * FACTORS[0]
        places >>= np.uint64(65 - len(self.table).bit_length())
        return places.view(np.int64)

    def _add(self, keys: np.ndarray, tails: np.ndarray) -> None:
        """Number new keys from the last number on."""
        known = len(self.spelled)
        total = known + len(keys)
        if total > len(self.keys):
            room = 1 << (total - 1).bit_length()
            self.keys, self.tails = np.resize(self.keys, room), np.resize(self.tails, room)
        self.keys[known:total], self.tails[known:total] = keys, tails
        ids = np.arange(known, total)
        if 4 * total > len(self.table):
            self.table, ids = np.full(8 << (total - 1).bit_length(), -1, dtype=np.int64), np.arange(total)
        places = self._place(self.keys[ids])
        while len(ids):
            free = self.table[places] < 0
            self.table[places[free]] = ids[free]
            left = self.table[places] != ids
            ids, places = ids[left], (places[left] + 1) & (len(self.table) - 1)


def _eight(codes: np.ndarray) -> np.ndarray:
    """Return the eight codes from each place on as one number, the first lowest."""
    return np.ndarray((len(codes) - 7,), dtype="<u8", buffer=codes, strides=(1,))


def _some(codes: np.ndarray, start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return the next so many of eight characters, none to all, from some places on as numbers."""
    found = _eight(codes)[start]
    found &= _MASK.take(length, mode="clip")
    return found
