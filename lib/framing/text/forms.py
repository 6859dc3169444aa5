"""Tokens → the number of each one's spelling, by comparing integers.

The key of a token of up to 7 characters is these characters; of one of 8 to 16 a product of them with the highest bit
set, compared with the characters whenever it is found; longer ones, those with letters beyond ASCII, and those whose
product is another word's, are looked up as strings and numbered, eight bits up. So no two spellings are ever taken for one.
"""

from __future__ import annotations

import numpy as np

from framing.text.runs import Piece

FACTORS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd numbers that mix the bits of a key
_MASK = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype="<u8")  # the first n of eight characters
_LONG = np.uint64(1 << 63)


class Forms:
    """Distinct spellings by number: an open table of numbers that is asked for many keys at once."""

    def __init__(self):
        self.spelled: list[str] = []
        self.odd: dict[str, int] = {}
        self.keys, self.letters = np.zeros(1 << 12, dtype="<u8"), np.zeros((1 << 12, 2), dtype="<u8")
        self.table = np.full(1 << 15, -1, dtype=np.int32)

    def ids(self, piece: Piece, joined: str) -> np.ndarray:
        """Return the number of each token's spelling; new spellings are numbered as they come."""
        keys, long, letters = self._keys(piece, joined)
        ids = self._numbers(keys, piece, joined)
        known = self.letters.take(ids[long], axis=0)
        rivals = long[(known[:, 0] != letters[:, 0]) | (known[:, 1] != letters[:, 1])]  # the key of another word: looked up as strings
        if len(rivals):
            keys[rivals] = [self._odd(joined[piece.start[token] : piece.end[token]]) for token in rivals.tolist()]
            ids = self._numbers(keys, piece, joined)
        return ids

    def _numbers(self, keys: np.ndarray, piece: Piece, joined: str) -> np.ndarray:
        ids = self._find(keys)
        new = np.flatnonzero(ids < 0)
        if len(new):
            first = new[np.sort(np.unique(keys[new], return_index=True)[1])]
            self._add(keys[first], _letters(piece.codes, piece.start[first], piece.end[first] - piece.start[first]))
            self.spelled += [joined[a:b] for a, b in zip(piece.start[first].tolist(), piece.end[first].tolist(), strict=True)]
            ids[new] = self._find(keys[new])
        return ids

    def _odd(self, spelling: str) -> int:
        return self.odd.setdefault(spelling, len(self.odd) + 1) << 8

    def _keys(self, piece: Piece, joined: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the key of each token; which have 8 to 16 characters, and these."""
        length = piece.end - piece.start
        keys = _eight(piece.codes)[piece.start]
        keys &= _MASK.take(length, mode="clip")
        long = np.flatnonzero(length > 7)
        letters = _letters(piece.codes, piece.start[long], length[long])
        keys[long] = (letters[:, 0] * FACTORS[0] + letters[:, 1] * FACTORS[1]) | _LONG
        for token in [*piece.odd.tolist(), *long[length[long] > 16].tolist()]:
            keys[token] = self._odd(joined[piece.start[token] : piece.end[token]])
        known = keys[long] >= _LONG
        return keys, long[known], letters[known]

    def _find(self, keys: np.ndarray) -> np.ndarray:
        """Return the number of each key, -1 if it has none."""
        places = self._place(keys)
        ids = self.table.take(places, mode="clip")
        open_ = np.flatnonzero((ids >= 0) & (self.keys.take(ids, mode="clip") != keys))
        while len(open_):
            places[open_] = (places[open_] + 1) & (len(self.table) - 1)
            ids[open_] = self.table[places[open_]]
            found = ids[open_]
            open_ = open_[(found >= 0) & (self.keys[found] != keys[open_])]
        return ids

    def _place(self, keys: np.ndarray) -> np.ndarray:
        places = keys * FACTORS[0]
        places >>= np.uint64(65 - len(self.table).bit_length())
        return places.view(np.int64)

    def _add(self, keys: np.ndarray, letters: np.ndarray) -> None:
        """Number new keys from the last number on."""
        known = len(self.spelled)
        total = known + len(keys)
        if total > len(self.keys):
            room = 1 << (total - 1).bit_length()
            self.keys, self.letters = np.resize(self.keys, room), np.resize(self.letters, (room, 2))
        self.keys[known:total], self.letters[known:total] = keys, letters
        ids = np.arange(known, total, dtype=np.int32)
        if 4 * total > len(self.table):
            self.table, ids = np.full(8 << (total - 1).bit_length(), -1, dtype=np.int32), np.arange(total, dtype=np.int32)
        places = self._place(self.keys[ids])
        while len(ids):
            free = self.table[places] < 0
            self.table[places[free]] = ids[free]
            left = self.table[places] != ids
            ids, places = ids[left], (places[left] + 1) & (len(self.table) - 1)


def _eight(codes: np.ndarray) -> np.ndarray:
    """Return the eight codes from each place on as one number, the first lowest."""
    return np.ndarray((len(codes) - 7,), dtype="<u8", buffer=codes, strides=(1,))


def _letters(codes: np.ndarray, start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return the first 16 characters of tokens as two numbers each."""
    eight = _eight(codes)
    letters = np.empty((len(start), 2), dtype="<u8")
    for which in (0, 1):
        letters[:, which] = eight[start + 8 * which] & _MASK.take(length - 8 * which, mode="clip")
    return letters
