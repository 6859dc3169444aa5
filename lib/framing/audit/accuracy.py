"""Hits and the settled codes to precision, recall and confusion: where the rules are right and where not."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from framing.audit.codes import VOICES
from framing.choices import zero_bound
from framing.errors import BadInput

COLUMNS = ["measure", "by", "name", "value", "low", "high", "k", "n", "n_effective"]


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of k of n; NaN where n is 0. Source: Wilson 1927; computed by scipy.

    >>> [round(bound, 3) for bound in wilson(9, 10)]
    [0.596, 0.982]
    """
    from scipy.stats import binomtest

    if n == 0:
        return math.nan, math.nan
    interval = binomtest(int(k), int(n)).proportion_ci(confidence_level=0.95, method="wilson")
    return float(interval.low), float(interval.high)


def accuracy(hits: pd.DataFrame, settled: pd.DataFrame) -> pd.DataFrame:
    """Return precision and recall of the lexicon and of the voice rules against the settled codes.

    Parameters
    ----------
    hits : DataFrame
        The hits that were handed out; with ``weight`` (as ``sample`` gives it) they count by weight.
    settled : DataFrame
        As ``settled`` returns it; hits without a code, or with tied codes, are left out.

    Returns
    -------
    DataFrame, one row per measure and thing judged
        ``measure`` : "precision" or "recall"; ``by`` : "all", "set", "term" (the word stands for what the set is about)
        or "voice" (among valid hits). ``name`` : which.
        ``value, low, high`` : 0–1, Wilson's 95 %. ``k`` of ``n`` : int, hits. ``n_effective`` : int, n less what unequal
        weights cost (Kish); the interval is computed for it.
    """
    coded = _coded(hits, settled)
    valid = coded[coded["valid"] != ""].assign(right=lambda rows: rows["valid"] == "yes")
    rows = [_judged("precision", "all", "all", valid)] if len(valid) else []
    for by in ("set", "term"):
        rows += [_judged("precision", by, name, own) for name, own in valid.groupby(by)]
    spoken = coded[(coded["code"] != "") & (coded["valid"] != "no")].assign(right=lambda rows: rows["voice"] == rows["code"])
    for voice in VOICES:
        rows.append(_judged("precision", "voice", voice, spoken[spoken["voice"] == voice]))
        rows.append(_judged("recall", "voice", voice, spoken[spoken["code"] == voice]))
    return pd.DataFrame([row for row in rows if row[7]], columns=COLUMNS)


def confusion(hits: pd.DataFrame, settled: pd.DataFrame) -> pd.DataFrame:
    """Return how the voices that the rules gave meet those that the coders gave.

    Returns
    -------
    DataFrame, one row per rule's voice × coded voice, all 25
        ``n`` : int, valid hits; ``weight`` : float, hits they stand for; ``share`` : 0–1, among the coded voice; NaN if none.
    """
    coded = _coded(hits, settled)
    spoken = coded[(coded["code"] != "") & (coded["valid"] != "no")]
    index = pd.MultiIndex.from_product([VOICES, VOICES], names=["rule", "coded"])
    by = spoken.groupby(["voice", "code"])["weight"].agg(["size", "sum"]).rename_axis(index.names).reindex(index, fill_value=0)
    table = by.rename(columns={"size": "n", "sum": "weight"}).astype({"n": "int64", "weight": float}).reset_index()
    total = table.groupby("coded")["weight"].transform("sum")
    return table.assign(share=table["weight"] / total.where(total > 0))


def recall(hits: pd.DataFrame, settled: pd.DataFrame, sentences: pd.DataFrame, filled: pd.DataFrame) -> pd.DataFrame:
    """Return how many of the mentions in the text the lexicon finds, from the sheet of sentences without a hit.

    Parameters
    ----------
    hits, settled : DataFrame
        The hits handed out, with ``weight``, and their codes: how many hits are true.
    sentences, filled : DataFrame
        As ``unhit_sentences`` returned them, and the filled sheet with ``sentence_id`` and ``n_missed``.

    Returns
    -------
    DataFrame with one row in the columns of ``accuracy`` (measure "recall", by "all"), or none if nothing was coded
        ``value`` : true hits / (true hits + missed mentions), both weighted. ``low, high`` : from Wilson's interval of
        the share of sentences that hold a miss; without any miss ``low`` follows from the bound of a zero.

    Raises
    ------
    BadInput
        If ``n_missed`` is not a whole number.
    """
    missed = _missed(filled)
    judged = sentences[sentences["sentence_id"].isin(missed.index)]
    coded = _coded(hits, settled)
    valid = coded[coded["valid"] != ""]
    if judged.empty or valid.empty:
        return pd.DataFrame(columns=COLUMNS)
    true = float(hits["weight"].sum() if "weight" in hits else len(hits)) * float(
        np.average(valid["valid"] == "yes", weights=valid["weight"])
    )
    n_missed = judged["sentence_id"].map(missed)
    lost, n, with_miss = float((n_missed * judged["weight"]).sum() * len(sentences) / len(judged)), len(judged), int((n_missed > 0).sum())
    if true + lost == 0:
        return pd.DataFrame(columns=COLUMNS)
    every = float(sentences["weight"].sum())
    if with_miss:
        per_sentence = lost / (every * with_miss / n)
        few, many = (bound * every * per_sentence for bound in wilson(with_miss, n))
    else:
        few, many = 0.0, float(zero_bound(n)) * every
    row = ("recall", "all", "all", true / (true + lost), true / (true + many), true / (true + few), n - with_miss, n, n)
    return pd.DataFrame([row], columns=COLUMNS)


def _missed(filled: pd.DataFrame) -> pd.Series:
    """The number of missed mentions of each coded sentence."""
    cells = filled.set_index("sentence_id")["n_missed"].map(lambda cell: "" if pd.isna(cell) else str(cell).strip().removesuffix(".0"))
    cells = cells[cells != ""]
    for place, cell in enumerate(cells, start=2):
        if not cell.isdecimal():
            raise BadInput(f"sheet of sentences, coded row {place - 1}, column n_missed: {cell!r} is no whole number; write 0, 1, 2 …")
    return cells.astype(int)


def _coded(hits: pd.DataFrame, settled: pd.DataFrame) -> pd.DataFrame:
    """The hits that have a code, with ``valid``, ``code`` (the coded voice) and ``weight``."""
    codes = settled.rename(columns={"voice": "code"})
    counted = hits[
        hits["counted"] & hits["hit_id"].isin(codes["hit_id"])
    ]  # an uncounted copy of an article has the hit ids of the counted one
    weighted = counted if "weight" in hits else counted.assign(weight=1.0)
    return weighted.merge(codes, on="hit_id", how="inner", validate="one_to_one")


def _judged(measure: str, by: str, name: str, own: pd.DataFrame) -> tuple:
    weight = own["weight"].to_numpy(dtype=float)
    if not len(own):
        return measure, by, name, math.nan, math.nan, math.nan, 0, 0, 0
    value = float(np.average(own["right"], weights=weight))
    effective = int(round(weight.sum() ** 2 / (weight**2).sum()))
    low, high = wilson(round(value * effective), effective)
    return measure, by, name, value, low, high, int(own["right"].sum()), len(own), effective
