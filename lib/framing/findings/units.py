"""Choices → findings about one article each, or about an outlet or a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.figures.style import inner
from framing.findings import wording
from framing.report import Ledger, finding


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
    poles, aspects = wording.poles(terms, set), wording.salience(terms, set)
    outlet = articles.set_index("article_id")["outlet"]
    several = outlet.map(outlet.value_counts()).gt(1) & outlet.ne("")
    rows = []
    for name, by in wording.units(choices, set, "article"):
        if not by.loc["all", ["n_a", "n_b", "n_neutral"]].any():
            continue
        own = by.loc["own"]
        who = {"title": inner((titles or {}).get(name) or name)} | ({"outlet": outlet[name]} if several[name] else {})
        said = "“{title}” ({outlet}): " if several[name] else "“{title}”: "
        if own["level"] == "L0":
            said += f"no {'mention of either' if aspects else 'choice'} in its own voice{wording.neutral(own).replace(' and', ',')}; "
            said += "counting every voice, {all_a} “{a}” and {all_b} “{b}” terms."
        else:
            said += (
                f"own voice {{own_a}} “{{a}}” and {{own_b}} “{{b}}” terms{wording.neutral(own)}{wording.rates(own) if aspects else ''}; "
            )
            said += "counting every voice, {all_a} and {all_b}."
        rows.append(
            finding(
                said,
                set=set,
                unit="article",
                name=name,
                level=own["level"],
                n=int(own["n_a"] + own["n_b"]),
                interval=wording.interval(by, poles, aspects=aspects),
                **who,
                **wording.numbers(hits, set, poles, article_id=name),
                **wording.names(poles),
            )  # fmt: skip
        )
    return rows


def of_units(choices: pd.DataFrame, hits: pd.DataFrame | Ledger, terms: pd.DataFrame, *, set: str, unit: str) -> list[dict[str, Any]]:
    """Return one finding per outlet or group: its own-voice share, with an interval only where several articles allow one.

    An outlet with one article is not spoken of at all: its article is.
    """
    poles, aspects = wording.poles(terms, set), wording.salience(terms, set)
    rows = []
    for name, by in wording.units(choices, set, unit):
        own = by.loc["own"]
        if own["n_articles"] < 2 or not by.loc["all", ["n_a", "n_b"]].any():
            continue
        numbers = wording.numbers(hits, set, poles, **{unit: name})
        said = f"{{name_}}: own voice {{own_a}} “{{a}}” and {{own_b}} “{{b}}” terms{wording.neutral(own)}"
        said += f"{wording.rates(own) if aspects else ''}; counting every voice, {{all_a}} and {{all_b}}, in {{articles}} articles."
        rows.append(
            finding(
                said,
                set=set,
                unit=unit,
                name=name,
                level=own["level"],
                n=int(own["n_a"] + own["n_b"]),
                interval=wording.interval(by, poles, aspects=aspects),
                articles=int(own["n_articles"]),
                **{"name_": name},
                **numbers,
                **wording.names(poles),
            )  # fmt: skip
        )
    return rows
