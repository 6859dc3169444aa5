"""Tagged sentences to stretches of reported speech: what stands outside quotation marks but is a source's word.

`find` first looks for cues that follow or interrupt their content (module `trailing`), because *X wants to go, Y said*
is Y's word as a whole; then, in what is left, for cues that stand before their content.
"""

from __future__ import annotations

from framing.voices import speakers, trailing
from framing.voices.cues import cues
from framing.voices.speakers import Source
from framing.voices.trailing import Reported


def find(tags: str, start: int, end: int, governed: dict[int, Source]) -> list[Reported]:
    """Return the reported stretches of the sentence at tokens start:end, in order, none overlapping.

    `governed` holds the cues that belong to a quotation right before them, with their sources: *“…,” X said*.
    """
    contexts = cues().contexts
    if not contexts["cue"].search(tags, start, end):
        return []
    found, sources, free = [], {cue: governed[cue] for cue in range(start, end) if cue in governed} if governed else {}, start
    for match in contexts["after"].finditer(tags, start, end):
        cue = match.start()
        for stretch in trailing.find(tags, cue, free, end) if cue not in governed else ():
            found.append(stretch)
            sources[cue] = stretch.source
            free = max(stretch.end, match.end())
    taken = sorted((stretch.start, stretch.end) for stretch in found)
    at = start
    while (match := contexts["cue"].search(tags, at, end)) is not None:
        cue, at = match.start(), match.end()
        inside = [b for a, b in taken if a <= cue < b]
        if inside:
            at = max(inside)
        elif cue not in sources:
            stop = min([a for a, _ in taken if a > cue], default=end)
            earlier = [sources[c] for c in sorted(sources) if c < cue]
            for stretch in _leading(tags, cue, start, stop, earlier):
                found.append(stretch)
                sources[cue] = stretch.source
                at = max(at, stretch.end)
    return found


def _leading(tags: str, cue: int, start: int, end: int, earlier: list[Source | None]) -> list[Reported]:
    """Return what a cue before its content reports: *X said that …*, *X denied …*, *X's claim that …*."""
    table = cues()
    if isinstance(table.meanings[tags[cue]], str):  # about, on, over whether …; according (has no content on its right)
        if tags[cue] in (table.signs["according"], table.signs["opening"]):
            return []
        return [Reported(cue + 1, _end(tags, cue + 1, end, "clause"), (cue, cue + 1), None, "whether")]
    form, verb, noun = table.meanings[tags[cue]]
    source = speakers.left(tags, cue, start) if verb else None
    verb = verb if _is_verb(tags, cue, start, source) else ()
    passive = form == "past" and source is not None and table.signs["be"] in source.helpers
    if passive:  # X is believed to …, X was told that …, X was criticised by Y for …
        verb = tuple(dict.fromkeys("that" if frame in ("clause", "object", "person") else frame for frame in verb))
    begin = cue + 1
    agent = speakers.right(tags, cue + 2, end, "CORE") if passive and tags[cue + 1] == table.signs["by"] and cue + 2 < end else None
    for kind, frames in (("verb", verb), ("noun", () if verb else noun)):
        for frame in frames:
            match = table.frames[frame].match(tags, agent.end if agent else begin, end)
            if match:
                begin = match.start(match.lastindex)
                who = _who(tags, cue, start, source, earlier, kind, frame, passive, agent)
                close = _end(tags, begin, end, _scope(tags, cue, start, frame, kind, source))
                close = _first_clause(tags, cue, start, begin, close, source)
                content = Reported(begin, close, (cue, cue + 1), who, f"{kind}:{frame}")
                if passive and frame in ("to", "as") and source.kind == "phrase":  # the subject is part of what is believed
                    return [content._replace(start=source.start, end=source.end, rule="passive-subject"), content]
                return [content]
    return []


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


def _who(tags, cue, start, source, earlier, kind, frame, passive, agent) -> Source | None:
    """Return the source of a leading cue: its subject, its owner, or who is the source of an earlier cue of the sentence."""
    if kind == "noun":
        return speakers.owner(tags, cue, start)
    if frame == "saying":  # X was quoted as saying; Y quoted X as saying
        return source if passive else speakers.right(tags, cue + 1, len(tags))
    if passive:
        return agent
    if source is None or cues().meanings[tags[cue]][0] == "gerund" or cues().signs["to"] in source.helpers:
        return earlier[-1] if earlier else speakers.first(tags, start, cue) or source
    return source


def _scope(tags: str, cue: int, start: int, frame: str, kind: str, source: Source | None) -> str:
    """Return which scope of the table a content has: a phrase inside the subject ends before the main verb."""
    scope = cues().scope_of[frame]
    gerund = cues().meanings[tags[cue]][0] == "gerund" and cue > start and cues().contexts["nounish"].match(tags, cue - 1)
    inside = kind == "noun" or gerund or (source is not None and source.kind == "relative")
    return "subject" if scope == "phrase" and inside else scope


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


def _first_clause(tags: str, cue: int, start: int, begin: int, end: int, source: Source | None) -> int:
    """Return the end of a content that stands in a side clause: it goes no further than the next comma."""
    gerund = cues().meanings[tags[cue]][0] == "gerund" and cue - start < 2
    if gerund or (source is not None and source.kind == "relative") or cues().contexts["aside-clause"].match(tags, start):
        comma = tags.find(cues().signs["comma"], begin, end)
        return comma if comma > 0 else end
    return end
