"""Choices and hits to what the voice does to them: the band from strict to wide, the swing, the unattributed-use rate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.choices.units import sides
from framing.hits import select

UNIT = ["unit", "name", "article_id", "outlet", "group", "set"]


def swing(choices: pd.DataFrame) -> pd.DataFrame:
    """Return how far the pole share moves when sources' words are counted too: all voices minus own voice.

    Parameters
    ----------
    choices : DataFrame
        As ``table`` returns it.

    Returns
    -------
    DataFrame, one row per unit × set
        ``theta_all, theta_own, theta_wide`` : 0–1, pole share under each policy, NaN without a choice.
        ``n_all, n_own, n_wide`` : int, choices (both poles) behind each.
        ``delta`` : −1…1, theta_all − theta_own; NaN where the unit makes no own-voice choice.
        ``defined`` : bool, whether it makes one. ``level`` : the claim level of its own-voice row.

    Example: own voice 1 of 4 for pole B, all voices 6 of 8: delta = .75 − .25 = .5.
    """
    place = choices.groupby(["unit", "name", "set"], sort=False).ngroup().to_numpy()
    first = choices.loc[~choices.duplicated(["unit", "name", "set"])].reset_index(drop=True)
    n = (choices["n_a"] + choices["n_b"]).to_numpy()
    swings, counts = {}, {}
    for policy in ("all", "own", "wide"):
        rows = (choices["policy"] == policy).to_numpy()
        share, size = np.full(len(first), np.nan), np.zeros(len(first), dtype="int64")
        share[place[rows]], size[place[rows]] = choices["share"].to_numpy()[rows], n[rows]
        swings[f"theta_{policy}"], counts[f"n_{policy}"] = share, size
    own = choices[choices["policy"] == "own"]
    level = own["level"].iloc[np.argsort(place[(choices["policy"] == "own").to_numpy()])].to_numpy()
    delta = swings["theta_all"] - swings["theta_own"]
    return first[UNIT].assign(**swings, **counts, delta=delta, defined=~np.isnan(swings["theta_own"]), level=level)


def band(choices: pd.DataFrame) -> pd.DataFrame:
    """Return the own-voice share as a band: strict (own voice, the point) to wide (reported speech counted too).

    Returns
    -------
    DataFrame, one row per unit × set
        ``strict, wide`` : 0–1; ``n_strict, n_wide`` : choices; ``lowest, highest`` : the band's two ends.
    """
    rows = swing(choices)
    rows = rows[UNIT].assign(strict=rows["theta_own"], wide=rows["theta_wide"], n_strict=rows["n_own"], n_wide=rows["n_wide"])
    return rows.assign(lowest=rows[["strict", "wide"]].min(axis=1), highest=rows[["strict", "wide"]].max(axis=1))


def unattributed(hits: pd.DataFrame, terms: pd.DataFrame, *, by: tuple[str, ...] = ("set", "pole", "side", "term")) -> pd.DataFrame:
    """Return for each term how often it stands unattributed: own / (own + attributed).

    Parameters
    ----------
    hits, terms : DataFrame
    by : columns of hits, or ``side``
        What gets a row: add "outlet" where the hits have it, leave "term" out for whole poles.

    Returns
    -------
    DataFrame, one row per value of ``by`` that has a counted hit
        ``n_own, n_attributed`` : int, hits; ``n_articles`` : int, articles that use it in either way.
        ``unattributed`` : 0–1. No interval: these hits come from several articles and are not independent.

    Example: used 3 times in own voice and once in a quotation: 3 / 4 = .75.
    """
    by = list(by)
    columns = list(dict.fromkeys(["article_id", "set", "pole", "voice", "zone", "counted", *(c for c in by if c != "side")]))
    sided = sides(hits[columns], terms)
    own, attributed = (select(sided, policy=policy) for policy in ("own", "attributed"))
    both = pd.concat([own.assign(own=1), attributed.assign(own=0)], ignore_index=True)
    rows = both.groupby(by).agg(n_own=("own", "sum"), n=("own", "size"), n_articles=("article_id", "nunique")).reset_index()
    rows["n_attributed"] = rows["n"] - rows["n_own"]
    rows["unattributed"] = rows["n_own"] / rows["n"]
    rank = {s: i for i, s in enumerate(terms["set"].drop_duplicates())}
    rows = rows.sort_values(by, key=lambda column: column.map(rank) if column.name == "set" else column, kind="stable")
    return rows[[*by, "n_own", "n_attributed", "unattributed", "n_articles"]].reset_index(drop=True)
