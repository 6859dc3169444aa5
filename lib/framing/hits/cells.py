"""Tokens as types → how often each type stands in each article: counted by sorting integers, some articles at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.lexicon import Stream

SIZE = 1 << 16  # tokens sorted at once: what is worked on stays in the processor's cache


class Cells(NamedTuple):
    """One article × type that occurs in it, sorted by both: numbers of article and type, tokens in all, and marked ones."""

    number: np.ndarray
    type: np.ndarray
    n_all: np.ndarray
    n_marked: np.ndarray


def tally(stream: Stream, types: np.ndarray, *, counted: np.ndarray | None = None, marked: np.ndarray | None = None) -> Cells:
    """Return how often each type stands in each text of a stream.

    Parameters
    ----------
    types : int array
        The number of the type of each of ``stream.forms``.
    counted, marked : bool array, one per token, or None
        Which tokens count at all (None: every one), and which are counted apart (None: none).

    >>> found = tally(Stream.of(["To be, or not to be", "Be!"]), np.array([3, 0, 2, 1, 3, 0]))  # To be or not to Be
    >>> found.number.tolist(), found.type.tolist(), found.n_all.tolist()
    ([0, 0, 0, 0, 1], [0, 1, 2, 3, 0], [2, 1, 1, 2, 1])
    """
    shift = int(types.max(initial=0)).bit_length() + 1
    shifted = {kind: types.astype(kind) << kind(1) for kind in (np.uint32, np.uint64)}
    bounds = stream.bounds
    found = [[np.zeros(0, dtype=np.int64)] * 4]
    first = 0
    while first < len(stream.texts):
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + SIZE, side="right")) - 1)
        here = slice(bounds[first], bounds[last])
        kind = np.uint32 if (last - first) << shift < 1 << 32 else np.uint64
        keys = np.repeat(np.arange(last - first, dtype=kind) << kind(shift), np.diff(bounds[first : last + 1]))
        keys |= shifted[kind].take(stream.form[here], mode="clip")
        if marked is not None:
            keys |= marked[here].astype(kind)
        if counted is not None:
            keys = keys[counted[here]]
        keys.sort()
        cell = keys >> kind(1)
        edges = np.flatnonzero(np.append(True, cell[1:] != cell[:-1])) if len(cell) else np.zeros(0, dtype=np.int64)
        cell = cell[edges].astype(np.int64)
        number, type_ = cell >> (shift - 1), cell & ((1 << (shift - 1)) - 1)
        n_marked = np.add.reduceat(keys & kind(1), edges, dtype=np.int64) if marked is not None and len(edges) else np.zeros_like(edges)
        found.append([number + first, type_, np.diff(np.append(edges, len(keys))), n_marked])
        first = last
    return Cells(*(np.concatenate(column) for column in zip(*found, strict=True)))


def typed(stream: Stream) -> tuple[list[str], np.ndarray]:
    """Return the types that stand in a stream, sorted, and the number of each form's type among them."""
    import pyarrow as pa
    import pyarrow.compute

    types, number = stream.spellings.numbered()
    standing = np.unique(number[stream.frequency > 0])
    names = pa.array([types[each] for each in standing.tolist()], pa.large_string())
    standing = standing[pa.compute.array_sort_indices(names).to_numpy()]
    rank = np.zeros(len(types), dtype=np.int64)
    rank[standing] = np.arange(len(standing))
    return [types[each] for each in standing.tolist()], rank[number]


def column(strings: list[str], which: np.ndarray) -> pd.Series:
    """Return a text column in which each row is one of some strings, without a Python object a row."""
    import pyarrow as pa

    return pd.Series(pd.array(pa.array(strings, pa.large_string()).take(pa.array(which)), dtype="str"))


def strings(values) -> pd.Series:
    """Return a text column of some strings, with no look at each of them before."""
    import pyarrow as pa

    return pd.Series(pd.array(pa.array(values, pa.large_string()), dtype="str"))
