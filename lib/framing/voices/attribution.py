"""Article text to spans in other voices than its own: quotations and reported speech, each with speaker and cue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from framing.text import paragraphs
from framing.voices import quotations, reported, speakers
from framing.voices.cues import cues
from framing.voices.quotes import SHORT, Stretch, stretches
from framing.voices.trailing import Reported
from framing.voices.units import Page, Unit, mask, read

TOGETHER = 1 << 17  # characters of articles that are read together
UNREAD = ("furniture", "byline", "date")  # zones that are nobody's voice
BRACKET = re.compile(r"\[[^\[\]]*[^\W\d_][^\[\]]*\]")
RESOLVED = re.compile(r" \([a-z]+\)$")  # the pronoun in "Doe (she)"
PRONOUNS = frozenset("he she it they we i you who which that there this one him her them".split())


class Span(NamedTuple):
    """A stretch of text that is not the article's own voice."""

    start: int
    end: int
    voice: str  # short, direct, indirect, bracket
    speaker: str  # as the text names it; a pronoun behind the name it stands for: "Doe (she)"; "" = unknown
    cue: str
    stance: str  # neutral, distancing, endorsing; "" = no cue
    rule: str  # the line of cues.yml that made it


def attribute(text: str, units: list[tuple[int, int]] | None = None) -> list[Span]:
    """Return every stretch that is not the article's own voice, in order, none overlapping.

    Parameters
    ----------
    text : str
        An article. Any text will do: nothing raises, time grows linearly.
    units : list of (start, end), characters, optional
        The paragraphs to read, in order; the first may be a headline. Default: every line that is not blank.

    Returns
    -------
    list of Span
        Marks belong to the span of a quotation. A quotation inside reported speech splits it.

    >>> [(span.voice, span.speaker, span.cue) for span in attribute("The town is calm, Doe said.")]
    [('indirect', 'Doe', 'said')]
    """
    return next(_spans([(text, paragraphs(text) if units is None else sorted(units))]))


def _spans(articles: list[tuple[str, list[tuple[int, int]]]]) -> Iterator[list[Span]]:
    """Yield the spans of each article, given as its text and its paragraphs; what it costs is shared by many."""
    quoted = [stretches(text, units) for text, units in articles]
    pages = [Page(text, mask(text, found), units) for (text, units), found in zip(articles, quoted, strict=True)]
    for units, found in zip(read(pages), quoted, strict=True):
        yield _article(units, found)


def _article(units: list[Unit], quoted: list[Stretch]) -> list[Span]:
    """Return the spans of one article."""
    spans, at, memory, carried = [], 0, speakers.Memory(), ""
    for unit in units:
        last, start, end = at, unit.offsets[0], unit.offsets[-1]
        while last < len(quoted) and quoted[last].start < end:
            last += 1
        found, carried = _paragraph(unit, quoted[at:last], memory, carried)
        if spans and found and found[0].start == start and spans[-1].rule.endswith("unclosed") and not spans[-1].speaker:
            spans[-1] = spans[-1]._replace(speaker=found[0].speaker)  # a quotation over two paragraphs, its speaker at the end
        spans += found
        at = last
    return spans


def _paragraph(unit: Unit, quoted: list[Stretch], memory: speakers.Memory, carried: str) -> tuple[list[Span], str]:
    """Return the spans of one paragraph, and the speaker that a quotation opening the next one would go on from."""
    places = quotations.places(unit, quoted) if quoted else []
    after = quotations.said_after(unit, places) if quoted else {}
    governed = {attributed.cue[0]: attributed.source for attributed in after.values()} if after else {}
    turn = quotations.turn(unit)
    told = [turn] if turn else [s for a, b, said in unit.cued for s in reported.find(unit.tags, a, b, said, governed)]
    if not told and not quoted:
        memory.silent = unit
        return [], ""
    told = _apart(told + quotations.beside(unit, after) if after else told)
    spans, last, spoken, opening = [], "", "", ""  # last speaker quoted, quoted at length, and before a colon that ends it all
    opens = unit.tags[-1:] == cues().signs["colon"]  # X pointed out: the quotation is the next paragraph
    if not quoted:
        for stretch in told:
            opening = speakers.named(unit, stretch.source, memory)
            spans += _indirect(unit, stretch, quoted, opening)
        return spans, opening if opens else ""
    attributed = quotations.attributed(unit, places, after, told)
    pieces = sorted([(place, 0, n) for n, place in enumerate(places)] + [(s.start, 1, n) for n, s in enumerate(told)])
    for _, kind, n in pieces:
        if kind == 1:
            inside = quoted[bisect_left(places, told[n].start) : bisect_left(places, told[n].end)]
            speaker = speakers.named(unit, told[n].source, memory)
            spans += _indirect(unit, told[n], inside, speaker)
            opening = speaker if opens else ""
            continue
        source, cue, rule = attributed[n]
        speaker = speakers.named(unit, source, memory)
        if not rule and quoted[n].n_words <= SHORT:
            rule = "quote:scare"
        elif not rule:
            speaker = last or speakers.person_before(unit, places[n])  # it goes on; or: Doe rose. “I am ready to go.”
            if not speaker and places[n] == 0:  # it opens the paragraph: whoever spoke last, or was named where nobody spoke
                speaker = carried or (memory.last("person") if memory.silent else "")
            rule = "quote:continued" if speaker else "quote:unattributed"
        spans += _quotation(unit, quoted[n], speaker, cue, rule)
        last = speaker or last
        spoken = last if quoted[n].n_words > SHORT else spoken
    return sorted(spans), opening or spoken


def _apart(told: list[Reported]) -> list[Reported]:
    """Return reported stretches without overlap: what is told twice belongs to the first."""
    apart, reach = [], 0
    for stretch in sorted(told, key=itemgetter(0, 1, 2)) if len(told) > 1 else told:
        if stretch.end > max(stretch.start, reach):
            apart.append(stretch if stretch.start >= reach else stretch._replace(start=reach))
            reach = stretch.end
    return apart


def _indirect(unit: Unit, told: Reported, quoted: list[Stretch], speaker: str) -> list[Span]:
    """Return a reported stretch as spans, without the quotations inside it."""
    start, end = unit.span(told.start, told.end)
    cue, stance = _cue(unit, told.cue)
    spans = []
    for stretch in quoted:  # those that overlap it, in order
        if any(map(str.isalnum, unit.text[start : stretch.start])):
            spans.append(Span(start, stretch.start, "indirect", speaker, cue, stance, told.rule))
        start = max(start, stretch.end)
    if any(map(str.isalnum, unit.text[start:end])):
        spans.append(Span(start, end, "indirect", speaker, cue, stance, told.rule))
    return spans


def _quotation(unit: Unit, stretch: Stretch, speaker: str, cue: tuple[int, int], rule: str) -> list[Span]:
    """Return a quoted stretch as spans: short or direct, the editor's brackets inside a direct one apart."""
    words, stance = _cue(unit, cue)
    rule += "" if stretch.rule == "marks" else "+" + stretch.rule
    if stretch.n_words <= SHORT:
        return [Span(stretch.start, stretch.end, "short", speaker, words, stance, rule)]
    spans, at = [], stretch.start
    for bracket in BRACKET.finditer(unit.text, stretch.start, stretch.end):
        spans.append(Span(at, bracket.start(), "direct", speaker, words, stance, rule))
        spans.append(Span(*bracket.span(), "bracket", speaker, words, stance, rule))
        at = bracket.end()
    return [span for span in [*spans, Span(at, stretch.end, "direct", speaker, words, stance, rule)] if span.start < span.end]


def _cue(unit: Unit, cue: tuple[int, int]) -> tuple[str, str]:
    """Return the words of a cue and its stance."""
    if cue[0] == cue[1]:
        return "", ""
    words = unit.words(*cue)
    entry = cues().cue(words)
    return words, entry.stance if entry else "neutral"


def table(articles: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the spans of many articles, one row per span; furniture, bylines and dates are not read.

    Parameters
    ----------
    articles : DataFrame with ``article_id`` and ``text``
    blocks : DataFrame with ``article_id``, ``start``, ``end``, ``zone``

    Returns
    -------
    DataFrame, one row per span, in the order of `articles` and of the text
        ``article_id``; ``start``, ``end`` : int, characters; ``voice, speaker, cue, stance, rule`` : str, "" = none.
        A resolved pronoun is replaced by its name here; one without a name becomes "", but not on a short quotation,
        which would otherwise pass for a scare quote.
    """
    read_blocks = blocks[~blocks["zone"].isin(UNREAD)]
    units: dict[str, list[tuple[int, int]]] = {}
    for article_id, *unit in zip(*(read_blocks[name].tolist() for name in ("article_id", "start", "end")), strict=True):
        units.setdefault(article_id, []).append(tuple(unit))
    ids, columns = [], {field: [] for field in Span._fields}
    named = list(zip(articles["article_id"].tolist(), articles["text"].tolist(), strict=True))
    for group in _groups(named):
        each = _spans([(text, sorted(units.get(article_id, []))) for article_id, text in group])
        for (article_id, _), spans in zip(group, each, strict=True):
            ids += [article_id] * len(spans)
            for column, values in zip(columns.values(), zip(*spans, strict=True), strict=False):
                column += values
    columns["speaker"] = list(map(_name, columns["speaker"], columns["voice"]))
    spans = pd.DataFrame({"article_id": ids} | columns)
    return spans.astype({"article_id": str, "start": "int64", "end": "int64"} | dict.fromkeys(Span._fields[2:], str))


def _groups(articles: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield articles in groups of about as many characters."""
    first, size = 0, 0
    for number, (_, text) in enumerate(articles, 1):
        size += len(text)
        if size >= TOGETHER or number == len(articles):
            yield articles[first:number]
            first, size = number, 0


def _name(speaker: str, voice: str) -> str:
    name = RESOLVED.sub("", speaker) if speaker.endswith(")") else speaker
    return "" if name.lower() in PRONOUNS and voice != "short" else name
