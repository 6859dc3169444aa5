"""Quoted stretches of a paragraph to who is quoted: a cue right after, around, or before them in their sentence."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from framing.voices import speakers
from framing.voices.cues import cues
from framing.voices.quotes import Stretch
from framing.voices.speakers import Source
from framing.voices.trailing import Reported
from framing.voices.units import Unit

TURN = 7  # tokens: the longest name before the colon of a turn, and the colon
FAR = 40  # tokens: how far behind a quotation its cue may stand


class Attributed(NamedTuple):
    """The source of a quotation, its cue (tokens), and the line that found them; rule "" = none found."""

    source: Source | None
    cue: tuple[int, int]
    rule: str


def places(unit: Unit, quoted: list[Stretch]) -> list[int]:
    """Return the token that stands for each quoted stretch."""
    return [max(0, bisect_right(unit.offsets, stretch.start) - 1) for stretch in quoted]


def said_after(unit: Unit, at: list[int]) -> dict[int, Attributed]:
    """Return, by token, the quotations followed by their cue: *“…,” X said* · *“…,” said X*."""
    found = {}
    for place in at:
        attributed = _said_after(unit, place)
        if attributed:
            found[place] = attributed
    return found


def _said_after(unit: Unit, place: int) -> Attributed | None:
    table, tags = cues(), unit.tags
    following = unit.piece(place + 1)[:1] if place + 1 < len(tags) else ""
    full_stop = unit.text[unit.offsets[place] : unit.offsets[place + 1]].rstrip("\"”“„‟«»″'’‘` ").endswith(".")
    if full_stop and not following.islower():
        return None
    begin = place + 1 + (tags[place + 1 : place + 2] == table.signs["comma"])
    for cue in table.contexts["trail"].finditer(tags, begin, begin + FAR):
        at = cue.start()
        if at == begin:
            source = speakers.right(tags, at + 1, len(tags))
            return Attributed(source, (at, at + 1), "quote:said-x") if source else None
        source = speakers.left(tags, at, begin)
        if source and source.start == begin and source.kind != "relative":
            return Attributed(source, (at, at + 1), "quote:x-said")
    return None


def beside(unit: Unit, after: dict[int, Attributed]) -> list[Reported]:
    """Return the words before a quotation in its sentence that the cue behind it covers too: *The plan is “…,” X said*."""
    other, found = cues().contexts["claimed"], []
    for place, (source, cue, _) in after.items():
        start = sentence(unit, place)[0]
        if start < place and not other.search(unit.tags, start, place):
            found.append(Reported(start, place, cue, source, "trailing"))
    return found


def sentence(unit: Unit, token: int) -> tuple[int, int]:
    """Return the sentence a token stands in."""
    at = bisect_right(unit.begins, token) - 1
    return (unit.begins[at], unit.ends[at]) if at >= 0 else (0, len(unit.tags))


def turn(unit: Unit) -> Reported | None:
    """Return the turn of a speaker in a headline or a transcript: *Doe: The town is calm* · *DOE: I was there.*"""
    match = cues().contexts["speaker"].match(unit.tags) if cues().signs["colon"] in unit.tags[:TURN] else None
    if not match or match.end() >= len(unit.tags):
        return None
    colon, first = match.end() - 1, unit.piece(0).strip().lower()
    if first in cues().labels or cues().words.get(first) == "place":
        return None
    if unit.headline:
        end = unit.ends[0]
    elif unit.words(0, colon).isupper():
        end = len(unit.tags)
    else:
        return None
    return Reported(colon + 1, end, (colon, colon + 1), Source(0, colon, "phrase"), "speaker") if colon + 1 < end else None


def attributed(unit: Unit, at: list[int], after: dict[int, Attributed], told: list[Reported]) -> list[Attributed]:
    """Return who is quoted in each stretch: by a cue behind it, by the reported speech around it, by a cue before it."""
    starts = [stretch.start for stretch in told]
    found = []
    for place in at:
        n = bisect_right(starts, place) - 1
        around = told[n] if n >= 0 and told[n].start <= place <= told[n].end else None
        found.append(after.get(place) or _nearest(unit, place, around) or Attributed(None, (0, 0), ""))
    return found


def _nearest(unit: Unit, place: int, around: Reported | None) -> Attributed | None:
    """Return the cue that stands closest before a quotation in its sentence, and its source."""
    table, tags = cues(), unit.tags
    low = sentence(unit, place)[0]
    earlier = [cue.start() for cue in table.contexts["cue"].finditer(tags, max(low, place - FAR), place)]
    if around:
        inner = [cue for cue in earlier[-1:] if cue > around.cue[0] and around.start <= cue]
        source = speakers.left(tags, inner[0], low) if inner and table.contexts["near"].fullmatch(tags, inner[0] + 1, place) else None
        if source:
            return Attributed(source, (inner[0], inner[0] + 1), "quote:x-said")
        return Attributed(around.source, around.cue, "quote:in-" + around.rule)
    for cue in reversed(earlier):
        source = speakers.left(tags, cue, low) or speakers.first(tags, low, cue)
        if source:
            return Attributed(source, (cue, cue + 1), "quote:x-said")
    return None
