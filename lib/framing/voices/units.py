"""A paragraph of text to tagged sentences: what the rules of `reported` and `speakers` read."""

from __future__ import annotations

import functools
import re
from itertools import accumulate
from typing import NamedTuple

from framing.text import ABBREVIATIONS
from framing.voices import quotes
from framing.voices.cues import PLACEHOLDERS, QUOTE, QUOTE_END, SHORT, SHORT_END, cues
from framing.voices.quotes import Stretch

LONGEST = 200  # tokens: a sentence is cut there, so that time stays linear in the length of a line
WORD = r"\w+(?:[-'’‘ʼ.&]\w+|,\d+)*['’‘ʼ]?"
PLAIN = r"[a-zA-Z]++(?: (?=\S)|(?=[,.] ))|[,.] (?=\S)"  # most words, and the commonest marks: what the rest finds too, but faster
PIECE = re.compile(rf"{PLAIN}|(?:{WORD}|{'|'.join(f'{mark}+' for mark in PLACEHOLDERS)}|[^\w\s])[^\S\n]*|\s+")
SHORTENED = frozenset(word.removesuffix(".") for word in ABBREVIATIONS)


class Unit(NamedTuple):
    """A paragraph: its pieces (a word or mark with the space after it), where each starts, one tag for each."""

    text: str
    pieces: list[str]
    offsets: list[int]  # of every piece, and the end of the last
    tags: str
    sentences: list[tuple[int, int]]  # tokens, without the final stop
    headline: bool

    def words(self, start: int, end: int) -> str:
        """Return the text of tokens start:end."""
        return self.text[self.offsets[start] : self.offsets[end]].strip()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of tokens start:end, without white space around them."""
        inner = self.text[self.offsets[start] : self.offsets[end]]
        a = self.offsets[start] + len(inner) - len(inner.lstrip())
        return a, a + len(inner.strip())


def mask(text: str, quoted: list[Stretch]) -> str:
    """Return the text with every quoted stretch replaced by as many placeholders: to the rules it is one word."""
    parts, at = [], 0
    for start, end, n_words, _ in quoted:
        ends = text[start:end].rstrip("\"”“„‟«»″'’‘` ")[-1:] in (".", "?", "!", "…")
        sign = (SHORT_END if ends else SHORT) if n_words <= quotes.SHORT else QUOTE_END if ends else QUOTE
        parts += [text[at:start], sign * (end - start)]
        at = end
    return "".join(parts) + text[at:]


def read(text: str, masked: str, start: int, end: int, headline: bool) -> Unit:
    """Return one paragraph as tags; a capital that only opens a sentence or a headline hides no cue."""
    table = cues()
    pieces = PIECE.findall(masked, start, end)
    offsets = list(accumulate(map(len, pieces), initial=start))
    tags, sentences = _sentences(table.tags(pieces), pieces)
    cased = table.signs["cased"]
    if cased in tags:
        signs, first = list(tags), {at for at, _ in sentences}
        for at in range(len(tags)) if headline else first:
            if tags[at] == cased and (at in first or table.cue(pieces[at]).form == "s"):
                signs[at] = table.tags([pieces[at].lower()])
        tags = "".join(signs)
    return Unit(text, pieces, offsets, tags, sentences, headline)


@functools.cache
def _stops() -> re.Pattern[str]:
    return cues().pattern("stop | quote-end | short-end")


def _sentences(tags: str, pieces: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the tags with the stops of abbreviations made part of them, and the sentences.

    This is cheaper than `text.sentences` (Punkt) and, unlike it, sees a quotation as one word.
    """
    found, merged, start, stop, last = [], [], 0, cues().signs["stop"], len(tags) - 1
    for match in _stops().finditer(tags):
        at = match.start()
        following = pieces[at + 1][0] if at < last else ""
        stopped = tags[at] == stop
        if following and stopped and at and pieces[at][0] == ".":
            word = pieces[at - 1]  # with the space after it, if there is one: then it is no abbreviation
            if (len(word) == 1 and not word.isspace()) or word.lower() in SHORTENED or (following in ",;:" and not word[-1].isspace()):
                merged.append(at)
                continue
        if following.islower() or (following and following in ",;:)"):
            continue
        end = at if stopped else at + 1
        if 0 < end - start <= LONGEST:
            found.append((start, end))
        else:
            found += _cut(start, end)
        start = at + 1
    if merged:
        signs = list(tags)
        for at in merged:
            signs[at] = cues().signs["title"]
        tags = "".join(signs)
    return tags, found + _cut(start, len(tags))


def _cut(start: int, end: int) -> list[tuple[int, int]]:
    return [(at, min(at + LONGEST, end)) for at in range(start, end, LONGEST)]
