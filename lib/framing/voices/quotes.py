"""Text and its paragraphs to quoted stretches: every pair of quotation marks, found by position and never by shape.

A mark with space before it and a letter after it opens; one with a letter before it and space after it closes;
anything else closes what is open, or opens. So curly, straight and wrong-way marks give the same stretches.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SHORT = 3  # words: a stretch of at most so many is `short`, a longer one `direct`
REACH = 400  # characters: the longest stretch that single marks may enclose
LONG = 1500  # characters: an unclosed stretch longer than this is cut at the end of its first sentence

DOUBLES = ("''", "``", *'"“”„‟«»″')  # how double marks begin
SINGLES = "'’‘‛"
MARK = re.compile("[\"“”„‟«»″'`](?:(?<!['`])|(?<=')'|(?<=`)`)(?:''|``|[\"“”„‟«»″])*")  # marks side by side: one mark, or see _marks
SINGLE = re.compile(r"['‘’‛](?<![\w'’`].)(?=\w)")  # where single marks can open
SINGLE_END = re.compile(r"['’‘](?<=[^\s('‘’].)(?=[\s.,;:!?)\]—–…-]|$)")  # where they can close
ELISION = re.compile(r"(?:em|til|cause|bout|round|tis|twas|n|nuff|\d0s|\d\d)\b", re.I)  # 'em, '90s: no marks at all
SENTENCE_END = re.compile(r"[.!?…](?=\s+[\[(]?[^\W\da-z_])")
OPENS_AFTER = frozenset("([{—–-/‘'‛")
CLOSES_BEFORE = frozenset(")]}.,;:!?—–-/’'…")


class Stretch(NamedTuple):
    """A quoted stretch, marks included, with its number of words and how its end was found."""

    start: int
    end: int
    n_words: int
    rule: str  # "marks", "single-marks", or the repair: "marks-unclosed", "marks-reopened", "marks-missing-end"


def stretches(text: str, units: list[tuple[int, int]]) -> list[Stretch]:
    """Return the quoted stretches of every unit (paragraph), in order, none inside another."""
    found, carried = [], False
    doubles, singles = _places(text, DOUBLES), [at for at in _places(text, SINGLES) if SINGLE.match(text, at)]
    for start, end in units:
        marks = doubles[bisect_left(doubles, start) : bisect_left(doubles, end)]
        pairs, carried = _double(text, start, end, marks, carried) if marks else ([], False)
        if singles and bisect_left(singles, start) < bisect_left(singles, end):
            pairs = sorted(pairs + _single(text, start, end, pairs))
        found += [Stretch(a, b, n_words(text[a:b]), rule) for a, b, rule in pairs]
    return found


def _places(text: str, marks: Iterable[str]) -> list[int]:
    """Return where any of some marks stands; `str.find` for each is faster than one search for all."""
    places = []
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            places.append(at)
            at = text.find(mark, at + 1)
    return sorted(places)


def n_words(stretch: str) -> int:
    """Return how many words a stretch holds: pieces between white space with a letter or digit in them, if few."""
    pieces = stretch.split()
    return len(pieces) if len(pieces) > 4 * SHORT else sum(1 for piece in pieces if any(map(str.isalnum, piece)))


def _double(text: str, start: int, end: int, places: list[int], carried: bool) -> tuple[list[tuple[int, int, str]], bool]:
    """Return the pairs of double marks in one paragraph, and whether its last one stays open."""
    marks = list(_marks(text, start, end, places))
    sides = [side for _, _, side in marks]
    pairs, opened, nested, seen = [], None, False, start
    for at, (a, b, side) in enumerate(marks):
        if opened is None:
            if side != "closes":
                opened = a
            elif carried:  # the paragraph before left its quotation open, and this mark closes it
                pairs.append((start, b, "marks-reopened"))
            carried = False
        elif side != "opens":
            if not nested:
                pairs.append((opened, b, "marks"))
                opened = None
            nested = False
        elif sides[at + 1 : at + 3] == ["closes", "closes"]:  # a quotation inside this one
            nested = True
        elif stop := SENTENCE_END.search(text, max(opened, seen), a):  # the end of the first stretch was lost
            pairs.append((opened, stop.end(), "marks-missing-end"))
            opened = a
        seen = a
    if opened is None:
        return pairs, False
    stop = SENTENCE_END.search(text, opened, end) if end - opened > LONG else None
    pairs.append((opened, stop.end() if stop else end, "marks-unclosed"))
    return pairs, True


def _marks(text: str, start: int, end: int, places: list[int]) -> Iterator[tuple[int, int, str]]:
    """Yield every double mark with what it does; two side by side inside text close one stretch and open the next."""
    b = start
    for a in places:
        mark = MARK.match(text, a, end) if a >= b else None
        if mark is None:
            continue
        b = mark.end()
        before, after = (text[a - 1] if a > start else " "), (text[b] if b < end else " ")
        side = _side(before, after)
        if side == "either" and not before.isspace() and b - a == 2 and mark[0] not in ("''", "``"):
            yield a, a + 1, "closes"
            yield a + 1, b, "opens"
        else:
            yield a, b, side


def _side(before: str, after: str) -> str:
    """Return what a mark between two characters does: "opens", "closes", or "either"."""
    opens = before.isspace() or before in OPENS_AFTER
    closes = after.isspace() or after in CLOSES_BEFORE
    return "either" if opens == closes else "opens" if opens else "closes"


def _single(text: str, start: int, end: int, taken: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the pairs of single marks outside double ones; apostrophes and plural possessives are none."""
    pairs, gaps, at = [], [], start
    for a, b, _ in taken:
        gaps.append((at, a))
        at = b
    for low, high in [*gaps, (at, end)]:
        at = low
        while (mark := SINGLE.search(text, at, high)) is not None:
            a = at = mark.end()
            if ELISION.match(text, a):
                continue
            close = _single_end(text, a, min(high, a + REACH))
            if close:
                pairs.append((mark.start(), close, "single-marks"))
                at = close
    return pairs


def _single_end(text: str, start: int, end: int) -> int | None:
    """Return the end of a single-marked stretch; after an s the mark is a possessive if another one can close."""
    close = SINGLE_END.search(text, start, end)
    while close and text[close.start() - 1] == "s" and text[close.start() - 2] != "s":
        other = SINGLE_END.search(text, close.end(), end)
        if other is None or SINGLE.search(text, close.end(), other.start()):
            break
        close = other
    return close.end() if close else None
