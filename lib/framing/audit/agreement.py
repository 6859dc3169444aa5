"""Coders' codes to their agreement: Krippendorff's alpha with its interval, in words that were fixed beforehand."""

from __future__ import annotations

import numpy as np
import pandas as pd

FIRM, TENTATIVE = 0.80, 0.667
MIN_UNITS = 20  # units coded twice or more; fewer get no interval


def krippendorff(votes: np.ndarray) -> float:
    """Return Krippendorff's alpha for nominal codes: 1 − observed / expected disagreement.

    Parameters
    ----------
    votes : array, one row per unit, one column per code, of how many coders gave it
        Units with fewer than two codes are left out.

    Returns
    -------
    float <= 1
        1 where all coders agree on one label throughout; NaN where no unit has two codes.

    Source: Krippendorff 2004.

    Units AA, AA, AB, BB: n = 8, o_AB = 2, n_A = 5, n_B = 3: 1 − 7 · 2 / (2 · 5 · 3) = .533

    >>> round(krippendorff(np.array([[2, 0], [2, 0], [1, 1], [0, 2]])), 3)
    0.533
    """
    votes = np.asarray(votes, dtype=float)
    m = votes.sum(axis=-1)
    votes, m = votes[m >= 2], m[m >= 2]
    if not len(votes):
        return float("nan")
    observed = ((m**2 - (votes**2).sum(axis=1)) / (m - 1)).sum()
    totals = votes.sum(axis=0)
    n = totals.sum()
    expected = n**2 - (totals**2).sum()
    return 1.0 if expected == 0 else float(1 - (n - 1) * observed / expected)


def agreement(codes: pd.DataFrame, *, seed: int = 0, resamples: int = 2000) -> pd.DataFrame:
    """Return how far the coders agree on each variable.

    Parameters
    ----------
    codes : DataFrame
        As ``codes`` returns it.

    Returns
    -------
    DataFrame, one row per variable
        ``n_coders, n_units`` : int; ``n_pairable`` : int, units with two codes or more.
        ``share_agreeing`` : 0–1, of the pairs of codes. ``alpha, low, high`` : Krippendorff's, 95 % by resampling units;
        no interval below 20 pairable units. ``verdict`` : "firm" (>= .80), "tentative" (>= .667), "too low",
        "one coder" or "no codes". ``reason`` : one sentence.
    """
    rows = [_row(variable, own, seed, resamples) for variable, own in codes.groupby("variable")]
    names = "variable n_coders n_units n_pairable share_agreeing alpha low high verdict reason"
    return pd.DataFrame(rows, columns=names.split())


def _row(variable: str, own: pd.DataFrame, seed: int, resamples: int) -> tuple:
    votes = own.groupby(["hit_id", "code"]).size().unstack(fill_value=0).sort_index().to_numpy(dtype=float)
    n_coders = own["coder"].nunique()
    paired = votes[votes.sum(axis=1) >= 2]
    alpha, low, high = krippendorff(votes), float("nan"), float("nan")
    m = paired.sum(axis=1)
    agreeing = float((paired * (paired - 1)).sum() / (m * (m - 1)).sum()) if len(paired) else float("nan")
    if not len(paired):
        verdict = "one coder" if n_coders == 1 else "no overlap"
        reason = "one coder: agreement cannot be computed" if n_coders == 1 else "no hit was coded by two coders"
    else:
        verdict = "firm" if alpha >= FIRM else "tentative" if alpha >= TENTATIVE else "too low"
        reason = f"{len(paired)} hits coded by two or more of {n_coders} coders"
        if len(paired) >= MIN_UNITS:
            low, high = _interval(paired, seed, resamples)
        else:
            reason += f"; no interval below {MIN_UNITS}"
    return variable, n_coders, len(votes), len(paired), agreeing, alpha, low, high, verdict, reason


def _interval(votes: np.ndarray, seed: int, resamples: int) -> tuple[float, float]:
    kinds, copies = np.unique(votes, axis=0, return_counts=True)
    times = np.random.default_rng(seed).multinomial(int(copies.sum()), copies / copies.sum(), size=resamples)
    m = kinds.sum(axis=1)
    observed = times @ ((m**2 - (kinds**2).sum(axis=1)) / (m - 1))
    totals = times @ kinds
    n = totals.sum(axis=1)
    expected = n**2 - (totals**2).sum(axis=1)
    values = np.where(expected > 0, 1 - (n - 1) * observed / np.where(expected > 0, expected, 1), 1.0)
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
