"""Choices, ranges and verdicts → the finding about all articles together, and what one article decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.figures.style import inner, label, number
from framing.findings import wording
from framing.report import Ledger, finding
from framing.robustness import FEW

EVEN = 0.5  # the pole share at which no side leads


def of_corpus(
    choices: pd.DataFrame,
    ranges: pd.DataFrame,
    verdicts: pd.DataFrame,
    hits: pd.DataFrame | Ledger,
    terms: pd.DataFrame,
    *,
    set: str,
    titles: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Return the finding about all articles together: shares, what one article decides, the verdict word.

    A verdict stands only where at least two articles make a choice: one article is described, not judged.

    Parameters
    ----------
    choices, hits, terms : DataFrame
        Whole tables of one run; ``hits`` may be a ``report.Ledger`` of them.
    ranges : DataFrame
        As ``robustness.ranges`` returns it.
    verdicts : DataFrame
        As ``robustness.verdicts`` returns it.
    set : str
    titles : article_id → what to call it
    """
    poles, aspects = wording.poles(terms, set), wording.salience(terms, set)
    by = next(by for _, by in wording.units(choices, set, "corpus"))
    own = by.loc["own"]
    n = int(own["n_a"] + own["n_b"])
    values = wording.numbers(hits, set, poles) | wording.names(poles)
    if not n:
        if not by.loc["all", ["n_a", "n_b"]].any():
            return []
        said = f"No article {'mentions either' if aspects else 'chooses'} in its own voice; "
        said += "counting every voice, {all_a} “{a}” and {all_b} “{b}” terms."
        return [finding(said, set=set, unit="corpus", name="all", level="L0", n=0, **values)]
    said = f"Own voice: {{own_a}} “{{a}}” and {{own_b}} “{{b}}” terms{wording.neutral(own)}{wording.rates(own) if aspects else ''}, "
    said += "in {deciding} of {articles} articles; counting every voice, {all_a} and {all_b}."
    values |= {"deciding": int(own["n_deciding"]), "articles": int(own["n_articles"])}
    without = ranges[(ranges["set"] == set) & (ranges["left_out"] == "article")]
    if len(without) and pd.notna(without["lowest"].iloc[0]):
        more, numbers = _one_article(without.iloc[0], titles or {})
        more = more.replace("the share of “{b}”", "the part of “{b}” in the two aspects' mentions") if aspects else more
        said, values = said + more, values | numbers
    verdict = wording.verdict(verdicts, set, "") if own["n_deciding"] > 1 else ""
    return [
        finding(
            said,
            set=set,
            unit="corpus",
            name="all",
            level=own["level"],
            n=n,
            verdict=verdict,
            interval=wording.interval(by, poles, aspects=aspects),
            **values,
        )
    ]


def _one_article(line: pd.Series, titles: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Say what one article decides: the share without it, lowest and highest, and which turn the direction."""

    def called(names: str) -> str:
        return ", ".join(f"“{inner(label(titles.get(name, name), 60))}”" for name in names.split("; "))

    values = {"low": number(line["lowest"]), "high": number(line["highest"])}
    values |= {"low_without": called(line["lowest_without"]), "high_without": called(line["highest_without"])}
    said = " Leaving out one article moves the share of “{b}” between {low} (without {low_without}) and {high} (without {high_without})"
    if values["low"] == values["high"]:
        said = " Leaving out any one article leaves the share of “{b}” at {low}"
    if not line["n_flips"]:
        evened = "; none turns the direction, but one evens the sides." if EVEN in (line["lowest"], line["highest"]) else ""
        even = "; the sides are even, so that there is no direction to turn." if line["share"] == EVEN else ""
        return said + (even or evened or "; none turns the direction."), values
    turning = called(line["deciding"]) if line["n_flips"] <= FEW else f"any one of {int(line['n_flips']):,} articles"
    return said + "; the direction turns without {turning}.", values | {"turning": turning}
