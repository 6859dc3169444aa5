"""Hits and texts to KWIC lines: each hit with its left and right context; sorted, searched, thinned, expanded.

No context crosses a paragraph, so a menu or the next story never stands beside a hit.
"""

from __future__ import annotations

import bisect
import functools
import re

import numpy as np
import pandas as pd

from framing import text
from framing.errors import BadInput
from framing.hits.cells import column
from framing.text import cut
from framing.text.around import Places, around

COLUMNS = ["article_id", "hit_id", "outlet", "date", "set", "pole", "term", "zone", "voice", "speaker", "cue", "left", "node", "right"]
_SLOT = re.compile(r"([1-9])([LR])")


def lines(hits: pd.DataFrame, articles: pd.DataFrame, *, width: int = 12, unit: str = "words", read: Places | None = None) -> pd.DataFrame:
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
    read : Places or None
        Where the tokens of the articles stand, in their order, as ``hits.count`` keeps them; None = read here.

    Returns
    -------
    DataFrame, one row per hit
        ``left, node, right`` : the text around and of the hit, white space made single; never beyond the paragraph.
        Text with marks that turn the direction of writing is isolated, so that it cannot turn the rest of the line.

    Raises
    ------
    BadInput
        If ``unit`` is another word, ``width`` is negative, or a hit's article is not among the articles.

    Example: "the bakers left", hit "bakers", width 1: left "the", right "left".
    """
    if unit not in ("words", "sentence"):
        raise BadInput(f'unit {unit!r}: say "words" or "sentence"')
    if width < 0:
        raise BadInput(f"width {width} is negative: say how many {unit} to show on each side")
    ordered, number = _ordered(hits, articles)
    start, end = (ordered[side].to_numpy("int64") for side in ("start", "end"))
    texts = articles["text"].tolist()
    ways = around(texts, number, start, end, width, read=read) if unit == "words" else _sentences(texts, number, start, end, width)
    laid = cut.Laid(articles["text"])
    begin, start, end, stop = (laid.place(number, each) for each in (ways[0], start, end, ways[1]))
    low, high = laid.line(start, end)
    table = {name: _plain(ordered[name]) for name in ["article_id", "hit_id", *COLUMNS[4:11]]}
    table |= {name: column(articles[name].tolist(), number) for name in ("outlet", "date")}
    table |= {"left": laid.shown(np.maximum(begin, low), start), "node": laid.shown(start, end)}
    return pd.DataFrame(table | {"right": laid.shown(end, np.minimum(stop, high))}, columns=COLUMNS)


def _ordered(hits: pd.DataFrame, articles: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Return hits in the order of article and text, and which of the articles each belongs to."""
    codes, names = pd.factorize(hits["article_id"], sort=True)
    row = pd.Index(articles["article_id"]).get_indexer(names)
    if (row < 0).any():
        raise BadInput(f"hits of article {names[int(np.argmin(row))]!r}, which the articles lack: use the tables of one run")
    key = codes * (int(hits["end"].max() if len(hits) else 0) + 1) + hits["start"].to_numpy("int64")
    if (key[1:] > key[:-1]).all():
        return hits, row[codes]
    return hits.sort_values(["article_id", "start", "end", "hit_id"], kind="stable"), row[np.sort(codes)]


def _plain(values: pd.Series) -> pd.api.extensions.ExtensionArray | pd.Series:
    """Return a column as text."""
    if isinstance(values.dtype, pd.CategoricalDtype) and not values.hasnans:
        return column(values.cat.categories.astype("str").tolist(), values.cat.codes.to_numpy())
    return values.astype("str").array


def by_article(table: pd.DataFrame, columns: list[str]) -> dict[str, list[tuple]]:
    """Return the rows of a table as plain tuples, by article, in the order given: one pass, whatever the number of articles."""
    rows: dict[str, list[tuple]] = {}
    for article_id, *row in zip(table["article_id"].tolist(), *(table[c].tolist() for c in columns), strict=True):
        rows.setdefault(article_id, []).append(tuple(row))
    return rows


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
    place = {(a, i): at for a, own in by_article(hits, ["hit_id", "start", "end"]).items() for i, *at in own}
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    paragraphs = {article_id: text.paragraphs(texts[article_id]) for article_id in sorted(set(concordance["article_id"]))}
    rows = []
    for article_id, hit_id in concordance[["article_id", "hit_id"]].itertuples(index=False):
        if (article_id, hit_id) not in place:
            raise BadInput(f"line of hit {hit_id}, which the hits lack: use the tables of one run")
        start, end = place[article_id, hit_id]
        low, high = _around(paragraphs[article_id], start, end)
        rows.append((texts[article_id][low:high], low, start - low, end - low))
    more = pd.DataFrame(rows, columns=["paragraph", "paragraph_start", "node_start", "node_end"], index=concordance.index)
    return pd.concat([concordance, more], axis=1)


def _around(places: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return the paragraph of an offset, from its start to the end of the one that holds ``end``."""
    first = max(bisect.bisect_right(places, (start, 1 << 62)) - 1, 0)
    last = max(bisect.bisect_left(places, (end, 0)) - 1, first)
    return (min(places[first][0], start), max(places[last][1], end)) if places else (start, end)


def _sentences(bodies: list[str], number, start, end, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where the sentences of hits, and so many more on each side, begin and stop."""
    found = []
    split = functools.lru_cache(maxsize=1)(lambda n: text.sentences(bodies[n]))
    for n, a, b in zip(number.tolist(), start.tolist(), end.tolist(), strict=True):
        sentences = split(n)
        first = max(bisect.bisect_right(sentences, (a, 1 << 62)) - 1 - width, 0)
        last = min(max(bisect.bisect_left(sentences, (b, 0)) - 1, 0) + width, len(sentences) - 1)
        found.append((min(sentences[first][0], a), max(sentences[last][1], b)))
    return tuple(np.array(found, dtype=np.int64).reshape(-1, 2).T)


def _words_of(context: str) -> list[str]:
    return [text.fold(context[a:b]) for a, b in text.tokens(context)]
