"""A text to its blocks: every unit with its zone and the rule that gave it. Nothing is deleted.

Lines that furniture.yml knows come first. What is left is told by place and shape: the headline is the first line of
weight before the first paragraph; a paragraph ends in a stop or is long; a short line without a stop between
paragraphs is a subhead if they take up its words or it is very short, else the title of another story.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.cleaning import rules
from framing.cleaning.lines import Line, captions_above_credits, doubled_captions, taken_up
from framing.cleaning.middle import BULLET, ON_THEME, middle
from framing.cleaning.publisher import is_page_talk, without_appeals
from framing.cleaning.repeats import repeats
from framing.cleaning.units import units

COUNTED = ("headline", "standfirst", "subhead", "caption", "lead", "body")
HEADLINE_AFTER_ALL = ("furniture:teaser:labelled-title", "furniture:footer:reader-addressed")  # "Factbox: …", "Your vote, our story"
_NAMES = re.compile(r"[A-Z][\w.'’-]*(?:,? (?:and|of|the|for|al|de|van|von|bin|&|[A-Z][\w.'’-]*)){1,5}")
_PERSON = re.compile(r"[A-Z][\w.'’-]+(?:[ /]+(?:al-|el-)?[A-Z][\w.'’-]*){1,2}")
_OFFICE = re.compile(
    r"\b(?:ministry|agency|staff|desk|correspondent|news|press|office|service|bureau|reporter|editor|agencies|writer|department|army)\b",
    re.IGNORECASE,
)
_OF_ARTICLE = re.compile(r"publi|updat|modif|post|edit|creat|issu", re.IGNORECASE)  # a date that says of what it is
_SOURCE = re.compile(r"[A-Z][\w.'’-]*(?: ?[–—/-] ?[A-Z][\w.'’-]*)*:?")
_PHRASE = re.compile(r"\w+ [a-z]+ [a-z]+")  # three words, no name: a short standfirst
_AGENCY = re.compile(r"[A-Z]{2,6}|(?:[A-Z]\.){2,3}")  # signs the last paragraph


class Block(NamedTuple):
    """One unit of a text: its offsets, zone, the rule that gave it, and the start of the block it repeats (or None)."""

    start: int
    end: int
    zone: str
    rule: str
    repeat_of: int | None


def blocks(text: str) -> list[Block]:
    """Return every paragraph of an article as a Block, in order.

    Parameters
    ----------
    text : str
        One article; paragraphs are lines.

    Returns
    -------
    list of Block
        ``zone``: headline, standfirst, subhead, caption, lead, body (counted), byline, date, furniture (not counted).
        ``rule``: for furniture "kind:name" as in furniture.yml or here; for the other zones the rule's name.
        ``repeat_of``: start of the block that this one repeats, usually an earlier one; a pull quote or standfirst
        that stands before the paragraph it was taken from points forward, so that the paragraph is the one counted.
        A paragraph that a scraper broke in two is one Block over both lines; one that was glued is several.

    >>> [b.zone for b in blocks("Bridge falls\\n\\nShare this story:\\n\\nThe old bridge fell into the river on Monday.")]
    ['headline', 'furniture', 'lead']
    """
    lines = [Line(text, *unit, first=place == 0) for place, unit in enumerate(units(text))]
    if not lines:
        return []
    for line in lines:
        line.set(line.label or rules.label(line.plain, edge=False))
        if not line.label and rules.addresses_reader(line.plain) == 2 and not line.quote:
            line.set("furniture:footer:reader-addressed")
    if lines[0].label not in ("", *HEADLINE_AFTER_ALL):  # no headline, so nothing repeats it
        for line in lines[1:]:
            line.label = rules.label(line.plain, edge=False) if line.label == "headline:repeated" else line.label
    body = [place for place, line in enumerate(lines) if not line.label and (line.paragraph or line.quote)]
    body = without_appeals(lines, body)
    first = _after_standfirst(lines, _first_paragraph(lines, body), body)
    last = max((place for place in body if place >= first), default=len(lines) - 1)
    for place, line in enumerate(lines):
        if place < first or place > last:
            line.set(line.label or rules.label(line.plain, edge=True))
    doubled_captions(lines)
    _top(lines, first)
    middle(lines, first, last)
    _bottom(lines, last)
    return _finished(text, lines)


def _first_paragraph(lines: list[Line], body: list[int]) -> int:
    """Return the place of the first paragraph after the headline (a headline may end in a stop or question mark)."""
    if not body:
        return len(lines)
    first = body[0]
    earlier = [line for line in lines[:first] if not line.label]
    line = lines[first]
    repeated = any(other.label == "headline:repeated" for other in lines[first : first + 6])
    if earlier or len(body) < 2 and not repeated:
        return first
    title_case = sum(w[0].isupper() for w in line.raw.split() if w[0].isalpha()) > 0.6 * line.n_words
    asks = line.raw.rstrip("”\"’'")[-1:] in ("?", "!")
    elsewhere = [other.raw for other in lines[first + 1 :] if other.paragraph]
    if (
        line.n_words <= 30
        and (repeated or taken_up(line.raw, elsewhere) > 0)
        and (repeated or title_case or asks or line.raw[-1] in '”"’' and line.n_words <= 16 and not line.raw.endswith((".”", '."')))
    ):
        line.set("headline:first-line")
        return body[1] if len(body) > 1 else len(lines)
    return first


def _top(lines: list[Line], first: int) -> None:
    """Give the lines before the first paragraph their zones."""
    free = [line for line in lines[:first] if not line.label]
    theme = [line.raw for line in lines[first:] if line.paragraph and not line.label.startswith("furniture")]
    if not any(line.label.startswith("headline:f") for line in lines[:first]):
        announced = [line for line in lines[:first] if line.label in HEADLINE_AFTER_ALL or _only_like_byline(line, theme)]
        free = [line for line in free if not is_page_talk(line, theme, asking=False)] or free
        long_enough = [line for line in [*free, *announced] if line.n_words >= 4 and not line.raw[0].islower()]
        several = long_enough if len(long_enough) > 1 else []
        on_theme = [line for line in several if taken_up(line.raw, theme) >= ON_THEME]
        weighty = [line for line in several if taken_up(line.raw, theme) > 0 or line.n_words >= 6]
        headline = next(iter(on_theme or weighty or long_enough or free), None)
        if headline is not None:
            headline.label = "headline:first-line"
            for line in free:
                if line.start < headline.start:
                    line.label = "standfirst:above-headline" if line in weighty else "furniture:nav:above-headline"
            _repeats_headline(lines, headline)
    captions_above_credits(lines, first)
    under, below_headline = "", False
    for place, line in enumerate(lines[:first]):
        below_headline |= line.label.startswith("headline")
        if line.label:
            under = line.label if rules.opens(line.label) else under if line.label.startswith("furniture") else ""
        elif under and below_headline:
            line.label = "furniture:teaser:under-heading"
        elif line.n_words <= 8 and rules.addresses_reader(line.plain):
            line.label = "furniture:footer:reader-addressed"
        elif below_headline and is_page_talk(line, theme):
            line.label = "furniture:nav:page-talk"
        elif _NAMES.fullmatch(line.raw) and (line.n_words <= 3 or _OFFICE.search(line.raw)):
            line.label = "byline:name-alone"
        elif line.raw.endswith(":"):
            line.label = "subhead:above-list"
        elif line.n_words >= 4 or place and lines[place - 1].label.startswith("headline") and _PHRASE.fullmatch(line.raw):
            line.label = "standfirst:no-stop"
        elif line.n_words > 1 and _NAMES.fullmatch(line.raw):
            line.label = "byline:place-alone"
        elif below_headline and _SOURCE.fullmatch(line.raw) and _beside(lines, place, ("byline", "date")):
            line.label = "byline:source-alone"
        else:
            line.label = "furniture:orphan:short"


def _only_like_byline(line: Line, theme: list[str]) -> bool:
    """Return whether a line labelled as a byline is a headline in capitals ("Envoy Urges Restraint in Vess"): no author is taken up."""
    return line.label == "byline:by" and line.n_words >= 4 and taken_up(line.raw, theme) >= 0.5 and line.raw.split()[0].lower() != "by"


def _repeats_headline(lines: list[Line], headline: Line) -> None:
    for line in lines:
        if line is not headline and not line.label and line.plain.lower() == headline.plain.lower():
            line.label = "headline:repeated"


def _beside(lines: list[Line], place: int, zones: tuple[str, ...]) -> bool:
    """Return whether the line before or after has one of these zones."""
    return any(line.label.startswith(zones) for line in [*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]])


def _after_standfirst(lines: list[Line], first: int, body: list[int]) -> int:
    """Return the place of the first paragraph after a standfirst: one that a byline or date parts from the next one."""
    following = next((place for place in body if place > first), None)
    if following is None or lines[first].n_words > 60:
        return first
    for line in lines[first + 1 : following]:
        zone = (line.label or rules.label(line.plain, edge=True)).split(":")[0]
        if zone in {"byline", "date"}:
            lines[first].label = "standfirst:before-byline"
            return following
        if zone not in {"furniture", "caption"}:
            return first
    return first


def _bottom(lines: list[Line], last: int) -> None:
    """Give the lines after the last paragraph their zones; below a comment form everything belongs to it."""
    seen = 0
    for place, line in enumerate(lines):
        seen += line.label.startswith("body")
        if line.label == "furniture:comment-form:reply-heading" and seen >= 2:
            for below in lines[place + 1 :]:
                if not below.label.startswith("furniture"):
                    below.label = "furniture:comment-form:below-heading"
            break
    lists = False  # whether the titles of other stories have begun
    for line in lines[last + 1 :]:
        signs = line is lines[last + 1] and _PERSON.fullmatch(line.raw)
        signs = signs and (all(below.label for below in lines[last + 2 :]) or lines[last + 2].label.startswith("byline"))
        agency = line is lines[last + 1] and _AGENCY.fullmatch(line.raw)
        if agency or signs and not line.raw.isupper():
            line.set("byline:sign-off")
        if line.label == "caption:credited" and line.raw.lower().startswith(("©", "(c)")):
            line.label = "furniture:footer:rights"
        if BULLET.match(line.raw) and line.n_words > 2 and lines[last + 1] is line:
            line.set("body:list")
        line.set("furniture:teaser:after-the-end" if line.n_words >= 5 else "furniture:orphan:after-the-end")
        lists |= line.label.startswith("furniture:teaser")
        if lists and line.label.startswith("date") and line.n_words <= 6 and not _OF_ARTICLE.search(line.raw):
            line.label = "furniture:teaser:date-of-title"


def _finished(text: str, lines: list[Line]) -> list[Block]:
    lead = next((line for line in lines if line.label.startswith("body")), None)
    found = []
    for line in lines:
        zone, _, rule = (line.label or "body:paragraph").partition(":")
        if line is lead:
            zone, rule = "lead", "first-paragraph"
        found.append(Block(line.start, line.end, zone, rule, None))
    same = repeats([(text[b.start : b.end], b.zone) for b in found], COUNTED)
    for n, b in enumerate(found):
        if b.zone == "headline" and b.rule == "repeated":
            same_headline = next((place for place, other in enumerate(found[:n]) if other.zone == "headline"), None)
            if same_headline is not None:
                same[n] = same_headline
    return [b._replace(repeat_of=found[same[n]].start) if n in same else b for n, b in enumerate(found)]
