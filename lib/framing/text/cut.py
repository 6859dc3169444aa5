"""Texts and places in them → what stands there, as columns of strings: bytes copied all at once, without an object a place."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

SIZE = 1 << 17  # bytes copied at once: what is worked on stays in the processor's cache
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # marks that turn the direction of writing
_INNER = re.compile("[\u2066-\u2069]")
_SPACE, _LINE = ord(" "), ord("\n")
_PLAIN = bytes(code not in b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\xc2\xd8\xe1\xe2\xe3" for code in range(256))
_TYPED = range(0x90, 0xA8)  # the last byte of dashes, quotation marks and dots, after E2 80


def as_stored(strings: pd.Series):
    """Return a column of strings as pyarrow stores it, in one piece."""
    import pyarrow as pa

    stored = pa.array(strings.array, pa.large_string())
    return stored.combine_chunks() if isinstance(stored, pa.ChunkedArray) else stored


class Laid:
    """A column of texts laid end to end as it is stored, in UTF-8; a *place* is an offset into these bytes."""

    def __init__(self, texts: pd.Series):
        stored = self._stored = as_stored(texts)
        bounds = np.frombuffer(stored.buffers()[1], dtype=np.int64)[stored.offset : stored.offset + len(stored) + 1]
        self.bytes = np.frombuffer(stored.buffers()[2] or b"", dtype=np.uint8)[: bounds[-1]]
        inner = np.flatnonzero(self.bytes.view(np.int8) < -64)  # bytes after the first of a character
        self._first = bounds[:-1] - np.searchsorted(inner, bounds[:-1])  # of each text, counted in characters
        self._character = inner - np.arange(1, len(inner) + 1)
        self._lines = np.concatenate([[-1], np.flatnonzero(self.bytes == _LINE), [len(self.bytes)]])

    def place(self, number: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Return the places of offsets ``at`` into the texts ``number``."""
        character = self._first[number] + at
        return character + np.searchsorted(self._character, character)

    def line(self, start: np.ndarray, stop: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where the line of each ``start`` begins, and where that of each ``stop`` ends."""
        at, to = np.searchsorted(self._lines, start), np.searchsorted(self._lines, stop)
        return self._lines[at - 1] + 1, self._lines[to]

    def holds(self, number: np.ndarray, start: np.ndarray, stop: np.ndarray, strings: pd.Series) -> np.ndarray:
        """Return whether each string stands between two offsets of the text ``number``.

        >>> laid = Laid(pd.Series(["old town", "é so"]))
        >>> laid.holds(np.array([0, 1]), np.array([4, 2]), np.array([8, 9]), pd.Series(["town", "so"])).tolist()
        [True, False]
        """
        import pyarrow as pa
        import pyarrow.compute

        sizes = pa.compute.utf8_length(self._stored).to_numpy()
        inside = (number >= 0) & (start >= 0) & (start <= stop) & (stop <= np.append(sizes, -1)[number])
        begin, end = (np.zeros(len(number), dtype=np.int64) for _ in range(2))
        begin[inside], end[inside] = (self.place(number[inside], side[inside]) for side in (start, stop))
        bounds = np.append(0, np.cumsum(end - begin))
        found = pa.LargeStringArray.from_buffers(len(number), pa.py_buffer(bounds), pa.py_buffer(self._copied(begin, bounds)))
        return inside & pa.compute.equal(found, as_stored(strings)).to_numpy(zero_copy_only=False)

    def shown(self, start: np.ndarray, stop: np.ndarray) -> pd.Series:
        """Return what stands between places, on one line: white space single and none at the ends, turned writing isolated.

        >>> laid = Laid(pd.Series(["the  old town", "é so"]))
        >>> laid.shown(laid.place(np.array([0, 1]), np.array([3, 0])), laid.place(np.array([0, 1]), np.array([8, 2]))).tolist()
        ['old', 'é']
        """
        import pyarrow as pa

        start, stop = self._trimmed(start, stop)
        bounds = np.append(0, np.cumsum(stop - start))
        copied = self._copied(start, bounds)
        rows = np.unique(np.searchsorted(bounds, _strange(copied), side="right") - 1)
        found = pa.LargeStringArray.from_buffers(len(start), pa.py_buffer(bounds), pa.py_buffer(copied))
        if len(rows):
            mask = np.zeros(len(start), dtype=bool)
            mask[rows] = True
            singled = [single(each) for each in found.take(pa.array(rows)).to_pylist()]
            found = pa.compute.replace_with_mask(found, pa.array(mask), pa.array(singled, pa.large_string()))
        return pd.Series(pd.array(found, dtype="str"))

    def _trimmed(self, start: np.ndarray, stop: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return places without the spaces at either end."""
        start, stop = start.copy(), np.maximum(start, stop)
        for end, ahead, step in ((start, 0, 1), (stop, -1, -1)):
            open_ = np.flatnonzero(start < stop)
            while len(open_):
                open_ = open_[self.bytes[end[open_] + ahead] == _SPACE]
                end[open_] += step
                open_ = open_[start[open_] < stop[open_]]
        return start, stop

    def _copied(self, start: np.ndarray, bounds: np.ndarray) -> np.ndarray:
        """Return the bytes from each start on, one row behind the other, as ``bounds`` says."""
        copied = np.empty(bounds[-1], dtype=np.uint8)
        first = 0
        while first < len(start):
            last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + SIZE, side="right")) - 1)
            shift = np.repeat(start[first:last] - bounds[first:last], np.diff(bounds[first : last + 1]))
            shift += np.arange(bounds[first], bounds[last])
            np.take(self.bytes, shift, out=copied[bounds[first] : bounds[last]])
            first = last
        return copied


def single(part: str) -> str:
    """Return a piece of text with its white space made single; one that turns the direction of writing is isolated."""
    part = " ".join(part.split())
    if part.isascii():
        return part
    return f"\u2068{_INNER.sub('', part)}\u2069" if BIDI.search(part) else part


def _strange(copied: np.ndarray) -> np.ndarray:
    """Return where ``single`` might change something."""
    strange = ~np.frombuffer(copied.tobytes().translate(_PLAIN), dtype=bool)
    space = copied == _SPACE
    strange[:-1] |= space[1:] & space[:-1]
    where = np.flatnonzero(strange)
    typed = np.flatnonzero(copied[where] == 0xE2)
    two, three = (copied[where[typed] + more] for more in (1, 2))
    return np.delete(where, typed[(two == 0x80) & (three >= _TYPED.start) & (three < _TYPED.stop)])
