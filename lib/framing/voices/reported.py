"""Tagged sentences to stretches of reported speech: what stands outside quotation marks but is a source's word."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from framing.voices import speakers
from framing.voices.cues import cues
from framing.voices.speakers import Source


class Reported(NamedTuple):
    """A reported stretch in tokens, with its cue, its source, and the name of the line that found it."""

    start: int
    end: int
    cue: tuple[int, int]
    source: Source | None
    rule: str


PATTERNS = {
    "CUE": "cue | according | (about | on | over) question",
    "TRAIL": "(trail | according)",
    "END": "semicolon | comma relative | (and | but) pronoun? adverb* (finite | cue-gerund) (that | subject | to) | comma (contrast | and? adverb* cue-gerund) | comma and (pronoun | name) | quote-end",
    "END_PHRASE": "semicolon | (and | but) pronoun? adverb* (finite | cue-gerund) (that | subject | to) | quote-end | comma (relative | pronoun | be | have | modal | contrast | but | subordinate | finite | as | cue-gerund | determiner | possessive | and (pronoun | name | finite | be | have | do | modal | adverb | participle | past))",
    "END_SUBJECT": "semicolon | comma | quote-end | dash | be | have | modal | do",
    "AFTER_TOLD": "someone? (aside | place)* (comma | stop | dash | semicolon | colon | open | and | but | close)",
    "AFTER_TRAIL": "(aside | place | about noun+ | to noun+ | as noun+ | gerund noun*)* (comma | stop | dash | semicolon | colon | open | and | but | close)",
    "NOUNISH": "name | plural | word",
    "NOMINAL": "determiner | name | title | pronoun | possessive | plural | word | owner",
    "CONJUNCTION": "and | but | subordinate | contrast | that | relative | as",
    "QUOTED": "quote | quote-end | short",
    "AND_CUE": "and adverb* (finite | cue-gerund)",
    "SUBORDINATE": "(but | and)? adverb? (subordinate | contrast | as | if | after)",
    "TAIL": "comma? (but | subordinate | contrast | as | gerund | cue-gerund | and | relative | participle)",
    "VERBAL": "(be | have | do | modal | participle | past | finite | quote | quote-end | short)",
    "NOUN_LEFT": "determiner | possessive | owner | of | preposition | in | for | by | about | with",
    "HAS_BE": "be",
    "PLURALS": "plural | names | pronoun | you | relative | that",
    "PLURAL": "plural | pronoun | you | relative | that | name",
}


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: cues().pattern(pattern) for name, pattern in PATTERNS.items()}


def find(tags: str, words: list[str], start: int, end: int, governed: set[int]) -> list[Reported]:
    """Return the reported stretches of the sentence at tokens start:end, in order."""
    patterns, found, free = _patterns(), [], start
    if not patterns["CUE"].search(tags, start, end):
        return found
    at = start
    while (cue := patterns["TRAIL"].search(tags, at, end)) is not None:
        at = cue.end()
        if cue.start() in governed:
            continue
        for stretch in _trailing(tags, words, cue.start(), free, end):
            found.append(stretch)
            free = max(stretch.end, at)
    at = start
    taken = sorted((s.start, s.end) for s in found)
    while (cue := patterns["CUE"].search(tags, at, end)) is not None:
        i = cue.start()
        inside = next((b for a, b in taken if a <= i < b), 0)
        if inside or i in governed:
            at = max(inside, i + 1)
            continue
        stop = min([a for a, _ in taken if a > i], default=end)
        at = i + 1
        for stretch in _leading(tags, words, i, start, stop, found):
            found.append(stretch)
            at = max(at, stretch.end)
    return sorted(found)


def _trailing(tags: str, words: list[str], cue: int, start: int, end: int) -> list[Reported]:
    """Return what a cue that follows or interrupts its content reports: *…, X said* · *…, X said, …*."""
    t, patterns = cues(), _patterns()
    comma = t.signs["comma"]
    if tags[cue] == t.signs["according"]:
        return _according(tags, cue, start, end)
    form, verb, _ = t.meaning_of(tags[cue])
    if form == "gerund" or (form in ("base", "s", "past") and cue > start and patterns["NOUN_LEFT"].match(tags, cue - 1)):
        return []
    source = speakers.right(tags, cue + 1, end) if tags[cue - 1 : cue] == comma and cue > start + 3 else None
    if source and patterns["AFTER_TRAIL"].match(tags, source.end, end + 1):  # …, said X
        first, after = cue - 1, source.end
    else:
        source = speakers.left(tags, cue, start)
        if not source or source.kind == "relative":
            return []
        first, after = source.start - 1, cue + 1
    if first > start and tags[first] == t.signs["as"]:  # …, as X said
        first -= 1
    elif first == start and tags[first] == t.signs["as"]:  # As X said, …
        close = patterns["AFTER_TRAIL"].match(tags, after, end + 1)
        begin = close.end() if close else end
        return [Reported(begin, end, (cue, cue + 1), source, "as-x-said")] if begin < end and tags[begin - 1] == comma else []
    if first <= start or tags[first] != comma:
        return []
    closing = patterns["AFTER_TOLD" if "person" in verb else "AFTER_TRAIL"].match(tags, after, end + 1)
    if not closing:
        return []
    rest = closing.end() - 1
    if rest >= end:  # nothing follows: the sentence before it is the content
        if first - start < 3 and not patterns["VERBAL"].search(tags, start, first):
            return []
        return [Reported(start, first, (cue, cue + 1), source, "trailing")]
    if tags[rest] != comma:
        return []
    verbal = patterns["VERBAL"].search(tags, start, first)
    left, right = Reported(start, first, (cue, cue + 1), source, "trailing"), Reported(rest + 1, end, (cue, cue + 1), source, "inserted")
    if patterns["QUOTED"].match(tags, rest + 1):  # The plan, X said, “is to …” · but: In Geneva, X said, “…”
        return [left] if not verbal and patterns["NOMINAL"].match(tags, start) else []
    if not verbal:
        return [left._replace(rule="inserted"), right]
    if after == cue + 1 and not patterns["TAIL"].match(tags, rest, end):
        return [left._replace(rule="inserted"), right]
    return [left]


def _according(tags: str, cue: int, start: int, end: int) -> list[Reported]:
    """Return what *according to X* attributes: the clause before it, or the sentence it opens."""
    t, patterns = cues(), _patterns()
    if tags[cue + 1 : cue + 2] != t.signs["to"]:
        return []
    source, comma, span = speakers.right(tags, cue + 2, end), t.signs["comma"], (cue, cue + 2)
    close = tags.find(comma, cue, end)
    begin = close + 1 if close > 0 else source.end if source else cue + 2
    right = [Reported(begin, end, span, source, "according-to")] if begin < end else []
    first = cue - 1 if cue > start and tags[cue - 1] == comma else cue
    if first - start < 2 or patterns["CONJUNCTION"].match(tags, first - 1):
        return right
    left = [Reported(start, first, span, source, "according-to")]
    return left + right if close > 0 and not patterns["VERBAL"].search(tags, start, first) else left


def _leading(tags: str, words: list[str], cue: int, start: int, end: int, found: list[Reported]) -> list[Reported]:
    """Return what a cue before its content reports: *X said that …*, *X denied …*, *X's claim that …*."""
    t, patterns = cues(), _patterns()
    if tags[cue] in (t.signs["about"], t.signs["on"], t.signs["over"]):
        return [Reported(cue + 1, _end(tags, start, cue, cue + 1, end, None, "that", "noun", ""), (cue, cue + 1), None, "on-whether")]
    form, verb, noun = t.meaning_of(tags[cue]) if tags[cue] != t.signs["according"] else ("", (), ())
    before = tags[cue - 1] if cue > start else ""
    nominal = bool(noun) and (form in ("noun", "base") or (form == "s" and not verb))
    source, helpers = None, ""
    if verb and not nominal or form in ("base", "s") and verb:
        source = speakers.left(tags, cue, start)
        helpers = source.helpers if source else ""
        if form in ("base", "s", "past") and before and patterns["NOUN_LEFT"].match(before):
            verb = ()
        elif form == "base" and noun and not (helpers or (source and patterns["PLURALS"].match(tags[source.end - 1]))):
            verb = ()
        elif form == "s" and noun and not source:
            verb = ()
        if form == "gerund" or not source:
            earlier = [s for s in found if s.cue[0] < cue]
            source = earlier[-1].source if earlier else speakers.first(tags, start, cue) or source
    if form == "past" and cues().signs["be"] in helpers:
        verb = tuple(dict.fromkeys("that" if frame in ("clause", "object", "person") else frame for frame in verb))
    for kind, frames in (("verb", verb), ("noun", noun if not verb else ())):
        for frame in frames:
            match = t.frames[frame].match(tags, cue + 1, end)
            if match:
                if kind == "noun":
                    source = speakers.owner(tags, cue, start)
                begin = match.start(match.lastindex)
                stop = _end(tags, start, cue, begin, end, source, frame, kind, form)
                content = Reported(begin, stop, (cue, cue + 1), source, f"{kind}-{frame}")
                if form == "past" and frame in ("to", "as") and cues().signs["be"] in helpers and source and source.kind == "phrase":  # X is believed to …
                    return [Reported(source.start, source.end, (cue, cue + 1), None, "passive-subject"), content._replace(source=None)]
                return [content]
    return []


def _end(tags: str, start: int, cue: int, begin: int, end: int, source: Source | None, frame: str, kind: str, form: str) -> int:
    """Return where the content that begins at `begin` ends."""
    patterns, comma = _patterns(), cues().signs["comma"]
    scope = "END"
    if frame in ("object", "of", "about", "for", "against", "toward", "on", "at", "in", "with", "as"):
        scope = "END_SUBJECT" if kind == "noun" or (source and source.kind == "relative") or (form == "gerund" and cue > start and patterns["NOUNISH"].match(tags, cue - 1)) else "END_PHRASE"
    stop = patterns[scope].search(tags, begin + 1, end)
    stop = stop.start() if stop else end
    if (source and source.kind == "relative") or patterns["SUBORDINATE"].match(tags, start) or (form == "gerund" and cue - start < 2):
        close = tags.find(comma, begin, stop)
        stop = close if close > 0 else stop
    return stop
