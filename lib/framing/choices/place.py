"""Hits to where in the article a choice stands: by zone, headline against body, first own use."""

from __future__ import annotations

import pandas as pd

from framing.choices.units import COUNTS, sides
from framing.hits import select

ZONES = ("headline", "standfirst", "subhead", "lead", "body", "caption")
BODY = ("lead", "body")
COLUMNS = ["article_id", "set", "pole", "voice", "zone", "counted"]


def prominence(hits: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the choices by zone: how many hits, how many in the article's own words, and the own-voice pole share.

    Returns
    -------
    DataFrame, one row per set × zone, every zone
        ``n_a, n_b, n_neutral`` : int, own-voice hits (in captions: voices own and bracket). ``n_all`` : hits of any voice.
        ``share`` : 0–1, n_b / (n_a + n_b), NaN without a choice. ``share_own`` : 0–1, own-voice hits among ``n_all``.
    """
    every = select(sides(hits[COLUMNS], terms), policy="all").astype({"set": "str", "zone": "str"})
    own = every[every["voice"].isin(["own", "bracket"])]
    index = pd.MultiIndex.from_product([terms["set"].drop_duplicates(), ZONES], names=["set", "zone"])
    rows = _sides_by(own, ["set", "zone"]).reindex(index, fill_value=0)
    rows["n_all"] = every.groupby(["set", "zone"]).size().reindex(index, fill_value=0)
    n_own, n = rows[COUNTS].sum(axis=1), rows["n_a"] + rows["n_b"]
    rows["share"] = rows["n_b"] / n.where(n > 0)
    rows["share_own"] = n_own / rows["n_all"].where(rows["n_all"] > 0)
    return rows.reset_index()


def headline_body(hits: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame, *, policy: str = "own") -> pd.DataFrame:
    """Return how the headline's pole share differs from that of lead and body, with both counts.

    Returns
    -------
    DataFrame, one row per unit (article, corpus) × set with a choice in the headline or the body
        ``n_headline, n_body`` : int, choices (both poles). ``share_headline, share_body`` : 0–1, NaN without a choice.
        ``divergence`` : −1…1, share_headline − share_body; NaN unless both are defined.
    """
    chosen = select(sides(hits[COLUMNS], terms), policy=policy).astype({"set": "str", "zone": "str"})
    chosen = chosen[chosen["side"] != "N"]
    chosen = chosen.assign(place=chosen["zone"].mask(chosen["zone"].isin(BODY), "body"))
    chosen = chosen[chosen["place"].isin(["headline", "body"])].assign(b=lambda rows: (rows["side"] == "B").astype("int64"))
    chosen["article_id"] = chosen["article_id"].astype("str")
    both = pd.concat([chosen.assign(unit="article", name=chosen["article_id"]), chosen.assign(unit="corpus", name="all")])
    counts = both.groupby(["unit", "name", "set", "place"])["b"].agg(["sum", "size"]).unstack("place", fill_value=0)
    rows = pd.DataFrame(index=counts.index)
    for place in ("headline", "body"):
        size = counts.get(("size", place), pd.Series(0, index=counts.index))
        rows[f"n_{place}"] = size
        rows[f"share_{place}"] = counts.get(("sum", place), size) / size.where(size > 0)
    rows["divergence"] = rows["share_headline"] - rows["share_body"]
    rows = (
        rows.reset_index()
        .merge(articles[["article_id", "outlet"]], left_on="name", right_on="article_id", how="left")
        .fillna({"article_id": "", "outlet": ""})
    )
    return rows[["unit", "name", "outlet", "set", "n_headline", "share_headline", "n_body", "share_body", "divergence"]]


def first_use(hits: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame, *, policy: str = "own") -> pd.DataFrame:
    """Return where each article first uses each pole in its own voice.

    Returns
    -------
    DataFrame, one row per article × set × side that is used
        ``position`` : 0–1, character offset / length of the article's text. ``hit_id, surface, zone`` : the hit.
    """
    chosen = select(sides(hits, terms), policy=policy)
    first = chosen.sort_values(["article_id", "set", "side", "start"]).drop_duplicates(["article_id", "set", "side"])
    length = articles.set_index("article_id")["text"].str.len()
    first = first.assign(position=first["start"] / first["article_id"].map(length).astype("int64"))
    return first[["article_id", "set", "side", "pole", "position", "hit_id", "surface", "zone"]].reset_index(drop=True)


def _sides_by(chosen: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    counts = chosen.groupby([*by, "side"]).size().unstack("side", fill_value=0)
    return counts.reindex(columns=["A", "B", "N"], fill_value=0).set_axis(COUNTS, axis=1)
