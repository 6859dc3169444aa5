"""Cues before their content to reported stretches: *X said that …* · *X denied …* · *X's claim that …* · *X is believed to …*."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import NamedTuple

from framing.voices import speakers
from framing.voices.cues import cues
from framing.voices.speakers import Source
from framing.voices.trailing import Reported


class Reading(NamedTuple):
    """How a cue is read where it stands."""

    kind: str  # verb or noun
    form: str  # base, s, past, gerund, noun
    frames: tuple[str, ...]
    source: Source | None  # the subject of a verb
    passive: bool
    agent: Source | None  # by whom, in a passive

    @property
    def in_relative(self) -> bool:
        """Say whether the cue stands in a relative clause: *X, who said …*."""
        return self.source is not None and self.source.kind == "relative"


def find(tags: str, cue: int, start: int, end: int, earlier: dict[int, Source | None]) -> list[Reported]:
    """Return what the cue at token `cue` of the sentence start:end reports to its right.

    `earlier` holds the sources of the other cues of the sentence: *X said it rained, adding that it was cold*.
    """
    table = cues()
    if isinstance(table.meanings[tags[cue]], str):  # according to: what follows is its source; about, on, over whether …
        return [] if tags[cue] in table.after else [Reported(cue + 1, _end(tags, cue + 1, end, "clause"), (cue, cue + 1), None, "whether")]
    if not _opens(tags, cue, end):
        return []
    reading = _read(tags, cue, start, end)
    if reading.source and tags[reading.source.start] == table.signs["author"]:  # I think that …: the article's own voice
        return []
    for frame in reading.frames:
        match = table.frames[frame].match(tags, reading.agent.end if reading.agent else cue + 1, end)
        if match:
            begin = match.start(match.lastindex)
            close = _end(tags, begin, end, _scope(tags, cue, start, frame, reading))
            if reading.in_relative or _in_side_clause(tags, cue, start, reading):
                comma = tags.find(table.signs["comma"], begin, close)
                close = comma if comma > 0 else close
            source = _source(tags, cue, start, end, frame, reading, earlier)
            content = Reported(begin, close, (cue, cue + 1), source, f"{reading.kind}:{frame}")
            if reading.passive and frame in ("to", "as") and reading.source.kind == "phrase":  # the subject is part of it
                return [content._replace(start=reading.source.start, end=reading.source.end, rule="passive-subject"), content]
            return [content]
    return []


def _opens(tags: str, cue: int, end: int) -> bool:
    """Say whether what follows a cue fits one of its frames, however it is read: most that fit none need no reading."""
    for frame in _possible(tags[cue]):
        if frame(tags, cue + 1, end):
            return True
    return tags.startswith(cues().signs["by"], cue + 1)


@functools.cache
def _possible(tag: str) -> tuple[Callable[..., re.Match[str] | None], ...]:
    """Return what matches each frame that a cue can have as a verb, as a noun or as a passive."""
    form, verb, noun = cues().meanings[tag]
    frames = dict.fromkeys((*verb, *noun, *(_passive(verb) if form == "past" else ())))
    return tuple(cues().frames[frame].match for frame in frames)


@functools.cache
def _passive(frames: tuple[str, ...]) -> tuple[str, ...]:
    """Return the frames of a passive: *it was said that*, *is alleged to have*."""
    return tuple(dict.fromkeys(["that" if frame in ("clause", "object", "person") else frame for frame in frames] + ["to"]))


def _read(tags: str, cue: int, start: int, end: int) -> Reading:
    """Return whether a cue is a verb or a noun here, which frames it may have, its subject, and whether it is passive."""
    table = cues()
    form, verb, noun = table.meanings[tags[cue]]
    source = speakers.left(tags, cue, start) if verb else None
    if not _is_verb(tags, cue, start, source):
        return Reading("noun", form, noun, source, False, None)
    if form != "past" or source is None or table.signs["be"] not in source.helpers:
        return Reading("verb", form, verb, source, False, None)
    by = cue + 2 < end and tags[cue + 1] == table.signs["by"]
    return Reading("verb", form, _passive(verb), source, True, speakers.right(tags, cue + 2, end, "CORE") if by else None)


def _is_verb(tags: str, cue: int, start: int, source: Source | None) -> bool:
    """Say whether a word that can be a noun too (*claims, report*) is a verb here."""
    contexts, (form, verb, noun) = cues().contexts, cues().meanings[tags[cue]]
    if form == "gerund" or not verb:
        return bool(verb)
    if cue > start and contexts["noun-before"].match(tags, cue - 1):
        return False
    if noun and form == "base":
        return source is not None and bool(source.helpers or contexts["plural"].search(tags, source.start, source.end))
    return not noun or (source is not None and not source.helpers)


def _source(tags: str, cue: int, start: int, end: int, frame: str, reading: Reading, earlier: dict[int, Source | None]) -> Source | None:
    """Return whose word the content is: the owner of a noun, the agent of a passive, the subject of a verb or of an earlier one."""
    if reading.kind == "noun":
        return speakers.owner(tags, cue, start)
    if frame == "saying":  # X was quoted as saying; Y quoted X as saying
        return reading.source if reading.passive else speakers.right(tags, cue + 1, end)
    if reading.passive:
        return reading.agent
    if reading.source is None or reading.form == "gerund" or cues().signs["to"] in reading.source.helpers:
        before = max((other for other in earlier if other < cue), default=None)
        return speakers.first(tags, start, cue) or reading.source if before is None else earlier[before]
    return reading.source


def _scope(tags: str, cue: int, start: int, frame: str, reading: Reading) -> str:
    """Return which scope of the table a content has: a phrase inside the subject ends before the main verb."""
    scope = cues().scope_of[frame]
    hanging = reading.form == "gerund" and cue > start and cues().contexts["nounish"].match(tags, cue - 1)
    return "subject" if scope == "phrase" and (reading.kind == "noun" or hanging or reading.in_relative) else scope


def _in_side_clause(tags: str, cue: int, start: int, reading: Reading) -> bool:
    """Say whether the main clause is still to come: *While X said …, the army …* · *Asked whether …, X left.*"""
    return (reading.form == "gerund" and cue - start < 2) or cues().contexts["aside-clause"].match(tags, start) is not None


def _end(tags: str, begin: int, end: int, scope: str) -> int:
    """Return where a content that begins at `begin` ends; a relative clause inside it is stepped over if it closes."""
    table, at = cues(), begin + 1
    comma, relative = table.signs["comma"], table.signs["relative"]
    while (stop := table.scopes[scope].search(tags, at, end)) is not None:
        close = tags.find(comma, stop.end(), end) if tags.startswith(comma + relative, stop.start()) else -1
        if scope != "clause" or close < 0 or not table.contexts["verbal"].match(tags, close + 1, end):
            return stop.start()
        at = close + 1
    return end
