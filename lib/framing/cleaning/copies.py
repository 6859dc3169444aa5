"""The articles of a study to their origins: which are copies of which, by the runs of five words they share.

Every run of five words (shingle) of the counted blocks becomes a 64-bit number. Only articles that share some of a
sample of them (prints.py) are ever compared, so that the time grows about as the text does. The comparison is exact.

`origins` does all of it on one table. A large corpus is read twice, a part at a time: `fingerprints` of each part, put
one below the other, give the `pairs` to compare; `worded` of each part the words of their articles; `judged` the origins.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.cleaning.prints import coded, fingerprints, pairs, shingles
from framing.cleaning.shingles import CONTAINED, WIDTH, windows

JACCARD = 0.5
EDITED = (0.3, 0.8)  # a copy with single words changed: exact containment at least, and with one word in five free


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
    prints = fingerprints(articles, blocks)
    return judged(prints, (found := pairs(prints)), worded(articles, blocks, wanted=in_pairs(prints, found)))


def in_pairs(prints: pd.DataFrame, found: np.ndarray) -> set[str]:
    """Return the ids of the articles that stand in some pair."""
    return set(prints["article_id"].iloc[np.unique(found)])


def worded(articles: pd.DataFrame, blocks: pd.DataFrame | None, *, wanted: set[str]) -> dict[str, np.ndarray]:
    """Return {article_id: a number for each word that is compared} of those articles of a part that are wanted."""
    chosen = articles[articles["article_id"].isin(wanted)]
    return dict(zip(chosen["article_id"].tolist(), coded(chosen, blocks), strict=True))


def judged(prints: pd.DataFrame, found: np.ndarray, words: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return the table of `origins` from the fingerprints of all articles, the pairs to compare, and the words of those in a pair."""
    ids = prints["article_id"].tolist()
    rank = [(day or "9999", name) for day, name in zip(prints["date"].tolist(), ids, strict=True)]
    known = {n: words[ids[n]] for n in np.unique(found).tolist()}
    shingled = {n: shingles(of_article) for n, of_article in known.items()}
    copy_of: dict[int, tuple[float, int]] = {}
    for one, two in found.tolist():
        for copy, source, share in _judged(one, two, known, shingled, rank):
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
        found |= np.isin(windows(inner, free), windows(outer, free))
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
