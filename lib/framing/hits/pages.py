"""Articles with their blocks and spans, to be asked about many places at once: which block, which voice, which sentence.

A place is a *key*: number of the article × stride + offset, so that all the articles of a part lie on one line.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import text
from framing.hits.slices import among
from framing.lexicon import Stream

PRIORITY = ("bracket", "short", "direct", "indirect")  # a place in two spans has the voice that comes first here
NOT_COUNTED = ("furniture", "byline", "date")


class Pages:
    """The articles of a part in order, their blocks sorted by place, their spans by how little they decide."""

    def __init__(self, articles: pd.DataFrame, blocks: pd.DataFrame, spans: pd.DataFrame):
        self.names, self.texts = articles["article_id"].tolist(), articles["text"].tolist()
        self.stride = max(map(len, self.texts), default=0) + 2
        blocks, number = self._of_these(blocks, articles["article_id"])
        starts, ends = (number * self.stride + blocks[side].to_numpy("int64") for side in ("start", "end"))
        order = np.argsort(starts, kind="stable")
        self.block_start, self.block_end = starts[order], ends[order]
        self.zone = np.append(blocks["zone"].to_numpy(object)[order], "body")  # the last: outside every block
        self.repeat = np.append(blocks["repeat_of"].notna().to_numpy(bool)[order], False)
        self.apart = np.append(among(blocks["zone"], pd.Series(NOT_COUNTED))[order] >= 0, False)
        self.counts = ~self.apart & ~self.repeat
        spans, number = self._of_these(spans, articles["article_id"])
        starts, ends = (number * self.stride + spans[side].to_numpy("int64") for side in ("start", "end"))
        order = np.lexsort((starts, starts - ends, -among(spans["voice"], pd.Series(PRIORITY))))
        self.span_start, self.span_end = starts[order], ends[order]
        self.spans = spans[["voice", "speaker", "cue", "stance"]].iloc[order]

    @staticmethod
    def _of_these(table: pd.DataFrame, ids: pd.Series) -> tuple[pd.DataFrame, np.ndarray]:
        """Return the rows of a table that are of these articles, and the number of each one's article."""
        number = among(table["article_id"], ids)
        return (table, number) if (number >= 0).all() else (table[number >= 0], number[number >= 0])

    def keys(self, number: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Return the keys of offsets ``at`` into the articles ``number``."""
        return number.astype(np.int64) * self.stride + at

    def block(self, keys: np.ndarray) -> np.ndarray:
        """Return which block holds each place (ascending keys): index into ``zone`` and ``repeat``; -1, the last, if none."""
        begins = np.concatenate([[0], np.searchsorted(keys, self.block_start), [len(keys)]])
        found = np.repeat(np.arange(-1, len(self.block_start)), np.diff(begins))
        return np.where((found >= 0) & (keys < np.append(self.block_end, 0)[found]), found, -1)

    def span(self, keys: np.ndarray) -> np.ndarray:
        """Return which row of ``spans`` decides each place (ascending keys), -1 = none: the article's own voice."""
        first, last = np.searchsorted(keys, self.span_start), np.searchsorted(keys, self.span_end)
        found = np.full(len(keys), -1, dtype=np.int64)
        rows = np.flatnonzero(last > first)
        size = (last - first)[rows]
        held = np.repeat(first[rows] - np.cumsum(size) + size, size) + np.arange(size.sum())
        found[held] = np.repeat(rows, size)  # of several rows that hold a place the last stays: later ones decide more
        return found

    def said(self, column: str, rows: np.ndarray, *, otherwise: str = "") -> np.ndarray:
        """Return a column of the spans for rows that ``span`` found."""
        return np.append(self.spans[column].to_numpy(object), otherwise)[rows]

    def voice(self, keys: np.ndarray) -> np.ndarray:
        """Return the voice at each place (ascending keys)."""
        return self.said("voice", self.span(keys), otherwise="own")

    def counted(self, keys: np.ndarray) -> np.ndarray:
        """Return whether each place stands in a zone that counts and in no repeat."""
        return self.counts[self.block(keys)]

    def sentences(self, keys: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where the sentence around each place begins and ends, as keys; it holds the place up to ``ends``.

        In a block that mends a broken paragraph a sentence runs over the break; none leaves its block.
        """
        block = self.block(keys)
        bounds = [side for start, end in self._units(keys, block) for each in self._sentences(start, end) for side in each]
        starts, stops = np.array(bounds, dtype=np.int64).reshape(-1, 2).T
        order = np.argsort(starts, kind="stable")
        which = order[np.searchsorted(starts, keys, side="right", sorter=order) - 1] if len(order) else order
        return starts[which], np.maximum(stops[which], ends)

    def _units(self, keys: np.ndarray, block: np.ndarray) -> list[tuple[int, int]]:
        """Return the blocks that hold places, and the lines of places outside every block."""
        held = np.unique(block[block >= 0])
        units = list(zip(self.block_start[held].tolist(), self.block_end[held].tolist(), strict=True))
        for key in keys[block < 0].tolist():
            number, at = divmod(key, self.stride)
            a, b = next((a, b) for a, b in text.paragraphs(self.texts[number]) if a <= at < b)
            units.append((number * self.stride + a, number * self.stride + b))
        return units

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        number, at = divmod(start, self.stride)
        joined = self.texts[number][at : at + end - start].replace("\n", " ")
        found = text.sentences(joined) or [(0, end - start)]
        return [(start, start + found[0][1]), *((start + a, start + b) for a, b in found[1:])]


class Offsets:
    """The offsets of each article's blocks, told apart when asked for: few phrases run over a break."""

    def __init__(self, pages: Pages):
        self.pages = pages

    def __getitem__(self, number: int) -> list[tuple[int, int]]:
        begin, start = number * self.pages.stride, self.pages.block_start
        held = slice(*np.searchsorted(start, [begin, begin + self.pages.stride]))
        return list(zip((start[held] - begin).tolist(), (self.pages.block_end[held] - begin).tolist(), strict=True))


def read(articles: pd.DataFrame, blocks: pd.DataFrame, spans: pd.DataFrame, *, after: Stream | None = None) -> tuple[Pages, Stream]:
    """Return the articles of a part and their tokens: what ``find`` and ``words`` both need, read once.

    ``after`` : the tokens of the articles before, whose words need not be looked up in the lexicon again.
    """
    pages = Pages(articles, blocks, spans)
    return pages, Stream.of(pages.texts, Offsets(pages), after=after)
