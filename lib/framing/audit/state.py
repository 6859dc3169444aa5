"""Codes and their agreement to the sentence that every report bears: who coded how much, how far they agree, or nobody yet."""

from __future__ import annotations

import math

import pandas as pd

from framing.audit.agreement import TENTATIVE
from framing.audit.codes import of_counted

UNVALIDATED = "unvalidated: no hand coding yet"


def status(hits: pd.DataFrame, codes: pd.DataFrame, *, coders: str = "") -> str:
    """Return how many counted hits were coded by how many coders, and who they are as far as the study says; or "unvalidated"."""
    coded = of_counted(codes, hits)
    if coded.empty:
        return UNVALIDATED
    n, every = coded["hit_id"].nunique(), int(hits["counted"].sum())
    return f"coded: {n:,} of {every:,} counted hits by {_number(coded['coder'].nunique())}. {_who(coders)}"


def state(agreement: pd.DataFrame, *, coders: str = "") -> str:
    """Return the sentence every report bears: how many coded, how far they agree, who they are.

    Parameters
    ----------
    agreement : DataFrame
        As ``agreement`` returns it, of counted hits.
    coders : str
        What the study declares of them (``coders:`` in study.yml); "" is said to be not declared.
    """
    if agreement.empty:
        return UNVALIDATED
    n = int(agreement["n_coders"].max())
    said = [f"{int(agreement['n_units'].max()):,} hits coded by {_number(n)}"]
    said += [f"{row.variable}: {_alpha(row)}" for row in agreement.itertuples() if n > 1]
    return f"{'; '.join(said)}. {_who(coders)}"


def without_recall(filled: pd.DataFrame) -> str:
    """Return why recall of the lexicon has no value, from the filled sheet of sentences."""
    coded = len(filled) and filled["n_missed"].fillna("").astype("str").str.strip().ne("").any()
    why = "no coded sentence is on this run's sheet, or no hit was coded" if coded else "no sentence sheet was coded"
    return f"Recall of the lexicon was not measured: {why}."


def _alpha(row) -> str:
    """Alpha in words: named from its point value; an interval that reaches below the lowest usable value is said to."""
    if not row.n_pairable:
        return row.reason
    interval = "" if math.isnan(row.low) else f" ({row.low:.2f} to {row.high:.2f})"
    reaches = ", but its interval reaches below .667" if row.alpha >= TENTATIVE > row.low else ""
    return f"alpha = {row.alpha:.2f}{interval}, {row.verdict}{reaches}"


def _number(coders: int) -> str:
    return "one coder, so that agreement is unknown" if coders == 1 else f"{coders} coders"


def _who(coders: str) -> str:
    return f"Who coded: {coders}." if coders else "Who coded is not declared (`coders:` in study.yml)."
