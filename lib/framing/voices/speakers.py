"""Tags around a cue to the words that name its source: noun phrases left and right, appositions, pronouns.

Patterns named LEFT_… are read from right to left, from the cue towards the start of the sentence.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from typing import NamedTuple

from framing.voices.cues import APOSTROPHES, cues
from framing.voices.units import Unit

MEMORY = 5  # sentences: how far back a pronoun may reach in its paragraph
REACH = 45  # tokens: how far a subject may stand from its cue
NOUNS = "(name | title | word | plural | number | owner | short | noun-cue)"
START = "((participle | past | gerund | adverb)* (determiner | possessive)+)?"
PATTERNS = {
    "LEFT_HELPERS": "(adverb | not | have | modal | be | do | to | time | last unit | base)*",
    "LEFT_PHRASE": f"{NOUNS}+ {START} ((of | for | in | at | from | on | to | with | and) ({NOUNS}+ {START} | quantifier))*",
    "LEFT_OWNER": "(word | name | participle | adverb | plural)* > (owner (name | word | title | owner)* determiner? | possessive)",
    "PHRASE": f"(determiner | possessive | participle)*+ {NOUNS}++ "
    f"((of | for | at | from | in | with | and) (determiner | possessive | participle)*+ {NOUNS}++)*",
    "CORE": f"(determiner | possessive | participle)*+ {NOUNS}++",
    "FIRST": "(determiner | possessive)? (name | title | plural | owner)++ | pronoun",
    "NAMES": "(name | title)++",
    "NO_PERSON": "institution | place | names",  # place is the macro: of NAME, in NAME
    "NAMED": "(name | title)++",  # the envoy, NAME, said: the name is part of the source
}
SINGLE = {  # one token
    "PRONOUN": "pronoun | you | object-pronoun | there | quantifier",
    "RELATIVE": "relative | that",
    "GROUP": "plural | names",
}
KINDS = {  # whom a pronoun stands for
    **dict.fromkeys("he she him her he's she's he'd she'd he'll she'll".split(), "person"),
    **dict.fromkeys("it it's it'll its itself".split(), "thing"),
    **dict.fromkeys("they them they're they'd they'll they've their".split(), "group"),
}


class Source(NamedTuple):
    """Where the source of a cue stands (tokens), and the tags of the words between it and the cue."""

    start: int
    end: int
    kind: str  # phrase, pronoun, relative
    helpers: str = ""


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: cues().pattern(pattern) for name, pattern in PATTERNS.items()}


@functools.cache
def _kinds() -> dict[str, frozenset[str]]:
    return {name: frozenset(filter(cues().pattern(pattern).fullmatch, cues().signs.values())) for name, pattern in SINGLE.items()}


def left(tags: str, cue: int, low: int) -> Source | None:
    """Return the subject of a verb at `cue`, looking no further left than token `low`."""
    signs, patterns, back = cues().signs, _patterns(), tags[max(low, cue - REACH) : cue][::-1]
    at = patterns["LEFT_HELPERS"].match(back).end()
    helpers, apposed, before = back[:at], None, back[at : at + 1]
    if before in _kinds()["PRONOUN"]:
        return Source(cue - at - 1, cue - at, "pronoun", helpers)
    relative = before in _kinds()["RELATIVE"]
    if relative:  # activists who said; the envoy, who said
        at += 1 + back.startswith(signs["comma"], at + 1)
    elif before == signs["comma"]:  # NAME, the envoy, said; NAME, whose aide, NAME, left, said
        opening = back.find(signs["relative"] + signs["comma"], at + 1)
        opening = opening + 1 if opening > 0 else back.find(signs["comma"], at + 1)
        if opening < 0:
            return None
        apposed, at = (at + 1 if patterns["NAMED"].fullmatch(back, at + 1, opening) else None), opening + 1
    elif before == signs["close"]:  # NAME (of some party) said
        at = max(at, back.find(signs["open"], at) + 1)
    phrase = patterns["LEFT_PHRASE"].match(back, at)
    if phrase:
        return Source(cue - phrase.end(), cue - (at if apposed is None else apposed), "relative" if relative else "phrase", helpers)
    return Source(cue - at, cue - at + 1, "relative", helpers) if relative else None


def right(tags: str, start: int, end: int, pattern: str = "PHRASE") -> Source | None:
    """Return the noun phrase or pronoun that begins at `start`; pattern "CORE" leaves out what hangs on it."""
    if phrase := _patterns()[pattern].match(tags, start, end):
        return Source(start, phrase.end(), "phrase")
    return Source(start, start + 1, "pronoun") if start < end and tags[start : start + 1] in _kinds()["PRONOUN"] else None


def owner(tags: str, cue: int, low: int) -> Source | None:
    """Return who owns a noun: *the army's* in *the army's claim that*."""
    match = _patterns()["LEFT_OWNER"].match(tags[max(low, cue - REACH) : cue][::-1])
    return Source(cue - match.end(), cue - match.start(1), "phrase") if match else None


def first(tags: str, start: int, end: int) -> Source | None:
    """Return the first name or pronoun of a stretch: the likely subject of its main clause."""
    match = _patterns()["FIRST"].search(tags, start, end)
    return Source(match.start(), match.end(), "phrase") if match else None


class Memory:
    """Whom an article named last: the last person, thing and group that spoke, and the last paragraph nobody spoke in."""

    def __init__(self):
        self.names: dict[str, str] = {}
        self.silent: Unit | None = None

    def last(self, kind: str) -> str:
        """Return the last person, thing or group; a person may also be named in the silent paragraph before."""
        if kind == "person" and self.silent is not None:
            self.names["person"] = person_before(self.silent, len(self.silent.tags)) or self.names.get("person", "")
            self.silent = None
        return self.names.get(kind, "")


def named(unit: Unit, source: Source | None, memory: Memory) -> str:
    """Return what a source is called, and remember it; a pronoun stands behind the name it resolves to: *Doe (she)*."""
    if source is None:
        return ""
    surface = unit.words(source.start, source.end)
    kind = KINDS.get(surface.lower() if surface.isascii() else surface.lower().translate(APOSTROPHES))
    if kind is not None:
        name = person_before(unit, source.start) if kind == "person" else ""
        name = memory.names[kind] = name or memory.last(kind)
        return f"{name} ({surface.lower()})" if name else surface
    if source.kind != "pronoun":
        plural = unit.tags[source.end - 1] in _kinds()["GROUP"]
        kind = "group" if plural else "person" if _is_person(unit, source) else "thing"
        memory.names[kind] = surface
        memory.silent = None if kind == "person" else memory.silent
    return surface


def person_before(unit: Unit, token: int) -> str:
    """Return the person named first in the nearest earlier sentence of the paragraph that names one; "" if none."""
    last = bisect_left(unit.begins, token)
    for at in range(last - 1, max(0, last - MEMORY) - 1, -1):
        for run in _patterns()["NAMES"].finditer(unit.tags, unit.begins[at], min(unit.ends[at], token)):
            name = unit.words(*run.span())
            if run.end() - run.start() > 1 and _is_person(unit, Source(*run.span(), "phrase")):
                return name
    return ""


def _is_person(unit: Unit, source: Source) -> bool:
    """Say whether a phrase ends in a name that looks like a person's: no institution, place, acronym or plural."""
    tags = unit.tags[source.start : source.end]
    if tags[-1] != cues().signs["name"] or _patterns()["NO_PERSON"].search(tags[-2:]):
        return False
    last = unit.piece(source.end - 1).strip()
    if len(last) < 2 or last.isupper():
        return False
    return unit.piece(source.start).strip().lower() != "the" or cues().signs["comma"] in tags
