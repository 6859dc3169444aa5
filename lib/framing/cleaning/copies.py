"""The articles of a study to their origins: which are copies of which, by the runs of five words they share.

Every run of five words (shingle) of the counted blocks becomes a 64-bit number. Only articles that share a shingle are
ever compared, and of those that very many share (a stock phrase) only neighbours are, so that the time grows about as
the text does. The comparison itself is exact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.cleaning.repeats import CONTAINED, WIDTH, tokenised
from framing.cleaning.zones import COUNTED

JACCARD = 0.5
EDITED = (0.3, 0.8)  # a copy with single words changed: exact containment at least, and with one word in five free
LEAST = 15  # shingles; a shorter article is a copy only of one with the very same words
CROWD = 24  # articles that share a shingle before it counts as a stock phrase
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def origins(articles: pd.DataFrame, blocks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return which articles are copies: wire stories, second versions, the same page twice.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``text``, and ``date`` (ISO; "" is later than any).
    blocks : DataFrame, optional
        The table `blocks` of these articles: only counted blocks that repeat nothing are compared. Else the whole text.

    Returns
    -------
    DataFrame, one row per article, in the order of `articles`
        ``cluster`` : article_id of the representative (itself if it is no copy).
        ``containment`` : float 0-1, share of the article's shingles that stand in the representative.
        ``is_copy`` : bool.

    An article is a copy of another if at least .8 of its shingles stand in it, or half of both together (Jaccard), or
    if .3 do and .8 with one word of the five free (one word in ten changed leaves .59 of the shingles: 0.9 ** 5).
    Where each is a copy of the other, the later one (then the later id) is. A short report inside a long one is the
    copy whatever its date, so that no sentence of the long one is lost. Broder 1997 for shingles.

    >>> text = "The mayor said on Monday that the bridge over the river had fallen in the night and nobody was hurt by it"
    >>> origins(pd.DataFrame({"article_id": ["b", "a"], "text": [text, text], "date": ["2016-02-01", "2016-02-02"]})).cluster.tolist()
    ['b', 'b']
    """
    ids = articles["article_id"].tolist()
    if "date" in articles:
        dates = articles["date"].tolist()
    else:
        dates = [""] * len(ids)
    coded = _coded(_texts(articles, blocks))
    shingled = [_shingles(codes, article) for article, codes in enumerate(coded)]
    rank = [(day or "9999", name) for day, name in zip(dates, ids, strict=True)]
    copy_of: dict[int, tuple[float, int]] = {}
    for one, two in _candidates(shingled):
        for copy, source, share in _judged(one, two, coded, shingled, rank):
            kept = copy_of.get(copy)
            if kept is None or (-share, rank[source]) < (-kept[0], rank[kept[1]]):
                copy_of[copy] = (share, source)
    roots = [_root(article, copy_of, rank) for article in range(len(ids))]
    return pd.DataFrame(
        {
            "article_id": pd.Series(ids, dtype="str"),
            "cluster": pd.Series([ids[root] for root in roots], dtype="str"),
            "containment": [1.0 if root == n else _contained(shingled[n], shingled[root]) for n, root in enumerate(roots)],
            "is_copy": [root != n for n, root in enumerate(roots)],
        }
    )


def _texts(articles: pd.DataFrame, blocks: pd.DataFrame | None) -> Iterable[str]:
    """Yield the words of each article that are compared."""
    if blocks is None:
        yield from articles["text"]
        return
    wanted = blocks[blocks["zone"].isin([z for z in COUNTED if z != "caption"]) & blocks["repeat_of"].isna()]
    places: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in zip(wanted["article_id"], wanted["start"], wanted["end"], strict=True):
        places.setdefault(name, []).append((start, end))
    for name, text in zip(articles["article_id"], articles["text"], strict=True):
        yield "\n".join(text[start:end] for start, end in places.get(name, ()))


def _coded(texts: Iterable[str]) -> list[np.ndarray]:
    """Return each text as 64-bit numbers, one per token; the same word is the same number in every run."""
    numbers: dict[str, int] = {}

    def number(word: str) -> int:
        if word not in numbers:
            numbers[word] = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        return numbers[word]

    return [np.array([number(word) for word in tokenised(text)], dtype=np.uint64) for text in texts]


def _windows(codes: np.ndarray, free: int | None = None) -> np.ndarray:
    """Return the hash of every run of five tokens, in order; the token at place `free` of each may be any."""
    if len(codes) < WIDTH:
        return np.array([], dtype=np.uint64)
    total = np.zeros(len(codes) - WIDTH + 1, dtype=np.uint64)
    for place in range(WIDTH):
        part = codes[place : len(codes) - WIDTH + 1 + place]
        total = total * _MULTIPLIER + (np.uint64(place + 1) if place == free else part)
    return total ^ (total >> np.uint64(31))


def _shingles(codes: np.ndarray, article: int) -> np.ndarray:
    """Return the sorted distinct shingles of an article; of a very short one, a single number for all its words."""
    if len(codes) - WIDTH + 1 >= LEAST:
        return np.unique(_windows(codes))
    if not len(codes):
        return np.array([], dtype=np.uint64)
    whole = hashlib.blake2b(codes.tobytes(), digest_size=8).digest()
    return np.array([int.from_bytes(whole, "big")], dtype=np.uint64)


def _candidates(shingled: list[np.ndarray]) -> list[tuple[int, int]]:
    """Return the pairs of articles that share enough shingles to be compared, lower number first, sorted."""
    if not shingled or not sum(map(len, shingled)):
        return []
    values = np.concatenate(shingled)
    owners = np.repeat(np.arange(len(shingled), dtype=np.int64), [len(s) for s in shingled])
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    sizes = np.diff(np.r_[starts, len(values)])
    pairs = []
    for size in np.unique(sizes[sizes > 1]):
        first = starts[sizes == size]
        gaps = range(1, size) if size <= CROWD else (1, 2)
        for gap in gaps:
            for offset in range(size - gap):
                pairs.append(owners[first + offset] * len(shingled) + owners[first + offset + gap])
        if size > CROWD:  # and each with the first of its crowd
            pairs += [owners[first] * len(shingled) + owners[first + offset] for offset in range(3, size)]
    if not pairs:
        return []
    keys, shared = np.unique(np.concatenate(pairs), return_counts=True)
    lengths = np.array([len(s) for s in shingled])
    one, two = keys // len(shingled), keys % len(shingled)
    crowded = np.bincount(owners[np.repeat(sizes > CROWD, sizes)], minlength=len(shingled))  # shingles not counted for every pair
    possible = shared + np.minimum(crowded[one], crowded[two]) >= EDITED[0] * np.minimum(lengths[one], lengths[two])
    return list(zip(one[possible].tolist(), two[possible].tolist(), strict=True))


def _contained(inner: np.ndarray, outer: np.ndarray) -> float:
    """Return the share of the shingles of one article that stand in another."""
    return float(np.isin(inner, outer, assume_unique=True).mean()) if len(inner) else 0.0


def _judged(one: int, two: int, coded, shingled, rank) -> Iterable[tuple[int, int, float]]:
    """Yield (copy, source, share) if one of two articles is a copy of the other."""
    a, b = shingled[one], shingled[two]
    n_shared = len(np.intersect1d(a, b, assume_unique=True))
    share = {one: n_shared / len(a), two: n_shared / len(b)}
    earlier, later = sorted((one, two), key=rank.__getitem__)
    if n_shared / (len(a) + len(b) - n_shared) >= JACCARD or min(share.values()) >= CONTAINED:
        yield later, earlier, share[later]
        return
    near = {n: _edited(coded[n], coded[two if n == one else one]) if share[n] >= EDITED[0] else 0.0 for n in (one, two)}
    within = [n for n in (one, two) if share[n] >= CONTAINED or near[n] >= EDITED[1]]
    if len(within) == 2:
        yield later, earlier, share[later]
    elif within:
        copy = within[0]
        yield copy, two if copy == one else one, share[copy]


def _edited(inner: np.ndarray, outer: np.ndarray) -> float:
    """Return the share of the runs of five words of one article that another has too, with at most one word different."""
    found = np.zeros(max(0, len(inner) - WIDTH + 1), dtype=bool)
    for free in range(WIDTH):
        found |= np.isin(_windows(inner, free), _windows(outer, free))
    return float(found.mean()) if len(found) else 0.0


def _root(article: int, copy_of: dict[int, tuple[float, int]], rank) -> int:
    """Return the article at the end of a chain of copies; of a circle, the earliest in it."""
    path = [article]
    while path[-1] in copy_of:
        following = copy_of[path[-1]][1]
        if following in path:
            return min(path[path.index(following) :], key=rank.__getitem__)
        path.append(following)
    return path[-1]
