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
    first, spelled = begin.searchsorted(breaks), tags.tobytes().decode("utf-16-le")
    limits = zip(*(itertools.pairwise(each.tolist()) for each in (breaks, first, which.searchsorted(first))), headline, strict=False)
    return [
        [
            Unit(text, masked, offsets[a:b], spelled[a + 1 : b], begins[c:d], ends[c:d], cued[e:f], is_headline)
            for (a, b), (c, d), (e, f), is_headline in itertools.islice(limits, len(units))
        ]
        for text, masked, units in pages
    ]


def _cued(tags: np.ndarray, begin: np.ndarray, end: np.ndarray, before: np.ndarray) -> tuple[list[tuple[int, int, list[int]]], np.ndarray]:
    """Return the sentences with cues, and which they are."""
    signs = tags - FIRST
    double = _fits("asking")[signs[:-1]] & _fits("asked")[signs[1:]]  # on whether
    at = np.flatnonzero(_fits("cue")[signs[:-1]] | double)
    which = begin.searchsorted(at, side="right") - 1
    inside = (which >= 0) & (at + double[at] < end[which])
    said, which = (at[inside] - before[which[inside]]).tolist(), which[inside]
    first = np.flatnonzero(np.append(-1, which[:-1]) != which)
    limits, which = itertools.pairwise([*first.tolist(), len(said)]), which[first]
    begins, ends = ((side[which] - before[which]).tolist() for side in (begin, end))
    return [(start, stop, said[a:b]) for start, stop, (a, b) in zip(begins, ends, limits, strict=True)], which


def _tagged(found: Pieces, headline: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the tags of pieces, stops of abbreviations made part of them, and where the sentences begin and end.

    This is cheaper than `text.sentences` (Punkt) and, unlike it, sees a quotation as one word.
    """
    known, signs, codes, start, breaks = cues().known, cues().signs, found.codes, found.start, found.breaks
    ids = known.ids(found)
    tags = known.tag[ids]
    at = np.flatnonzero(_fits("closing")[tags - FIRST])
    unit = breaks.searchsorted(at)
    following, closed, stopped = codes[start[at + 1]], breaks[unit] == at + 1, tags[at] == ord(signs["stop"])
    comma = kinds().comma[following]
    short = (start[at] - start[at - 1] == 1) | known.shortened[ids[at - 1]] | comma
    short &= (codes[start[at]] == ord(".")) & ~kinds().space[codes[start[at] - 1]] & (breaks[unit - 1] < at - 1) & stopped & ~closed
    tags[at[short]] = ord(signs["title"])
    ends = closed | ~(short | kinds().small[following] | comma | (following == ord(")")))
    at, stopped = at[ends], stopped[ends]
    begin, end = np.concatenate([breaks[:-1], at]) + 1, np.concatenate([breaks[1:], at + ~stopped])
    begin.sort()
    end.sort()
    cut = begin < end
    begin, end = begin[cut], end[cut]
    long = np.flatnonzero(end - begin > LONGEST)
    if len(long):
        more = np.concatenate([np.arange(a + LONGEST, b, LONGEST) for a, b in zip(begin[long].tolist(), end[long].tolist(), strict=True)])
        begin, end = np.sort(np.concatenate([begin, more])), np.sort(np.concatenate([end, more]))
    cased = np.flatnonzero(tags == ord(signs["cased"]))
    opens = begin[begin.searchsorted(cased, side="right") - 1] == cased
    cased = cased[opens | (known.third[ids[cased]] & headline[breaks.searchsorted(cased) - 1])]
    tags[cased] = known.small[ids[cased]]
    return tags, begin, end


@functools.cache
def _fits(context: str) -> np.ndarray:
    """Return for each tag whether it alone fits a context."""
    return np.array([cues().contexts[context].fullmatch(sign) is not None for sign in cues().signs.values()])
