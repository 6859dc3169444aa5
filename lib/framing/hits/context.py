"""What surrounds a hit: its zone, voice, sentence and clause, and what they say about it.

Takes offsets into one article, gives labels. Rules: METHODS.md section 1 (voice, distance, negation).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np

from framing import text

PRIORITY = ("bracket", "short", "direct", "indirect")  # a hit in two spans has the voice that comes first here
REACH = 3  # tokens to the left of a hit in which a negator or a hedge counts
NEGATORS = frozenset("no not never neither nor none without cannot nobody nothing hardly".split())
CLAUSE_WORDS = frozenset("but that which who whom whose because although though while whereas if unless".split())
CLAUSE_MARKS = frozenset(",;:.!?()—–\n")
HEDGES = frozenset(
    """so-called self-styled self-proclaimed self-described deemed alleged allegedly purported purportedly ostensible
    ostensibly supposed supposedly""".split()
)
NAMING_VERBS = frozenset(
    """describe describes described call calls called term terms termed label labels labelled labeled brand brands
    branded dub dubs dubbed""".split()
)


class Place(NamedTuple):
    """The block a stretch of text stands in."""

    start: int
    end: int
    zone: str
    repeat: bool


class Page:
    """One article with its blocks and spans, to be asked about offsets."""

    def __init__(self, body: str, blocks: list[Place], spans: list[tuple]):
        self.body, self.blocks = body, sorted(blocks)
        self.spans = spans  # (start, end, voice, speaker, cue, stance)
        self._starts = [block.start for block in self.blocks]
        self._sentences: dict[int, list[tuple[int, int]]] = {}

    def block(self, at: int) -> Place | None:
        """Return the block that holds an offset."""
        i = bisect_right(self._starts, at) - 1
        return self.blocks[i] if i >= 0 and at < self.blocks[i].end else None

    def span(self, at: int) -> tuple | None:
        """Return the span that decides the voice at an offset; the shortest where two have the same voice."""
        holding = [span for span in self.spans if span[0] <= at < span[1]]
        return min(holding, key=lambda span: (PRIORITY.index(span[2]), span[1] - span[0]), default=None)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the sentence around a hit; in a block that joins a broken paragraph it runs over the break."""
        block = self.block(start)
        if block is None:
            block = next((Place(a, b, "body", False) for a, b in text.paragraphs(self.body) if a <= start < b))
        if block.start not in self._sentences:
            joined = self.body[block.start : block.end].replace("\n", " ")
            found = [(block.start + a, block.start + b) for a, b in text.sentences(joined)]
            self._sentences[block.start] = found or [(block.start, block.end)]
        found = self._sentences[block.start]
        first = max(bisect_right(found, (start, len(self.body))) - 1, 0)
        return found[first][0], max(found[first][1], end)


def is_negated(before: list[str], between: list[str]) -> bool:
    """Say whether a negator stands close to the left of a hit, in its clause.

    Parameters
    ----------
    before : folded tokens of the sentence to the left, nearest last.
    between : what stands after each of them, up to the next token.

    >>> is_negated(["they", "are", "not"], [" ", " ", " "]), is_negated(["not", "so"], [" ", ", "])
    (True, False)
    """
    for word, gap in zip(before[: -REACH - 1 : -1], between[: -REACH - 1 : -1], strict=True):
        if word in CLAUSE_WORDS or not CLAUSE_MARKS.isdisjoint(gap):
            return False
        if word in NEGATORS or word.endswith("n't"):
            return True
    return False


def is_hedged(before: list[str]) -> bool:
    """Say whether the words to the left keep a distance: *so-called*, *alleged*, *what X describes as*.

    >>> is_hedged("the so-called".split()), is_hedged("what moscow describes as".split())
    (True, True)
    """
    near = before[-REACH:]
    if not HEDGES.isdisjoint(near):
        return True
    return "what" in before[-2 * REACH - 1 :] and not NAMING_VERBS.isdisjoint(near)


def voices(starts: np.ndarray, spans: list[tuple]) -> np.ndarray:
    """Return the voice at each offset (ascending), "own" where no span holds it."""
    found = np.full(len(starts), "own", dtype=object)
    for voice in reversed(PRIORITY):
        for span in spans:
            if span[2] == voice:
                a, b = np.searchsorted(starts, span[:2])
                found[a:b] = voice
    return found
