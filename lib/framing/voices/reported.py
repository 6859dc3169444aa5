"""Tagged sentences to stretches of reported speech: what stands outside quotation marks but is a source's word."""

from __future__ import annotations

from framing.voices import leading, trailing
from framing.voices.cues import cues
from framing.voices.speakers import Source
from framing.voices.trailing import Reported


def find(tags: str, start: int, end: int, governed: dict[int, Source]) -> list[Reported]:
    """Return the reported stretches of the sentence at tokens start:end.

    First come the cues that follow or interrupt their content (module `trailing`), because *X wants to go, Y said* is
    Y's word as a whole; then, in what is left, those that stand before it (module `leading`). `governed` holds the cues
    that belong to a quotation right before them, with their sources: *“…,” X said*.
    """
    contexts = cues().contexts
    match = contexts["cue"].search(tags, start, end)
    if match is None:
        return []
    sources = {cue: governed[cue] for cue in range(start, end) if cue in governed} if governed else {}
    found, free = [], start
    for after in contexts["after"].finditer(tags, match.start(), end):
        cue = after.start()
        for stretch in trailing.find(tags, cue, free, end) if cue not in sources else ():
            found.append(stretch)
            free = max(stretch.end, after.end())
    sources |= {stretch.cue[0]: stretch.source for stretch in found}
    taken = [(stretch.start, stretch.end) for stretch in found]
    while match is not None:
        cue, at = match.start(), match.end()
        inside = [b for a, b in taken if a <= cue < b]
        if inside:
            at = max(inside)
        elif cue not in sources:
            stop = min([a for a, _ in taken if a > cue], default=end) if taken else end
            for stretch in leading.find(tags, cue, start, stop, sources):
                found.append(stretch)
                sources[cue] = stretch.source
                at = max(at, stretch.end)
        match = contexts["cue"].search(tags, at, end)
    return found
