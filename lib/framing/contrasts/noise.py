"""Sentences of one side to the noise floor: how large z gets where there is nothing to find."""

from __future__ import annotations

import bisect
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing import text
from framing.concordance import by_article
from framing.contrasts.keyness import ALPHA0, log_odds

COUNTED = ("headline", "standfirst", "subhead", "caption", "lead", "body")
SPLITS = 200
MIN_SENTENCES = 20


def counted(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks whose words count: no furniture, byline or date, no repeats."""
    kept = blocks[blocks["zone"].isin(COUNTED) & blocks["repeat_of"].isna()]
    return kept.sort_values(["article_id", "start"], kind="stable")


class NoiseFloor(NamedTuple):
    """The 95th percentile of max|z| over the splits, and what it was made from; NaN where ``reason`` says why."""

    z: float
    n_splits: int
    n_sentences: int
    n_types: int
    alpha0: int
    reason: str = ""


def sentence_words(
    articles: pd.DataFrame, blocks: pd.DataFrame, spans: pd.DataFrame | None = None, *, leave_out: set[str] = frozenset()
) -> pd.DataFrame:
    """Return the types of every sentence of counted text.

    Parameters
    ----------
    articles, blocks : DataFrame
        Give the articles of one side.
    spans : DataFrame, optional
        With it only own-voice tokens count, as in ``words.n_own``.
    leave_out : set of str
        Types to skip, folded: the lexicon's.

    Returns
    -------
    DataFrame, one row per sentence × type: ``sentence`` (int, running), ``article_id``, ``type``, ``n`` (tokens)
    """
    kept = counted(blocks)
    places = by_article(kept if spans is None else kept[kept["zone"] != "caption"], ["start", "end"])
    foreign = {} if spans is None else by_article(spans, ["voice", "start", "end"])
    numbers, ids, types = [], [], []
    number = 0
    for article_id, full in sorted(zip(articles["article_id"], articles["text"], strict=True)):
        skip = _Stretches(foreign.get(article_id, []))
        for low, high in places.get(article_id, []):
            for a, b in text.sentences(full[low:high]):
                sentence = full[low + a : low + b]
                kept = [text.fold(sentence[s:e]) for s, e in text.tokens(sentence) if not skip.hold(low + a + s)]
                kept = [word for word in kept if word not in leave_out]
                numbers += [number] * len(kept)
                ids += [article_id] * len(kept)
                types += kept
                number += 1
    long = pd.DataFrame({"sentence": numbers, "article_id": ids, "type": types})
    return long.groupby(["sentence", "article_id", "type"], sort=True).size().rename("n").reset_index()


def noise_floor(
    sentence_words: pd.DataFrame, *, splits: int = SPLITS, min_freq: int = 5, alpha0: int = ALPHA0[1], seed: int = 0
) -> NoiseFloor:
    """Return how far |z| goes between two random halves of one side's sentences.

    A type of a keyness table whose |z| stays below it cannot be told from chance. Both halves come from the same
    articles, so real differences between articles go beyond it more easily than they should: it is a floor, no test.

    Refused (NaN, with the reason) below 20 sentences, and where no type is frequent enough.

    Source: METHODS §5; Monroe, Colaresi & Quinn 2008.
    """
    from scipy.sparse import csr_matrix

    total = sentence_words.groupby("type")["n"].sum()
    kept = total.index[total >= min_freq]
    rows, sentences = pd.factorize(sentence_words["sentence"])
    if len(sentences) < MIN_SENTENCES or kept.empty:
        few = f"{len(sentences)} sentences: no noise floor below {MIN_SENTENCES}"
        reason = few if len(sentences) < MIN_SENTENCES else f"no type occurs {min_freq} times"
        return NoiseFloor(float("nan"), 0, len(sentences), len(kept), alpha0, reason)
    sizes = np.bincount(rows, weights=sentence_words["n"])
    place = pd.Index(kept).get_indexer(sentence_words["type"])
    inside = place >= 0
    counts = csr_matrix(
        (sentence_words["n"].to_numpy()[inside], (rows[inside], place[inside])), shape=(len(sentences), len(kept)), dtype=float
    )
    f, n = total[kept].to_numpy(dtype=float), sizes.sum()
    rng = np.random.default_rng(seed)
    highest = np.empty(splits)
    for split in range(splits):
        half = np.zeros(len(sentences))
        half[rng.permutation(len(sentences))[: len(sentences) // 2]] = 1
        a, c = counts.T @ half, float(sizes @ half)
        _, _, z = log_odds(a, f - a, c, n - c, alpha0=alpha0, prior=f / n)
        highest[split] = np.abs(z).max()
    return NoiseFloor(float(np.quantile(highest, 0.95)), splits, len(sentences), len(kept), alpha0)


class _Stretches:
    """Offsets of one article that are not its own voice."""

    def __init__(self, spans: list[tuple[str, int, int]]) -> None:
        self.own = [(start, end) for voice, start, end in spans if voice == "bracket"]
        others = sorted((start, end) for voice, start, end in spans if voice not in ("own", "bracket"))
        self.merged: list[list[int]] = []
        for start, end in others:
            if self.merged and start <= self.merged[-1][1]:
                self.merged[-1][1] = max(self.merged[-1][1], end)
            else:
                self.merged.append([start, end])
        self.starts = [start for start, _ in self.merged]

    def hold(self, place: int) -> bool:
        i = bisect.bisect_right(self.starts, place) - 1
        return i >= 0 and place < self.merged[i][1] and not any(start <= place < end for start, end in self.own)
