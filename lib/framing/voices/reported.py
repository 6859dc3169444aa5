"""Tagged sentences to stretches of reported speech: what stands outside quotation marks but is a source's word."""

from __future__ import annotations

from framing.voices import leading, trailing
from framing.voices.cues import cues
from framing.voices.speakers import Source
from framing.voices.trailing import Reported


def find(tags: str, start: int, end: int, said: list[int], governed: dict[int, Source | None]) -> list[Reported]:
    """Return the reported stretches of the sentence at tokens start:end, whose cues stand at the tokens `said`.

    First come the cues that follow or interrupt their content (module `trailing`), because *X wants to go, Y said* is
    Y's word as a whole; then, in what is left, those that stand before it (module `leading`). `governed` holds the cues
    that belong to a quotation right before them, with their sources: *“…,” X said*.
    """
    after, found, free = cues().after, [], start
    sources = {cue: governed[cue] for cue in said if cue in governed} if governed else {}
    for cue in said:
        if tags[cue] in after and cue not in sources:
            for stretch in trailing.find(tags, cue, free, end):
                found.append(stretch)
                free = max(stretch.end, cue + 1)
    at, taken = start, [(stretch.start, stretch.end) for stretch in found]
    for stretch in found:
        sources[stretch.cue[0]] = stretch.source
    for cue in said:
        if cue < at:
            continue
        inside = [b for a, b in taken if a <= cue < b] if taken else ()
        if inside:
            at = max(inside)
        elif cue not in sources:
            stop = min([a for a, _ in taken if a > cue], default=end) if taken else end
            for stretch in leading.find(tags, cue, start, stop, sources):
                found.append(stretch)
                sources[cue] = stretch.source
                at = max(at, stretch.end)
    return found
