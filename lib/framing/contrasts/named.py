"""Contrasts named by a study to the vocabulary of all of them, and to the words that say which were named."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from framing.contrasts.vocabulary import vocabulary


def vocabularies(words: pd.DataFrame, articles: pd.DataFrame, contrasts: Iterable, *, min_freq: int = 5) -> pd.DataFrame:
    """Return the rows of ``vocabulary`` for every contrast, one below the other; no rows where none is named.

    Returns
    -------
    DataFrame, one row per contrast × type, ``contrast`` and ``type`` first
    """
    rows = [vocabulary(words, articles, contrast, min_freq=min_freq).rename_axis("type").reset_index() for contrast in contrasts]
    if not rows:
        return pd.DataFrame({"contrast": [], "type": []}, dtype="str")
    table = pd.concat(rows, ignore_index=True)
    return table[["contrast", "type", *(c for c in table if c not in ("contrast", "type"))]]
