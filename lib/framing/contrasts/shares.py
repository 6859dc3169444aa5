"""Hits to one row per contrast and set: two groups' pole shares, how they differ, and whether these articles can tell."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.choices import by_article, sides
from framing.contrasts.permutation import NOT_TESTABLE, difference_interval, permutation
from framing.errors import BadInput

COLUMNS = [
    "contrast", "set", "policy", "target", "reference",
    "n_target", "n_reference", "k_target", "k_reference", "d_target", "d_reference", "share_target", "share_reference",
    "difference", "low", "high", "mean_target", "mean_reference", "mean_difference",
    "p", "q", "smallest_p", "test", "lowest", "highest", "lowest_without", "highest_without", "same_sign", "level", "reason",
    "wide_target", "wide_reference", "wide_difference",
]  # fmt: skip


OUTLETS = 12  # of a study that are named where a contrast names none of them


class Contrast(NamedTuple):
    """Two lists of outlets to compare; a study's own contrasts have the same three fields."""

    name: str
    target: list[str]
    reference: list[str]


def each_against_rest(articles: pd.DataFrame, *, by: str = "group") -> list[Contrast]:
    """Return one contrast for each group (or outlet): its outlets against all others that have a name in ``by``.

    Raises
    ------
    BadInput
        If there are fewer than two groups.
    """
    named = articles[articles[by] != ""]
    outlets = {name: sorted(set(own["outlet"])) for name, own in named.groupby(by)}
    if len(outlets) < 2:
        raise BadInput(f"{len(outlets)} named in {by!r}: a contrast needs two; name groups in study.yml")
    return [Contrast(f"{name} v the rest", own, sorted({o for other in outlets if other != name for o in outlets[other]} - set(own)))
            for name, own in outlets.items()]  # fmt: skip


def each_against_each(articles: pd.DataFrame, *, by: str = "group") -> list[Contrast]:
    """Return one contrast for each pair of groups (or outlets)."""
    named = articles[articles[by] != ""]
    outlets = {name: sorted(set(own["outlet"])) for name, own in named.groupby(by)}
    names = sorted(outlets)
    return [Contrast(f"{a} v {b}", outlets[a], outlets[b]) for i, a in enumerate(names) for b in names[i + 1 :]]


def table(
    hits: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame, contrasts: Iterable, *, policy: str = "own", alpha: float = 0.05,
    seed: int = 0, resamples: int = 9999,
) -> pd.DataFrame:  # fmt: skip
    """Return the difference of pole shares for each contrast and set.

    Parameters
    ----------
    hits, terms, articles : DataFrame
    contrasts : list with ``name, target, reference`` (lists of outlets)
        Named before counting: all rows returned are one family of tests.
    policy : str
        As in ``hits.select``.
    alpha : float
        The family's false discovery rate, and the level a test must be able to reach to be made at all.
    seed, resamples : int

    Returns
    -------
    DataFrame, one row per contrast × set
        ``n_*`` : int, choices; ``k_*`` : int, articles with one; ``d_*`` : int, articles.
        ``share_*, difference`` : pooled pole shares, target − reference; ``low, high`` : 95 %, bootstrap by article.
        ``mean_*, mean_difference`` : means of the articles' shares.
        ``p`` : two-sided, permutation by article; ``q`` : Benjamini–Hochberg over the rows with a p;
        ``test`` : "all divisions", "random divisions" or "not testable with these articles"; ``smallest_p``.
        ``lowest, highest`` : the difference without each outlet in turn, and ``*_without`` : which; NaN where a side has
        one outlet only and nothing can be left out on the other either. ``same_sign`` : bool, no outlet turns it.
        ``level`` : "L3" with an interval or a p; "L2" otherwise; "L0" if a side has no choice or no article. ``reason`` : one
        sentence; where a side has no article, with the outlets that there are.
        ``wide_*`` : the shares and their difference with reported speech, the other end of the own voice's band.

    Raises
    ------
    BadInput
        If an outlet stands on both sides of a contrast.

    Source: METHODS §3, §5; Phipson & Smyth 2010; Benjamini & Hochberg 1995.
    """
    counts, wide = (_by_article(hits, terms, articles, counted) for counted in (policy, "wide"))
    rows = []
    for contrast in contrasts:
        check(contrast)
        for contested in terms["set"].drop_duplicates():
            own = counts[counts["set"] == contested]
            rows.append(_row(contrast, contested, policy, own, alpha, seed, resamples) | _wide(contrast, wide[wide["set"] == contested]))
    found = pd.DataFrame(rows, columns=COLUMNS)
    found["q"] = adjust(found["p"])
    return found


def adjust(p: pd.Series) -> pd.Series:
    """Return Benjamini and Hochberg's adjusted p for the tests that were made; NaN where none was.

    >>> adjust(pd.Series([0.01, 0.04, float("nan")])).tolist()
    [0.02, 0.04, nan]
    """
    from scipy.stats import false_discovery_control

    made = p.notna()
    q = pd.Series(np.nan, index=p.index, dtype=float)
    if made.any():
        q[made] = false_discovery_control(p[made].to_numpy(dtype=float))
    return q


def _by_article(hits: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame, policy: str) -> pd.DataFrame:
    """Every article × set with n_a and n_b, zeros included."""
    known = articles[["article_id", "outlet"]].sort_values("article_id")
    sets = terms["set"].drop_duplicates().tolist()
    counts = by_article(sides(hits, terms), known["article_id"], sets, policy=policy)
    parts = [known.assign(set=contested, A=counts[:, s, 0], B=counts[:, s, 1]) for s, contested in enumerate(sets)]
    return pd.concat(parts, ignore_index=True)


def _row(contrast, contested: str, policy: str, own: pd.DataFrame, alpha: float, seed: int, resamples: int) -> dict:
    parts = {side: own[own["outlet"].isin(getattr(contrast, side))] for side in ("target", "reference")}
    pairs = {side: part[["A", "B"]].to_numpy() for side, part in parts.items()}
    row = {"contrast": contrast.name, "set": contested, "policy": policy}
    for side, part in parts.items():
        n = part["A"] + part["B"]
        row |= {
            side: ", ".join(getattr(contrast, side)), f"n_{side}": int(n.sum()), f"k_{side}": int((n > 0).sum()), f"d_{side}": len(part),
            f"share_{side}": _pooled(pairs[side]), f"mean_{side}": (part["B"] / n.where(n > 0)).mean(),
        }  # fmt: skip
    row["difference"] = row["share_target"] - row["share_reference"]
    row["mean_difference"] = row["mean_target"] - row["mean_reference"]
    tested = permutation(pairs["target"], pairs["reference"], alpha=alpha, seed=seed, resamples=resamples)
    single = sum(int((part["outlet"].value_counts() == 1).sum()) for part in parts.values())
    interval = difference_interval(pairs["target"], pairs["reference"], seed=seed)
    if single:
        reason = f"{'an outlet has' if single == 1 else f'{single} outlets have'} one article only: description, no interval and no test"
        tested, interval = tested._replace(p=math.nan, reason=reason), interval._replace(low=math.nan, high=math.nan, reason=reason)
    row |= {"p": tested.p, "smallest_p": tested.smallest_p, "low": interval.low, "high": interval.high}
    row["test"] = NOT_TESTABLE if math.isnan(tested.p) else tested.method
    row |= _without_each_outlet(parts, row["difference"])
    none = min(row["n_target"], row["n_reference"]) == 0
    tested_too, interval_too = not math.isnan(tested.p), not math.isnan(interval.low)
    row["level"] = "L0" if none else "L3" if tested_too or interval_too else "L2"
    said = [tested.reason, "" if interval.reason == tested.reason else interval.reason]
    row["reason"] = "one side makes no choice in this set" if none else "; ".join(filter(None, said)) or "interval and test by article"
    if empty := [side for side, part in parts.items() if part.empty]:
        names, known = ", ".join(getattr(contrast, empty[0])), ", ".join(sorted(set(own["outlet"]) - {""})[:OUTLETS]) or "none"
        row["reason"] = f"no article of the {empty[0]} ({names}): name it in study.yml as the articles do; their outlets are {known}"
    return row


def _wide(contrast, counts: pd.DataFrame) -> dict:
    """Return both sides' pooled shares, and their difference, where reported speech is counted too (METHODS §1)."""
    target, reference = (
        _pooled(counts.loc[counts["outlet"].isin(side), ["A", "B"]].to_numpy()) for side in (contrast.target, contrast.reference)
    )
    return {"wide_target": target, "wide_reference": reference, "wide_difference": target - reference}


def _without_each_outlet(parts: dict[str, pd.DataFrame], difference: float) -> dict:
    """Return the range of the difference when each outlet is left out once; a side's only outlet stays."""
    totals = {side: part.groupby("outlet")[["A", "B"]].sum() for side, part in parts.items()}
    without = {}
    for side, other in (("target", "reference"), ("reference", "target")):
        fixed = _pooled(totals[other].to_numpy())
        for outlet in totals[side].index if len(totals[side]) > 1 else []:
            theta = _pooled(totals[side].drop(outlet).to_numpy())
            without[outlet] = (theta - fixed) if side == "target" else (fixed - theta)
    known = {outlet: value for outlet, value in without.items() if not math.isnan(value)}
    if not known or math.isnan(difference):
        return {"lowest": math.nan, "highest": math.nan, "lowest_without": "", "highest_without": "", "same_sign": False}
    low, high = min(known, key=lambda o: (known[o], o)), max(known, key=lambda o: (known[o], o))
    same = all(value * difference > 0 for value in known.values())
    return {"lowest": known[low], "highest": known[high], "lowest_without": low, "highest_without": high, "same_sign": same}


def _pooled(pairs: np.ndarray) -> float:
    return float(pairs[:, 1].sum() / pairs.sum()) if len(pairs) and pairs.sum() else math.nan


def check(contrast) -> None:
    """Refuse a contrast of an outlet with itself."""
    both = sorted(set(contrast.target) & set(contrast.reference))
    if both:
        raise BadInput(f"contrast {contrast.name!r}: {both[0]} stands on both sides; leave it out of one in study.yml")
