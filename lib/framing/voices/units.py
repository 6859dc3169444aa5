"""Paragraphs of text to tagged sentences: what the rules of `reported` and `speakers` read."""

from __future__ import annotations

import functools
import itertools
from array import array
from typing import NamedTuple

import numpy as np

from framing.voices import pieces, quotes
from framing.voices.cues import FIRST, QUOTE, QUOTE_END, SHORT, SHORT_END, cues
from framing.voices.pieces import Pieces, kinds
from framing.voices.quotes import Stretch

LONGEST = 200  # tokens: a sentence is cut there, so that time stays linear in the length of a line


class Unit(NamedTuple):
    """A paragraph: where each of its pieces (a word or mark with the space after it) starts, and one tag for each."""

    text: str
    masked: str  # the text with placeholders for what is quoted
    offsets: array[int]  # of every piece, and the end of the last
    tags: str
    begins: list[int]  # tokens: where its sentences begin
    ends: list[int]  # and end, without the final stop
    cued: list[tuple[int, int, list[int]]]  # the sentences with cues, and where these stand
    headline: bool

    def words(self, start: int, end: int) -> str:
        """Return the text of tokens start:end."""
        return self.text[self.offsets[start] : self.offsets[end]].strip()

    def piece(self, token: int) -> str:
        """Return a piece as the rules see it."""
        return self.masked[self.offsets[token] : self.offsets[token + 1]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of tokens start:end, without white space around them."""
        inner = self.text[self.offsets[start] : self.offsets[end]]
        a = self.offsets[start] + len(inner) - len(inner.lstrip())
        return a, a + len(inner.strip())


class Page(NamedTuple):
    """An article: its text, that text with what is quoted masked, and its paragraphs."""

    text: str
    masked: str
    units: list[tuple[int, int]]


def mask(text: str, quoted: list[Stretch]) -> str:
    """Return the text with every quoted stretch replaced by as many placeholders: to the rules it is one word."""
    parts, at = [], 0
    for start, end, n_words, _ in quoted:
        ends = text[start:end].rstrip("\"”“„‟«»″'’‘` ")[-1:] in (".", "?", "!", "…")
        sign = (SHORT_END if ends else SHORT) if n_words <= quotes.SHORT else QUOTE_END if ends else QUOTE
        parts += [text[at:start], sign * (end - start)]
        at = end
    return "".join(parts) + text[at:]


def read(pages: list[Page]) -> list[list[Unit]]:
    """Return the paragraphs of some articles as tags; a capital that only opens a sentence or a headline hides no cue."""
    headline = [start == page.units[0][0] for page in pages for start, _ in page.units]
    found = pieces.read([page.masked[start:end] for page in pages for start, end in page.units])
    breaks = found.breaks
    tags, begin, end = _tagged(found, np.array(headline, dtype=bool))
    shift = np.array([start for page in pages for start, _ in page.units], dtype=np.int64) - found.begins
    offsets = array("q", (found.start[1:] + np.repeat(shift, np.diff(breaks))).tobytes())
    before = breaks[breaks.searchsorted(begin) - 1] + 1  # pieces before the first of the paragraph
    begins, ends = (begin - before).tolist(), (end - before).tolist()
    cued, which = _cued(tags, begin, end, before)
    first = begin.searchsorted(breaks)
    limits = zip(*(itertools.pairwise(each.tolist()) for each in (breaks, first, which.searchsorted(first))), headline, strict=False)
    return [
        [
            Unit(text, masked, offsets[a:b], tags[a + 1 : b], begins[c:d], ends[c:d], cued[e:f], is_headline)
            for (a, b), (c, d), (e, f), is_headline in itertools.islice(limits, len(units))
        ]
        for text, masked, units in pages
    ]


def _cued(tags: str, begin: np.ndarray, end: np.ndarray, before: np.ndarray) -> tuple[list[tuple[int, int, list[int]]], np.ndarray]:
    """Return the sentences with cues, and which they are."""
    at, reach = np.array([cue.span() for cue in cues().contexts["cue"].finditer(tags)], dtype=np.int64).reshape(-1, 2).T
    which = begin.searchsorted(at, side="right") - 1
    inside = (which >= 0) & (reach <= end[which])
    said, which = (at[inside] - before[which[inside]]).tolist(), which[inside]
    first = np.diff(which, prepend=-1).nonzero()[0]
    limits, which = itertools.pairwise([*first.tolist(), len(said)]), which[first]
    begins, ends = ((side[which] - before[which]).tolist() for side in (begin, end))
    return [(start, stop, said[a:b]) for start, stop, (a, b) in zip(begins, ends, limits, strict=True)], which


def _tagged(found: Pieces, headline: np.ndarray) -> tuple[str, np.ndarray, np.ndarray]:
    """Return the tags of pieces, stops of abbreviations made part of them, and where the sentences begin and end.

    This is cheaper than `text.sentences` (Punkt) and, unlike it, sees a quotation as one word.
    """
    known, signs, codes, start, breaks = cues().known, cues().signs, found.codes, found.start, found.breaks
    ids = known.ids(found)
    tags = known.tag[ids]
    at = _stops()[tags - FIRST].nonzero()[0]
    following, before = codes[start[at + 1]], codes[start[at] - 1]
    is_break = np.zeros(len(start), dtype=bool)
    is_break[breaks] = True
    closed, stopped = is_break[at + 1], tags[at] == ord(signs["stop"])
    mark = kinds().comma[following]
    word = (start[at] - start[at - 1] == 1) | known.shortened[ids[at - 1]] | mark
    merged = ~closed & stopped & (codes[start[at]] == ord(".")) & ~is_break[at - 1] & ~kinds().space[before] & word
    tags[at[merged]] = ord(signs["title"])
    goes_on = merged | (~closed & (kinds().small[following] | mark | (following == ord(")"))))
    at, stopped = at[~goes_on], stopped[~goes_on]
    begin, end = np.concatenate([breaks[:-1], at]) + 1, np.concatenate([breaks[1:], at + ~stopped])
    begin.sort()
    end.sort()
    cut = begin < end
    begin, end = begin[cut], end[cut]
    long = (end - begin > LONGEST).nonzero()[0]
    if len(long):
        more = np.concatenate([np.arange(a + LONGEST, b, LONGEST) for a, b in zip(begin[long].tolist(), end[long].tolist(), strict=True)])
        begin, end = np.sort(np.concatenate([begin, more])), np.sort(np.concatenate([end, more]))
    cased = tags == ord(signs["cased"])
    opens = np.zeros(len(tags), dtype=bool)
    opens[begin] = True
    opens |= known.third[ids] & np.repeat(np.append(headline, False), np.diff(np.append(breaks, len(start))))
    opens &= cased
    tags[opens] = known.small[ids[opens]]
    return tags.tobytes().decode("utf-16-le"), begin, end


@functools.cache
def _stops() -> np.ndarray:
    """Return for each tag whether a sentence can end there."""
    signs = cues().signs
    stops = np.zeros(len(signs), dtype=bool)
    stops[[ord(signs[name]) - FIRST for name in ("stop", "quote-end", "short-end")]] = True
    return stops
