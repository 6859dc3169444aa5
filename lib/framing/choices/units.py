"""Hits to one row per unit, set and policy: the choices table with shares, intervals and claim levels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.choices.intervals import bootstrap, jeffreys, zero_bound
from framing.errors import BadInput
from framing.hits import POLICIES, select

COUNTS = ["n_a", "n_b", "n_neutral"]
KEYS = ["unit", "name", "article_id", "outlet", "group", "set", "policy"]
COLUMNS = [*KEYS, *COUNTS, "n_articles", "share", "low", "high", "share_a_of_all", "level", "reason",
           "n_deciding", "share_mean", "interval", "n_words", "rate_a", "rate_b", "rate_a_mean", "rate_b_mean",
           "zero_bound_a", "zero_bound_b"]  # fmt: skip


def sides(hits: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the hits with a column ``side`` ("A", "B" or "N"): which pole of its set a hit's word belongs to.

    Raises
    ------
    BadInput
        If a hit's set and pole are not among the terms: both must come from the same lexicon.
    """
    poles = terms[["set", "pole", "side"]].drop_duplicates()
    known = {(s, p): side for s, p, side in poles.itertuples(index=False)}
    found = hits[["set", "pole"]].drop_duplicates()
    for s, p in found.itertuples(index=False):
        if (s, p) not in known:
            raise BadInput(f"hits hold pole {p!r} of set {s!r}, which the terms lack: run notebooks/04_terms.ipynb again")
    sided = hits.merge(poles, on=["set", "pole"], how="left", validate="many_to_one")
    assert len(sided) == len(hits)
    return sided


def table(
    hits: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame, words: pd.DataFrame | None = None, *, seed: int = 0
) -> pd.DataFrame:
    """Return how often each article, outlet, group and the corpus chose each pole of each set.

    Parameters
    ----------
    hits, terms, articles : DataFrame
        As notebooks 01 and 04 write them. ``articles`` needs ``article_id``, ``outlet``, ``group``.
    words : DataFrame, optional
        With it come the rates per 1,000 words and the bounds of zeros.
    seed : int
        Of the resamples behind the intervals of outlets, groups and the corpus.

    Returns
    -------
    DataFrame, one row per unit × set × policy; units with unknown name are left out
        ``n_a, n_b, n_neutral`` : int, counted hits of each pole under the policy.
        ``n_articles`` / ``n_deciding`` : int, articles of the unit / those with a choice (n_a + n_b > 0).
        ``share`` : 0–1, n_b / (n_a + n_b); NaN without a choice. ``share_mean`` : mean of the articles' shares.
        ``share_a_of_all`` : 0–1, n_a among all mentions, neutral ones included.
        ``low, high`` : 0–1, 95 % interval of ``share``; ``interval`` names its kind. For an article Jeffreys, "if this
        article's choices were exchangeable", from two choices on; for others the bootstrap by article, NaN where ``reason`` says so.
        ``level`` : "L0"–"L3", what may be said (METHODS §3); ``reason`` : one sentence.
        ``n_words`` : int, own-voice words (policies own and wide), other's words (attributed), all words (all).
        ``rate_a, rate_b`` : per 1,000 ``n_words``, pooled; ``rate_a_mean, rate_b_mean`` : mean of the articles' rates.
        ``zero_bound_a, zero_bound_b`` : highest rate per word behind a zero, 95 %; NaN where the count is not zero.

    Source: METHODS.md §3–4; Labov 1972; Brown, Cai & DasGupta 2001.

    Example: n_a 1 and n_b 3 in the article's own voice: share 3 / 4 = .75, level L1.
    """
    cells = _cells(sides(hits, terms), terms, articles, words)
    rows = [_of_articles(cells)]
    rows += [_of_units(cells, unit, seed) for unit in ("outlet", "group", "corpus")]
    choices = _measured(pd.concat(rows, ignore_index=True))
    rank = {unit: i for i, unit in enumerate(("article", "outlet", "group", "corpus"))} | {p: i for i, p in enumerate(POLICIES)}
    order = {s: i for i, s in enumerate(terms["set"].drop_duplicates())}
    key = pd.DataFrame(
        {"unit": choices["unit"].map(rank), "name": choices["name"], "set": choices["set"].map(order), "p": choices["policy"].map(rank)}
    )
    return choices.loc[key.sort_values(list(key), kind="stable").index, COLUMNS].reset_index(drop=True)


def _cells(sided: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame, words: pd.DataFrame | None) -> pd.DataFrame:
    """Every article × set × policy with its counts, zeros included, and its number of words."""
    known = articles[["article_id", "outlet", "group"]].sort_values("article_id").reset_index(drop=True)
    sizes = _sizes(known, words)
    every = known.merge(terms[["set"]].drop_duplicates(), how="cross")
    parts = []
    for policy in POLICIES:
        chosen = select(sided, policy=policy)
        counts = chosen.groupby(["article_id", "set", "side"]).size().unstack("side", fill_value=0)
        counts = counts.reindex(columns=["A", "B", "N"], fill_value=0).set_axis(COUNTS, axis=1).reset_index()
        part = every.merge(counts, on=["article_id", "set"], how="left", validate="one_to_one")
        part[COUNTS] = part[COUNTS].fillna(0).astype("int64")
        if part[COUNTS].to_numpy().sum() != len(chosen):
            raise BadInput("some hits belong to no article of the articles table: run notebooks/04_terms.ipynb again")
        parts.append(part.assign(policy=policy, n_words=part["article_id"].map(sizes[policy])))
    return pd.concat(parts, ignore_index=True)


def _sizes(articles: pd.DataFrame, words: pd.DataFrame | None) -> dict[str, pd.Series]:
    ids = articles["article_id"]
    if words is None:
        return dict.fromkeys(POLICIES, pd.Series(0, index=ids))
    own, every = (words.groupby("article_id")[c].sum().reindex(ids, fill_value=0) for c in ("n_own", "n_all"))
    return {"own": own, "wide": own, "attributed": every - own, "all": every}


def _of_articles(cells: pd.DataFrame) -> pd.DataFrame:
    """One row an article, set and policy, with the Jeffreys interval."""
    n = cells["n_a"] + cells["n_b"]
    several = n > 1
    low, high = jeffreys(cells["n_b"].where(several, 0), n.where(several, 0))
    reasons = [
        "this article makes no own-voice choice in this set",
        "no choice in this article under this policy",
        "one choice allows no interval",
    ]
    counted = cells["n_b"].astype(str) + " of " + n.astype(str) + " choices; the interval holds if this article's choices were exchangeable"
    reason = np.select([(n == 0) & (cells["policy"] == "own"), n == 0, n == 1], reasons, default=counted)
    return cells.assign(
        unit="article", name=cells["article_id"], n_articles=1, n_deciding=(n > 0).astype("int64"), low=low, high=high,
        share_mean=cells["n_b"] / n.where(n > 0), interval=np.where(several, "Jeffreys", ""), level=np.where(n > 0, "L1", "L0"),
        reason=reason, **_rates(cells, "rate_{}_mean"),
    )  # fmt: skip


def _of_units(cells: pd.DataFrame, unit: str, seed: int) -> pd.DataFrame:
    """One row an outlet (or group, or the corpus), set and policy, with the bootstrap by article where it is allowed."""
    named = cells.assign(name="all" if unit == "corpus" else cells[unit])
    named = named[named["name"] != ""]
    named = named.assign(**_rates(named, "rate_{}_mean"))
    lonely = (
        {}
        if unit == "outlet"
        else {name: _single_articles(own) for name, own in named.drop_duplicates("article_id").groupby("name")["outlet"]}
    )
    rows = [_unit_row(unit, key, members, lonely.get(key[0], 0), seed) for key, members in named.groupby(["name", "set", "policy"])]
    return pd.DataFrame(rows)


def _unit_row(unit: str, key: tuple, members: pd.DataFrame, lonely: int, seed: int) -> dict:
    name, contested, policy = key
    chose = (members["n_a"] + members["n_b"]) > 0
    low, high, method, refusal = bootstrap(members["n_a"], members["n_b"], seed=seed)
    if not chose.any():
        level, reason = "L0", f"no choice in {len(members)} articles" if len(members) > 1 else "no choice in its one article"
    elif len(members) == 1:
        level, reason = "L1", "n = 1, no interval"
    elif lonely:
        level, reason = "L2", f"{'an outlet has' if lonely == 1 else f'{lonely} outlets have'} one article only: description, no interval"
    elif not method:
        level, reason = "L2", refusal
    else:
        level, reason = "L3", f"{int(chose.sum())} articles with a choice; 95 % interval from {method}"
    if level != "L3":
        low, high, method = np.nan, np.nan, ""
    groups = members["group"].unique()
    share = members["n_b"] / (members["n_a"] + members["n_b"]).where(chose)
    return {
        "unit": unit, "name": name, "article_id": "", "outlet": name if unit == "outlet" else "",
        "group": groups[0] if unit != "corpus" and len(groups) == 1 else "", "set": contested, "policy": policy,
        **{column: int(members[column].sum()) for column in [*COUNTS, "n_words"]},
        "n_articles": len(members), "n_deciding": int(chose.sum()), "low": low, "high": high, "share_mean": share.mean(),
        "rate_a_mean": members["rate_a_mean"].mean(), "rate_b_mean": members["rate_b_mean"].mean(),
        "interval": method, "level": level, "reason": reason,
    }  # fmt: skip


def _single_articles(outlets: pd.Series) -> int:
    """Return how many outlets have one article only: what it says cannot be told apart from what the outlet says."""
    return int((outlets[outlets != ""].value_counts() == 1).sum())


def _rates(counts: pd.DataFrame, name: str) -> dict[str, pd.Series]:
    words = counts["n_words"].where(counts["n_words"] > 0)
    return {name.format(side): 1000 * counts[f"n_{side}"] / words for side in ("a", "b")}


def _measured(choices: pd.DataFrame) -> pd.DataFrame:
    """Add the shares, rates and zero bounds that follow from the counts."""
    n = choices["n_a"] + choices["n_b"]
    every = n + choices["n_neutral"]
    bound = zero_bound(choices["n_words"])
    return choices.assign(
        share=choices["n_b"] / n.where(n > 0),
        share_a_of_all=choices["n_a"] / every.where(every > 0),
        zero_bound_a=np.where(choices["n_a"] == 0, bound, np.nan),
        zero_bound_b=np.where(choices["n_b"] == 0, bound, np.nan),
        **_rates(choices, "rate_{}"),
    )
