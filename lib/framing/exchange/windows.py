"""Hits and texts to the short keyword lines that may be passed on, under a cap for each article.

A line is at most 7 words a side and 15 in all, within one paragraph. Of one article at most 10 lines go out, together at
most a tenth of its words, and never two that stand within 7 words of each other: nobody can put a passage together.
"""

from __future__ import annotations

import bisect

import pandas as pd

from framing import hits as ledger
from framing import text
from framing.concordance import by_article
from framing.exchange.verbatim import words

SIDE, LINE = 7, 15  # words
MOST, SHARE = 10, 0.1  # lines of an article; share of its words
COLUMNS = ["article_id", "set", "pole", "term", "zone", "voice", "speaker", "cue", "start", "end", "hit_id", "left", "node", "right"]


def lines(hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the keyword lines of counted hits that may be passed on.

    Which of an article's hits are shown: the first of each set, pole and voice, then the second of each, and so on, until
    a cap is reached; within a kind the order is that of ``hit_id``, which no one chose.

    Parameters
    ----------
    hits : DataFrame as ``hits.find`` returns it.
    articles : DataFrame with ``article_id, text``.

    Returns
    -------
    DataFrame, one row per line, by article and place, with ``COLUMNS`` and
        ``from_, to`` : character offsets of the whole line in the article's text.
    """
    counted = ledger.select(hits, policy="all").sort_values("hit_id", kind="stable").drop_duplicates(["article_id", "start", "end"])
    kind = ["article_id", "set", "pole", "voice"]
    counted = counted.assign(turn=counted.groupby(kind).cumcount()).sort_values(["article_id", "turn", "hit_id"], kind="stable")
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    rows = []
    for article_id, own in by_article(counted, COLUMNS[1:11]).items():
        full = texts[article_id]
        rows += [(article_id, *hit, *_shown(full, line, hit[7], hit[8]), *line) for hit, line in _chosen(full, own)]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "from_", "to"])
    return table.sort_values(["article_id", "start", "hit_id"], kind="stable", ignore_index=True)


def _chosen(full: str, own: list[tuple]) -> list[tuple[tuple, tuple[int, int]]]:
    """Return the hits of one article that get a line, with the line's offsets, as long as the caps allow."""
    offsets, places = words(full), text.paragraphs(full)
    starts = [a for a, _ in offsets]
    left, taken, chosen = SHARE * len(offsets), [], []
    for hit in own:
        low, high = _around(full, starts, places, hit[7], hit[8])
        if len(chosen) == MOST or high - low > left or any(low < b + SIDE and a < high + SIDE for a, b in taken):
            continue
        left -= high - low
        taken.append((low, high))
        chosen.append((hit, (min(offsets[low][0], hit[7]), max(offsets[high - 1][1], hit[8]))))
    return chosen


def _around(full: str, starts: list[int], places: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return the first and the last word (exclusive) of a hit's line."""
    first, last = bisect.bisect_right(starts, start) - 1, bisect.bisect_left(starts, end)
    side = min(SIDE, max((LINE - (last - first)) // 2, 0))
    here = next(((a, b) for a, b in places if a <= start < b), (0, len(full)))
    return max(first - side, bisect.bisect_left(starts, here[0])), min(last + side, bisect.bisect_left(starts, here[1]))


def _shown(full: str, line: tuple[int, int], start: int, end: int) -> tuple[str, str, str]:
    return tuple(" ".join(full[a:b].split()) for a, b in ((line[0], start), (start, end), (end, line[1])))


def places(lines: pd.DataFrame, hits: pd.DataFrame, articles: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Return, for each article, the character offsets that may be shown: the lines, and hits that do not touch one."""
    windows, found = by_article(lines, ["from_", "to"]), by_article(hits, ["start", "end"])
    return {
        article_id: [*windows.get(article_id, []), *_apart(full, found.get(article_id, []), windows.get(article_id, []))]
        for article_id, full in zip(articles["article_id"], articles["text"], strict=True)
    }


def _apart(full: str, found: list[tuple[int, int]], windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the hits with at least one word between them and the lines: else a line would grow by them."""
    if not windows:
        return found
    offsets = words(full)
    starts = [a for a, _ in offsets]
    taken = {i for a, b in windows for i in range(bisect.bisect_left(starts, a) - 1, bisect.bisect_left(starts, b) + 1)}
    return [(a, b) for a, b in found if taken.isdisjoint(range(bisect.bisect_right(starts, a) - 1, bisect.bisect_left(starts, b)))]
