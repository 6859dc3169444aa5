"""Tables of a run, as much as the pages need of them: takes a run's name, returns tables of chosen articles."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from framing import tables


def maybe(name: str, run: str, columns: list[str] | None = None) -> pd.DataFrame | None:
    """Return a table, or None where the run has none (a run that stopped early)."""
    return tables.read(name, run=run, columns=columns) if tables.exists(name, run=run) else None


def of_articles(name: str, run: str, ids: Iterable[str], columns: list[str] | None = None) -> pd.DataFrame:
    """Return the rows of some articles, reading one part at a time, so that memory holds no large table whole."""
    wanted = set(ids)
    found = []
    for part in tables.parts(name, run=run):
        piece = tables.read(name, run=run, columns=columns, part=part)
        found.append(piece[piece["article_id"].isin(wanted)])
    return pd.concat(found, ignore_index=True)
