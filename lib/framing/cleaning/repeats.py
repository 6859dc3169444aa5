"""The blocks of one article to which of them repeat another: the same line again, or words that stand elsewhere too."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

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
    heads: dict[tuple[str, ...], list[int]] = {}  # blocks that begin with the same words
    for n, (text, zone) in enumerate(texts):
        if zone in counted:
            heads.setdefault(_head(text), []).append(n)
    same: dict[int, int] = {}
    for places in (places for head, places in heads.items() if head and len(places) > 1):
        first: dict[tuple[str, ...], int] = {}
        for n in places:
            if (earlier := first.setdefault(tuple(tokenised(texts[n][0])), n)) != n:
                same[n] = earlier
    long_enough = [n for head, places in heads.items() if len(head) == LEAST_WORDS for n in places if n not in same]
    compared = sorted({n for pair in _possible(texts, sorted(long_enough)) for n in pair})
    shingled = {n: shingles(tokenised(texts[n][0])) for n in compared}
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


def _head(text: str) -> tuple[str, ...]:
    """Return the first eight tokens of a text as they are compared."""
    start = text[: 40 * LEAST_WORDS].lower().replace("’", "'")
    return tuple(match[0] for match in itertools.islice(words.TOKEN.finditer(start), LEAST_WORDS))


def _possible(texts: list[tuple[str, str]], places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs (block, other) of which the other may hold the block: not if it is a fourth as long."""
    for n in places:
        for other in places:
            if (other < n or other > n and texts[n][1] not in _STAY) and len(texts[other][0]) * 4 > len(texts[n][0]):
                yield n, other


def tokenised(text: str) -> list[str]:
    """Return the tokens of a text as they are compared: lower case, straight apostrophes."""
    return words.TOKEN.findall(text.lower().replace("’", "'"))


def shingles(tokens: list[str]) -> set[tuple[str, ...]]:
    """Return every run of five tokens (of fewer, if there are no more)."""
    if len(tokens) < WIDTH:
        return {tuple(tokens)} if tokens else set()
    return set(zip(*(tokens[n:] for n in range(WIDTH)), strict=False))
