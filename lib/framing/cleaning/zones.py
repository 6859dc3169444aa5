"""A text to its blocks: every unit with its zone and the rule that gave it. Nothing is deleted.

Lines that furniture.yml knows come first. What is left is told by place and shape: the headline is the first line of
weight before the first paragraph; a paragraph ends in a stop or is long; a short line without a stop between
paragraphs is a subhead if they take up its words or it is very short, else the title of another story.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.cleaning import rules
from framing.cleaning.bottom import bottom
from framing.cleaning.lines import Line, doubled_captions
from framing.cleaning.middle import middle
from framing.cleaning.publisher import without_appeals
from framing.cleaning.repeats import repeats
from framing.cleaning.shingles import codes
from framing.cleaning.top import HEADLINE_AFTER_ALL, first_paragraph, top
from framing.cleaning.units import units
from framing.cleaning.vocabulary import Vocabulary, Words

COUNTED = ("headline", "standfirst", "subhead", "caption", "lead", "body")


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
    return blocks_of([text])[0]


def blocks_of(texts: list[str], vocabulary: Vocabulary | None = None) -> list[list[Block]]:
    """Return the blocks of each of some articles (see `blocks`): many at once, of a vocabulary known before, take less time."""
    spoken = (vocabulary or Vocabulary()).read(texts)
    every = list(map(_zoned, texts, spoken))
    same = repeats(list(map(_coded, texts, every, spoken)), COUNTED)
    return [_marked(found, repeated) for found, repeated in zip(every, same, strict=True)]


def _coded(text: str, found: list[Block], words: Words) -> list[tuple[np.ndarray, str]]:
    """Return the words of each block, as numbers, and its zone; one that was cut out of a line may have cut a word."""
    starts, ends = (np.searchsorted(words.starts, [block[side] for block in found]).tolist() for side in (0, 1))
    around = f" {text} "
    found_words = []
    for first, last, block in zip(starts, ends, found, strict=True):
        is_whole = (around[block.start] + around[block.end + 1]).isspace()
        found_words.append(words.codes[first:last] if is_whole else codes([text[block.start : block.end]])[0])
    return [(coded, block.zone) for coded, block in zip(found_words, found, strict=True)]


def _zoned(text: str, words: Words) -> list[Block]:
    lines = [Line(text, *unit, words, first=place == 0) for place, unit in enumerate(units(text, words.telling))]
    if not lines:
        return []
    for line in lines:
        line.set(line.label or line.known(edge=False))
        if not line.label and line.may_address and rules.addresses_reader(line.plain) == 2 and not line.quote:
            line.set("furniture:footer:reader-addressed")
    if lines[0].label not in ("", *HEADLINE_AFTER_ALL):  # no headline, so nothing repeats it
        for line in lines[1:]:
            line.label = line.known(edge=False) if line.label == "headline:repeated" else line.label
    body = [place for place, line in enumerate(lines) if not line.label and (line.paragraph or line.quote)]
    body = without_appeals(lines, body)
    first = first_paragraph(lines, body)
    last = max((place for place in body if place >= first), default=len(lines) - 1)
    for place, line in enumerate(lines):
        if place < first or place > last:
            line.set(line.label or line.known(edge=True))
    doubled_captions(lines)
    top(lines, first)
    middle(lines, first, last)
    bottom(lines, last)
    return _finished(lines)


def _finished(lines: list[Line]) -> list[Block]:
    lead = next((line for line in lines if line.label.startswith("body")), None)
    found = []
    for line in lines:
        zone, _, rule = (line.label or "body:paragraph").partition(":")
        if line is lead:
            zone, rule = "lead", "first-paragraph"
        found.append(Block(line.start, line.end, zone, rule, None))
    return found


def _marked(found: list[Block], same: dict[int, int]) -> list[Block]:
    for n, b in enumerate(found):
        if b.zone == "headline" and b.rule == "repeated":
            same_headline = next((place for place, other in enumerate(found[:n]) if other.zone == "headline"), None)
            if same_headline is not None:
                same[n] = same_headline
    return [b._replace(repeat_of=found[same[n]].start) if n in same else b for n, b in enumerate(found)]
