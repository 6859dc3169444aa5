"""Hits → the hits that a number counts. The one way in which numbers and their evidence lists are made.

``select`` answers one question; a ``Ledger`` answers many of the same hits, by asking ``select`` of their kinds.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd


class Policy(NamedTuple):
    """Which voices count, and whether captions (an agency's words) do."""

    voices: tuple[str, ...]
    captions: bool


POLICIES = {
    "own": Policy(("own", "bracket"), captions=False),
    "wide": Policy(("own", "bracket", "indirect"), captions=False),
    "attributed": Policy(("short", "direct", "indirect"), captions=True),
    "all": Policy(("own", "bracket", "short", "direct", "indirect"), captions=True),
}


def select(hits: pd.DataFrame, *, policy: str = "all", counted: bool = True, **equals) -> pd.DataFrame:
    """Return the hits that a policy counts and whose columns have the values asked for, in the order given.

    Parameters
    ----------
    hits : DataFrame as ``find`` returns it.
    policy : str, a key of ``POLICIES``
        own = the article's voice, not in captions; wide = own and reported speech; attributed; all.
    counted : bool
        Leave out hits in furniture, bylines, dates, repeats and copies (``why_not`` not empty).
    **equals : column=value or column=[values]

    Raises
    ------
    ValueError
        If the policy or a column is unknown.

    >>> hits = pd.DataFrame({"voice": ["own", "own", "direct"], "zone": ["body", "caption", "body"], "counted": True})
    >>> len(select(hits, policy="own")), len(select(hits, zone=["body", "lead"]))
    (1, 2)
    """
    return hits[mask(hits, policy=policy, counted=counted, **equals)]


def mask(hits: pd.DataFrame, *, policy: str = "all", counted: bool = True, **equals) -> pd.Series:
    """Return which hits ``select`` would return, as True and False."""
    if policy not in POLICIES:
        raise ValueError(f"unknown policy {policy!r}: use one of {', '.join(POLICIES)}")
    voices, captions = POLICIES[policy]
    kept = hits["voice"].isin(voices)
    if not captions:
        kept &= hits["zone"] != "caption"
    if counted:
        kept &= hits["counted"]
    for column, value in equals.items():
        if column not in hits.columns:
            raise ValueError(f"hits have no column {column!r}: use one of {', '.join(hits.columns)}")
        kept &= hits[column].isin(value if isinstance(value, (list, tuple, set, frozenset)) else [value])
    return kept


class Ledger:
    """A run's hits, made ready to be asked many questions: hits alike in what is asked about are counted together.

    Millions of hits are of some hundred kinds, so ``select`` is asked of one hit of each kind.

    >>> hits = pd.DataFrame({"voice": ["own", "own", "direct"], "zone": ["body", "caption", "body"], "counted": True})
    >>> ledger = Ledger(hits)
    >>> ledger.count(policy="own"), ledger.rows(zone="body").tolist()
    (1, [0, 2])
    """

    def __init__(self, hits: pd.DataFrame) -> None:
        self.hits = hits
        self._codes: dict[str, tuple[np.ndarray, int]] = {}
        self._kinds: dict[tuple[str, ...], tuple[pd.DataFrame, np.ndarray, np.ndarray]] = {}

    def count(self, **query: Any) -> int:
        """Return how many hits a query counts; it is asked as in ``select``."""
        chosen, _, bounds = self._asked(query)
        return int((bounds[chosen + 1] - bounds[chosen]).sum())

    def rows(self, **query: Any) -> np.ndarray:
        """Return the places of these hits in the table, ascending."""
        chosen, order, bounds = self._asked(query)
        return np.sort(np.concatenate([order[:0], *(order[bounds[kind] : bounds[kind + 1]] for kind in chosen)]))

    def _asked(self, query: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return which kinds a query counts, the hits ordered by kind, and where in that order each kind begins."""
        columns = sorted(set(query) - {"policy", "counted", "voice", "zone"})
        if not set(columns) <= set(self.hits.columns):
            select(self.hits.head(0), **query)  # says what is wrong
        kinds, order, bounds = self._by(("voice", "zone", "counted", *columns))
        return select(kinds, **query).index.to_numpy(), order, bounds

    def _by(self, columns: tuple[str, ...]) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
        if columns not in self._kinds:
            kind = np.zeros(len(self.hits), dtype=np.int64)
            for column in columns:
                codes, n = self._coded(column)
                kind = pd.factorize(kind * n + codes)[0] if len(kind) else kind
            order = np.argsort(kind, kind="stable")
            bounds = np.concatenate([[0], np.cumsum(np.bincount(kind))]).astype(np.int64)
            kinds = self.hits[list(columns)].iloc[order[bounds[:-1]]].reset_index(drop=True)
            self._kinds[columns] = (kinds, order, bounds)
        return self._kinds[columns]

    def _coded(self, column: str) -> tuple[np.ndarray, int]:
        if column not in self._codes:
            codes, values = pd.factorize(self.hits[column])
            self._codes[column] = (codes, len(values))
        return self._codes[column]
