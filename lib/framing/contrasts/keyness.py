"""Compare how often each type occurs in a target and in a reference corpus: a tuple of measures, never one score.

Takes two frequency lists (Series: index = type, values = token counts), returns one row per type.
``log_ratio`` says how big the difference is, ``g2`` how much evidence there is, the intervals how sure one may be;
none of them knows about articles, so ``vocabulary`` puts the articles with the type and its dispersion beside them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.choices.intervals import kinds_of
from framing.errors import BadInput

ALPHA0 = (10, 100, 500)  # strength of the prior, in tokens; the middle one is the main one


def g2(a, b, c, d) -> np.ndarray:
    """Return the log-likelihood over all four cells: a of c tokens against b of d tokens.

    2 Σ O ln(O/E) over type and other tokens in both corpora. The two-cell form leaves the other tokens out and is
    smaller. A type as frequent as expected has 0. Source: Dunning 1993.

    >>> round(float(g2(9, 2, 447, 2255)), 2)
    22.82
    """
    a, b, c, d = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, b, c, d)))
    return _log_likelihood(np.stack([a, b]), np.stack([c, d])) + _log_likelihood(np.stack([c - a, d - b]), np.stack([c, d]))


def g2_two_cell(a, b, c, d) -> np.ndarray:
    """Return the log-likelihood over two cells, the type's own: what many tools print as G2.

    >>> round(float(g2_two_cell(9, 2, 447, 2255)), 2)
    22.68
    """
    a, b, c, d = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, b, c, d)))
    return _log_likelihood(np.stack([a, b]), np.stack([c, d]))


def bic(g2, n) -> np.ndarray:
    """Return the approximate Bayesian information criterion G2 − ln N, N tokens in both corpora.

    >>> round(float(bic(g2_two_cell(9, 2, 447, 2255), 2702)), 2)
    14.78
    """
    return np.asarray(g2, dtype=float) - np.log(n)


def log_ratio(a, b, c, d) -> np.ndarray:
    """Return log2 of the ratio of the two rates, a zero count taken as ½. Source: Hardie 2014.

    >>> round(float(log_ratio(9, 2, 447, 2255)), 2)
    4.5
    """
    a, b = (np.where(np.asarray(x) == 0, 0.5, x) for x in (a, b))
    return np.log2(a / np.asarray(c, dtype=float)) - np.log2(b / np.asarray(d, dtype=float))


def log_ratio_interval(a, b, c, d, *, alpha=0.05) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact interval of the log ratio, from Clopper and Pearson's for p = a / (a + b).

    A bound is infinite where a count is zero. Source: Evert 2022.

    >>> [round(float(bound), 2) for bound in log_ratio_interval(9, 2, 447, 2255)]
    [2.23, 7.75]
    """
    from scipy.special import betaincinv

    a, b, c, d = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (a, b, c, d)))
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a > 0, betaincinv(np.maximum(a, 1), b + 1, alpha / 2), 0.0)
        high = np.where(b > 0, betaincinv(a + 1, np.maximum(b, 1), 1 - alpha / 2), 1.0)
        return tuple(np.log2(d / c) + np.log2(p) - np.log2(1 - p) for p in (low, high))


def log_odds(a, b, c, d, *, alpha0: float, prior) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return δ, its variance and z: the difference of log odds under an informative Dirichlet prior.

    Parameters
    ----------
    a, b, c, d : tokens of the type in target and reference, tokens of target and reference
    alpha0 : float, tokens
        Strength of the prior: the larger, the more rare types are drawn to no difference.
    prior : the type's share of the prior, 0–1: here its share of both corpora together

    Source: Monroe, Colaresi & Quinn 2008.

    >>> [round(float(x), 3) for x in log_odds(9, 2, 447, 2255, alpha0=100, prior=11 / 2702)]
    [2.839, 0.522, 3.931]
    """
    a, b, c, d, prior = (np.asarray(x, dtype=float) for x in (a, b, c, d, prior))
    alpha = alpha0 * prior
    with np.errstate(divide="ignore", invalid="ignore"):  # a corpus of one type only has no odds
        delta = np.log((a + alpha) / (c + alpha0 - a - alpha)) - np.log((b + alpha) / (d + alpha0 - b - alpha))
        variance = 1 / (a + alpha) + 1 / (b + alpha)
        return delta, variance, delta / np.sqrt(variance)


def keyness(target: pd.Series, reference: pd.Series, *, min_freq: int = 5, alpha: float = 0.05) -> pd.DataFrame:
    """Return the keyness of every type frequent enough to judge.

    Parameters
    ----------
    target, reference : Series of int, indexed by type
        Tokens. A type absent from one list counts as 0 there.
    min_freq : int, tokens
        Types with fewer tokens in both together are dropped.
    alpha : float, 0–1
        The exact interval holds for 1 − alpha; ``lrc`` takes alpha / m for m types.

    Returns
    -------
    DataFrame, one row per type (the index), most over-used in the target first
        ``n_target, n_reference`` / ``size_target, size_reference`` : int, tokens of the type / of the corpus.
        ``log_ratio`` : doublings; +1 = twice the rate in the target; a zero count is taken as ½.
        ``log_ratio_low, log_ratio_high`` : its exact interval; infinite where a count is zero.
        ``lrc`` : conservative log ratio: the bound nearer 0, or 0 if the interval (at alpha / m) holds 0.
        ``g2, bic`` : four-cell log-likelihood, and less ln N. ``g2_two_cell`` : the smaller form of other tools.
        ``delta, variance, z, alpha0`` : log odds with the prior of 100 tokens;
        ``delta_10, z_10, delta_500, z_500`` : the same with weaker and stronger priors.

    Raises
    ------
    BadInput
        If a corpus is empty, a count is negative or not whole, a type stands twice, or no type is frequent enough.

    Source: Dunning 1993; Hardie 2014; Evert 2022; Monroe, Colaresi & Quinn 2008.

    >>> table = keyness(pd.Series({"bread": 6, "x": 994}), pd.Series({"bread": 2, "x": 1998}))
    >>> float(table.loc["bread", "log_ratio"].round(3))
    2.585
    """
    check(target, "target")
    check(reference, "reference")
    sizes = int(target.sum()), int(reference.sum())
    counts = pd.DataFrame({"n_target": target, "n_reference": reference}).fillna(0).astype("int64")
    counts = counts[(counts["n_target"] + counts["n_reference"]) >= max(min_freq, 1)]
    if counts.empty:
        raise BadInput(f"no type occurs {min_freq} times: lower min_freq")
    table = measures(counts, *sizes, alpha=alpha)
    a, b = table["n_target"].to_numpy(), table["n_reference"].to_numpy()
    for alpha0 in ALPHA0:
        delta, variance, z = log_odds(a, b, *sizes, alpha0=alpha0, prior=(a + b) / sum(sizes))
        suffix = "" if alpha0 == ALPHA0[1] else f"_{alpha0}"
        table[f"delta{suffix}"], table[f"variance{suffix}"], table[f"z{suffix}"] = delta, variance, z
    return table.assign(alpha0=ALPHA0[1])


def measures(counts: pd.DataFrame, size_target: int, size_reference: int, *, alpha: float = 0.05) -> pd.DataFrame:
    """Return the columns of ``keyness`` that need no prior, for counts already aligned (n_target, n_reference), sorted.

    Types with the same two counts have the same measures: each pair is computed once.
    """
    pairs, place, _ = kinds_of(counts[["n_target", "n_reference"]].to_numpy())
    a, b, c, d = pairs[:, 0], pairs[:, 1], size_target, size_reference
    once = pd.DataFrame({"log_ratio": log_ratio(a, b, c, d)})
    once["log_ratio_low"], once["log_ratio_high"] = log_ratio_interval(a, b, c, d, alpha=alpha)
    low, high = log_ratio_interval(a, b, c, d, alpha=alpha / max(len(counts), 1))
    once["lrc"] = np.where(low > 0, low, np.where(high < 0, high, 0.0))
    once["g2"], once["g2_two_cell"] = g2(a, b, c, d), g2_two_cell(a, b, c, d)
    once["bic"] = bic(once["g2"], c + d)
    table = counts.assign(size_target=c, size_reference=d)
    table[once.columns] = once.to_numpy()[place]
    table.index.name = "type"
    order = np.lexsort((table.index.to_numpy(dtype=str), -table["g2"].to_numpy(), -table["log_ratio"].to_numpy()))
    return table.iloc[order]


def _log_likelihood(observed: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """2 Σ O ln(O/E), where E shares the sum of O by the sizes; a zero adds nothing."""
    from scipy.special import xlogy

    expected = sizes * observed.sum(axis=0) / sizes.sum(axis=0)
    return np.maximum(2 * (xlogy(observed, observed) - xlogy(observed, expected)).sum(axis=0), 0.0)


def check(counts: pd.Series, name: str) -> None:
    """Refuse a frequency list that is empty, holds a type twice, or counts that are no whole numbers >= 0."""
    if not len(counts) or counts.sum() == 0:
        raise BadInput(f"the {name} corpus is empty: choose outlets that have articles")
    values = counts.to_numpy(dtype=float)
    if not np.isfinite(values).all() or (values < 0).any() or (values % 1 != 0).any():
        raise BadInput(f"the {name} counts must be whole numbers, 0 or more")
    if counts.index.has_duplicates:
        raise BadInput(
            f"the type {counts.index[counts.index.duplicated()][0]!r} stands twice in the {name} counts: add its counts up first"
        )
