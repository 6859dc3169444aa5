"""Word counts by article to how evenly each type is spread: range, DP, DPnorm, Juilland's D, share of one article."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.errors import BadInput

COLUMNS = ["n", "k", "n_articles", "dp", "dp_norm", "juilland", "share_one_article", "one_article"]


def dispersion(words: pd.DataFrame, *, column: str = "n_own") -> pd.DataFrame:
    """Return the dispersion of every type over the articles that ``words`` holds.

    Parameters
    ----------
    words : DataFrame with ``article_id, type`` and ``column``
        Give the rows of one group to judge that group. Articles without a token are left out.
    column : str
        The count to use: n_own (own voice) or n_all.

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
    if column not in words:
        raise BadInput(f"words have no column {column!r}: use n_own or n_all")
    counted = words[words[column] > 0].sort_values(["article_id", "type"], kind="stable")
    if counted.empty:
        raise BadInput("no words to judge: these articles hold none")
    v = counted[column].to_numpy(dtype=float)
    article, articles = pd.factorize(counted["article_id"])
    kind, types = pd.factorize(counted["type"], sort=True)
    sizes = np.bincount(article, weights=v)
    s, n_articles, n_types = sizes / sizes.sum(), len(articles), len(types)
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
    order = np.lexsort((article, -share, kind))
    first = order[np.unique(kind[order], return_index=True)[1]]
    table["share_one_article"], table["one_article"] = share[first], np.asarray(articles)[article[first]]
    table.index.name = "type"
    return table[COLUMNS]
