"""Choices → a table in which every count links to its sentences: one row per article, outlet or group.

Takes ``choices`` and ``hits``, returns a table for ``report.table``.
"""

from __future__ import annotations

import pandas as pd

from framing.figures.style import number
from framing.hits import Ledger
from framing.report.cited import cite

KEY = {"article": "article_id", "outlet": "outlet", "group": "group", "corpus": None}


def counts(choices: pd.DataFrame, hits: pd.DataFrame | Ledger, terms: pd.DataFrame, *, set: str, unit: str) -> pd.DataFrame:
    """Return how often each unit chose each pole of a set, in its own voice and in all voices.

    Parameters
    ----------
    choices, hits, terms : DataFrame
        Whole tables of one run; ``hits`` must have ``outlet`` and ``group`` where the unit is one of them.
    set : str
    unit : "article", "outlet", "group" or "corpus"

    Returns
    -------
    DataFrame, one row per unit with a hit in the set
        One column a pole and policy, cells that link to their hits; of a salience set both poles' rates per 1,000
        own-voice words; with a neutral pole the share of A among all mentions; ``own-voice share`` of the second pole
        with its interval; ``with reported speech`` the other end of its band, with its choices; of an article the
        highest rate behind a zero (95 %); ``claim`` level.
    """
    poles = terms[terms["set"] == set].drop_duplicates("side").set_index("side")["pole"]
    aspects = (terms.loc[terms["set"] == set, "kind"] == "salience").any()
    chosen = choices[(choices["set"] == set) & (choices["unit"] == unit)]
    rows = []
    for name, policies in chosen.groupby("name", sort=False):
        by = policies.set_index("policy")
        if not by.loc["all", ["n_a", "n_b", "n_neutral"]].any():
            continue
        where = {KEY[unit]: name} if KEY[unit] else {}
        row = {unit: name}
        for policy, said in (("own", "own voice"), ("all", "all voices")):
            for pole in poles.sort_index():
                row[f"{pole}, {said}"] = cite(hits, set=set, pole=pole, policy=policy, **where)
        own = by.loc["own"]
        if aspects:
            for side in "AB":
                row[f"{poles[side]} per 1,000 own words"] = own[f"rate_{side.lower()}"]
                if unit != "article":
                    row[f"{poles[side]} per 1,000, mean of articles"] = own[f"rate_{side.lower()}_mean"]
        if "N" in poles:
            row[f"{poles['A']} of all mentions, own voice"] = number(own["share_a_of_all"])
        row[f"{poles['B']} of both aspects' mentions" if aspects else f"share of {poles['B']}, own voice"] = (
            number(own["share"]) if pd.notna(own["share"]) else f"no own {'mention' if aspects else 'choice'}"
        )
        wide = by.loc["wide"] if "wide" in by.index else own
        row["with reported speech"] = f"{number(wide['share'])} (n {int(wide['n_a'] + wide['n_b']):,})" if pd.notna(wide["share"]) else "–"
        row["95 %"] = f"{number(own['low'])} to {number(own['high'])}" if pd.notna(own["low"]) else "no interval"
        if unit == "article":
            row["a zero, at most per 1,000 words"] = 1000 * own[["zero_bound_a", "zero_bound_b"]].astype(float).max()
        row["claim"] = own["level"]
        rows.append(row)
    return pd.DataFrame(rows)


def of_sets(choices: pd.DataFrame, hits: pd.DataFrame | Ledger, terms: pd.DataFrame) -> pd.DataFrame:
    """Return how often the whole corpus chose each side of each set; `choices`, `hits` and `terms` as for ``counts``.

    Returns
    -------
    DataFrame, one row per set
        ``poles`` : both sides' names, A first; ``own A`` … ``all N`` : cells that link to their hits, in the articles' own
        voice and in all voices; ``share of B, own voice``; ``with reported speech`` : the other end of its band; ``claim`` level.
    """
    corpus = choices[choices["unit"] == "corpus"].set_index(["set", "policy"])
    rows = []
    for contested, of_set in terms.groupby("set", sort=False):
        poles = of_set.drop_duplicates("side").set_index("side")["pole"]
        own, wide = corpus.loc[(contested, "own")], corpus.loc[(contested, "wide")]
        row = {"set": contested, "poles": f"{poles['A']} · {poles['B']}"}
        for policy in ("own", "all"):
            for side in "ABN":
                row[f"{policy} {side}"] = cite(hits, set=contested, pole=poles[side], policy=policy) if side in poles else "–"
        row["share of B, own voice"] = number(own["share"]) if pd.notna(own["share"]) else "no choice"
        row["with reported speech"] = number(wide["share"]) if pd.notna(wide["share"]) else "–"
        rows.append(row | {"claim": own["level"]})
    return pd.DataFrame(rows)
