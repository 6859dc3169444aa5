"""Hits and codes to estimates that allow for the rules' errors, beside the uncorrected ones, and whether the conclusion survives."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from framing.audit.accuracy import _coded
from framing.audit.codes import VOICES
from framing.choices import sides
from framing.hits import select

MIN_CODED = 20  # coded hits of a set; with fewer nothing is corrected
OWN = [VOICES.index("own"), VOICES.index("bracket")]
POLE_SHARE, HALF = "pole share, own voice", 0.5
COLUMNS = [
    "set", "quantity", "n", "n_own", "n_coded", "n_own_coded", "uncorrected", "corrected", "low", "high", "method", "survives", "reason",
]  # fmt: skip


def rogan_gladen(share, sensitivity, specificity) -> np.ndarray:
    """Return the true share behind an observed one, cut to 0–1; NaN where the rule does no better than chance.

    (share + specificity − 1) / (sensitivity + specificity − 1). Source: Rogan & Gladen 1978.

    >>> round(float(rogan_gladen(0.50, 0.90, 0.80)), 4)  # .30 / .70
    0.4286
    """
    youden = np.asarray(sensitivity, dtype=float) + specificity - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(youden > 1e-9, np.clip((np.asarray(share) + specificity - 1) / youden, 0, 1), math.nan)


def inverse_confusion(shares: np.ndarray, confusion: np.ndarray) -> np.ndarray:
    """Return the true shares of k classes behind the observed ones, cut to 0–1 and scaled to 1.

    Parameters
    ----------
    shares : array (k,), observed shares
    confusion : array (k, k)
        ``confusion[i, j]`` = P(rule says i | truth is j); columns sum to 1.

    Returns
    -------
    array (k,); NaN where the matrix cannot be inverted.

    >>> inverse_confusion(np.array([0.5, 0.5]), np.array([[0.9, 0.2], [0.1, 0.8]])).round(4).tolist()
    [0.4286, 0.5714]
    """
    if not np.isfinite(confusion).all() or abs(np.linalg.det(confusion)) < 1e-6:
        return np.full(len(shares), math.nan)
    true = np.clip(np.linalg.solve(confusion, shares), 0, 1)
    return true / true.sum() if true.sum() else np.full(len(shares), math.nan)


def survives(uncorrected: float, corrected: float, low: float = math.nan, high: float = math.nan) -> str:
    """Return whether the side that leads before correction leads after it: a rule that was fixed beforehand.

    Parameters
    ----------
    uncorrected, corrected : float, 0–1, pole shares
    low, high : float
        The interval of ``corrected``; NaN where there is none, as when every hit is coded.

    Returns
    -------
    "open" if the interval covers one half or either share is exactly one half; else "yes" if both shares are on the same
    side of one half, "no" if not; "" where either share is missing.

    >>> survives(0.46, 0.55, 0.51, 0.64), survives(0.46, 0.55, 0.49, 0.64), survives(0.46, 0.40)
    ('no', 'open', 'yes')
    """
    if math.isnan(uncorrected) or math.isnan(corrected):
        return ""
    if HALF in (uncorrected, corrected) or low <= HALF <= high:
        return "open"
    return "yes" if (uncorrected > HALF) == (corrected > HALF) else "no"


def corrected(
    hits: pd.DataFrame, terms: pd.DataFrame, sample: pd.DataFrame, settled: pd.DataFrame, *, seed: int = 0, resamples: int = 1000
) -> pd.DataFrame:
    """Return own-voice figures corrected for the errors that coding found, beside the uncorrected ones.

    Parameters
    ----------
    hits, terms : DataFrame
        Whole tables: what is corrected. Captions stay out, as in the policy "own".
    sample : DataFrame
        The hits handed out, with ``weight``. ``settled`` : their codes.
    seed, resamples : int
        Of the interval: error rates are drawn from what the codes allow.

    Returns
    -------
    DataFrame, rows per set
        ``quantity`` : "pole share, own voice" B/(A+B); "share in own voice" of A and B hits; "voice own", "voice short" …,
        the shares of the five voices. ``n`` : int, hits in all voices; ``n_own`` : int, own-voice choices by the rules, the
        base of the uncorrected pole share. ``n_coded`` : int, hits with a settled code; ``n_own_coded`` : int, those of them
        that the codes call valid and own voice, the base of the corrected pole share where every hit is coded.
        ``uncorrected, corrected`` : 0–1; ``low, high`` : 95 % of ``corrected``, coding error only, hits taken as independent.
        ``method`` : "codes" where every hit is coded; "Rogan-Gladen" (two classes); "inverse confusion"; "" if none.
        ``survives`` : as ``survives`` says of the pole share; "" for the other quantities, which conclude nothing.
        ``reason`` : one sentence.
    """
    universe = select(sides(hits[["hit_id", "set", "pole", "zone", "voice", "counted"]], terms), policy="all")
    universe = universe[(universe["zone"] != "caption") & (universe["side"] != "N")]
    coded = _coded(sample, settled)
    coded = coded[(coded["valid"] == "no") | (coded["code"] != "")]
    known = universe.loc[universe["hit_id"].isin(coded["hit_id"]), ["hit_id", "side"]]
    coded = coded.merge(known, on="hit_id", validate="one_to_one")
    rng = np.random.default_rng(seed)
    rows = []
    for contested in terms["set"].drop_duplicates():
        every, own = universe[universe["set"] == contested], coded[coded["set"] == contested]
        rows += _of_set(contested, every, own, rng, resamples)
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_set(contested: str, every: pd.DataFrame, own: pd.DataFrame, rng: np.random.Generator, resamples: int) -> list[dict]:
    counts = np.array([[((every["side"] == s) & (every["voice"] == v)).sum() for v in VOICES] for s in "AB"], dtype=float)
    before = _figures(counts)
    coded = _Coded(own)
    reason, spread = "", {quantity: np.full(1, math.nan) for quantity in before}
    if len(own) == len(every) > 0:
        method, reason = "codes", "every hit is coded: the codes are the estimate"
        after = _figures(coded.counts())
    elif len(own) < MIN_CODED:
        method, reason = "", f"{len(own)} coded hits: no correction below {MIN_CODED}"
        after = dict.fromkeys(before, math.nan)
    else:
        method = "Rogan-Gladen"
        after = {quantity: float(values[0]) for quantity, values in coded.corrected(counts, None, 1).items()}
        spread = coded.corrected(counts, rng, resamples)
    rows = []
    for quantity, value in before.items():
        known = spread[quantity][~np.isnan(spread[quantity])]
        low, high = np.quantile(known, [0.025, 0.975]) if len(known) >= 0.9 * resamples else (math.nan, math.nan)
        missing = math.isnan(after[quantity])
        named = "inverse confusion" if method == "Rogan-Gladen" and quantity.startswith("voice ") else method
        why = "too few codes of some voice, or rules no better than chance" if missing else f"from {len(own)} coded hits"
        concluded = survives(value, after[quantity], low, high) if quantity == POLE_SHARE else ""
        rows.append({
            "set": contested, "quantity": quantity, "n": len(every), "n_own": int(counts[:, OWN].sum()), "n_coded": len(own),
            "n_own_coded": int(np.isin(coded.truth, OWN).sum()), "uncorrected": value,
            "corrected": after[quantity], "low": low, "high": high, "method": "" if missing else named, "survives": concluded,
            "reason": reason or why,
        })  # fmt: skip
    return rows


def _figures(counts: np.ndarray) -> dict[str, float]:
    """The quantities from hits by side (rows A, B) and voice (columns)."""
    own = counts[:, OWN].sum(axis=1)
    total = counts.sum()
    figures = {POLE_SHARE: _over(own[1], own.sum()), "share in own voice": _over(own.sum(), total)}
    return figures | {f"voice {v}": _over(counts[:, i].sum(), total) for i, v in enumerate(VOICES)}


class _Coded:
    """The coded hits of one set, as arrays: side, the rule's voice, the coded voice (−1 where the hit is not valid)."""

    def __init__(self, own: pd.DataFrame) -> None:
        self.side = own["side"].map({"A": 0, "B": 1}).to_numpy(dtype=int)
        self.rule = own["voice"].map(VOICES.index).to_numpy(dtype=int)
        codes = zip(own["valid"], own["code"], strict=True)
        self.truth = np.array([-1 if valid == "no" else VOICES.index(code) for valid, code in codes], dtype=int)
        self.weight = own["weight"].to_numpy(dtype=float)

    def counts(self) -> np.ndarray:
        """Valid hits by side and coded voice."""
        return np.array([[((self.side == s) & (self.truth == v)).sum() for v in range(len(VOICES))] for s in (0, 1)], dtype=float)

    def corrected(self, counts: np.ndarray, rng: np.random.Generator | None, draws: int) -> dict[str, np.ndarray]:
        """Return each quantity corrected: at the rates that were found, or (with rng) at rates drawn as they may also be.

        Rates are drawn from their Jeffreys posterior, so that a sample without an error does not pass for perfection.
        """
        valid = self.truth >= 0
        says, is_own = np.isin(self.rule, OWN), np.isin(self.truth, OWN)
        true = [counts[s].sum() * self._rate(valid, self.side == s, rng, draws) for s in (0, 1)]
        sensitivity = self._rate(says, valid & is_own, rng, draws)
        specificity = self._rate(~says, valid & ~is_own, rng, draws)
        own = [rogan_gladen(_over(counts[s, OWN].sum(), counts[s].sum()), sensitivity, specificity) * true[s] for s in (0, 1)]
        with np.errstate(invalid="ignore", divide="ignore"):
            figures = {POLE_SHARE: own[1] / (own[0] + own[1]), "share in own voice": (own[0] + own[1]) / (true[0] + true[1])}
        present = [v for v in range(len(VOICES)) if (self.truth == v).any() or counts[:, v].sum()]
        observed = counts.sum(axis=0)[present] / counts.sum()
        shares = np.array([inverse_confusion(observed, matrix) for matrix in self._matrices(present, valid, rng, draws)])
        for v, name in enumerate(VOICES):
            figures[f"voice {name}"] = shares[:, present.index(v)] if v in present else np.zeros(draws)
        return figures

    def _rate(self, flag: np.ndarray, among: np.ndarray, rng: np.random.Generator | None, draws: int) -> np.ndarray:
        weight = self.weight[among]
        if not len(weight):
            return np.full(draws, math.nan)
        value = float(weight[flag[among]].sum() / weight.sum())
        if rng is None:
            return np.full(draws, value)
        n = weight.sum() ** 2 / (weight**2).sum()
        return rng.beta(value * n + 0.5, (1 - value) * n + 0.5, size=draws)

    def _matrices(self, present: list[int], valid: np.ndarray, rng: np.random.Generator | None, draws: int) -> np.ndarray:
        """Return P(rule | truth), one matrix a draw; a column is NaN for a voice that nobody coded."""
        matrices = np.full((draws, len(present), len(present)), math.nan)
        for column, voice in enumerate(present):
            among = valid & (self.truth == voice)
            weight = self.weight[among]
            if not len(weight):
                continue
            n = weight.sum() ** 2 / (weight**2).sum()
            found = np.array([weight[self.rule[among] == v].sum() for v in present]) / weight.sum()
            matrices[:, :, column] = found if rng is None else rng.dirichlet(found * n + 1 / len(present), size=draws)
        return matrices


def _over(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else math.nan
