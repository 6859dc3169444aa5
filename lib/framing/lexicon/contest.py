"""Occurrences of all terms of a lexicon → those that count where several stand at one place.

Longest match wins inside a set, and a token is counted once per set; between equal lengths the term with more
letters written out wins, then the one that comes first in the file.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Match(NamedTuple):
    """One occurrence: text number, offsets, which of ``Lexicon.entries()``, first and last token."""

    number: int
    start: int
    end: int
    entry: int
    first: int
    last: int


class Matches(NamedTuple):
    """Many occurrences: the columns of ``Match`` as arrays."""

    number: np.ndarray
    start: np.ndarray
    end: np.ndarray
    entry: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def __getitem__(self, rows) -> Matches:
        return Matches(*(column[rows] for column in self))

    def rows(self) -> list[Match]:
        """Return the occurrences one by one."""
        return [Match(*row) for row in zip(*(column.tolist() for column in self), strict=True)]


NONE = Matches(*(np.zeros(0, dtype=np.int64) for _ in Matches._fields))


def winners(found: Matches, sets: np.ndarray, letters: list[int]) -> np.ndarray:
    """Return which matches win: of those in one set that overlap the longest, then the one with more letters.

    ``sets`` : the set of each match; ``letters`` : how many each entry has written out.
    """
    order = np.argsort(found.first, kind="stable")
    alone, crowd, _ = _apart(order, found.first[order], found.last[order])
    crowd = crowd[np.argsort(sets[crowd], kind="stable")]  # overlap something, perhaps of another set
    behind = sets[crowd] * (int(found.last.max(initial=0)) + 1)
    single, crowd, group = _apart(crowd, found.first[crowd] + behind, found.last[crowd] + behind)
    crowds = np.split(crowd, np.flatnonzero(np.diff(group)) + 1) if len(crowd) else []
    won = [row for rivals in crowds for row in _won(found, rivals.tolist(), letters)]
    return np.concatenate([alone, single, np.array(won, dtype=np.int64)])


def _apart(rows: np.ndarray, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows that overlap no other, by their first and last tokens, ascending; the others; and a number of each
    group of these that overlap.
    """
    free = np.ones(len(rows), dtype=bool)
    free[1:] = first[1:] > np.maximum.accumulate(last)[:-1]  # begins behind everything before it
    alone = free & np.append(free[1:], True)[: len(free)]
    return rows[alone], rows[~alone], np.cumsum(free)[~alone]


def by_place(found: Matches) -> np.ndarray:
    """Return the order of matches by text, offsets and entry."""
    place = (found.number << 32) + found.start
    order = np.argsort(place, kind="stable")  # nearly sorted already
    place = place[order]
    equal = np.append(place[1:] == place[:-1], False)[: len(place)]
    tied = np.flatnonzero(equal | np.append(False, equal[:-1])[: len(place)])
    rows = order[tied]
    order[tied] = rows[np.lexsort((found.entry[rows], found.end[rows], place[tied]))]
    return order


def _won(found: Matches, group: list[int], letters: list[int]) -> list[int]:
    """Return which of some matches in one set that overlap win."""
    taken: set[int] = set()
    won = []
    rows = {row: [int(column[row]) for column in found] for row in group}

    def rank(row: int) -> tuple[int, int, int, int]:
        _, start, end, entry, _, _ = rows[row]
        return (start - end, -letters[entry], entry, start)

    for row in sorted(group, key=rank):
        *_, first, last = rows[row]
        tokens = range(first, last + 1)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            won.append(row)
    return won
