"""Counts to intervals: Jeffreys for one article's choices, a bound for a zero, the bootstrap by article for several.

The unit that is resampled is the article, never the token: choices inside one article are not independent.
"""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

import numpy as np

MIN_BOOTSTRAP = 8  # articles with a choice; fewer get no interval
MIN_EACH = 5  # articles that use each pole; with fewer the interval covers too seldom (benchmarks/simulation.csv)
MIN_RANDOM = 12  # from here on resamples are drawn; below, every possible resample is enumerated
RESAMPLES = 4999
LINEAR = 1000  # articles with a choice; from here on resamples add nothing to the standard error over articles


STANDARD_ERROR = "the standard error over articles"


class Interval(NamedTuple):
    """Two bounds and how they were made; both NaN where ``method`` is "" and ``reason`` says why."""

    low: float
    high: float
    method: str
    reason: str


def jeffreys(k, n, *, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return the Jeffreys interval of k of n choices: the quantiles of Beta(k + ½, n − k + ½).

    Parameters
    ----------
    k, n : int or array of int, choices
    level : float, 0–1

    Returns
    -------
    low, high : arrays of float, 0–1
        NaN where n is 0. The bound is 0 where k is 0 and 1 where k is n.

    Raises
    ------
    ValueError
        If a k is negative or above its n.

    Source: Brown, Cai & DasGupta 2001.

    >>> [round(float(bound), 3) for bound in jeffreys(3, 10)]
    [0.093, 0.606]
    """
    from scipy.stats import beta

    k, n = np.broadcast_arrays(np.asarray(k, dtype=np.int64), np.asarray(n, dtype=np.int64))
    if (k < 0).any() or (k > n).any():
        raise ValueError("an interval needs 0 <= k <= n")
    pairs, place, _ = kinds_of(np.stack([k.ravel(), n.ravel()], axis=1))
    some, every = pairs.T
    tail = (1 - level) / 2
    low = beta.ppf(tail, some + 0.5, every - some + 0.5)
    high = beta.ppf(1 - tail, some + 0.5, every - some + 0.5)
    low[some == 0], high[some == every] = 0.0, 1.0
    low[every == 0] = high[every == 0] = np.nan
    return low[place].reshape(k.shape), high[place].reshape(k.shape)


def zero_bound(n_words) -> np.ndarray:
    """Return the highest rate per word, with 95 % confidence, of a word that n_words words do not hold.

    It is 1 − 0.05^(1/N), about 3/N; NaN where there are no words. Source: Hanley & Lippman-Hand 1983.

    >>> round(float(zero_bound(300)), 5)
    0.00994
    """
    n_words = np.asarray(n_words, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n_words > 0, 1 - 0.05 ** (1 / n_words), np.nan)


def bootstrap(n_a, n_b, *, seed: int = 0, resamples: int = RESAMPLES) -> Interval:
    """Return the 95 % interval of a pooled pole share over articles, by resampling whole articles.

    Parameters
    ----------
    n_a, n_b : arrays of int, choices
        One value an article. Articles without a choice are left out.
    seed : int
    resamples : int
        Random resamples from 12 articles on; from 8 to 11 every resample is enumerated with its probability; from 1,000
        on none are drawn, for the interval is then that of the ratio's standard error over articles.

    Returns
    -------
    Interval
        Refused (NaN, with the reason) below 8 articles, where fewer than 5 articles use one of the poles,
        and where all have the same share.
        The percentiles are corrected for bias and skewness (BCa), and the tails widened to match Student's t: plain
        percentiles are too narrow with few articles and off centre with rare poles. Source: Efron 1987; Hesterberg 2015.

    Swapping the poles mirrors the interval exactly, and the order of the articles does not matter.
    """
    pairs = np.stack([np.asarray(n_a, dtype=np.int64), np.asarray(n_b, dtype=np.int64)], axis=1)
    pairs = pairs[pairs.sum(axis=1) > 0]
    n = len(pairs)
    if n < MIN_BOOTSTRAP:
        return Interval(np.nan, np.nan, "", f"{_articles(n)} with a choice: no interval below {MIN_BOOTSTRAP}")
    rarer = int((pairs > 0).sum(axis=0).min())
    if rarer == 0:
        bound = float(zero_bound(n))
        reason = f"all {n} articles use one pole only: no interval; the other may stand in up to {bound:.0%} of such articles (95 %)"
        return Interval(np.nan, np.nan, "", reason)
    if rarer < MIN_EACH:
        return Interval(np.nan, np.nan, "", f"one pole stands in {_articles(rarer)} of {n}: no interval below {MIN_EACH}")
    kinds, _, copies = kinds_of(pairs)
    if np.ptp(shares(kinds)) < 1e-12:
        return Interval(np.nan, np.nan, "", f"all {n} articles have the same share: resampling them cannot give an interval")
    if n >= LINEAR:
        return Interval(*linear([(kinds, copies)]), STANDARD_ERROR, "")
    mirrored, _, mirrored_copies = kinds_of(pairs[:, ::-1])
    swap = (mirrored.tolist(), mirrored_copies.tolist()) < (kinds.tolist(), copies.tolist())
    if swap:
        kinds, copies = mirrored, mirrored_copies
    times, probability = resample(copies, seed=seed, resamples=resamples)
    low, high = accelerated(shares(times @ kinds), probability, [(kinds, copies)], tail(n))
    if swap:
        low, high = 1 - high, 1 - low
    method = "all resamples of articles" if n < MIN_RANDOM else f"{resamples} resamples of articles"
    return Interval(float(low), float(high), method, "")


def kinds_of(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the different rows of an array (n, 2) of whole numbers >= 0, sorted; each row's place among them; their copies.

    As ``numpy.unique`` over rows, in a tenth of the time: two numbers are packed into one.
    """
    base = int(pairs[:, 1].max(initial=0)) + 1
    packed, place, copies = np.unique(pairs[:, 0] * base + pairs[:, 1], return_inverse=True, return_counts=True)
    return np.stack(np.divmod(packed, base), axis=1), place.ravel(), copies


def tail(n: float, *, level: float = 0.95) -> float:
    """Return the share cut off at each end so that percentiles over n articles are as wide as Student's t."""
    from scipy.stats import norm, t

    return float(norm.sf(t.ppf((1 + level) / 2, n - 1) * np.sqrt(n / (n - 1))))


def resample(copies: np.ndarray, *, seed: int, resamples: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each kind of article is drawn in each resample, and each resample's probability.

    Articles with the same counts are one kind, ``copies`` says how many there are: that keeps a corpus of 100,000 cheap.
    """
    n = int(copies.sum())
    if n >= MIN_RANDOM:
        times = np.random.default_rng(seed).multinomial(n, copies / n, size=resamples)
        return times, np.full(resamples, 1 / resamples)
    from scipy.special import gammaln

    times = _compositions(len(copies), n)
    log_p = gammaln(n + 1) - gammaln(times + 1).sum(axis=1) + times @ np.log(copies / n)
    return times, np.exp(log_p)


def shares(taken: np.ndarray) -> np.ndarray:
    """Return the pole share of rows of n_a, n_b."""
    return taken[:, 1] / taken.sum(axis=1)


def accelerated(values: np.ndarray, probability: np.ndarray, sides: list[tuple[np.ndarray, np.ndarray]], cut: float) -> tuple[float, float]:
    """Return the BCa bounds of a pole share, or of the difference of two, from its resampled values.

    Parameters
    ----------
    values, probability : arrays (resamples,)
    sides : one or two of (kinds, copies)
        The articles themselves: with two, ``values`` are the first's share minus the second's.
    cut : float
        Share to cut off at each end before the correction.
    """
    from scipy.stats import norm

    estimate, pull, copies = _pulls(sides)
    spread = copies @ pull**2
    skew = (copies @ pull**3) / (6 * spread**1.5) if spread > 1e-18 else 0.0
    below = probability[values < estimate - 1e-12].sum() + probability[np.abs(values - estimate) <= 1e-12].sum() / 2
    bias = norm.ppf(np.clip(below, 0.001, 0.999))
    cuts = [norm.cdf(bias + (bias + z) / (1 - skew * (bias + z))) for z in (norm.ppf(cut), norm.isf(cut))]
    return quantiles(values, probability, *cuts)


def linear(sides: list[tuple[np.ndarray, np.ndarray]], *, level: float = 0.95) -> tuple[float, float]:
    """Return the bounds of a pole share, or of the difference of two, from its standard error over many articles.

    The limit of the bootstrap by article; linearisation of a ratio. Source: Cochran 1977.
    """
    from scipy.stats import t

    estimate, pull, copies = _pulls(sides)
    n = min(int(copies.sum()) for _, copies in sides)
    reach = t.ppf((1 + level) / 2, n - 1) * np.sqrt(copies @ pull**2 * n / (n - 1))
    lowest = 0.0 if len(sides) == 1 else -1.0
    return max(float(estimate - reach), lowest), min(float(estimate + reach), 1.0)


def _pulls(sides: list[tuple[np.ndarray, np.ndarray]]) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the share (or the difference of two), how far each kind of article draws it its way, and their copies."""
    estimate, pulls, times = 0.0, [], []
    for sign, (kinds, copies) in zip((1, -1), sides, strict=False):
        n_a, n_b = copies @ kinds
        share, n = n_b / (n_a + n_b), kinds.sum(axis=1)
        estimate += sign * share
        pulls.append(sign * (kinds[:, 1] - share * n) / (n_a + n_b))
        times.append(copies)
    return estimate, np.concatenate(pulls), np.concatenate(times)


def quantiles(values: np.ndarray, probability: np.ndarray, low: float, high: float) -> tuple[float, float]:
    """Return the lowest value with at least ``low`` of the probability at or below it, and the mirror image for ``high``."""

    def lowest(ordered: np.ndarray, weights: np.ndarray, cut: float) -> float:
        return ordered[min(np.searchsorted(np.cumsum(weights), cut - 1e-12), len(ordered) - 1)]

    order = np.argsort(values, kind="stable")
    ordered, weights = values[order], probability[order]
    return lowest(ordered, weights, low), lowest(ordered[::-1], weights[::-1], 1 - high)


@functools.lru_cache(maxsize=16)
def _compositions(kinds: int, n: int) -> np.ndarray:
    """Return every way to draw n articles of some kinds, one row each, one column a kind."""
    chosen = np.array(list(itertools.combinations_with_replacement(range(kinds), n)), dtype=np.int8)
    return np.stack([(chosen == kind).sum(axis=1) for kind in range(kinds)], axis=1)


def _articles(n: int) -> str:
    return "1 article" if n == 1 else f"{n} articles"
