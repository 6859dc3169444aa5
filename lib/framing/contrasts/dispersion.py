"""Word counts by article to how evenly each type is spread: range, DP, DPnorm, Juilland's D, share of one article."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.errors import BadInput

COLUMNS = ["n", "k", "n_articles", "dp", "dp_norm", "juilland", "share_one_article", "one_article"]


def dispersion(words: pd.DataFrame, *, column: str = "n_own", types: Iterable[str] | None = None) -> pd.DataFrame:
    """Return the dispersion of every type over the articles that ``words`` holds.

    Parameters
    ----------
    words : DataFrame with ``article_id, type`` and ``column``
        Give the rows of one group to judge that group. Articles without a token are left out.
    column : str
        The count to use: n_own (own voice) or n_all.
    types : iterable of str, optional
        Judge only these; the others count as words of their articles.

    Returns
    -------
    DataFrame, one row per type (the index), sorted by type
        ``n`` : int, tokens. ``k`` : int, articles with the type; ``n_articles`` : int, articles in all.
        ``dp`` : 0–1, ½ Σ|v/f − s|, 0 = spread like the text itself. ``dp_norm`` : 0–1, dp / (1 − smallest s).
        ``juilland`` : D = 1 − V/√(articles − 1) on relative frequencies, 1 = even; can fall below 0 by rounding only.
        ``share_one_article`` : 0–1, the type's tokens in the article with most of them, ``one_article``.
        With one article the last two measures and dp_norm are NaN.

    Source: Gries 2008; Juilland, Brodin & Davidovitch 1970.

    Example: counts 1, 1, 7, 0, 10 in articles of 334, 317, 860, 447, 744 words: k 4, dp .30, dp_norm .34, juilland .57.
    """
    from scipy.sparse import csr_matrix

    if column not in words:
        raise BadInput(f"words have no column {column!r}: use n_own or n_all")
    v = words[column].to_numpy()
    counted = np.flatnonzero(v > 0)
    if not len(counted):
        raise BadInput("no words to judge: these articles hold none")
    article, articles = pd.factorize(words["article_id"].take(counted), sort=True)
    if (article[1:] < article[:-1]).any():  # what is summed over articles is summed in their order
        order = np.argsort(article, kind="stable")
        counted, article = counted[order], article[order]
    v = v[counted].astype(float)
    sizes = np.bincount(article, weights=v)
    s, n_articles = sizes / sizes.sum(), len(articles)
    if types is not None:
        wanted = words["type"].isin(list(types)).to_numpy()[counted]
        counted, article, v = counted[wanted], article[wanted], v[wanted]
    kind, types = pd.factorize(words["type"].take(counted), sort=True)
    n_types = len(types)
    f = np.bincount(kind, weights=v, minlength=n_types)
    share, present = v / f[kind], s[article]
    apart = np.bincount(kind, weights=np.abs(share - present), minlength=n_types)
    dp = np.clip((apart + 1 - np.bincount(kind, weights=present, minlength=n_types)) / 2, 0, 1)
    rate = v / sizes[article]
    mean = np.bincount(kind, weights=rate, minlength=n_types) / n_articles
    square = np.bincount(kind, weights=rate**2, minlength=n_types) / n_articles
    variation = np.sqrt(np.maximum(square - mean**2, 0)) / mean
    table = pd.DataFrame(
        {"n": f.astype("int64"), "k": np.bincount(kind, minlength=n_types), "n_articles": n_articles, "dp": dp}, index=types
    )
    table["dp_norm"] = dp / (1 - s.min()) if n_articles > 1 else np.nan
    table["juilland"] = 1 - variation / np.sqrt(n_articles - 1) if n_articles > 1 else np.nan
    bounds = np.searchsorted(article, np.arange(n_articles + 1))
    by_kind = csr_matrix((np.arange(len(kind)), kind, bounds), shape=(n_articles, n_types)).tocsc()  # sorts in linear time
    order, starts = by_kind.data, by_kind.indptr[:-1]
    most = np.repeat(np.maximum.reduceat(share[order], starts), np.diff(by_kind.indptr)) if n_types else share
    first = order[share[order] == most]
    first = first[np.unique(kind[first], return_index=True)[1]]  # the first article of those with most
    table["share_one_article"], table["one_article"] = share[first], np.asarray(articles)[article[first]]
    table.index.name = "type"
    return table[COLUMNS]
