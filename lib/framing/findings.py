"""Choices, ranges, verdicts and contrasts → the findings that may be said, each with its claim level (METHODS.md section 3).

Takes tables, returns rows for ``report.findings``. A sentence is only written where the level allows it: about an
article (L0, L1), about these articles (L2), about an outlet or a group (L3). No sentence here holds a p-value of tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.figures.style import inner, label, number
from framing.report import Ledger, cite, finding
from framing.robustness import FEW

COUNTING = ("own", "all")


def of_articles(
    choices: pd.DataFrame,
    hits: pd.DataFrame | Ledger,
    terms: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    set: str,
    titles: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Return one finding per article that has a hit in the set: its choices in its own voice and in all voices.

    An outlet is only named where it has several articles; of the only one, its article is spoken of.

    Parameters
    ----------
    choices, hits, terms, articles : DataFrame
        Whole tables of one run.
    set : str
    titles : article_id → what to call it
    """
    poles = _poles(terms, set)
    outlet = articles.set_index("article_id")["outlet"]
    several = outlet.map(outlet.value_counts()).gt(1) & outlet.ne("")
    rows = []
    for name, by in _units(choices, set, "article"):
        if not by.loc["all", ["n_a", "n_b", "n_neutral"]].any():
            continue
        own = by.loc["own"]
        who = {"title": inner((titles or {}).get(name) or name)} | ({"outlet": outlet[name]} if several[name] else {})
        said = "“{title}” ({outlet}): " if several[name] else "“{title}”: "
        if own["level"] == "L0":
            said += "no choice in its own voice; counting every voice, {all_a} “{a}” and {all_b} “{b}” terms."
        else:
            said += "own voice {own_a} “{a}” and {own_b} “{b}” terms; counting every voice, {all_a} and {all_b}."
        rows.append(
            finding(
                said,
                set=set,
                unit="article",
                name=name,
                level=own["level"],
                n=int(own["n_a"] + own["n_b"]),
                interval=_interval(own, poles),
                **who,
                **_numbers(hits, set, poles, article_id=name),
                **_names(poles),
            )  # fmt: skip
        )
    return rows


def of_units(choices: pd.DataFrame, hits: pd.DataFrame | Ledger, terms: pd.DataFrame, *, set: str, unit: str) -> list[dict[str, Any]]:
    """Return one finding per outlet or group: its own-voice share, with an interval only where several articles allow one.

    An outlet with one article is not spoken of at all: its article is.
    """
    poles = _poles(terms, set)
    rows = []
    for name, by in _units(choices, set, unit):
        own = by.loc["own"]
        if own["n_articles"] < 2 or not by.loc["all", ["n_a", "n_b"]].any():
            continue
        numbers = _numbers(hits, set, poles, **{unit: name})
        said = (
            "{name_}: own voice {own_a} “{a}” and {own_b} “{b}” terms; counting every voice, {all_a} and {all_b}, in {articles} articles."
        )
        rows.append(
            finding(
                said,
                set=set,
                unit=unit,
                name=name,
                level=own["level"],
                n=int(own["n_a"] + own["n_b"]),
                interval=_interval(own, poles),
                articles=int(own["n_articles"]),
                **{"name_": name},
                **numbers,
                **_names(poles),
            )  # fmt: skip
        )
    return rows


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
    poles = _poles(terms, set)
    own = next(by for _, by in _units(choices, set, "corpus")).loc["own"]
    n = int(own["n_a"] + own["n_b"])
    if not n:
        return []
    said = (
        "Own voice: {own_a} “{a}” and {own_b} “{b}” terms, in {deciding} of {articles} articles; counting every voice, {all_a} and {all_b}."
    )
    values = _numbers(hits, set, poles) | _names(poles) | {"deciding": int(own["n_deciding"]), "articles": int(own["n_articles"])}
    without = ranges[(ranges["set"] == set) & (ranges["left_out"] == "article")]
    if len(without) and pd.notna(without["lowest"].iloc[0]):
        more, numbers = _one_article(without.iloc[0], titles or {})
        said, values = said + more, values | numbers
    verdict = _verdict(verdicts, set, "") if own["n_deciding"] > 1 else ""
    return [
        finding(
            said, set=set, unit="corpus", name="all", level=own["level"], n=n, verdict=verdict, interval=_interval(own, poles), **values
        )
    ]


def _one_article(line: pd.Series, titles: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Say what one article decides: the share without it, lowest and highest, and which turn the direction."""

    def called(names: str) -> str:
        return ", ".join(f"“{inner(label(titles.get(name, name), 60))}”" for name in names.split("; "))

    values = {"low": number(line["lowest"]), "high": number(line["highest"])}
    values |= {"low_without": called(line["lowest_without"]), "high_without": called(line["highest_without"])}
    said = " Leaving out one article moves the share of “{b}” between {low} (without {low_without}) and {high} (without {high_without})"
    if not line["n_flips"]:
        return said + "; none turns the direction.", values
    turning = called(line["deciding"]) if line["n_flips"] <= FEW else f"any one of {int(line['n_flips']):,} articles"
    return said + "; the direction turns without {turning}.", values | {"turning": turning}


def of_contrasts(
    contrasts: pd.DataFrame, verdicts: pd.DataFrame, hits: pd.DataFrame | Ledger, terms: pd.DataFrame, *, set: str
) -> list[dict[str, Any]]:
    """Return one finding per contrast that the study named: both shares, the difference, and whether it can be tested.

    A side with a single article is named as such; nothing is said of an outlet then (level L2 or below).
    """
    poles = _poles(terms, set)
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
        rows.append(
            finding(
                said,
                set=set,
                unit="contrast",
                name=line.contrast,
                level=line.level,
                n=int(line.n_target + line.n_reference),
                verdict=_verdict(verdicts, set, line.contrast) if min(line.k_target, line.k_reference) > 1 else "",
                interval=_difference(line, poles),
                contrast=line.contrast,
                target=", ".join(outlets["target"]),
                reference=", ".join(outlets["reference"]),
                **values,
                **_names(poles),
            )  # fmt: skip
        )
    return rows


def _verdict(verdicts: pd.DataFrame, set: str, contrast: str) -> str:
    judged = verdicts.loc[(verdicts["set"] == set) & (verdicts["contrast"] == contrast), "verdict"]
    return "" if judged.empty or judged.iloc[0] == "undefined" else str(judged.iloc[0])


def _difference(line, poles: dict[str, str]) -> str:
    if pd.isna(line.difference):
        return line.reason
    said = (
        f"share of “{poles['B']}” {number(line.share_target)} against {number(line.share_reference)}, difference {number(line.difference)}"
    )
    if pd.notna(line.low):
        said += f", 95 % {number(line.low)} to {number(line.high)} over articles"
    said += f"; permutation of articles p = {line.p:.4f}, q = {line.q:.4f} ({line.test})" if pd.notna(line.p) else f"; {line.test}"
    if pd.notna(line.lowest):
        said += f"; without one outlet {number(line.lowest)} to {number(line.highest)}"
    return said


def _units(choices: pd.DataFrame, set: str, unit: str):
    chosen = choices[(choices["set"] == set) & (choices["unit"] == unit)]
    for name, by in chosen.groupby("name", sort=False):
        yield name, by.set_index("policy")


def _poles(terms: pd.DataFrame, set: str) -> dict[str, str]:
    return terms[terms["set"] == set].drop_duplicates("side").set_index("side")["pole"].to_dict()


def _names(poles: dict[str, str]) -> dict[str, str]:
    return {"a": poles["A"], "b": poles["B"]}


def _numbers(hits: pd.DataFrame | Ledger, set: str, poles: dict[str, str], **where) -> dict[str, Any]:
    return {
        f"{policy}_{side.lower()}": cite(hits, set=set, pole=poles[side], policy=policy, **where) for policy in COUNTING for side in "AB"
    }


def _interval(own: pd.Series, poles: dict[str, str]) -> str:
    if pd.isna(own["share"]):
        return ""
    share = f"share of “{poles['B']}” {number(own['share'])}"
    if pd.isna(own["low"]):
        return f"{share}; {own['reason']}"
    kind = "95 % if this article's choices were exchangeable" if own["interval"] == "Jeffreys" else f"95 %, {own['interval']}"
    return f"{share}, {number(own['low'])} to {number(own['high'])} ({kind})"
