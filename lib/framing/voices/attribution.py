"""Article text to spans in other voices than its own: quotations and reported speech, each with speaker and cue."""

from __future__ import annotations

import functools
import re
from itertools import accumulate
from typing import NamedTuple

import pandas as pd

from framing import text as texts
from framing.voices import quotes, reported, speakers
from framing.voices.cues import PLACEHOLDERS, QUOTE, QUOTE_END, SHORT, SHORT_END, cues
from framing.voices.quotes import Stretch

PIECE = re.compile(
    r"(?:[^\W_]+(?:[-'’.&][^\W_]+|,\d+)*['’]?|" + "|".join(f"{mark}+" for mark in PLACEHOLDERS) + r"|_+|[^\w\s])[^\S\n]*|\s+"
)
UNREAD = ("furniture", "byline", "date")
BRACKETS = re.compile(r"\[[^\[\]]*\]")
ABBREVIATIONS = frozenset(word.removesuffix(".") for word in texts.ABBREVIATIONS)


class Span(NamedTuple):
    """A stretch of text that is not the article's own voice."""

    start: int
    end: int
    voice: str  # short, direct, indirect, bracket
    speaker: str  # "" = unknown
    cue: str
    stance: str  # neutral, distancing, endorsing; "" without a cue
    rule: str


class Unit(NamedTuple):
    """A paragraph as tags: its pieces, the offset of each, and its sentences (token ranges)."""

    text: str
    pieces: list[str]
    offsets: list[int]
    tags: str
    sentences: list[tuple[int, int]]
    headline: bool

    def words(self, start: int, end: int) -> str:
        """Return the text of tokens start:end."""
        return self.text[self.offsets[start] : self.offsets[end]].strip() if start < end else ""


def attribute(text: str, units: list[tuple[int, int]] | None = None) -> list[Span]:
    """Return every stretch that is not the article's own voice, in order, none overlapping."""
    units = texts.paragraphs(text) if units is None else units
    quoted = quotes.stretches(text, units)
    masked, spans, at, carried = _mask(text, quoted), [], 0, ""
    for start, end in units:
        last = at
        while last < len(quoted) and quoted[last].start < end:
            last += 1
        found, carried = _unit(text, _read(text, masked, start, end, start == units[0][0]), quoted[at:last], carried)
        spans += found
        at = last
    return spans


def _mask(text: str, quoted: list[Stretch]) -> str:
    """Return the text with every quoted stretch replaced by as many placeholders."""
    parts, at = [], 0
    for start, end, n_words, _ in quoted:
        inner = text[start:end].rstrip("\"”“„‟«»″'’‘ ")
        ends, short = inner[-1:] in (".", "?", "!", "…"), n_words <= quotes.SHORT
        mark = (SHORT_END if ends else SHORT) if short else QUOTE_END if ends else QUOTE
        parts += [text[at:start], mark * (end - start)]
        at = end
    return "".join(parts) + text[at:]


def _read(text: str, masked: str, start: int, end: int, headline: bool) -> Unit:
    """Return one paragraph as tags; a capital that only opens a sentence or a headline hides no cue."""
    t = cues()
    pieces = PIECE.findall(masked, start, end)
    offsets = list(accumulate(map(len, pieces), initial=start))
    tags, sentences = _sentences(t.tag(pieces), pieces)
    if t.signs["cased"] in tags:
        first = {at for at, _ in sentences}
        tags = "".join(
            t.tag([piece.lower()]) if tag == t.signs["cased"] and (at in first or headline and t.cue(piece).form == "s") else tag
            for at, (tag, piece) in enumerate(zip(tags, pieces))
        )
    return Unit(text, pieces, offsets, tags, sentences, headline)


@functools.cache
def _stops() -> re.Pattern[str]:
    return cues().pattern("stop | quote-end | short-end")


def _sentences(tags: str, pieces: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the tags with the stops of abbreviations made part of them, and the sentences without their final stop."""
    found, start, stop, title = [], 0, cues().signs["stop"], cues().signs["title"]
    for match in _stops().finditer(tags):
        at = match.start()
        following = pieces[at + 1][0] if at + 1 < len(pieces) else ""
        if tags[at] == stop and pieces[at][0] == "." and at and not pieces[at - 1][-1].isspace():
            word = pieces[at - 1].lower()
            if len(word) == 1 or word in ABBREVIATIONS or (following and following in ",;:"):
                if following:
                    tags = tags[:at] + title + tags[at + 1 :]
                    continue
        if following.islower() or (following and following in ",;:)"):
            continue
        end = at if tags[at] == stop else at + 1
        if end > start:
            found.append((start, end))
        start = at + 1
    if start < len(tags):
        found.append((start, len(tags)))
    return tags, found


def _unit(text: str, unit: Unit, quoted: list[Stretch], carried: str) -> tuple[list[Span], str]:
    """Return the spans of one paragraph, and the speaker to carry into the next."""
    t, spans = cues(), []
    index = {offset: at for at, offset in enumerate(unit.offsets)} if quoted else {}
    after = {}
    for stretch in quoted:
        at = index.get(stretch.start, 0)
        said = _said_after(unit, at)
        if said:
            after[stretch.start] = said
    governed = {cue for cue, _, _ in after.values()}
    stretches = []
    label = _label(unit)
    if label:
        end = len(unit.tags) if not unit.headline else unit.sentences[0][1]
        stretches.append(reported.Reported(label + 1, end, (label, label + 1), speakers.Source(0, label, "phrase"), "headline" if unit.headline else "transcript"))
    for start, end in unit.sentences if not label else ():
        stretches += reported.find(unit.tags, unit.pieces, start, end, governed)
    for stretch in quoted:
        if stretch.start in after:
            at = index[stretch.start]
            low = next((a for a, b in unit.sentences if a <= at < b), 0)
            cue, source, _ = after[stretch.start]
            if low < at and not reported._patterns()["TRAIL"].search(unit.tags, low, at) and not reported._patterns()["QUOTED"].search(unit.tags, low, at):
                stretches.append(reported.Reported(low, at, (cue, cue + 1), source, "text-and-quote"))
    direct = []
    for stretch in quoted:
        speaker, cue, rule = _speaker(unit, index.get(stretch.start, 0), stretch, stretches, carried, after)
        voice = "short" if stretch.n_words <= quotes.SHORT else "direct"
        stance = t.cue(cue).stance if t.cue(cue) else "neutral" if cue else ""
        direct.append(Span(stretch.start, stretch.end, voice, speaker, cue, stance, rule))
        carried = speaker if speaker and voice == "direct" else carried
    for s in stretches:
        cue = unit.words(*s.cue)
        entry = t.cue(cue)
        speaker = unit.words(s.source.start, s.source.end) if s.source else ""
        a, b = unit.offsets[s.start], unit.offsets[s.start] + len(unit.text[unit.offsets[s.start] : unit.offsets[s.end]].rstrip())
        for span in direct:
            if span.start < b and span.end > a:
                if span.start > a:
                    spans.append(Span(a, span.start, "indirect", speaker, cue, entry.stance if entry else "neutral", s.rule))
                a = max(a, span.end)
        if a < b:
            spans.append(Span(a, b, "indirect", speaker, cue, entry.stance if entry else "neutral", s.rule))
    return sorted(spans + direct), carried


@functools.cache
def _labels() -> re.Pattern[str]:
    return cues().pattern("(name | title | word | plural | owner | number | to | of | noun-cue){1,6} colon")


def _label(unit: Unit) -> int:
    """Return the colon after a speaker's name that opens a headline or a turn of a transcript; 0 if there is none."""
    match = _labels().match(unit.tags)
    if not match or match.end() >= len(unit.tags):
        return 0
    name = unit.words(0, match.end() - 1)
    if unit.headline or name.isupper():
        return match.end() - 1
    return 0


def _said_after(unit: Unit, at: int):
    """Return the cue that follows a quoted stretch directly: “…,” X said · “…,” said X."""
    t, tags = cues(), unit.tags
    if tags[at] in (t.signs["quote-end"], t.signs["short-end"]) and at + 1 < len(tags) and not unit.pieces[at + 1][0].islower() and unit.text[unit.offsets[at + 1] - 3 : unit.offsets[at + 1]].count("."):
        return None
    begin = at + 1 + (tags[at + 1 : at + 2] == t.signs["comma"])
    trail = reported._patterns()["TRAIL"]
    position = begin
    for _ in range(3):
        cue = trail.search(tags, position, begin + 40)
        if not cue:
            return None
        i = position = cue.start()
        position += 1
        if i == begin:
            source = speakers.right(tags, i + 1, len(tags))
            return (i, source, "quote-said-x") if source else None
        source = speakers.left(tags, i, begin)
        if source and source.start == begin and source.kind != "relative":
            return i, source, "quote-x-said"
    return None


def _speaker(unit: Unit, at: int, stretch: Stretch, stretches: list, carried: str, after: dict) -> tuple[str, str, str]:
    """Return speaker, cue and rule of a quoted stretch at token `at`."""
    t, tags = cues(), unit.tags
    low = next((a for a, b in unit.sentences if a <= at < b), 0)
    if stretch.start in after:
        cue, source, rule = after[stretch.start]
        return unit.words(source.start, source.end), unit.words(cue, cue + 1), rule
    for s in stretches:
        if s.start <= at < s.end or s.end == at:
            return (unit.words(s.source.start, s.source.end) if s.source else carried), unit.words(*s.cue), "quote-in-" + s.rule
    earlier = [m.start() for m in reported._patterns()["CUE"].finditer(tags, low, at)]
    for i in reversed(earlier):
        source = speakers.left(tags, i, low) or speakers.first(tags, low, i)
        if source:
            return unit.words(source.start, source.end), unit.words(i, i + 1), "x-said-quote"
    if stretch.n_words > quotes.SHORT:
        return carried, "", "quote-continued" if carried else "quote"
    return "", "", "scare"


def table(articles: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the spans of many articles, one row per span; furniture, bylines and dates are not read.

    Parameters
    ----------
    articles : DataFrame with ``article_id`` and ``text``
    blocks : DataFrame with ``article_id``, ``start``, ``end``, ``zone``; paragraphs in the order of the text

    Returns
    -------
    DataFrame, one row per span, in the order of `articles` and of the text
        ``article_id``; ``start``, ``end`` : int, characters; ``voice, speaker, cue, stance, rule`` : str, "" = none.
    """
    read = blocks[~blocks["zone"].isin(UNREAD)]
    units: dict[str, list[tuple[int, int]]] = {}
    for article_id, start, end in zip(read["article_id"], read["start"], read["end"]):
        units.setdefault(article_id, []).append((int(start), int(end)))
    rows = [
        (article_id, *span)
        for article_id, text in zip(articles["article_id"], articles["text"])
        for span in attribute(text, sorted(units.get(article_id, [])))
    ]
    spans = pd.DataFrame(rows, columns=["article_id", *Span._fields])
    return spans.astype({"article_id": str, "start": "int64", "end": "int64"} | dict.fromkeys(Span._fields[2:], str))
