"""Word counts and a contrast to the whole tuple for every type: keyness, articles with it, dispersion, what may be said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.contrasts import shares
from framing.contrasts.dispersion import dispersion
from framing.contrasts.keyness import check, keyness, measures
from framing.errors import BadInput

MEASURES = [
    "n_target", "n_reference", "size_target", "size_reference", "log_ratio", "log_ratio_low", "log_ratio_high", "lrc", "g2", "g2_two_cell",
    "bic", "delta_10", "variance_10", "z_10", "delta", "variance", "z", "delta_500", "variance_500", "z_500", "alpha0",
]  # fmt: skip
SPREAD = [
    "k_target", "d_target", "k_reference", "d_reference", "dp_norm", "juilland", "share_one_article", "one_article", "open_marker", "level",
]  # fmt: skip
FOUND = [
    "lrc_found", "log_ratio_found", "log_ratio", "log_ratio_low", "log_ratio_high", "n_target", "n_reference", "k_target", "k_reference",
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
    parts = sides_of(words, articles, contrast, column=column, lexicon=lexicon)
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
    return of_sides(sides_of(words, articles, contrast, column=column, lexicon=lexicon), contrast, column=column, min_freq=min_freq)


def of_sides(sides: tuple[pd.DataFrame, pd.DataFrame], contrast, *, column: str, min_freq: int) -> pd.DataFrame:
    """Return the table of ``vocabulary`` from the words of the target and of the reference."""
    target, reference = totals(sides, column)
    table = keyness(target, reference, min_freq=min_freq)
    spread = dispersion(pd.concat(sides), column=column, types=table.index)
    for side, own in zip(("target", "reference"), sides, strict=True):
        table[f"k_{side}"] = own.groupby("type").size().reindex(table.index, fill_value=0)
        table[f"d_{side}"] = own["article_id"].nunique()
    table = table.join(spread[["dp_norm", "juilland", "share_one_article", "one_article"]])
    table.insert(0, "contrast", contrast.name)
    return table.assign(open_marker=table["share_one_article"] > ONE_ARTICLE, level="L2")[["contrast", *MEASURES, *SPREAD]]


def totals(sides: tuple[pd.DataFrame, pd.DataFrame], column: str) -> tuple[pd.Series, pd.Series]:
    """Return the frequency lists of both sides."""
    return tuple(own.groupby("type")[column].sum() for own in sides)


def comparable(sides: tuple[pd.DataFrame, pd.DataFrame], column: str, min_freq: int) -> bool:
    """Say whether both sides have words and one type is frequent enough to be compared."""
    target, reference = totals(sides, column)
    return bool(len(target) and len(reference) and target.add(reference, fill_value=0).max() >= min_freq)


def text_dispersion(
    words: pd.DataFrame, articles: pd.DataFrame, contrast, *, column: str = "n_own", lexicon: bool = False, min_articles: int = 3
) -> pd.DataFrame:
    """Return text-dispersion keyness: log ratio and g2 as in ``keyness``, counted in articles with the type, not in tokens.

    One article that repeats a word a hundred times counts once. Here ``n_*`` are articles with the type and ``size_*``
    all articles of the side. Source: Egbert & Biber 2019.
    """
    parts = sides_of(words, articles, contrast, column=column, lexicon=lexicon)
    if any(part.empty for part in parts):
        raise BadInput(f"contrast {contrast.name!r}: a side has no words: choose outlets that have articles")
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
        No rows where a half of a side has no words, or no type is frequent enough.
    """
    lot = articles[["article_id", "outlet"]].sort_values("article_id").reset_index(drop=True)
    lot = lot.assign(lot=np.random.default_rng(seed).random(len(lot)))
    rank = lot.groupby("outlet")["lot"].rank(method="first")
    first = set(lot.loc[rank <= lot.groupby("outlet")["lot"].transform("size") / 2, "article_id"])
    sides = sides_of(words, articles, contrast, column=column)
    halves = [own["article_id"].isin(first) for own in sides]
    seen, unseen = (tuple(own[half == one] for own, half in zip(sides, halves, strict=True)) for one in (True, False))
    if not (comparable(seen, column, min_freq) and comparable(unseen, column, 1)):
        return pd.DataFrame(columns=["type", "contrast", "side", *FOUND, "holds"])
    found = keyness(*totals(seen, column), min_freq=min_freq)
    found.insert(0, "contrast", contrast.name)
    chosen = pd.concat([found[found["lrc"] > 0].nlargest(top, "lrc").assign(side="target"),
                        found[found["lrc"] < 0].nsmallest(top, "lrc").assign(side="reference")])  # fmt: skip
    table = chosen[["contrast", "side", "lrc", "log_ratio"]].rename(columns={"lrc": "lrc_found", "log_ratio": "log_ratio_found"})
    table = table.join(_measured(unseen, column, table.index))
    counts = ["n_target", "n_reference", "k_target", "k_reference"]
    table[counts] = table[counts].fillna(0).astype("int64")
    up = table["side"] == "target"
    table["holds"] = np.where(up, table["log_ratio_low"] > 0, table["log_ratio_high"] < 0)
    return table.rename_axis("type").reset_index()


def _measured(sides: tuple[pd.DataFrame, pd.DataFrame], column: str, types: pd.Index) -> pd.DataFrame:
    """Return log ratio, interval and counts of those of the types that these articles hold."""
    target, reference = totals(sides, column)
    check(target, "target")
    check(reference, "reference")
    counts = pd.DataFrame({"n_target": target, "n_reference": reference}).fillna(0).astype("int64")
    table = measures(counts[counts.index.isin(types)], int(target.sum()), int(reference.sum()))
    for side, own in zip(("target", "reference"), sides, strict=True):
        table[f"k_{side}"] = own.groupby("type").size().reindex(table.index, fill_value=0)
    return table[["log_ratio", "log_ratio_low", "log_ratio_high", "n_target", "n_reference", "k_target", "k_reference"]]


def sides_of(
    words: pd.DataFrame, articles: pd.DataFrame, contrast, *, column: str, lexicon: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of the target's and of the reference's articles that count, without the lexicon's types unless they are wanted."""
    shares.check(contrast)
    if column not in ("n_own", "n_all"):
        raise BadInput(f"words have no column {column!r}: use n_own or n_all")
    counted = words[column] > 0
    if not lexicon:
        counted &= ~words["in_lexicon"]
    ids = (articles.loc[articles["outlet"].isin(outlets), "article_id"] for outlets in (contrast.target, contrast.reference))
    return tuple(words[counted & words["article_id"].isin(own)] for own in ids)
