"""Choices and hits → the parts of a sentence: the poles' names, counts that link to their hits, the interval in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing.figures.style import number
from framing.report import Ledger, cite

COUNTING = ("own", "all")


def units(choices: pd.DataFrame, set: str, unit: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each unit's name and its rows of the set, by policy."""
    chosen = choices[(choices["set"] == set) & (choices["unit"] == unit)]
    for name, by in chosen.groupby("name", sort=False):
        yield name, by.set_index("policy")


def poles(terms: pd.DataFrame, set: str) -> dict[str, str]:
    """Return side → pole of a set."""
    return terms[terms["set"] == set].drop_duplicates("side").set_index("side")["pole"].to_dict()


def names(poles: dict[str, str]) -> dict[str, str]:
    """Return the poles' names as the fields ``a`` and ``b`` of a sentence."""
    return {"a": poles["A"], "b": poles["B"]}


def numbers(hits: pd.DataFrame | Ledger, set: str, poles: dict[str, str], **where) -> dict[str, Any]:
    """Return the counts of both poles, own voice and every voice, as fields that link to their hits."""
    return {
        f"{policy}_{side.lower()}": cite(hits, set=set, pole=poles[side], policy=policy, **where) for policy in COUNTING for side in "AB"
    }


def interval(by: pd.DataFrame, poles: dict[str, str]) -> str:
    """Say the own-voice share as a band and its interval, or why it has none (``by``: a unit's rows by policy)."""
    own = by.loc["own"]
    if pd.isna(own["share"]):
        return ""
    share = f"share of “{poles['B']}” {number(own['share'])}"
    if pd.isna(own["low"]):
        return f"{share}{wide(by)}; {own['reason']}"
    kind = "95 % if this article's choices were exchangeable" if own["interval"] == "Jeffreys" else f"95 %, {own['interval']}"
    return f"{share}, {number(own['low'])} to {number(own['high'])} ({kind}){wide(by)}"


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
