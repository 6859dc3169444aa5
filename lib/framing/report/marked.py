"""Text with its marks: takes a text, its spans and hits, returns escaped HTML with each shown in place.

Voices are underlined, each with a line of its own; hits carry the pole's colour **and** its name; furniture and
repeats are struck through. Nothing depends on colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup, escape

from framing.report.cells import CONTROL

AROUND = 320  # characters shown at most on each side of a hit
VOICES = ("bracket", "short", "direct", "indirect")  # the one that decides comes first, as in hits


def in_sentence(text: str, hit, side: str) -> Markup:
    """Return a hit's sentence with the hit marked; a sentence without end is cut, with an ellipsis."""
    start, end = max(int(hit.sentence_start), int(hit.start) - AROUND), min(int(hit.sentence_end), int(hit.end) + AROUND)
    start, end = min(start, int(hit.start)), max(end, int(hit.end))
    before, after = ("…" if start > hit.sentence_start else ""), ("…" if end < hit.sentence_end else "")
    left, node, right = (escape(_clean(part)) for part in (text[start : hit.start], text[hit.start : hit.end], text[hit.end : end]))
    return Markup(f'<bdi>{before}{left}<mark class="{side}">{node}</mark>{right}{after}</bdi>')  # format() takes four times as long


def annotated(
    text: str, start: int, end: int, *, spans: pd.DataFrame, hits: pd.DataFrame, sides: dict[tuple[str, str], str], anchors: bool = False
) -> Markup:
    """Return text[start:end] with spans underlined by voice and hits marked by pole.

    Parameters
    ----------
    spans, hits : DataFrame
        Of this article alone.
    sides : (set, pole) → "A", "B" or "N"
    anchors : bool
        Give each hit its ``hit_id`` as anchor.
    """
    voices, inside = (_within(table, start, end, of) for table, of in ((spans, _Span), (hits, _Hit)))
    cuts = sorted({start, end, *(min(max(p, start), end) for s in (*voices, *inside) for p in (s.start, s.end))})
    pieces = [_piece(text, a, b, voices, inside, sides, anchors) for a, b in zip(cuts, cuts[1:], strict=False)]
    return Markup("").join(pieces)


class _Span(NamedTuple):
    start: int
    end: int
    voice: str
    speaker: str
    cue: str


class _Hit(NamedTuple):
    start: int
    end: int
    hit_id: str
    set: str
    pole: str
    counted: bool


def _within(table: pd.DataFrame, start: int, end: int, of: type) -> list:
    """Return the rows that touch text[start:end], the first and then the longest first."""
    if table.empty:
        return []
    touches = (table["start"].to_numpy() < end) & (table["end"].to_numpy() > start)
    return sorted(map(of, *(table[name].to_numpy()[touches].tolist() for name in of._fields)), key=lambda row: (row.start, -row.end))


def _piece(text: str, start: int, end: int, voices: Sequence, hits: Sequence, sides, anchors: bool) -> Markup:
    html = Markup("{}").format(_clean(text[start:end]))
    here = [h for h in hits if h.start <= start and end <= h.end]
    if here:  # the first gives the colour; hits of other sets on the same words keep their anchor and their pole
        anchor, *others = (Markup(' id="{}"').format(h.hit_id) if anchors and h.start >= start else Markup("") for h in here)
        more = Markup("").join(Markup("<span{}></span>").format(other) for other in others if other)
        ended = dict.fromkeys(h.pole for h in here if h.end <= end)
        note = Markup('<small class="pole">{}</small>').format(", ".join(ended)) if ended else ""
        counted = "" if any(h.counted for h in here) else " uncounted"
        side = sides.get((here[0].set, here[0].pole), "N")
        html = Markup('<mark class="{}{}"{}>{}{}{}</mark>').format(side, counted, anchor, more, html, note)
    within = [s for s in voices if s.start <= start and end <= s.end]
    if not within:
        return html
    span = min(within, key=lambda s: (VOICES.index(s.voice) if s.voice in VOICES else 9, s.end - s.start))
    says = f"{span.voice}" + (f", {span.speaker}" if span.speaker else ", speaker unknown") + (f", “{span.cue}”" if span.cue else "")
    return Markup('<span class="v-{}" title="{}">{}</span>').format(span.voice if span.voice in VOICES else "other", _clean(says), html)


def _clean(text: str) -> str:
    return CONTROL.sub("\ufffd", text)
