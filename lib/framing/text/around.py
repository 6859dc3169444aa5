"""Texts and places in them → where so many tokens before and after begin and stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from framing.text import arrays, runs

MANY = 1 << 16  # tokens looked at at once: what is worked on stays in the processor's cache
_NEVER = np.int64(1) << 62


class Places(NamedTuple):
    """Where the tokens of some texts stand: ``bounds, start, end`` as in ``arrays.Tokens``, without their spellings."""

    bounds: np.ndarray
    start: np.ndarray
    end: np.ndarray

    @classmethod
    def joined(cls, parts: list[Places]) -> Places:
        """Return those of all texts of some parts."""
        sizes = np.concatenate([np.zeros(1, dtype=np.int64), *(np.diff(part.bounds) for part in parts)])
        none = np.zeros(0, dtype=np.int32)
        return cls(np.cumsum(sizes), *(np.concatenate([none, *(getattr(part, side) for part in parts)]) for side in ("start", "end")))


def around(
    texts: list[str], number: np.ndarray, start: np.ndarray, end: np.ndarray, width: int, *, read: Places | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return where so many tokens before and after places begin and stop; those that reach the last token, at the text's end.

    ``number`` : which text; ``start, end`` : offsets of the place; ``read`` : the tokens, if read before.

    >>> [each.tolist() for each in around(["the old town left it"], np.array([0]), np.array([4]), np.array([7]), 1)]
    [[0], [12]]
    """
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    order = np.argsort(number, kind="stable")
    number, start, end = number[order], start[order], end[order]
    begin, stop, first = start.copy(), end.copy(), 0
    for begins, starts, ends in _read(texts, sizes, number, read) if width else ():
        rows = slice(*np.searchsorted(number, [first, first + len(begins)]))
        at, size = begins[number[rows] - first], sizes[number[rows]]
        before = np.searchsorted(starts, at + start[rows]) - width
        after = np.searchsorted(starts, at + end[rows]) + width
        begin[rows] = np.where(before < 0, 0, np.maximum(np.append(starts, 0)[np.maximum(before, 0)] - at, 0))
        more = np.append(starts, _NEVER)[np.minimum(after, len(starts))] - at < size
        stop[rows] = np.where(more, np.append(0, ends)[np.minimum(after, len(starts))] - at, size)
        first += len(begins)
    back = np.argsort(order)
    return begin[back], stop[back]


def _read(texts: list[str], sizes: np.ndarray, wanted: np.ndarray, read: Places | None) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield where some texts laid end to end begin, and where their tokens start and end; texts not wanted are left empty."""
    if read is None:
        looked_at = np.isin(np.arange(len(texts)), wanted).tolist()
        for joined, begins in arrays.pieces([body if looked else "" for body, looked in zip(texts, looked_at, strict=True)]):
            found = runs.read(joined)
            yield begins, found.start, found.end
        return
    first = 0
    while first < len(texts):
        last = max(first + 1, int(np.searchsorted(read.bounds, read.bounds[first] + MANY, side="right")) - 1)
        begins = np.cumsum(sizes[first:last] + 1) - sizes[first:last] - 1
        here, shift = slice(read.bounds[first], read.bounds[last]), np.repeat(begins, np.diff(read.bounds[first : last + 1]))
        yield begins, read.start[here] + shift, read.end[here] + shift
        first = last
