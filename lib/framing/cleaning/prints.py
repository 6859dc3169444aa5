"""Articles to their fingerprints, a few of their shingles, and those to the pairs of articles that may be copies.

Fingerprints are chosen so that two articles with a run of twelve words in common share one of them, and the share of
the fingerprints they have in common is about that of their shingles (winnowing: Schleimer, Wilkerson, Aiken 2003). They
are two in nine shingles, so that a large corpus is compared in little memory, its parts having been read apart.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd

from framing.cleaning.shingles import WIDTH, Coder, number, windows
from framing.cleaning.zones import COUNTED

LEAST = 15  # shingles; a shorter article has one fingerprint, for all its words
CROWD = 24  # articles that share a fingerprint before it counts as a stock phrase
POSSIBLE = 0.15  # share of the fingerprints of one article that another has, for the two to be compared
AT_ONCE = 256  # articles
FEW = 8  # fingerprints; an article that has no more is compared if it shares one
RANGES = 8  # of fingerprints, looked at one after the other: an eighth of the memory


def fingerprints(articles: pd.DataFrame, blocks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the fingerprints of each article of a part.

    Parameters
    ----------
    articles, blocks : DataFrame
        As for `origins`.

    Returns
    -------
    DataFrame, one row per article: ``article_id``, ``date`` (ISO or ""), ``prints`` (bytes, 8 for each fingerprint, sorted).
    """
    dates = articles["date"].tolist() if "date" in articles else [""] * len(articles)
    prints = [_chosen(of_article).tobytes() for of_article in coded(articles, blocks)]
    return pd.DataFrame({"article_id": articles["article_id"].tolist(), "date": dates, "prints": pd.Series(prints, dtype=object)})


def coded(articles: pd.DataFrame, blocks: pd.DataFrame | None) -> Iterator[np.ndarray]:
    """Yield of each article a number for each word that is compared."""
    texts, coder = _compared(articles, blocks), Coder()
    while some := list(itertools.islice(texts, AT_ONCE)):
        yield from coder.codes(some)


def _compared(articles: pd.DataFrame, blocks: pd.DataFrame | None) -> Iterator[str]:
    """Yield of each article the words that are compared: its counted blocks but captions and repeats, or the whole text."""
    if blocks is None:
        yield from articles["text"]
        return
    wanted = blocks[blocks["zone"].isin([z for z in COUNTED if z != "caption"]) & blocks["repeat_of"].isna()]
    places: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in zip(wanted["article_id"].tolist(), wanted["start"].tolist(), wanted["end"].tolist(), strict=True):
        places.setdefault(name, []).append((start, end))
    for name, text in zip(articles["article_id"].tolist(), articles["text"].tolist(), strict=True):
        yield "\n".join([text[start:end] for start, end in places.get(name, ())])


def shingles(codes: np.ndarray) -> np.ndarray:
    """Return the sorted distinct shingles of an article; of a very short one, a single number for all its words."""
    if len(codes) - WIDTH + 1 >= LEAST:
        return np.unique(windows(codes))
    return np.array([number(codes.tobytes())] if len(codes) else [], dtype=np.uint64)


def _chosen(codes: np.ndarray) -> np.ndarray:
    """Return the sorted distinct fingerprints of an article: the least number of every eight shingles in a row."""
    if len(codes) - WIDTH + 1 < LEAST:
        return shingles(codes)
    least = windows(codes)
    for step in (1, 2, 4):  # of two, of four, of eight in a row
        least = np.minimum(least[step:], least[:-step])
    return np.unique(least[np.r_[True, least[1:] != least[:-1]]])


def pairs(prints: pd.DataFrame) -> np.ndarray:
    """Return the pairs of articles that share enough fingerprints to be compared, as an array of two columns of row numbers.

    Of articles that very many share a fingerprint with, neighbours only are paired, and each with the first; articles
    with the same least fingerprints, as copies have, are neighbours. The lower number comes first; pairs are sorted.
    """
    held = prints["prints"].tolist()
    order = np.array(sorted(range(len(held)), key=lambda row: held[row][:16]), dtype=np.int64)
    values = np.frombuffer(b"".join([held[row] for row in order]), dtype="<u8")
    lengths = np.array([len(held[row]) for row in order], dtype=np.int64) // values.itemsize
    n_articles, owners = len(held), np.repeat(np.arange(len(held), dtype=np.int32), lengths)
    keys, shared = [], []
    for part in range(RANGES):
        chosen = values >> np.uint64(61) == part
        found, n_there = np.unique(_together(values[chosen], owners[chosen], n_articles), return_counts=True)
        keys.append(found)
        shared.append(n_there)
    keys, which = np.unique(np.concatenate(keys), return_inverse=True)
    shared = np.bincount(which, weights=np.concatenate(shared), minlength=len(keys))
    one, two = keys // max(1, n_articles), keys % max(1, n_articles)
    fewer = np.minimum(lengths[one], lengths[two])
    possible = shared >= np.where(fewer <= FEW, 1, POSSIBLE * fewer)
    found = np.sort(np.column_stack([order[one[possible]], order[two[possible]]]), axis=1)
    return found[np.lexsort([found[:, 1], found[:, 0]])]


def _together(values: np.ndarray, owners: np.ndarray, n_articles: int) -> np.ndarray:
    """Return a number for each pair of owners of the same value (the lower times `n_articles`, plus the higher), over and over."""
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order].astype(np.int64)
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]]) if len(values) else np.array([], dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(values)])
    found = [np.array([], dtype=np.int64)]
    for size in range(2, CROWD + 1):
        first = starts[sizes == size]
        for gap in range(1, size) if len(first) else ():
            for offset in range(size - gap):
                found.append(owners[first + offset] * n_articles + owners[first + offset + gap])
    of_crowd = np.repeat(sizes > CROWD, sizes)
    crowded, first = owners[of_crowd], np.repeat(owners[starts], sizes)[of_crowd]
    last = np.repeat(starts + sizes, sizes)[of_crowd]
    place = np.flatnonzero(of_crowd)
    for gap in (1, 2):
        near = place + gap < last
        found.append(crowded[near] * n_articles + owners[place[near] + gap])
    other = place - np.repeat(starts, sizes)[of_crowd] > 2  # the first of its crowd with all that are not near
    found.append(first[other] * n_articles + crowded[other])
    return np.concatenate(found)
