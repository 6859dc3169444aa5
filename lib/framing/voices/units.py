"""A paragraph of text to tagged sentences: what the rules of `reported` and `speakers` read."""

from __future__ import annotations

import functools
import re
from itertools import accumulate, chain
from typing import NamedTuple

from framing.text import ABBREVIATIONS
from framing.voices import quotes
from framing.voices.cues import PLACEHOLDERS, QUOTE, QUOTE_END, SHORT, SHORT_END, cues
from framing.voices.quotes import Stretch

LONGEST = 200  # tokens: a sentence is cut there, so that time stays linear in the length of a line
KEPT, KEPT_LENGTH = 100_000, 60  # chunks remembered at most, and their greatest length, so that memory stays flat
WORD = r"\w+(?:[-'’‘ʼ.&]\w+|,\d+)*['’‘ʼ]?"
PIECE = re.compile(rf"(?:{WORD}|{'|'.join(f'{mark}+' for mark in PLACEHOLDERS)}|[^\w\s])[^\S\n]*|\s+")
ODD = re.compile(r" [\s,;:]")  # a space that parts no chunks: more white space follows, or a mark that belongs to the word before
ALONE = re.compile(r"(?<=\S)[^\S\n](?=[^\s,;:])")
SHORTENED = frozenset(word.removesuffix(".") for word in ABBREVIATIONS)


class Unit(NamedTuple):
    """A paragraph as tokens (a word or mark with the space after it): where each starts, one tag for each."""

    text: str
    masked: str
    offsets: list[int]  # of every token, and the end of the last
    tags: str
    sentences: list[tuple[int, int]]  # tokens, without the final stop
    headline: bool

    def words(self, start: int, end: int) -> str:
        """Return the text of tokens start:end."""
        return self.text[self.offsets[start] : self.offsets[end]].strip()

    def piece(self, token: int) -> str:
        """Return one token without the space after it; a quoted stretch is one token of placeholders."""
        return self.masked[self.offsets[token] : self.offsets[token + 1]].rstrip()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of tokens start:end, without white space around them."""
        inner = self.text[self.offsets[start] : self.offsets[end]]
        a = self.offsets[start] + len(inner) - len(inner.lstrip())
        return a, a + len(inner.strip())


class Chunks(dict):
    """The tags of every chunk of text met so far, and the lengths of its tokens; chunks that are alike share one reading."""

    def __init__(self):
        super().__init__()
        self.readings: dict[tuple, tuple] = {}

    def __missing__(self, chunk: str) -> tuple[str, tuple[int, ...]]:
        pieces = PIECE.findall(chunk + " ")
        reading = _tags(pieces), tuple(map(len, pieces))
        if len(chunk) > KEPT_LENGTH:  # a quotation, or no word at all
            return reading
        if len(self) >= KEPT:
            self.clear()
            self.readings.clear()
        self[chunk] = reading = self.readings.setdefault(reading, reading)
        return reading


def mask(text: str, quoted: list[Stretch]) -> str:
    """Return the text with every quoted stretch replaced by as many placeholders: to the rules it is one word."""
    parts, at = [], 0
    for start, end, n_words, _ in quoted:
        ends = text[start:end].rstrip("\"”“„‟«»″'’‘` ")[-1:] in (".", "?", "!", "…")
        sign = (SHORT_END if ends else SHORT) if n_words <= quotes.SHORT else QUOTE_END if ends else QUOTE
        parts += [text[at:start], sign * (end - start)]
        at = end
    return "".join(parts) + text[at:]


def chunks(paragraph: str) -> list[str]:
    """Return what stands between single spaces: one word with the marks around it, as a rule; odd spaces stay inside."""
    odd = paragraph.strip() is not paragraph or ODD.search(paragraph)
    return ALONE.split(paragraph) if odd else paragraph.split(" ")


def _tags(pieces: list[str]) -> str:
    """Return one tag for each token of a chunk; the stop of an abbreviation is no stop."""
    table = cues()
    tags = [table.tag(piece) for piece in pieces]
    for at in range(1, len(pieces)):
        if pieces[at][0] == "." and not pieces[at - 1][-1].isspace():
            word, following = pieces[at - 1].lower(), pieces[at + 1][0] if at + 1 < len(pieces) else " "
            if len(word) == 1 or word in SHORTENED or following in ",;:":
                tags[at] = table.signs["abbreviation"]
    return "".join(tags)


KNOWN = Chunks()


def read(text: str, masked: str, start: int, end: int, headline: bool) -> Unit:
    """Return one paragraph as tags; a capital that only opens a sentence or a headline hides no cue."""
    table = cues()
    found, widths = zip(*map(KNOWN.__getitem__, chunks(masked[start:end])), strict=True)
    tags, offsets = "".join(found), list(accumulate(chain.from_iterable(widths), initial=start))
    offsets[-1] = end
    if tags.endswith(table.signs["abbreviation"]):  # the last stop of a paragraph is one
        tags = tags[:-1] + table.signs["stop"]
    sentences = _sentences(tags, masked, offsets)
    unit = Unit(text, masked, offsets, tags, sentences, headline)
    cased = table.signs["cased"]
    if cased not in tags:
        return unit
    signs, first = list(tags), {at for at, _ in sentences}
    for at in range(len(tags)) if headline else first:
        if tags[at] == cased and (at in first or table.cue(unit.piece(at)).form == "s"):
            signs[at] = KNOWN[unit.piece(at).lower()][0]
    return unit._replace(tags="".join(signs))


@functools.cache
def _stops() -> re.Pattern[str]:
    return cues().pattern("stop | quote-end | short-end")


def _sentences(tags: str, masked: str, offsets: list[int]) -> list[tuple[int, int]]:
    """Return the sentences: tokens, without the final stop.

    This is cheaper than `text.sentences` (Punkt) and, unlike it, sees a quotation as one word.
    """
    found, start, stop, last = [], 0, cues().signs["stop"], len(tags) - 1
    for match in _stops().finditer(tags):
        at = match.start()
        if at < last and ((following := masked[offsets[at + 1]]).islower() or following in ",;:)"):
            continue
        end = at if tags[at] == stop else at + 1
        if 0 < end - start <= LONGEST:
            found.append((start, end))
        else:
            found += _cut(start, end)
        start = at + 1
    return found + _cut(start, len(tags)) if start < len(tags) else found


def _cut(start: int, end: int) -> list[tuple[int, int]]:
    return [(at, min(at + LONGEST, end)) for at in range(start, end, LONGEST)]
