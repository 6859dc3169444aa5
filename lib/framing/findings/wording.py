"""Choices and hits → the parts of a sentence: the poles' names, counts that link to their hits, the interval in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing.figures.style import number
from framing.report import Ledger, cite

COUNTING = ("own", "all")
ASPECTS = " of the two aspects' mentions"


def units(choices: pd.DataFrame, set: str, unit: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each unit's name and its rows of the set, by policy."""
    chosen = choices[(choices["set"] == set) & (choices["unit"] == unit)]
    for name, by in chosen.groupby("name", sort=False):
        yield name, by.set_index("policy")


def poles(terms: pd.DataFrame, set: str) -> dict[str, str]:
    """Return side → pole of a set."""
    return terms[terms["set"] == set].drop_duplicates("side").set_index("side")["pole"].to_dict()


def salience(terms: pd.DataFrame, set: str) -> bool:
    """Return whether a set holds competing aspects: then rates are told, and nothing is called a choice (METHODS §4)."""
    return bool((terms.loc[terms["set"] == set, "kind"] == "salience").any())


def names(poles: dict[str, str]) -> dict[str, str]:
    """Return the poles' names as the fields ``a`` and ``b`` of a sentence."""
    return {"a": poles["A"], "b": poles["B"]}


def numbers(hits: pd.DataFrame | Ledger, set: str, poles: dict[str, str], **where) -> dict[str, Any]:
    """Return the counts of the poles, own voice and every voice, as fields that link to their hits; ``own_n``: neutral."""
    return {
        f"{policy}_{side.lower()}": cite(hits, set=set, pole=poles[side], policy=policy, **where)
        for policy in COUNTING
        for side in "ABN"
        if side in poles
    }


def neutral(own: pd.Series) -> str:
    """Name the neutral mentions of an own voice, where there are any."""
    return f" and {{own_n}} neutral mention{'' if own['n_neutral'] == 1 else 's'}" if own["n_neutral"] else ""


def rates(own: pd.Series) -> str:
    """Say how often each aspect is mentioned per 1,000 own-voice words: pooled, and as the mean of the articles."""
    if not own["n_words"]:
        return ""
    said = f", {own['rate_a']:.1f} and {own['rate_b']:.1f} per 1,000 own words"
    return said + (f" (mean of articles {own['rate_a_mean']:.1f} and {own['rate_b_mean']:.1f})" if own["n_articles"] > 1 else "")


def interval(by: pd.DataFrame, poles: dict[str, str], *, aspects: bool = False) -> str:
    """Say the own-voice share as a band, its interval or why it has none, the share of all mentions, the bound of a zero.

    ``by``: a unit's rows by policy. ``aspects``: the set is of the kind salience, the share is one of mentions.
    """
    own = by.loc["own"]
    if pd.isna(own["share"]):
        return zeros(own, poles)
    share = f"“{poles['B']}” {number(own['share'])}{ASPECTS}" if aspects else f"share of “{poles['B']}” {number(own['share'])}"
    if pd.isna(own["low"]):
        said = [share + wide(by), own["reason"].replace("choice", "mention") if aspects else own["reason"]]
    else:
        kind = "95 % if this article's choices were exchangeable" if own["interval"] == "Jeffreys" else f"95 %, {own['interval']}"
        kind = kind.replace("choices", "mentions") if aspects else kind
        said = [f"{share}, {number(own['low'])} to {number(own['high'])} ({kind}){wide(by)}"]
    if own["n_neutral"]:
        every = own["n_a"] + own["n_b"] + own["n_neutral"]
        of_b = f"{number(own['n_b'] / every)} “{poles['B']}”"
        said.append(f"of all mentions {number(own['share_a_of_all'])} are “{poles['A']}”, {of_b}")
    return "; ".join(filter(None, [*said, zeros(own, poles)]))


def zeros(own: pd.Series, poles: dict[str, str]) -> str:
    """Say of an article that lacks a pole how often its own voice could use it at most: a zero is not never (METHODS §3)."""
    missing = [side for side in "AB" if not own[f"n_{side.lower()}"]]
    if own["unit"] != "article" or not missing or not own["n_words"]:
        return ""
    which = " and no ".join(f"“{poles[side]}”" for side in missing)
    most = 1000 * own[f"zero_bound_{missing[0].lower()}"]
    return f"no {which} in {int(own['n_words']):,} own words: at most {most:.1f} per 1,000 (95 %)"


def wide(by: pd.DataFrame) -> str:
    """Say the other end of the band: the share with reported speech, where the noun may be the reporter's (METHODS §1)."""
    if "wide" not in by.index:
        return ""
    own, more = by.loc["own"], by.loc["wide"]
    n = int(more["n_a"] + more["n_b"])
    if n == own["n_a"] + own["n_b"]:
        return "; reported speech adds none"
    turns = (own["share"] - 0.5) * (more["share"] - 0.5) < 0
    return f"; {number(more['share'])} with reported speech, n {n:,}" + (": with it the sides change places" if turns else "")


def verdict(verdicts: pd.DataFrame, set: str, contrast: str) -> str:
    """Return the word fixed beforehand for a set or a contrast, "" where it was not judged."""
    judged = verdicts.loc[(verdicts["set"] == set) & (verdicts["contrast"] == contrast), "verdict"]
    return "" if judged.empty or judged.iloc[0] == "undefined" else str(judged.iloc[0])
