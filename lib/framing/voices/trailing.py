"""Cues after or inside their content to reported stretches: *…, X said* · *…, said X* · *…, X said, …* · *according to X*."""

from __future__ import annotations

from typing import NamedTuple

from framing.voices import speakers
from framing.voices.cues import cues
from framing.voices.speakers import Source

WINDOW = 100  # tokens to either side of a cue: no comma in so many means that the text has lost its commas


class Reported(NamedTuple):
    """A reported stretch in tokens, with its cue, its source, and the name of the line that found it."""

    start: int
    end: int
    cue: tuple[int, int]
    source: Source | None
    rule: str


def find(tags: str, cue: int, start: int, end: int) -> list[Reported]:
    """Return what the cue at token `cue` reports to its left, and to its right where it only interrupts."""
    table, contexts = cues(), cues().contexts
    comma, word_as, before = table.signs["comma"], table.signs["as"], tags[max(start, cue - 1) : cue]
    if contexts["according"].match(tags, cue):
        return _according(tags, cue, start, end)
    form, verb, _ = table.meanings[tags[cue]]
    if form == "gerund" or contexts["noun-before"].match(before):
        return []
    if before == word_as and tags.startswith(table.signs["by"], cue + 1):
        return _as_told_by(tags, cue, start, end)
    lost = tags.find(comma, max(0, cue - WINDOW), cue + WINDOW) < 0  # the text has lost its commas
    if not lost and tags.find(comma, start, cue) < 0 and tags.find(word_as, start, cue) < 0:
        return []
    if (lost or before == comma) and (source := speakers.right(tags, cue + 1, end)):
        close = _close(tags, source.end, end, told=False)
        if before == comma and close is not None and contexts["verbal"].search(tags, start, cue - 1):  # …, said X
            return _sides(tags, cue, start, cue - 1, close, end, source, inverted=True)
        if lost and close == end:  # The town fell said X.
            return _bare(tags, cue, start, source)
    close = _close(tags, cue + 1, end, told="person" in verb)
    source = None if close is None else speakers.left(tags, cue, start)
    if source is None or source.kind == "relative" or source.start <= start or tags[source.start] == table.signs["author"]:
        return []
    first = source.start - 1
    if tags[first] == word_as and first <= start + 1:  # As X said, …
        after = Reported(close + 1, end, (cue, cue + 1), source, "as-x-said")
        return [after] if close < end and tags[close] == comma else []
    first -= tags[first] == word_as  # …, as X said
    if lost and first > start and close >= end:  # The town fell X said.
        return _bare(tags, cue, start, source)
    return _sides(tags, cue, start, first, close, end, source, inverted=False) if first > start and tags[first] == comma else []


def _close(tags: str, at: int, end: int, told: bool) -> int | None:
    """Return where the words after *X said* (on Monday, in Geneva, to reporters) end; None if content follows."""
    close = cues().contexts["told" if told else "said"].match(tags, at, end).end()
    if close >= end or close == end - 1 and tags[close] == cues().signs["colon"]:
        return end
    return close if cues().contexts["closer"].match(tags, close) else None


def _bare(tags: str, cue: int, start: int, source: Source) -> list[Reported]:
    """Return the clause before *X said* or *said X* at the end of a sentence where no comma parts them."""
    contexts, (form, _, noun), first = cues().contexts, cues().meanings[tags[cue]], min(source.start, cue)
    if source.start < cue and contexts["by-place"].match(tags, first - 1) and contexts["plural"].match(tags, source.end - 1):
        first = source.end - 1  # … in the town | activists said
        source = source._replace(start=first)
    if form == "base" or noun or source.kind == "relative" or contexts["no-clause"].match(tags, first - 1):
        return []
    if contexts["quoted"].search(tags, max(start, first - 3), first) or not contexts["verbal"].search(tags, start, first):
        return []
    return [Reported(start, first, (cue, cue + 1), source, "trailing-bare")]


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
    if tags[close] != comma:  # …, X said – and …
        return [before] if verbal and contexts["break"].match(tags, close) else []
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
