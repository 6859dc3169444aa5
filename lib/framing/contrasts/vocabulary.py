"""Word counts and a contrast to the whole tuple for every type: keyness, articles with it, dispersion, what may be said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.contrasts.dispersion import dispersion
from framing.contrasts.keyness import keyness, measures
from framing.contrasts.shares import _check
from framing.errors import BadInput

MEASURES = [
    "n_target", "n_reference", "size_target", "size_reference", "log_ratio", "log_ratio_low", "log_ratio_high", "lrc", "g2", "g2_two_cell",
    "bic", "delta_10", "variance_10", "z_10", "delta", "variance", "z", "delta_500", "variance_500", "z_500", "alpha0",
]  # fmt: skip
SPREAD = [
    "k_target", "d_target", "k_reference", "d_reference", "dp_norm", "juilland", "share_one_article", "one_article", "open_marker", "level",
]  # fmt: skip
ONE_ARTICLE = 0.8  # of a type's tokens in one article: figures draw an open marker


def groups(
    words: pd.DataFrame, articles: pd.DataFrame, contrast, *, column: str = "n_own", lexicon: bool = False
) -> tuple[pd.Series, pd.Series]:
    """Return the target's and the reference's frequency lists, ready for ``keyness``.

    Parameters
    ----------
    words, articles : DataFrame
    contrast : with ``name, target, reference`` (lists of outlets)
    column : "n_own" or "n_all"
    lexicon : bool
        Keep the lexicon's own types; without it they are set aside, for they would only find what we put in.

    Returns
    -------
    target, reference : Series of int, index = type; named after the outlets
    """
    parts = _parts(words, articles, contrast, column, lexicon)
    return tuple(
        part.groupby("type")[column].sum().rename(", ".join(getattr(contrast, side)))
        for side, part in zip(("target", "reference"), parts, strict=True)
    )


def vocabulary(
    words: pd.DataFrame, articles: pd.DataFrame, contrast, *, column: str = "n_own", lexicon: bool = False, min_freq: int = 5
) -> pd.DataFrame:
    """Return keyness, articles and dispersion of every type for one contrast.

    Returns
    -------
    DataFrame, one row per type (the index), most over-used in the target first: the columns of ``keyness`` and
        ``contrast`` · ``k_target, k_reference`` / ``d_target, d_reference`` : int, articles with the type / in all.
        ``dp_norm, juilland, share_one_article, one_article`` : over the articles of both groups.
        ``open_marker`` : bool, more than 80 % of the tokens stand in one article.
        ``level`` : "L2" always: types were not named beforehand, so they are described, and ``g2`` ranks without a p.

    Source: METHODS §5.
    """
    parts = _parts(words, articles, contrast, column, lexicon)
    target, reference = (part.groupby("type")[column].sum() for part in parts)
    table = keyness(target, reference, min_freq=min_freq)
    spread = dispersion(pd.concat(parts), column=column)
    for side, part in zip(("target", "reference"), parts, strict=True):
        table[f"k_{side}"] = part.groupby("type").size().reindex(table.index, fill_value=0)
        table[f"d_{side}"] = part["article_id"].nunique()
    table = table.join(spread[["dp_norm", "juilland", "share_one_article", "one_article"]])
    table.insert(0, "contrast", contrast.name)
    return table.assign(open_marker=table["share_one_article"] > ONE_ARTICLE, level="L2")[["contrast", *MEASURES, *SPREAD]]


def text_dispersion(
    words: pd.DataFrame, articles: pd.DataFrame, contrast, *, column: str = "n_own", lexicon: bool = False, min_articles: int = 3
) -> pd.DataFrame:
    """Return text-dispersion keyness: log ratio and g2 as in ``keyness``, counted in articles with the type, not in tokens.

    One article that repeats a word a hundred times counts once. Here ``n_*`` are articles with the type and ``size_*``
    all articles of the side. Source: Egbert & Biber 2019.
    """
    parts = _parts(words, articles, contrast, column, lexicon)
    counts = pd.DataFrame({f"n_{s}": part.groupby("type").size() for s, part in zip(("target", "reference"), parts, strict=True)})
    counts = counts.fillna(0).astype("int64")
    counts = counts[counts.sum(axis=1) >= min_articles]
    if counts.empty:
        raise BadInput(f"no type stands in {min_articles} articles: lower min_articles")
    table = measures(counts, *(part["article_id"].nunique() for part in parts))
    table.insert(0, "contrast", contrast.name)
    return table


def candidates(
    words: pd.DataFrame, articles: pd.DataFrame, contrast, *, top: int = 20, column: str = "n_own", min_freq: int = 5, seed: int = 0
) -> pd.DataFrame:
    """Return types found on one random half of each outlet's articles and measured on the other half.

    Terms found and tested on the same text always look good; here the second half has not been looked at.

    Returns
    -------
    DataFrame, one row per type, at most ``top`` for each side, the farthest from 0 on the discovery half first
        ``side`` : "target" or "reference"; ``lrc_found, log_ratio_found`` : on the discovery half.
        ``log_ratio, log_ratio_low, log_ratio_high, n_target, n_reference, k_target, k_reference`` : on the other half.
        ``holds`` : bool, the interval on the other half lies wholly on the same side of 0.
    """
    lot = articles[["article_id", "outlet"]].sort_values("article_id").reset_index(drop=True)
    lot = lot.assign(lot=np.random.default_rng(seed).random(len(lot)))
    rank = lot.groupby("outlet")["lot"].rank(method="first")
    first = set(lot.loc[rank <= lot.groupby("outlet")["lot"].transform("size") / 2, "article_id"])
    inside = words["article_id"].isin(first)
    found = vocabulary(words[inside], articles, contrast, column=column, min_freq=min_freq)
    chosen = pd.concat([found[found["lrc"] > 0].nlargest(top, "lrc").assign(side="target"),
                        found[found["lrc"] < 0].nsmallest(top, "lrc").assign(side="reference")])  # fmt: skip
    measured = vocabulary(words[~inside], articles, contrast, column=column, min_freq=1)
    names = ["log_ratio", "log_ratio_low", "log_ratio_high", "n_target", "n_reference", "k_target", "k_reference"]
    table = chosen[["contrast", "side", "lrc", "log_ratio"]].rename(columns={"lrc": "lrc_found", "log_ratio": "log_ratio_found"})
    table = table.join(measured[names])
    counts = ["n_target", "n_reference", "k_target", "k_reference"]
    table[counts] = table[counts].fillna(0).astype("int64")
    up = table["side"] == "target"
    table["holds"] = np.where(up, table["log_ratio_low"] > 0, table["log_ratio_high"] < 0)
    return table.rename_axis("type").reset_index()


def _parts(words: pd.DataFrame, articles: pd.DataFrame, contrast, column: str, lexicon: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    _check(contrast, articles)
    if column not in ("n_own", "n_all"):
        raise BadInput(f"words have no column {column!r}: use n_own or n_all")
    counted = words[words[column] > 0] if lexicon else words[(words[column] > 0) & ~words["in_lexicon"]]
    outlet = counted["article_id"].map(articles.set_index("article_id")["outlet"])
    return counted[outlet.isin(contrast.target)], counted[outlet.isin(contrast.reference)]
