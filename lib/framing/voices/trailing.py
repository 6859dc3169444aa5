"""Cues after or inside their content to reported stretches: *…, X said* · *…, said X* · *…, X said, …* · *according to X*."""

from __future__ import annotations

from typing import NamedTuple

from framing.voices import speakers
from framing.voices.cues import cues
from framing.voices.speakers import Source

WINDOW = 100  # tokens to either side of a cue: no comma in so many means that the text has lost its commas
CLOSERS = ("comma", "stop", "dash", "semicolon", "colon", "open", "close", "and", "but")


class Reported(NamedTuple):
    """A reported stretch in tokens, with its cue, its source, and the name of the line that found it."""

    start: int
    end: int
    cue: tuple[int, int]
    source: Source | None
    rule: str


def find(tags: str, cue: int, start: int, end: int) -> list[Reported]:
    """Return what the cue at token `cue` reports to its left, and to its right where it only interrupts."""
    table = cues()
    if tags[cue] in (table.signs["according"], table.signs["opening"]):
        return _according(tags, cue, start, end)
    form, verb, _ = table.meanings[tags[cue]]
    if form == "gerund" or (cue > start and table.contexts["noun-before"].match(tags, cue - 1)):
        return []
    if tags.startswith(table.signs["as"], cue - 1) and tags.startswith(table.signs["by"], cue + 1) and cue > start:
        return _as_told_by(tags, cue, start, end)
    comma, told = table.signs["comma"], "person" in verb
    lost = comma not in tags[max(0, cue - WINDOW) : cue + WINDOW]  # the text has lost its commas
    source, inverted = None, tags[cue - 1] == comma and table.contexts["verbal"].search(tags, start, cue - 1) is not None
    if inverted and (source := speakers.right(tags, cue + 1, end)):  # …, said X
        close = _close(tags, source.end, end, told=False)
        first = cue - 1
    if lost and not source and (behind := speakers.right(tags, cue + 1, end)) and _close(tags, behind.end, end, told=False) == end:
        return _bare(tags, cue, start, behind)  # The town fell said the general.
    if not source or close is None:
        inverted, source = False, speakers.left(tags, cue, start)
        if not source or source.kind == "relative":
            return []
        close, first = _close(tags, cue + 1, end, told), source.start - 1
    if close is None or first < start:
        return []
    if tags[first] == table.signs["as"]:  # As X said, … · …, as X said
        if first <= start + 1:
            return [Reported(close + 1, end, (cue, cue + 1), source, "as-x-said")] if close < end and tags[close] == comma else []
        first -= 1
    if lost and first > start and close >= end:  # The town fell the general said.
        return _bare(tags, cue, start, source)
    if first == start or tags[first] != comma:
        return []
    return _sides(tags, cue, start, first, close, end, source, inverted)


def _close(tags: str, at: int, end: int, told: bool) -> int | None:
    """Return where the words after *X said* (on Monday, in Geneva, to reporters) end; None if content follows."""
    close = cues().contexts["told" if told else "said"].match(tags, at, end).end()
    if close >= end or close == end - 1 and tags[close] == cues().signs["colon"]:
        return end
    return close if tags[close] in [cues().signs[name] for name in CLOSERS] else None


def _bare(tags: str, cue: int, start: int, source: Source) -> list[Reported]:
    """Return the clause before *X said* at the end of a sentence where no comma parts them."""
    contexts, first = cues().contexts, min(source.start, cue)
    if first < cue and contexts["by-place"].match(tags, first - 1) and contexts["plural"].match(tags, source.end - 1):  # in the town activists said
        source, first = source._replace(start=source.end - 1), source.end - 1
    form, _, noun = cues().meanings[tags[cue]]
    bad = form == "base" or noun or contexts["quoted"].search(tags, max(start, first - 3), first)
    bad = bad or source.kind == "relative" or contexts["no-clause"].match(tags, first - 1) or not contexts["verbal"].search(tags, start, first)
    return [] if bad else [Reported(start, first, (cue, cue + 1), source, "trailing-bare")]


def _as_told_by(tags: str, cue: int, start: int, end: int) -> list[Reported]:
    """Return what *as reported by X* attributes: the rest of a sentence that it opens, or the clause before it."""
    source, comma = speakers.right(tags, cue + 2, end), cues().signs["comma"]
    close = tags.find(comma, cue, end)
    if cue - 1 - start < 2:
        return [Reported(close + 1, end, (cue, cue + 1), source, "as-x-said")] if close > 0 else []
    return [Reported(start, cue - 2, (cue, cue + 1), source, "as-x-said")] if tags[cue - 2] == comma else []


def _sides(tags: str, cue: int, start: int, first: int, close: int, end: int, source: Source, inverted: bool) -> list[Reported]:
    """Return the content before a trailing cue, and after it if the cue stands between two parts of one sentence."""
    contexts, comma = cues().contexts, cues().signs["comma"]
    before = Reported(start, first, (cue, cue + 1), source, "trailing")
    verbal = contexts["verbal"].search(tags, start, first)
    if close >= end:
        return [before] if verbal or first - start > 2 else []
    if tags[close] != comma:
        return []
    if contexts["quoted"].match(tags, close + 1):  # The plan, X said, “is to …”; but not: In Geneva, X said, “…”
        return [before] if not verbal and contexts["nominal"].match(tags, start) else []
    if verbal and (inverted or contexts["tail"].match(tags, close, end)):
        return [before]
    return [before._replace(rule="inserted"), before._replace(start=close + 1, end=end, rule="inserted")]


def _according(tags: str, cue: int, start: int, end: int) -> list[Reported]:
    """Return what *according to X* attributes: the clause before it, or the sentence it opens."""
    table = cues()
    if tags[cue + 1 : cue + 2] != table.signs["to"]:
        return []
    source, comma = speakers.right(tags, cue + 2, end), table.signs["comma"]
    close = tags.find(comma, cue, end)
    if close < 0 and (names := table.contexts["name-only"].match(tags, cue + 2, end)):  # a text without its commas
        source = Source(cue + 2, names.end(), "phrase")
    begin = close + 1 if close > 0 else source.end if source else cue + 2
    after = [Reported(begin, end, (cue, cue + 2), source, "according-to")] if begin < end else []
    first = cue - 1 if cue > start and tags[cue - 1] == comma else cue
    if first - start < 2 or tags[cue] == table.signs["opening"] or table.contexts["conjunction"].match(tags, first - 1):
        return after
    before = [Reported(start, first, (cue, cue + 2), source, "according-to")]
    return before + after if close > 0 and not table.contexts["verbal"].search(tags, start, first) else before
