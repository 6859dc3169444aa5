"""Hits to what one article, outlet or term decides: the pole share without each, and how few hits would turn it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from framing.choices import sides
from framing.errors import BadInput
from framing.hits import mask

RANGES = [
    "set", "left_out", "share", "lowest", "highest", "lowest_without", "highest_without",
    "n", "n_flips", "deciding", "largest", "largest_share",
]  # fmt: skip
FEW = 5  # articles that turn a share and are still named one by one
KINDS = {"article": "article_id", "outlet": "outlet", "term": "term"}


def influence(
    hits: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame, *, policy: str = "own", reference: float = 0.5
) -> pd.DataFrame:
    """Return the pole share of all hits given, whole and without each article, outlet and term.

    Parameters
    ----------
    hits, terms, articles : DataFrame
        Give the hits of one group to see what decides that group. Outlets without a name or with one
        article only are not left out as outlets.
    policy : str
        As in ``hits.select``.
    reference : float, 0–1
        The value on whose side the share stands; ½ = neither pole is chosen more often.

    Returns
    -------
    DataFrame, one row per set × thing left out; the first of each set leaves out nothing
        ``left_out`` : "nothing", "article", "outlet" or "term"; ``name`` : which.
        ``n_a, n_b`` : int, choices that remain; ``share`` : 0–1, NaN if none does.
        ``change`` : −1…1, share minus the share of all. ``share_of_choices`` : 0–1, the choices that were left out.
        ``flips`` : bool, the share without it stands on the other side of ``reference``.

    Source: METHODS §6.

    Example: A, A, B, B, B (share .6), the last two B in one article: without it 1 of 3 = .33, flips.
    """
    if not 0 <= reference <= 1:
        raise BadInput(f"reference {reference}: a share lies between 0 and 1")
    sided = sides(hits[["article_id", "set", "pole", "term", "voice", "zone", "counted"]], terms)
    chosen = sided[mask(sided, policy=policy) & (sided["side"] != "N")]
    chosen = chosen.assign(outlet=chosen["article_id"].astype("str").map(articles.set_index("article_id")["outlet"]))
    chosen = chosen.assign(a=(chosen["side"] == "A").astype("int64"), b=(chosen["side"] == "B").astype("int64"))
    order = terms["set"].drop_duplicates().tolist()
    whole = chosen.groupby("set")[["a", "b"]].sum().reindex(order, fill_value=0)
    parts = [whole.assign(left_out="nothing", name="", out_a=0, out_b=0).reset_index()]
    for kind, column in KINDS.items():
        if kind == "outlet":  # one article's outlet would only repeat the article
            several = articles["outlet"].value_counts()
            known = chosen[chosen["outlet"].isin(several.index[several > 1])]
        else:
            known = chosen
        out = known[known[column] != ""].groupby(["set", column])[["a", "b"]].sum().rename(columns={"a": "out_a", "b": "out_b"})
        out = out.reset_index(names=["set", "name"]).merge(whole.reset_index(), on="set", validate="many_to_one")
        parts.append(out.assign(left_out=kind))
    table = pd.concat(parts, ignore_index=True)
    table["n_a"], table["n_b"] = table["a"] - table["out_a"], table["b"] - table["out_b"]
    table["share"], full = _share(table["n_a"], table["n_b"]), _share(table["a"], table["b"])
    table["change"] = table["share"] - full
    n = table["a"] + table["b"]
    table["share_of_choices"] = (table["out_a"] + table["out_b"]) / n.where(n > 0)
    table["flips"] = (table["share"] - reference) * (full - reference) < -1e-12
    rank = {"nothing": 0, "article": 1, "outlet": 2, "term": 3}
    table = table.assign(s=table["set"].map(order.index), k=table["left_out"].map(rank)).sort_values(["s", "k", "name"], kind="stable")
    return table[["set", "left_out", "name", "n_a", "n_b", "share", "change", "share_of_choices", "flips"]].reset_index(drop=True)


def ranges(influence: pd.DataFrame) -> pd.DataFrame:
    """Return for each set the range of the share when each thing of a kind is left out once, and what decides it.

    Returns
    -------
    DataFrame, one row per set × kind (article, outlet, term) with at least two things of that kind to leave out
        ``share`` : 0–1, of all. ``lowest, highest`` : 0–1, without one; ``lowest_without, highest_without`` : which.
        ``n`` : int, things left out in turn; ``n_flips`` : int, how many turn the share; ``deciding`` : their names,
        joined by "; ", "" if none. ``largest`` : the thing with most choices; ``largest_share`` : 0–1, its part of them.
    """
    full = influence[influence["left_out"] == "nothing"].set_index("set")["share"]
    rows = []
    for (contested, kind), out in influence[influence["left_out"] != "nothing"].groupby(["set", "left_out"], sort=False):
        known = out.dropna(subset="share")
        if len(out) < 2 or known.empty:
            continue
        low, high, big = (known["share"].idxmin(), known["share"].idxmax(), out["share_of_choices"].idxmax())
        lowest, highest, largest = out.loc[low], out.loc[high], out.loc[big]
        rows.append({
            "set": contested, "left_out": kind, "share": full[contested], "lowest": lowest["share"], "highest": highest["share"],
            "lowest_without": lowest["name"], "highest_without": highest["name"], "n": len(out), "n_flips": int(out["flips"].sum()),
            "deciding": "; ".join(out.loc[out["flips"], "name"]), "largest": largest["name"],
            "largest_share": largest["share_of_choices"],
        })  # fmt: skip
    return pd.DataFrame(rows, columns=RANGES)


def named(ranges: pd.DataFrame) -> list[str]:
    """Return the articles that ``ranges`` names: those whose absence moves a share most, and those that turn one."""
    some = ranges[ranges["left_out"] == "article"]
    several = some["deciding"].where(some["n_flips"] <= FEW, "")
    names = ";".join([*some["lowest_without"], *some["highest_without"], *several]).split(";")
    return sorted({name.strip() for name in names} - {""})


def flip_count(hits: pd.DataFrame, terms: pd.DataFrame, *, policy: str = "own", reference: float = 0.5) -> pd.DataFrame:
    """Return the smallest number of hits whose removal, or whose voice coded otherwise, moves the share across.

    Taking away a hit of the leading pole moves the share most; every such hit counts the same, so the number is exact.
    Coding another voice takes a hit of the leading pole out of the policy, or brings one of the other pole in.

    Returns
    -------
    DataFrame, one row per set with a choice and a share that is not the reference itself
        ``n_a, n_b, share`` : as counted. ``leads`` : "A" or "B", on whose side of ``reference`` the share stands.
        ``k_remove`` : Int64, hits to take away so that it stands on the other side; missing if none suffices.
        ``k_tie`` : Int64, hits to take away so that it no longer leads. ``k_recode`` : Int64, hits to code otherwise.
        ``hit_ids`` : list of str, k_remove hits that do it: those of the article with most of them first, so that as few
        articles as possible are touched. ``n_touched`` : int, those articles. ``n_leading`` : int, hits to choose from.

    Source: METHODS §6.

    Example: 3 A against 5 B (share .625): remove 3 B → 3 against 2 → .4. k_remove 3, k_tie 2.
    """
    if not 0 < reference < 1:
        raise BadInput(f"reference {reference}: give a share between 0 and 1 that can be crossed")
    sided = sides(hits[["article_id", "hit_id", "start", "set", "pole", "voice", "zone", "counted"]], terms)
    own_voice = mask(sided, policy=policy)
    chosen, others = sided[own_voice], sided[mask(sided, policy="all") & ~own_voice]
    rows = []
    for contested in terms["set"].drop_duplicates():
        own = chosen[(chosen["set"] == contested) & (chosen["side"] != "N")]
        counts = {side: int((own["side"] == side).sum()) for side in "AB"}
        margin = counts["B"] * (1 - reference) - counts["A"] * reference  # > 0: the share is above the reference
        if abs(margin) < 1e-9:
            continue
        leads, other = ("B", "A") if margin > 0 else ("A", "B")
        lead_step, other_step = ((1 - reference), reference) if leads == "B" else (reference, (1 - reference))
        outside = others[(others["set"] == contested) & (others["side"] == other)]
        tie, across = _steps(abs(margin), [lead_step] * counts[leads], remain=counts[other])
        steps = sorted([lead_step] * counts[leads] + [other_step] * len(outside), reverse=True)
        _, recode = _steps(abs(margin), steps, remain=counts[other] + len(outside))
        leading = own[own["side"] == leads]
        per_article = leading.groupby("article_id")["start"].transform("size")
        leading = leading.assign(order=-per_article).sort_values(["order", "article_id", "start"], kind="stable")
        taken = leading.head(0 if across is None else across)
        rows.append({
            "set": contested, "n_a": counts["A"], "n_b": counts["B"], "share": counts["B"] / (counts["A"] + counts["B"]), "leads": leads,
            "k_remove": across, "k_tie": tie, "k_recode": recode, "hit_ids": taken["hit_id"].tolist(),
            "n_touched": taken["article_id"].nunique(), "n_leading": counts[leads],
        })  # fmt: skip
    names = "set n_a n_b share leads k_remove k_tie k_recode hit_ids n_touched n_leading"
    return pd.DataFrame(rows, columns=names.split()).astype({"k_remove": "Int64", "k_tie": "Int64", "k_recode": "Int64"})


def _steps(margin: float, steps: list[float], *, remain: int) -> tuple[int | None, int | None]:
    """Return how many steps, largest first, bring the margin to 0 and beyond; None where that leaves no choice at all."""
    left = margin - np.cumsum([0.0, *steps])
    tie = next((k for k, value in enumerate(left) if value <= 1e-9), None)
    across = next((k for k, value in enumerate(left) if value < -1e-9), None)
    return (tie if remain else None), (across if remain else None)


def _share(n_a: pd.Series, n_b: pd.Series) -> pd.Series:
    n = n_a + n_b
    return n_b / n.where(n > 0, math.nan)
