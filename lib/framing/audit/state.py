"""Codes and their agreement to the sentence that every report bears: who coded how much, how far they agree, or nobody yet."""

from __future__ import annotations

import math

import pandas as pd

from framing.audit.agreement import TENTATIVE
from framing.audit.codes import of_counted

UNVALIDATED = "unvalidated: no hand coding yet"


def status(hits: pd.DataFrame, codes: pd.DataFrame) -> str:
    """Return the sentence every report bears: how many hits were coded by how many coders, or "unvalidated"."""
    coded = of_counted(codes, hits)
    if coded.empty:
        return UNVALIDATED
    n, coders = coded["hit_id"].nunique(), coded["coder"].nunique()
    one = "one coder, so that agreement is unknown" if coders == 1 else f"{coders} coders"
    return f"coded: {n:,} of {int(hits.counted.sum()):,} counted hits by {one}"


def state(agreement: pd.DataFrame) -> str:
    """Return the sentence every report bears, from the table of agreement alone: who coded, and how far they agree."""
    if agreement.empty:
        return UNVALIDATED
    coders = int(agreement["n_coders"].max())
    said = [f"{int(agreement['n_units'].max()):,} hits coded by {'one coder' if coders == 1 else f'{coders} coders'}"]
    said += [f"{row.variable}: {_alpha(row)}" for row in agreement.itertuples()]
    return "; ".join(said) + ". Who coded, and how, stands in the study's data sheet."


def _alpha(row) -> str:
    """Alpha in words: named from its point value; an interval that reaches below the lowest usable value is said to."""
    if not row.n_pairable:
        return row.reason
    interval = "" if math.isnan(row.low) else f" ({row.low:.2f} to {row.high:.2f})"
    reaches = ", but its interval reaches below .667" if row.alpha >= TENTATIVE > row.low else ""
    return f"alpha = {row.alpha:.2f}{interval}, {row.verdict}{reaches}"
