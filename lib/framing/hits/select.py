"""Hits → the hits that a number counts. The one way in which numbers and their evidence lists are made."""

from __future__ import annotations

from typing import NamedTuple

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
    return hits[kept]
