"""Contrasts and verdicts → one finding per contrast that the study named."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.figures.style import number
from framing.findings import wording
from framing.report import Ledger, cite, finding

LEAST = 4  # articles with a choice on each side, for a verdict


def of_contrasts(
    contrasts: pd.DataFrame,
    verdicts: pd.DataFrame,
    hits: pd.DataFrame | Ledger,
    terms: pd.DataFrame,
    *,
    set: str,
    choices: pd.DataFrame | None = None,
) -> list[dict[str, Any]]:
    """Return one finding per contrast that the study named: both shares, the difference, and whether it can be tested.

    A side with a single article is named as such; nothing is said of an outlet then (level L2 or below).
    With ``choices`` the aspects of a salience set are told as rates of both sides.
    """
    poles, aspects = wording.poles(terms, set), wording.salience(terms, set)
    rows = []
    for line in contrasts[contrasts["set"] == set].itertuples(index=False):
        sides = {side: getattr(line, side) for side in ("target", "reference")}
        outlets = {side: value.split(", ") if isinstance(value, str) else list(value) for side, value in sides.items()}
        values = {
            f"{side}_{pole.lower()}": cite(hits, set=set, pole=poles[pole], policy="own", outlet=outlets[side])
            for side in outlets
            for pole in "AB"
        }
        said = "In the contrast {contrast}, own voice: {target_a} “{a}” and {target_b} “{b}” terms in {target}; "
        said += "{reference_a} and {reference_b} in {reference}."
        if aspects and choices is not None:
            both = [_rates(values, side, outlets[side], choices) for side in outlets]
            said += f" Per 1,000 own words: {both[0]} in {{target}}, {both[1]} in {{reference}}." if all(both) else ""
        rows.append(
            finding(
                said,
                set=set,
                unit="contrast",
                name=line.contrast,
                level=line.level,
                n=int(line.n_target + line.n_reference),
                verdict=wording.verdict(verdicts, set, line.contrast) if _judged(line) else "",
                interval=_difference(line, poles, aspects),
                contrast=line.contrast,
                target=", ".join(outlets["target"]),
                reference=", ".join(outlets["reference"]),
                **values,
                **wording.names(poles),
            )  # fmt: skip
        )
    return rows


def _judged(line) -> bool:
    """Return whether a verdict may stand: enough articles on both sides, and no outlet whose absence turns the sign."""
    turns = pd.notna(line.lowest) and not line.same_sign
    return min(line.k_target, line.k_reference) >= LEAST and not turns


def _difference(line, poles: dict[str, str], aspects: bool) -> str:
    if pd.isna(line.difference):
        return line.reason
    share, of = ("", wording.ASPECTS) if aspects else ("share of ", "")
    said = f"{share}“{poles['B']}” {number(line.share_target)} against {number(line.share_reference)}{of}, "
    said += f"difference {number(line.difference)}"
    if pd.notna(line.wide_difference):
        both = f"{number(line.wide_target)} against {number(line.wide_reference)}"
        turned = ", which turns it" if line.wide_difference * line.difference < 0 else ""
        said += f" ({both} with reported speech, {number(line.wide_difference)}{turned})"
    if pd.notna(line.low):
        said += f", 95 % {number(line.low)} to {number(line.high)} over articles"
    said += f"; permutation of articles p = {line.p:.4f}, q = {line.q:.4f} ({line.test})" if pd.notna(line.p) else f"; {line.test}"
    if pd.notna(line.lowest):
        said += f"; without one outlet {number(line.lowest)} to {number(line.highest)}"
    return said


def _rates(values: dict[str, Any], side: str, outlets: list[str], choices: pd.DataFrame) -> str:
    """Say one side's mentions of both aspects per 1,000 own-voice words, pooled over its outlets."""
    rows = choices[(choices["unit"] == "outlet") & (choices["policy"] == "own") & choices["name"].isin(outlets)]
    n_words = rows.drop_duplicates("name")["n_words"].sum()
    return " and ".join(f"{1000 * int(values[f'{side}_{pole}']) / n_words:.1f}" for pole in "ab") if n_words else ""
