"""Contrasts named by a study to the vocabulary of all of them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from framing.contrasts.vocabulary import MEASURES, SPREAD, comparable, of_sides, sides_of


def vocabularies(
    words: pd.DataFrame, articles: pd.DataFrame, contrasts: Iterable, *, column: str = "n_own", min_freq: int = 5
) -> pd.DataFrame:
    """Return the rows of ``vocabulary`` for every contrast, one below the other.

    Returns
    -------
    DataFrame, one row per contrast × type, ``contrast`` and ``type`` first
        A contrast has no rows where a side has no words or no type is frequent enough.
    """
    rows = []
    for contrast in contrasts:
        sides = sides_of(words, articles, contrast, column=column)
        if comparable(sides, column, min_freq):
            rows.append(of_sides(sides, contrast, column=column, min_freq=min_freq).reset_index())
    columns = ["contrast", "type", *MEASURES, *SPREAD]
    return pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)
