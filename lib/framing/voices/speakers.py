"""Tags around a cue to the words that name its source: noun phrases to the left or right, appositions, pronouns.

Patterns named LEFT_… are read from right to left, from the cue towards the start of the sentence.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from framing.voices.cues import cues

REACH = 45  # tokens: how far a subject may stand from its cue
NOUNS = "(name | title | word | plural | number | owner | short | noun-cue)"
PATTERNS = {
    "LEFT_HELPERS": "(adverb | not | have | modal | be | do | to | time | last unit | base)*",
    "LEFT_PHRASE": f"{NOUNS}+ (participle? (determiner | possessive)+)? "
    f"((of | for | in | at | from | on | to | with | and) {NOUNS}+ (participle? (determiner | possessive)+)?)*",
    "LEFT_OWNER": "(word | name | participle | adverb | plural)* > (owner (name | word | title | owner)* determiner? | possessive)",
    "PHRASE": f"(determiner | possessive | participle)* {NOUNS}+ "
    f"((of | for | at | from | in | with | and) (determiner | possessive | participle)* {NOUNS}+)*",
    "PRONOUN": "(pronoun | you | object-pronoun | there)",
    "RELATIVE": "(relative | that)",
    "FIRST": f"(determiner | possessive)* {NOUNS}* (name | plural) {NOUNS}* | pronoun",
}


class Source(NamedTuple):
    """Where the source of a cue stands (tokens) and what the words between it and the cue are."""

    start: int
    end: int
    kind: str  # phrase, pronoun, relative
    helpers: str = ""


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: cues().pattern(pattern) for name, pattern in PATTERNS.items()}


def left(tags: str, cue: int, low: int) -> Source | None:
    """Return the subject of a verb at `cue`, looking no further left than token `low`."""
    low = max(low, cue - REACH)
    back = tags[low:cue][::-1]
    patterns = _patterns()
    at = patterns["LEFT_HELPERS"].match(back).end()
    helpers, comma = back[:at], cues().signs["comma"]
    if patterns["PRONOUN"].match(back, at):
        return Source(cue - at - 1, cue - at, "pronoun", helpers)
    kind = "phrase"
    if patterns["RELATIVE"].match(back, at):
        kind, at = "relative", at + 1
        at += back.startswith(comma, at)
    elif back.startswith(comma, at):  # an apposition: NAME, the envoy, said
        other = back.find(comma, at + 1)
        if other < 0:
            return None
        at = other + 1
    elif back.startswith(cues().signs["close"], at):  # NAME (of some party) said
        other = back.find(cues().signs["open"], at + 1)
        at = other + 1 if other > 0 else at
    phrase = patterns["LEFT_PHRASE"].match(back, at)
    if not phrase or phrase.end() == at:
        return Source(cue - at, cue - at + 1, "pronoun", helpers) if kind == "relative" else None
    return Source(cue - phrase.end(), cue - at, kind, helpers)


def right(tags: str, start: int, end: int) -> Source | None:
    """Return the noun phrase or pronoun that begins at `start`."""
    phrase = _patterns()["PHRASE"].match(tags, start, end)
    if phrase:
        return Source(start, phrase.end(), "phrase")
    return Source(start, start + 1, "pronoun") if _patterns()["PRONOUN"].match(tags, start, end) else None


def owner(tags: str, cue: int, low: int) -> Source | None:
    """Return who owns a noun: *the army's* in *the army's claim that*."""
    back = tags[max(low, cue - REACH) : cue][::-1]
    match = _patterns()["LEFT_OWNER"].match(back)
    return Source(cue - match.end(), cue - match.start(1), "phrase") if match else None


def first(tags: str, start: int, end: int) -> Source | None:
    """Return the first noun phrase or pronoun of a stretch: the likely subject of its main clause."""
    match = _patterns()["FIRST"].search(tags, start, end)
    return Source(match.start(), match.end(), "phrase") if match else None
