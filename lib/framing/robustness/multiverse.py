"""Hits to the multiverse: the same finding under every defensible way of counting, and a verdict in fixed words.

Every specification answers the same question on one scale, 0–1 with ½ where the poles are even (or, for a contrast,
−1…1 with 0 where the groups are even), so that they can be ranked and counted together.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.choices import sides
from framing.errors import BadInput
from framing.hits import select

LIMIT = 2000  # specifications; more are sampled
DIMENSIONS = ["terms", "voice", "headline", "distanced", "negated", "duplicates", "denominator", "aggregation"]
VOICES = ("own", "own + captions", "all", "all but direct")
DENOMINATORS = ("pole share", "with neutral", "per 1,000 own words")
CHUNK = 20_000_000  # hits × specifications held at once
ROBUST, LEANING, DEFINED = 0.95, 0.80, 0.90


def specifications(
    hits: pd.DataFrame,
    terms: pd.DataFrame,
    articles: pd.DataFrame,
    words: pd.DataFrame,
    *,
    contrast=None,
    limit: int = LIMIT,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the pole share (or its difference between two groups) under the combinations of the analyst's choices.

    Parameters
    ----------
    hits, terms, articles, words : DataFrame
        Whole tables: hits that other notebooks leave out are needed here.
    contrast : with ``name, target, reference`` (lists of outlets), optional
        Then ``theta`` is the target's value minus the reference's.
    limit, seed : int
        With more combinations than ``limit`` a random draw of so many is made for each set.

    Returns
    -------
    DataFrame, one row per set × specification, in the order of the grid
        ``contrast`` : its name or "". ``terms`` : "core", "extended" or "core minus …", for each core term with a hit.
        ``voice`` : "own", "own + captions", "all", "all but direct". ``headline, distanced, negated`` : "in" or "out".
        ``duplicates`` : "keep" (copies of another article counted) or "one per origin".
        ``denominator`` : "pole share" B/(A+B); "with neutral" ½ + (B − A)/2(A+B+N); "per 1,000 own words"
        rate_B/(rate_A + rate_B). ``aggregation`` : "pooled" or "mean of articles". Pooled rates share their words, so
        they repeat the pole share.
        ``n`` : int, choices. ``theta`` : see above; NaN where ``defined`` is False. ``n_possible`` : int, all combinations.

    Source: Steegen et al. 2016; Simonsohn, Simmons & Nelson 2020.
    """
    if limit < 1:
        raise BadInput(f"limit {limit}: say how many specifications to compute, 1 or more")
    every = pd.concat([select(hits, policy="all"), select(hits, policy="all", counted=False, why_not="duplicate origin")])
    every = sides(every.sort_values(["article_id", "start", "end", "hit_id"], kind="stable"), terms)
    size = _sizes(articles, words)
    tables = []
    for contested in terms["set"].drop_duplicates():
        own = every[every["set"] == contested]
        core = terms[(terms["set"] == contested) & terms["core"] & terms["term"].isin(set(own["term"]))]["term"].drop_duplicates()
        levels = _levels(core.tolist())
        grid = _grid([len(names) for names in levels.values()], limit, seed)
        table = pd.DataFrame({name: np.array(names, dtype=object)[grid[:, d]] for d, (name, names) in enumerate(levels.items())})
        n, theta = _values(own, grid, levels, size, articles, contrast)
        table = table.astype("str").assign(n=n, theta=theta, defined=~np.isnan(theta))
        table = table.assign(n_possible=int(np.prod([len(names) for names in levels.values()])))
        table.insert(0, "set", contested)
        tables.append(table)
    found = pd.concat(tables, ignore_index=True)
    found.insert(1, "contrast", "" if contrast is None else contrast.name)
    return found


def verdicts(specifications: pd.DataFrame) -> pd.DataFrame:
    """Return what the specifications say together, in words fixed beforehand.

    Returns
    -------
    DataFrame, one row per set and contrast
        ``n_specifications, n_defined, n_possible`` : int, computed, defined, all there are;
        ``definedness`` : 0–1. ``median, lowest, highest`` : of theta.
        ``share_positive`` : 0–1, defined specifications above the even value, ties counted half.
        ``verdict`` : "robust" (share_positive >= .95 or <= .05, and definedness >= .90), "leaning" (.80 to .95, or
        .05 to .20), else "fragile"; "undefined" where nothing is defined.
        ``leans`` : "A" or "B" (for a contrast "target" or "reference": which has more of B), "" if fragile.
        ``dimension, share_variance`` : the choice that moves theta most, and its part of the variance.

    Source: METHODS §6.
    """
    shares = dimensions(specifications)
    rows = []
    for (contested, contrast), own in specifications.groupby(["set", "contrast"], sort=False):
        theta = own.loc[own["defined"], "theta"].to_numpy()
        even = 0.0 if contrast else 0.5
        positive = float(np.mean((theta > even + 1e-12) + 0.5 * (np.abs(theta - even) <= 1e-12))) if len(theta) else np.nan
        definedness = len(theta) / len(own)
        most = shares[(shares["set"] == contested) & (shares["contrast"] == contrast)].nlargest(1, "share_variance")
        verdict = _verdict(positive, definedness)
        leans = "" if verdict in ("fragile", "undefined") else ("target", "reference")[positive < 0.5] if contrast else "BA"[positive < 0.5]
        low, high, middle = (theta.min(), theta.max(), np.median(theta)) if len(theta) else (np.nan,) * 3
        rows.append({
            "set": contested, "contrast": contrast,
            "n_specifications": len(own), "n_possible": own.get("n_possible", pd.Series([len(own)])).max(),
            "n_defined": len(theta), "definedness": definedness,
            "median": middle, "lowest": low, "highest": high, "share_positive": positive, "verdict": verdict, "leans": leans,
            "dimension": most["dimension"].iloc[0] if len(most) else "",
            "share_variance": most["share_variance"].iloc[0] if len(most) else np.nan,
        })  # fmt: skip
    return pd.DataFrame(rows)


def dimensions(specifications: pd.DataFrame) -> pd.DataFrame:
    """Return how much of the variance of theta each choice explains by itself: between-level over total sum of squares.

    Returns
    -------
    DataFrame, one row per set, contrast and dimension
        ``share_variance`` : 0–1; 0 where theta does not vary, NaN where fewer than two specifications are defined.
        ``n_levels`` : int. ``lowest_level, highest_level`` : the levels with the lowest and highest mean theta, and
        ``lowest_mean, highest_mean``.
    """
    rows = []
    for (contested, contrast), own in specifications[specifications["defined"]].groupby(["set", "contrast"], sort=False):
        total = float(((own["theta"] - own["theta"].mean()) ** 2).sum())
        for dimension in DIMENSIONS:
            levels = own.groupby(dimension)["theta"].agg(["mean", "size"])
            between = float((levels["size"] * (levels["mean"] - own["theta"].mean()) ** 2).sum())
            share = np.nan if len(own) < 2 else min(between / total, 1.0) if total > 1e-18 else 0.0
            low, high = levels["mean"].idxmin(), levels["mean"].idxmax()
            rows.append((contested, contrast, dimension, share, len(levels), low, levels.at[low, "mean"], high, levels.at[high, "mean"]))
    names = ["set", "contrast", "dimension", "share_variance", "n_levels", "lowest_level", "lowest_mean", "highest_level", "highest_mean"]
    return pd.DataFrame(rows, columns=names).astype({"share_variance": float})


def _verdict(positive: float, definedness: float) -> str:
    if np.isnan(positive):
        return "undefined"
    lean = max(positive, 1 - positive)
    if lean >= ROBUST:
        return "robust" if definedness >= DEFINED else "fragile"
    return "leaning" if lean >= LEANING else "fragile"


def _levels(core: list[str]) -> dict[str, list[str]]:
    terms = ["core", "extended", *(f"core minus {term}" for term in core)]
    switches = [["in", "out"]] * 3
    choices = [terms, list(VOICES), *switches, ["keep", "one per origin"], list(DENOMINATORS), ["pooled", "mean of articles"]]
    return dict(zip(DIMENSIONS, choices, strict=True))


def _grid(sizes: list[int], limit: int, seed: int) -> np.ndarray:
    """Return the level numbers of every specification, or of a random draw of them, in the order of the grid."""
    total = int(np.prod(sizes))
    chosen = np.arange(total) if total <= limit else np.sort(np.random.default_rng(seed).choice(total, size=limit, replace=False))
    return np.stack(np.unravel_index(chosen, sizes), axis=1)


def _masks(own: pd.DataFrame, levels: dict[str, list[str]]) -> list[np.ndarray]:
    """Return for each dimension that drops hits which hits each level keeps: arrays (levels, hits)."""
    term, core = own["term"].to_numpy(), own["core"].to_numpy(dtype=bool)
    voice, zone = own["voice"], own["zone"]
    speaks = voice.isin(["own", "bracket"]).to_numpy()
    captions = (zone == "caption").to_numpy()
    every = np.ones(len(own), dtype=bool)
    by_terms = [core, every, *(core & (term != name.removeprefix("core minus ")) for name in levels["terms"][2:])]
    by_voice = [speaks & ~captions, speaks, every, (voice != "direct").to_numpy()]
    switches = [
        [every, ~flag] for flag in ((zone == "headline").to_numpy(), own["distanced"].to_numpy(bool), own["negated"].to_numpy(bool))
    ]
    return [np.array(kept) for kept in (by_terms, by_voice, *switches, [every, own["counted"].to_numpy(bool)])]


def _values(
    own: pd.DataFrame, grid: np.ndarray, levels: dict, size: pd.Series, articles: pd.DataFrame, contrast
) -> tuple[np.ndarray, np.ndarray]:
    """Return n and theta of every specification."""
    from scipy.sparse import csr_matrix

    masks = _masks(own, levels)
    kept, place = np.unique(grid[:, : len(masks)], axis=0, return_inverse=True)
    ids, names = pd.factorize(own["article_id"])
    column = 3 * ids + own["side"].map({"A": 0, "B": 1, "N": 2}).to_numpy(dtype=int)
    cells = csr_matrix((np.ones(len(own)), (np.arange(len(own)), column)), shape=(len(own), 3 * len(names)))
    words = size.reindex(names).to_numpy(dtype=float)
    outlet = articles.set_index("article_id")["outlet"].reindex(names)
    groups = (
        [np.ones(len(names), dtype=bool)]
        if contrast is None
        else [outlet.isin(side).to_numpy() for side in (contrast.target, contrast.reference)]
    )
    n, theta = np.zeros((len(kept), len(groups))), np.full((len(groups), len(kept), len(DENOMINATORS), 2), np.nan)
    step = max(CHUNK // max(len(own), 1), 1)
    for first in range(0, len(kept), step):
        part = kept[first : first + step]
        inside = masks[0][part[:, 0]]
        for d in range(1, len(masks)):
            inside = inside & masks[d][part[:, d]]
        counts = (cells.T @ inside.T.astype(float)).T.reshape(len(part), len(names), 3)
        for g, members in enumerate(groups):
            theta[g, first : first + step] = _thetas(counts[:, members], words[members])
            n[first : first + step, g] = counts[:, members, :2].sum(axis=(1, 2))
    place = place.ravel()
    every = theta[:, place, grid[:, -2], grid[:, -1]]
    return n[place].sum(axis=1).astype("int64"), every[0] if contrast is None else every[0] - every[1]


def _thetas(counts: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Return theta for each denominator and aggregation: (specifications, articles, 3) → (specifications, 3, 2)."""
    a, b, neutral = counts[..., 0], counts[..., 1], counts[..., 2]
    rated = words > 0
    rate = np.where(rated, 1 / np.where(rated, words, 1), 0.0)
    pooled = [_over(b.sum(1), (a + b).sum(1)), _over(b.sum(1) + neutral.sum(1) / 2, (a + b + neutral).sum(1))]
    by_article = [_mean(_over(b, a + b)), _mean(_over(b + neutral / 2, a + b + neutral)), _over((b * rate).sum(1), ((a + b) * rate).sum(1))]
    return np.stack([np.stack([*pooled, pooled[0]], axis=1), np.stack(by_article, axis=1)], axis=2)


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)


def _mean(values: np.ndarray) -> np.ndarray:
    known = ~np.isnan(values)
    return _over(np.where(known, values, 0).sum(1), known.sum(1).astype(float))


def _sizes(articles: pd.DataFrame, words: pd.DataFrame) -> pd.Series:
    """Own-voice words of each article; a copy, which ``words`` leaves out, has its number of words."""
    own = words.groupby("article_id")["n_own"].sum().reindex(articles["article_id"], fill_value=0)
    if "n_words" in articles:
        own = own.where(own > 0, articles.set_index("article_id")["n_words"])
    return own
