"""The blocks of one article to which of them repeat another: the same line again, or words that stand elsewhere too."""

from __future__ import annotations

from collections import Counter

import numpy as np

from framing.cleaning.shingles import CONTAINED, WIDTH, codes, windows

LEAST_WORDS = 8  # a shorter block repeats another only if it is the same line
CROWD = 20  # of the blocks that share a shingle so many are compared, the earliest: a long list must not take forever
_STAY = ("headline", "subhead")  # may be repeated by a later block, never repeat a later one themselves


def repeats(texts: list[tuple[str, str]], counted: tuple[str, ...]) -> dict[int, int]:
    """Return {place of a block: place of the block it repeats}.

    Parameters
    ----------
    texts : list of (text, zone)
        The blocks of one article, in order.
    counted : tuple of str
        The zones looked at.

    Only the repeating block is to be left out of a count, so that no sentence is lost: a later block repeats an
    earlier one that holds it; a standfirst or pull quote repeats the later paragraph that it was taken from.

    >>> repeats([("One two", "headline"), ("one  two", "body"), ("Three", "body")], ("headline", "body"))
    {1: 0}
    """
    coded = {n: found for n, (text, zone) in enumerate(texts) if zone in counted and len(found := codes(text))}
    first: dict[bytes, int] = {}
    same = {n: earlier for n, found in coded.items() if (earlier := first.setdefault(found.tobytes(), n)) != n}
    long_enough = [n for n, found in coded.items() if len(found) >= LEAST_WORDS and n not in same]
    suspects = _suspects([coded[n] for n in long_enough])
    if not suspects:
        return same
    shingled = {n: set(windows(coded[n]).tolist()) for n in long_enough}
    where: dict[int, list[int]] = {}
    for n, found in shingled.items():
        for shingle in found:
            where.setdefault(shingle, []).append(n)
    for n in (long_enough[place] for place in suspects):
        found, zone = shingled[n], texts[n][1]
        shared = Counter(place for shingle in found for place in where[shingle][:CROWD] if place != n)
        holders = sorted(place for place, count in shared.items() if count >= CONTAINED * len(found) and place not in same)
        earlier = [place for place in holders if place < n and (texts[place][1] != "caption" or zone == "caption")]
        later = [place for place in holders if place > n and zone not in _STAY and len(shingled[place]) > len(found)]
        if earlier or later:
            same[n] = (earlier or later)[0]
    return same


def _suspects(coded: list[np.ndarray]) -> list[int]:
    """Return which blocks may repeat another: those of whose shingles nearly all stand in the article more than once."""
    if len(coded) < 2:
        return []
    lengths = np.array([len(found) for found in coded])
    _, which, n_there = np.unique(windows(np.concatenate(coded)), return_inverse=True, return_counts=True)
    alone = np.r_[0, np.cumsum(n_there[which] == 1), np.zeros(WIDTH - 1, dtype=np.int64)]
    starts = np.cumsum(lengths) - lengths
    n_alone = alone[starts + lengths - WIDTH + 1] - alone[starts]
    return np.flatnonzero(n_alone <= (1 - CONTAINED) * (lengths - WIDTH + 1) + 1e-9).tolist()
