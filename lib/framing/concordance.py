"""Hits and texts to KWIC lines: each hit with its left and right context; sorted, searched, thinned, expanded.

No context crosses a paragraph, so a menu or the next story never stands beside a hit.
"""

from __future__ import annotations

import bisect
import re

import numpy as np
import pandas as pd

from framing import text
from framing.errors import BadInput

COLUMNS = ["article_id", "hit_id", "outlet", "date", "set", "pole", "term", "zone", "voice", "speaker", "cue", "left", "node", "right"]
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INNER = re.compile("[\u2066-\u2069]")
_SLOT = re.compile(r"([1-9])([LR])")


def lines(hits: pd.DataFrame, articles: pd.DataFrame, *, width: int = 12, unit: str = "words") -> pd.DataFrame:
    """Return one concordance line for each hit, in the order of the text.

    Parameters
    ----------
    hits : DataFrame
        Those wanted: ``hits.select`` chooses them.
    articles : DataFrame
        With ``article_id, outlet, date, text``.
    width : int, tokens on each side (unit "words") or whole sentences on each side (unit "sentence")
    unit : "words" or "sentence"
        With "sentence", width 0 is the hit's own sentence.

    Returns
    -------
    DataFrame, one row per hit
        ``left, node, right`` : the text around and of the hit, white space made single; never beyond the paragraph.
        Text with marks that turn the direction of writing is isolated, so that it cannot turn the rest of the line.

    Raises
    ------
    BadInput
        If ``unit`` is another word, ``width`` is negative, or a hit's article is not among the articles.

    >>> # "the rebels left", hit "rebels", width 1 → left "the", right "left"
    """
    if unit not in ("words", "sentence"):
        raise BadInput(f'unit {unit!r}: say "words" or "sentence"')
    if width < 0:
        raise BadInput(f"width {width} is negative: say how many {unit} to show on each side")
    known = articles.set_index("article_id")
    strange = sorted(set(hits["article_id"]) - set(known.index))
    if strange:
        raise BadInput(f"hits of article {strange[0]!r}, which the articles lack: use the tables of one run")
    window = _words if unit == "words" else _sentences
    rows = []
    for article_id, own in hits.sort_values(["article_id", "start", "end", "hit_id"], kind="stable").groupby("article_id", sort=False):
        full, outlet, date = known.loc[article_id, ["text", "outlet", "date"]]
        places = _paragraphs(full)
        for hit in own.itertuples():
            begin, stop = window(full, hit.start, hit.end, width, *_around(places, hit.start, hit.end))
            context = [_shown(full[a:b]) for a, b in ((begin, hit.start), (hit.start, hit.end), (hit.end, stop))]
            rows.append(
                (article_id, hit.hit_id, outlet, date, hit.set, hit.pole, hit.term, hit.zone, hit.voice, hit.speaker, hit.cue, *context)
            )
    return pd.DataFrame(rows, columns=COLUMNS).astype("str")


def sort(concordance: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return the lines sorted by keys, the first one first.

    Parameters
    ----------
    concordance : DataFrame
    keys : str
        "1L" … "9L" and "1R" … "9R", the word so many places to the left or right; "left", the whole left context read
        from its last word backwards; "right"; "node"; or a column such as "outlet". Words compare folded (lower case).
        Lines with nothing in a place come first.
    """
    order = pd.DataFrame(index=concordance.index)
    words = {side: [_words_of(context) for context in concordance[side]] for side in ("left", "right")}
    backward = [list(reversed(found)) for found in words["left"]]
    for number, key in enumerate(keys):
        slot = _SLOT.fullmatch(key)
        if slot:
            place, found = int(slot[1]) - 1, backward if slot[2] == "L" else words["right"]
            order[number] = [w[place] if place < len(w) else "" for w in found]
        elif key in ("left", "right"):
            order[number] = ["\x00".join(w) for w in (backward if key == "left" else words["right"])]
        elif key in concordance:
            order[number] = [text.fold(value) for value in concordance[key]]
        else:
            raise BadInput(f"sort key {key!r}: say 1L to 9L, 1R to 9R, left, right, node or a column of the concordance")
    return concordance.loc[order.sort_values(list(order.columns), kind="stable").index].reset_index(drop=True)


def near(concordance: pd.DataFrame, words: list[str], *, within: int = 5, side: str = "both") -> pd.DataFrame:
    """Return the lines with one of some words close to the node: a narrow match in the wide view.

    Parameters
    ----------
    words : list of str
        Compared folded; ``*`` at the end stands for any ending.
    within : int, words from the node
    side : "left", "right" or "both"
    """
    if side not in ("left", "right", "both"):
        raise BadInput(f"side {side!r}: say left, right or both")
    whole = {text.fold(w) for w in words if not w.endswith("*")}
    stems = tuple(text.fold(w[:-1]) for w in words if w.endswith("*"))

    def matches(left: str, right: str) -> bool:
        close = [] if side == "right" else _words_of(left)[::-1][:within]
        close += [] if side == "left" else _words_of(right)[:within]
        return any(word in whole or (stems and word.startswith(stems)) for word in close)

    keep = [matches(left, right) for left, right in zip(concordance["left"], concordance["right"], strict=True)]
    return concordance[np.array(keep, dtype=bool)].reset_index(drop=True)


def thin(concordance: pd.DataFrame, n: int, *, seed: int = 0) -> pd.DataFrame:
    """Return at most n lines, drawn at random without replacement, in their order; the same n for the same seed."""
    if n < 0:
        raise BadInput(f"{n} lines cannot be drawn: say how many to keep")
    if len(concordance) <= n:
        return concordance.reset_index(drop=True)
    kept = np.sort(np.random.default_rng(seed).choice(len(concordance), size=n, replace=False))
    return concordance.iloc[kept].reset_index(drop=True)


def expand(concordance: pd.DataFrame, hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the lines with their whole paragraph.

    Returns
    -------
    DataFrame, the lines with
        ``paragraph`` : the text of the paragraph(s) that hold the hit; ``paragraph_start`` : int, its offset;
        ``node_start, node_end`` : int, offsets of the node within ``paragraph``.
    """
    place = hits.drop_duplicates("hit_id").set_index("hit_id")[["start", "end"]]
    texts = articles.set_index("article_id")["text"]
    cache: dict[str, list[tuple[int, int]]] = {}
    rows = []
    for article_id, hit_id in concordance[["article_id", "hit_id"]].itertuples(index=False):
        if hit_id not in place.index:
            raise BadInput(f"line of hit {hit_id}, which the hits lack: use the tables of one run")
        start, end = (int(x) for x in place.loc[hit_id])
        low, high = _around(cache.setdefault(article_id, _paragraphs(texts[article_id])), start, end)
        rows.append((texts[article_id][low:high], low, start - low, end - low))
    more = pd.DataFrame(rows, columns=["paragraph", "paragraph_start", "node_start", "node_end"], index=concordance.index)
    return pd.concat([concordance, more], axis=1)


def _paragraphs(full: str) -> list[tuple[int, int]]:
    return text.paragraphs(full)


def _around(places: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return the paragraph of an offset, from its start to the end of the one that holds ``end``."""
    first = max(bisect.bisect_right(places, (start, 1 << 62)) - 1, 0)
    last = max(bisect.bisect_left(places, (end, 0)) - 1, first)
    return (min(places[first][0], start), max(places[last][1], end)) if places else (start, end)


def _words(full: str, start: int, end: int, width: int, low: int, high: int) -> tuple[int, int]:
    if width == 0:
        return start, end
    far = start - 40 * width  # enough for words of 40 characters; cut where white space is, not within a word
    left = low if far <= low else full.find(" ", far, start) + 1 or far
    before = text.tokens(full[left:start])[-width:]
    after = text.tokens(full[end:high][: 40 * width])[:width]
    whole = len(after) < width or end + after[-1][1] >= high - 1
    return (left + before[0][0] if before else low), (high if whole else end + after[-1][1])


def _sentences(full: str, start: int, end: int, width: int, low: int, high: int) -> tuple[int, int]:
    spans = [(low + a, low + b) for a, b in text.sentences(full[low:high])]
    first = next((i for i, (_, b) in enumerate(spans) if b > start), 0)
    last = next((i for i, (_, b) in enumerate(spans) if b >= end), len(spans) - 1)
    return min(spans[max(first - width, 0)][0], start), max(spans[min(last + width, len(spans) - 1)][1], end)


def _words_of(context: str) -> list[str]:
    return [text.fold(context[a:b]) for a, b in text.tokens(context)]


def _shown(part: str) -> str:
    part = " ".join(part.split())
    return f"\u2068{_INNER.sub('', part)}\u2069" if _BIDI.search(part) else part
