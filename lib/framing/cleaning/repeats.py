"""The blocks of one article to which of them repeat another: the same line again, or words that stand elsewhere too."""

from __future__ import annotations

from collections import Counter

import numpy as np

from framing.cleaning.shingles import CONTAINED, WIDTH, windows

LEAST_WORDS = 8  # a shorter block repeats another only if it is the same line
CROWD = 20  # of the blocks that share a shingle so many are compared, the earliest: a long list must not take forever
_STAY = ("headline", "subhead")  # may be repeated by a later block, never repeat a later one themselves


def repeats(articles: list[list[tuple[np.ndarray, str]]], counted: tuple[str, ...]) -> list[dict[int, int]]:
    """Return of each article {place of a block: place of the block it repeats}.

    Parameters
    ----------
    articles : list of list of (codes, zone)
        The blocks of each article, in order; a number for each word, as ``shingles.codes`` gives them.
    counted : tuple of str
        The zones looked at.

    Only the repeating block is to be left out of a count, so that no sentence is lost: a later block repeats an
    earlier one that holds it; a standfirst or pull quote repeats the later paragraph that it was taken from.

    >>> from framing.cleaning.shingles import codes
    >>> one, again, other = codes(["One two", "one  two", "Three"])
    >>> repeats([[(one, "headline"), (again, "body"), (other, "body")]], ("headline", "body"))
    [{1: 0}]
    """
    coded = [{n: found for n, (found, zone) in enumerate(blocks) if zone in counted and len(found)} for blocks in articles]
    same = [_same_line(of_article) for of_article in coded]
    long_enough = [[n for n in of if len(of[n]) >= LEAST_WORDS and n not in known] for of, known in zip(coded, same, strict=True)]
    for article, suspects in _suspects([[of[n] for n in places] for of, places in zip(coded, long_enough, strict=True)]).items():
        places = long_enough[article]
        shingled = {n: set(windows(coded[article][n]).tolist()) for n in places}
        _add_contained(same[article], [places[n] for n in suspects], shingled, [zone for _, zone in articles[article]])
    return same


def _same_line(coded: dict[int, np.ndarray]) -> dict[int, int]:
    first: dict[bytes, int] = {}
    return {n: earlier for n, found in coded.items() if (earlier := first.setdefault(found.tobytes(), n)) != n}


def _add_contained(same: dict[int, int], suspects: list[int], shingled: dict[int, set[int]], zones: list[str]) -> None:
    """Add the blocks nearly all of whose shingles stand in another block."""
    where: dict[int, list[int]] = {}
    for n, found in shingled.items():
        for shingle in found:
            where.setdefault(shingle, []).append(n)
    for n in suspects:
        shared = Counter(place for shingle in shingled[n] for place in where[shingle][:CROWD] if place != n)
        holders = sorted(place for place, count in shared.items() if count >= CONTAINED * len(shingled[n]) and place not in same)
        earlier = [place for place in holders if place < n and (zones[place] != "caption" or zones[n] == "caption")]
        later = [place for place in holders if place > n and zones[n] not in _STAY and len(shingled[place]) > len(shingled[n])]
        if earlier or later:
            same[n] = (earlier or later)[0]


def _suspects(articles: list[list[np.ndarray]]) -> dict[int, list[int]]:
    """Return of each article which blocks may repeat another: those nearly all of whose shingles stand in it more than once."""
    owners = np.array([article for article, coded in enumerate(articles) for _ in coded], dtype=np.int64)
    lengths = np.array([len(found) for coded in articles for found in coded], dtype=np.int64)
    if len(owners) == len(np.unique(owners)):
        return {}
    every = windows(np.concatenate([found for coded in articles for found in coded]))
    of_article = np.random.default_rng(0).integers(1 << 63, size=len(articles), dtype=np.uint64)  # so that no two share a shingle
    every ^= np.repeat(of_article[owners], lengths)[: len(every)]
    _, which, n_there = np.unique(every, return_inverse=True, return_counts=True)
    alone = np.r_[0, np.cumsum(n_there[which] == 1), np.zeros(WIDTH - 1, dtype=np.int64)]
    starts = np.cumsum(lengths) - lengths
    n_alone = alone[starts + lengths - WIDTH + 1] - alone[starts]
    found: dict[int, list[int]] = {}
    first = np.searchsorted(owners, owners)
    for block in np.flatnonzero(n_alone <= (1 - CONTAINED) * (lengths - WIDTH + 1) + 1e-9).tolist():
        found.setdefault(int(owners[block]), []).append(int(block - first[block]))
    return found
