"""The blocks of one article to which of them repeat another: the same line again, or words that stand elsewhere too."""

from __future__ import annotations

from collections import Counter

from framing import text as words

WIDTH = 5  # words in a shingle
CONTAINED = 0.8  # share of a block's shingles that stand in another one
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
    tokens = {n: tokenised(text) for n, (text, zone) in enumerate(texts) if zone in counted}
    same: dict[int, int] = {}
    first: dict[tuple[str, ...], int] = {}
    for n, seen in tokens.items():
        if seen and (earlier := first.setdefault(tuple(seen), n)) != n:
            same[n] = earlier
    shingled = {n: shingles(seen) for n, seen in tokens.items() if n not in same and len(seen) >= LEAST_WORDS}
    where: dict[tuple[str, ...], list[int]] = {}
    for n, found in shingled.items():
        for shingle in found:
            where.setdefault(shingle, []).append(n)
    if all(len(places) == 1 for places in where.values()):
        return same
    for n, found in shingled.items():
        shared = Counter(place for shingle in found for place in where[shingle][:CROWD] if place != n)
        holders = sorted(place for place, count in shared.items() if count >= CONTAINED * len(found) and place not in same)
        earlier = [
            place for place in holders if place < n and texts[place][1] not in ("caption",) or place < n and texts[n][1] == "caption"
        ]
        later = [place for place in holders if place > n and texts[n][1] not in _STAY and len(shingled[place]) > len(found)]
        if earlier or later:
            same[n] = (earlier or later)[0]
    return same


def tokenised(text: str) -> list[str]:
    """Return the tokens of a text as they are compared: lower case, straight apostrophes."""
    return words.TOKEN.findall(text.lower().replace("’", "'"))


def shingles(tokens: list[str]) -> set[tuple[str, ...]]:
    """Return every run of five tokens (of fewer, if there are no more)."""
    if len(tokens) < WIDTH:
        return {tuple(tokens)} if tokens else set()
    return set(zip(*(tokens[n:] for n in range(WIDTH)), strict=False))
