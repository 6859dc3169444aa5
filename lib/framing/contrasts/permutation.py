"""Two groups of articles to a test of their difference: would other divisions of the same articles differ as much?

Whole articles change sides, never single words, so a long article cannot pose as many observations.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np

from framing.choices import Interval
from framing.choices.intervals import LINEAR, MIN_BOOTSTRAP, MIN_EACH, RESAMPLES, STANDARD_ERROR, accelerated, kinds_of, linear, shares

MAX_ENUMERATED = 20_000  # divisions; beyond, random ones are drawn
MIN_TEST = 4  # articles with a choice on each side: with 2 or 3 of uneven ones it rejects 12 % (benchmarks/simulation.py)
NOT_TESTABLE = "not testable with these articles"


class Permutation(NamedTuple):
    """The outcome of a permutation test; ``p`` is NaN where ``reason`` says why it is not testable."""

    difference: float  # pole share of the target minus that of the reference
    p: float  # two-sided
    smallest_p: float  # the smallest p that these numbers of articles can give
    n_target: int  # articles with a choice
    n_reference: int
    method: str  # "all divisions", "random divisions" or "normal limit"
    divisions: int
    reason: str


def permutation(target: np.ndarray, reference: np.ndarray, *, alpha: float = 0.05, seed: int = 0, resamples: int = 9999) -> Permutation:
    """Return the permutation test of the difference of two groups' pole shares, by article.

    The statistic is the absolute difference of the pooled shares over its standard error by article: plain differences
    reject too often where the groups' articles differ in length or spread (benchmarks/simulation.csv).

    Parameters
    ----------
    target, reference : arrays of int, shape (articles, 2)
        n_a and n_b of each article. Articles without a choice are left out.
    alpha : float
        Where even the most extreme division could not reach it, there is no p; nor below four articles on a side.
    seed, resamples : int
        Random divisions where there are more than 20,000; then p = (1 + #{T* >= T}) / (1 + resamples).
        With 1,000 articles a side none are drawn: p is that of the statistic's normal limit, never below 1 / (1 + resamples).

    Source: Phipson & Smyth 2010; Janssen 1997.

    Example: 4 articles all A against 4 all B: 70 divisions, 2 as extreme (this one and its mirror image): p = .029.
    """
    sides = [_with_choice(side) for side in (target, reference)]
    n1, n2 = (len(side) for side in sides)
    difference = _share(sides[0]) - _share(sides[1]) if n1 and n2 else math.nan
    divisions = math.comb(n1 + n2, n1)
    smallest = (2 if n1 == n2 else 1) / divisions
    if min(n1, n2) < MIN_TEST:
        reason = f"{NOT_TESTABLE}: {n1} against {n2} with a choice, and a test needs {MIN_TEST} on each side"
        return Permutation(difference, math.nan, smallest, n1, n2, "", 0, reason)
    exact = divisions <= MAX_ENUMERATED
    if not exact:
        smallest = max(smallest, 1 / (1 + resamples))
    if smallest > alpha:
        reason = f"{NOT_TESTABLE}: {n1} against {n2} can give no p below {smallest:.2g}"
        return Permutation(difference, math.nan, smallest, n1, n2, "", 0, reason)
    kinds, place, copies = kinds_of(np.concatenate(sides))
    seen = np.bincount(place[:n1], minlength=len(kinds))[None]
    observed = _studentised(seen, copies, kinds)[0]
    if min(n1, n2) >= LINEAR:
        from scipy.stats import norm

        return Permutation(difference, max(float(2 * norm.sf(observed)), smallest), smallest, n1, n2, "normal limit", 0, "")
    if exact:
        drawn = np.array(list(itertools.combinations(place, n1)))
        times = np.stack([(drawn == kind).sum(axis=1) for kind in range(len(kinds))], axis=1)
    else:
        times = np.random.default_rng(seed).multivariate_hypergeometric(copies, n1, size=resamples)
    extreme = int((_studentised(times, copies, kinds) >= observed * (1 - 1e-9)).sum())
    p = extreme / divisions if exact else (1 + extreme) / (1 + resamples)
    method = "all divisions" if exact else "random divisions"
    return Permutation(difference, p, smallest, n1, n2, method, divisions if exact else resamples, "")


def difference_interval(target: np.ndarray, reference: np.ndarray, *, seed: int = 0, resamples: int = RESAMPLES) -> Interval:
    """Return the 95 % interval of the difference of two pooled pole shares, resampling the articles of each group.

    Refused where ``choices.bootstrap`` would refuse one of the groups. Corrected and widened as there.
    """
    from scipy.stats import norm, t

    drawn = []
    for name, side in (("target", target), ("reference", reference)):
        side = _with_choice(side)
        if len(side) < MIN_BOOTSTRAP:
            return Interval(math.nan, math.nan, "", f"{len(side)} articles with a choice in the {name}: no interval below {MIN_BOOTSTRAP}")
        rarer = int((side > 0).sum(axis=0).min())
        if rarer < MIN_EACH:
            return Interval(math.nan, math.nan, "", f"one pole stands in {rarer} articles of the {name}: no interval below {MIN_EACH}")
        kinds, _, copies = kinds_of(side)
        drawn.append((kinds, copies))
    if all(np.ptp(shares(kinds)) < 1e-12 for kinds, _ in drawn):
        return Interval(math.nan, math.nan, "", "all articles of each side have the same share: resampling them cannot give an interval")
    n1, n2 = (int(copies.sum()) for _, copies in drawn)
    few = min(n1, n2)
    if few >= LINEAR:
        return Interval(*linear(drawn), STANDARD_ERROR, "")
    rng = np.random.default_rng(seed)
    thetas = [shares(rng.multinomial(n, copies / n, size=resamples) @ kinds) for n, (kinds, copies) in zip((n1, n2), drawn, strict=True)]
    cut = float(norm.sf(t.ppf(0.975, n1 + n2 - 2) * math.sqrt(few / (few - 1))))
    low, high = accelerated(thetas[0] - thetas[1], np.full(resamples, 1 / resamples), drawn, cut)
    return Interval(float(low), float(high), f"{resamples} resamples of articles", "")


def _with_choice(side: np.ndarray) -> np.ndarray:
    side = np.asarray(side, dtype=np.int64).reshape(-1, 2)
    return side[side.sum(axis=1) > 0]


def _share(side: np.ndarray) -> float:
    return float(side[:, 1].sum() / side.sum())


def _studentised(times: np.ndarray, copies: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """|difference of shares| / its standard error by article, for each division (row of ``times``)."""
    b, m = kinds[:, 1].astype(float), kinds.sum(axis=1).astype(float)
    shares, variances = [], []
    for taken in (times, copies - times):
        n, size = taken.sum(axis=1), taken @ m
        share = (taken @ b) / size
        squares = taken @ (b * b) - 2 * share * (taken @ (b * m)) + share**2 * (taken @ (m * m))
        shares.append(share)
        variances.append(np.maximum(squares, 0) / size**2 * n / (n - 1))
    gap, error = np.abs(shares[0] - shares[1]), np.sqrt(variances[0] + variances[1])
    gap = np.where(gap < 1e-12, 0, gap)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(error > 1e-12, gap / error, np.where(gap > 0, np.inf, 0.0))
