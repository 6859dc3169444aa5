"""Hits and texts to the words that keep each pole company: in a window of words or in the sentence, by five measures."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict

import numpy as np
import pandas as pd

from framing import text
from framing.concordance import by_article
from framing.contrasts.keyness import g2 as log_likelihood
from framing.contrasts.noise import counted
from framing.errors import BadInput

COLUMNS = ["set", "pole", "unit", "collocate", "n_near", "n_node", "n_type", "n_window", "size", "expected",
           "mi", "t", "log_dice", "g2", "delta_p", "delta_p_reverse", "n_articles"]  # fmt: skip


def collocates(
    hits: pd.DataFrame, articles: pd.DataFrame, *, blocks: pd.DataFrame | None = None, window: int = 5, min_freq: int = 3
) -> pd.DataFrame:
    """Return the collocates of each pole, once in the window and once in the sentence.

    Parameters
    ----------
    hits : DataFrame
        The nodes: choose them with ``hits.select`` (own voice, one group …).
    articles, blocks : DataFrame
        Text to count in: with ``blocks`` only counted zones, without repeats; else whole articles.
    window : int, tokens on each side
        Never beyond the paragraph. A token near two nodes of a pole counts once. Nodes are no collocates of their pole.
    min_freq : int
        Collocates that stand near the pole fewer times are dropped.

    Returns
    -------
    DataFrame, one row per set × pole × unit × collocate, by ``g2`` within each pole and unit, attracted ones only
        ``unit`` : "window" (counts are tokens) or "sentence" (counts are sentences).
        ``n_near`` : int, O, near the pole; ``n_node`` : nodes; ``n_type`` : the word in all; ``n_window`` : tokens near
        the pole (sentences with it); ``size`` : N, tokens that are not nodes (sentences). ``expected`` : E = n_window · n_type / N.
        ``mi`` : log2(O/E). ``t`` : (O − E)/√O. ``log_dice`` : 14 + log2(2 O/(n_node + n_type)). ``g2`` : four cells.
        ``delta_p`` : P(word | near) − P(word | elsewhere); ``delta_p_reverse`` : P(near | word) − P(near | other words).
        ``n_articles`` : int, articles in which they meet.

    Source: Evert 2008 for the counting; Rychlý 2008 for log_dice; Gries 2013 for delta_p.
    """
    if window < 1:
        raise BadInput(f"window {window}: say how many words on each side, 1 or more")
    nodes = by_article(hits.sort_values(["article_id", "start"], kind="stable"), ["start", "end", "set", "pole"])
    stretches = None if blocks is None else by_article(counted(blocks), ["start", "end"])
    counts = {"window": _Counts(), "sentence": _Counts()}
    for article_id, full in sorted(zip(articles["article_id"], articles["text"], strict=True)):
        for low, high in text.paragraphs(full) if stretches is None else stretches.get(article_id, []):
            _count(full, low, high, article_id, nodes.get(article_id, []), window, counts)
    poles = hits[["set", "pole"]].drop_duplicates().sort_values(["set", "pole"]).itertuples(index=False, name=None)
    tables = [_measured(counts[unit], pole, unit, min_freq) for pole in poles for unit in ("window", "sentence")]
    tables = [table for table in tables if len(table)]
    return pd.concat(tables, ignore_index=True)[COLUMNS] if tables else pd.DataFrame(columns=COLUMNS)


class _Counts:
    def __init__(self) -> None:
        self.size = 0
        self.types: Counter[str] = Counter()
        self.nodes: Counter[tuple] = Counter()
        self.own: Counter[tuple] = Counter()  # tokens (sentences) taken up by the pole's own nodes
        self.own_types: dict[tuple, Counter[str]] = defaultdict(Counter)
        self.window: Counter[tuple] = Counter()
        self.near: dict[tuple, Counter[str]] = defaultdict(Counter)
        self.articles: dict[tuple, Counter[str]] = defaultdict(Counter)
        self.last: dict[tuple, str] = {}

    def meet(self, pole: tuple, word: str, article_id: str) -> None:
        self.near[pole][word] += 1
        if self.last.get((pole, word)) != article_id:
            self.articles[pole][word] += 1
            self.last[pole, word] = article_id


def _count(full: str, low: int, high: int, article_id: str, placed: list[tuple], window: int, counts: dict[str, _Counts]) -> None:
    """Count one paragraph for both units."""
    paragraph = full[low:high]
    spans = [(low + a, low + b) for a, b in text.tokens(paragraph)]
    types = [text.fold(full[a:b]) for a, b in spans]
    starts = [a for a, _ in spans]
    by_window, by_sentence = counts["window"], counts["sentence"]
    by_window.size += len(types)
    by_window.types.update(types)
    taken: dict[tuple, set[int]] = defaultdict(set)
    near: dict[tuple, set[int]] = defaultdict(set)
    for start, end, *pole in placed:
        if low <= start < high:
            first, last = max(bisect.bisect_right(starts, start) - 1, 0), bisect.bisect_left(starts, end)
            taken[tuple(pole)].update(range(first, last))
            near[tuple(pole)].update(range(max(first - window, 0), min(last + window, len(types))))
            by_window.nodes[tuple(pole)] += 1
    for pole, tokens in taken.items():
        by_window.own[pole] += len(tokens)
        by_window.own_types[pole].update(types[i] for i in tokens)
        for i in sorted(near[pole] - tokens):
            by_window.window[pole] += 1
            by_window.meet(pole, types[i], article_id)
    for a, b in text.sentences(paragraph):
        first, last = bisect.bisect_left(starts, low + a), bisect.bisect_left(starts, low + b)
        by_sentence.size += 1
        by_sentence.types.update(sorted(set(types[first:last])))
        for pole, tokens in taken.items():
            inside = {i for i in tokens if first <= i < last}
            if inside:
                by_sentence.nodes[pole] += 1
                by_sentence.window[pole] += 1
                for word in sorted({types[i] for i in range(first, last) if i not in inside}):
                    by_sentence.meet(pole, word, article_id)


def _measured(counts: _Counts, pole: tuple, unit: str, min_freq: int) -> pd.DataFrame:
    """Return the measures of one pole's collocates."""
    words = [w for w, n in counts.near[pole].items() if n >= min_freq]
    near = np.array([counts.near[pole][w] for w in words], dtype=float)
    in_all = np.array([counts.types[w] - counts.own_types[pole][w] for w in words], dtype=float)
    size, window, nodes = float(counts.size - counts.own[pole]), float(counts.window[pole]), counts.nodes[pole]
    expected = window * in_all / size if size else in_all
    table = pd.DataFrame({"collocate": words, "n_near": near, "n_type": in_all, "expected": expected})
    table = table.assign(set=pole[0], pole=pole[1], unit=unit, n_node=nodes, n_window=window, size=size)
    with np.errstate(divide="ignore", invalid="ignore"):
        table["mi"] = np.log2(near / expected)
        table["t"] = (near - expected) / np.sqrt(near)
        table["log_dice"] = 14 + np.log2(2 * near / (nodes + in_all))
        table["g2"] = log_likelihood(near, in_all - near, window, size - window) if size > window else 0.0
        table["delta_p"] = near / window - (in_all - near) / (size - window)
        table["delta_p_reverse"] = near / in_all - (window - near) / (size - in_all)
    table["n_articles"] = [counts.articles[pole][w] for w in words]
    table = table[table["n_near"] > table["expected"]].astype({c: "int64" for c in ("n_near", "n_type", "n_node", "n_window", "size")})
    return table.sort_values(["g2", "collocate"], ascending=[False, True], ignore_index=True)
