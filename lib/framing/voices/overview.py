"""Spans to how often each rule found which voice."""

from __future__ import annotations

import pandas as pd


def by_rule(spans: pd.DataFrame) -> pd.DataFrame:
    """Return how many spans each rule found: one row per voice and rule, with ``spans`` and ``named`` (a speaker is known).

    Tables of several parts may be put one below the other and summed.
    """
    by = spans.assign(named=spans["speaker"].ne("")).groupby(["voice", "rule"])
    return by.agg(spans=("start", "size"), named=("named", "sum")).reset_index()
