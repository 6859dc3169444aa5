"""A text to the units that get a zone: its paragraphs, those a scraper broke joined, those it glued cut apart.

A unit is (start, end) into the text; offsets never move. Cut are only the head of an article (a date stamp, its own
headline once more, an agency's name, a sentence that stands there twice) and furniture at the end of a paragraph.
"""

from __future__ import annotations

import functools
import itertools
import re
from statistics import median
from typing import NamedTuple

from framing import text as words
from framing.cleaning import rules
from framing.cleaning.vocabulary import Marked

_WRAP = (45, 110)  # characters; a text whose lines are about so long was broken by a program, not by its author
_OPEN_ENDED = re.compile(r"(?:\b(?:of|the|a|an|and|or|in|on|at|to|by|with|for|from|that|which|who|as|than|its|their|his|her)|[,–—-])$")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}} {_MONTH},? ?\d{{4}}|{_MONTH} ?\d{{1,2}},? ?\d{{4}})"
_CLOCK = r"(?:(?:at )?\d{1,2}[:.]\d\d|at \d{4}|\d{4}(?= (?:GMT|UTC|KSA)))(?: ?(?:GMT|UTC|KSA)(?:[+-]\d+)?)?"
STAMP = re.compile(
    r"(?:(?:date of publication|published|posted on|last updated(?: at)?|updated|date)\b:?\s*)?"
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?{_DATE}"
    rf"(?:,?\s*{_CLOCK})?(?:\s*\(updated [\d. :]+\))?(?:\s*get short url(?:\s+\d+)+)?(?:\s+send\s+https?\S+)?"
    r"\s*[.|–—-]?\s*(?=(?-i:[A-Z0-9\"“‘'(])|by |$)",
    re.IGNORECASE,
)
_AUTHOR = [re.compile(rf"by (?:[A-Z][\w.-]+ ){{{n}}}") for n in range(1, 6)]
_SIGNED = re.compile(r"(?<=[.!?)\]\"”])\s*((?:[A-Z][\w.'’-]*|al-\w+)(?:[ /]+(?:[A-Z][\w.'’-]*|al-\w+)){0,3})\s*$")
_AGENCY = re.compile(r"(?:AFP|AP|Reuters|SANA|dpa|Agencies|Ahram Online|Xinhua|Regional NNA -)[\s,.]+(?=[A-Z0-9\"“]|AFP)")

_LAST_WORD = re.compile(r"([\w.]+)\.$")


class Unit(NamedTuple):
    """A stretch of text to be given a zone; `given` is its label where cutting already told it."""

    start: int
    end: int
    given: str = ""


def units(text: str, telling: Marked | None = None) -> list[Unit]:
    """Return the units of a text, in order; together they hold every character that is not white space.

    `telling` are the words of the text that are so (see vocabulary.py), if they are known.

    >>> [text[u.start : u.end] for text in ["A bridge\\n\\nIt had stood over the river for\\n\\nten years."] for u in units(text)]
    ['A bridge', 'It had stood over the river for\\n\\nten years.']
    """
    whole = _joined(text, _unwrapped(text, words.paragraphs(text)))
    found: list[Unit] = []
    headline = text[whole[0][0] : whole[0][1]] if whole else ""
    for place, (start, end) in enumerate(whole):
        pieces = _head(text, start, end, headline) if 0 < place < 4 else []
        start = pieces[-1].end if pieces else start
        while start < end and text[start].isspace():
            start += 1
        found += pieces
        if start < end:
            found += _tail(text, start, end, telling, last=place >= len(whole) - 2)
    return found


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the lines of a text whose paragraphs were broken at a fixed width."""
    lengths = [end - start for start, end in lines]
    near = [text.count("\n", end, following) == 1 for (_, end), (following, _) in zip(lines, lines[1:], strict=False)]
    if len(lines) < 6 or sum(near) < 0.6 * len(near) or max(lengths) > _WRAP[1]:
        return lines
    if not _WRAP[0] <= median(length for length, goes_on in zip(lengths, near, strict=False) if goes_on):
        return lines
    joined = [lines[0]]
    for (start, end), goes_on, before in zip(lines[1:], near, lengths, strict=False):
        if goes_on and before > 0.6 * max(lengths):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _joined(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a paragraph to the one before if a sentence goes on from one to the other."""
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        if joined and _goes_on(text[max(joined[-1][0], joined[-1][1] - 2 * rules.LONGEST) : joined[-1][1]], text[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _goes_on(before: str, line: str) -> bool:
    if before[-1] in ".!?…:;”\"’')]|>»*" or before.count(" ") < 5:
        return False
    small = line[0].islower() and not re.match(r"[a-z]{1,2}[A-Z]|[a-z]+[.@]\w|https?:|www\.|by [A-Z]", line)
    if line.count(" ") < 2 and line[-1] not in ".!?…”\"'":  # a tag, not the end of a sentence
        return False
    if not (small or _OPEN_ENDED.search(before) and line[0].isalnum() and before.count(" ") >= 5):
        return False
    return not (rules.label(rules.plain(before), edge=False) or rules.label(rules.plain(line), edge=True))


def _head(text: str, start: int, end: int, headline: str) -> list[Unit]:
    """Cut date stamps, the repeated headline, an agency's name and a doubled sentence off the head of a paragraph."""
    pieces: list[Unit] = []
    place = start
    for _ in range(6):
        stamp = STAMP.match(text, place, end)
        if stamp and stamp.end() > place:
            pieces.append(_unit(text, place, stamp.end(), "date:stamp"))
            place = stamp.end()
            authors = [match.end() for form in _AUTHOR if (match := form.match(text, place, end))]
            if after := next((after for after in authors if _repeated(text, after, end, headline) > after), 0):
                pieces.append(_unit(text, place, after, "byline:stamp"))
                place = after
        elif (after := _repeated(text, place, end, headline)) > place and not any(p.given == "headline:repeated" for p in pieces):
            pieces.append(_unit(text, place, after, "headline:repeated"))
            place = after
        elif pieces and (agency := _AGENCY.match(text, place, end)):
            pieces.append(_unit(text, place, agency.end(), "byline:agency"))
            place = agency.end()
        else:
            break
        place += len(text[place:end]) - len(text[place:end].lstrip())
    if len(pieces) == 1 and pieces[0].given == "date:stamp" and text[place:end].strip() == "":
        return []  # a date alone on its line needs no cutting
    doubled = _doubled(text, place, end)
    if doubled > place:
        pieces.append(_unit(text, place, doubled, "standfirst:doubled"))
    return pieces


def _unit(text: str, start: int, end: int, given: str) -> Unit:
    return Unit(start, start + len(text[start:end].rstrip()), given)


def _repeated(text: str, place: int, end: int, headline: str) -> int:
    """Return where a repetition of the headline that begins at `place` ends, or `place` if there is none.

    Up to three words may be missing at its start ("Report: …") and a fifth at its end ("… | Delta Courier").
    """
    wanted = _lowered(headline)
    if len(wanted) < 3 or len(wanted) > 40:
        return place
    if not (opening := words.TOKEN.search(text, place, end)) or opening[0].lower() not in wanted[:4]:
        return place
    there = list(words.TOKEN.finditer(text, place, min(end, place + 2 * len(headline) + 60)))
    seen = [match[0].lower() for match in there]
    for skipped in range(min(4, len(wanted) - 2)):
        sought = wanted[skipped:]
        n_same = next((n for n, (a, b) in enumerate(zip(sought, seen, strict=False)) if a != b), min(len(sought), len(seen)))
        enough = len(sought) if not _has_suffix(headline) else max(3, len(words.TOKEN.findall(_without_suffix(headline))) - skipped)
        if n_same >= max(3, min(enough, round(0.8 * len(sought)) if len(sought) > 5 else len(sought))):
            stop = there[n_same - 1].end()
            closing = re.compile(r"[\"”’')\]]*\s*[.:]?(?=\s|$)").match(text, stop, end)
            after = closing.end() if closing else stop
            following = text[after:end].lstrip()[:1]
            return after if not following or not following.islower() else place
    return place


@functools.lru_cache(maxsize=4)  # asked for up to three paragraphs of an article
def _lowered(headline: str) -> list[str]:
    return [word.lower() for word in words.TOKEN.findall(headline)]


def _has_suffix(headline: str) -> bool:
    return _without_suffix(headline) != headline


def _without_suffix(headline: str) -> str:
    return re.split(r"\s+[-–—|]\s+|\s*\|\s*|- (?=[A-Z])", headline)[0] if len(headline) > 20 else headline


def _doubled(text: str, place: int, end: int) -> int:
    """Return where the first copy ends if a paragraph begins with the same eight or more words twice, else `place`."""
    end = min(end, place + 1600)
    opening, lower = itertools.islice(words.TOKEN.finditer(text, place, end), 8), text[place:end].lower()
    longest_first = sorted((match[0].lower() for match in opening), key=len, reverse=True)
    if any(lower.count(word) < 2 for word in longest_first):  # spares most paragraphs the comparison
        return place
    there = list(words.TOKEN.finditer(text, place, end))
    seen = [match[0].lower() for match in there]
    for second in range(8, len(seen) // 2 + 1):
        if seen[second] == seen[0] and seen[:second] == seen[second : 2 * second]:
            return there[second].start()
    return place


def _tail(text: str, start: int, end: int, telling: Marked | None, *, last: bool) -> list[Unit]:
    """Cut furniture off the end of a paragraph ("… the mayor said. Read Also"), of the last one a signature too."""
    pieces: list[Unit] = []
    near_end = last or not rules.stopped(text[max(start, end - 4) : end])  # but for the last, what ends in a stop has no tail
    while near_end and end - start > 80:
        window = max(start + 40, end - 300)
        ending = text[window:end]
        place, label = rules.tail(ending, telling and telling.within(window, end))
        if place < 1 or _abbreviated(text[start : window + place]):
            break
        stop = start + len(text[start : window + place].rstrip())
        first = window + place + len(ending[place:]) - len(ending[place:].lstrip())
        pieces.insert(0, Unit(first, end, label))
        end = stop
    if last and end - start > 200 and (signed := _SIGNED.search(text, end - 60, end)) and not _abbreviated(text[start : signed.start(1)]):
        pieces.insert(0, Unit(signed.start(1), end, "byline:sign-off"))
        end = signed.start()
    return [Unit(start, end), *pieces]


def _abbreviated(before: str) -> bool:
    """Return whether the stop before a tail ends an abbreviation ("Resolution No. 2254"), not a sentence."""
    last = _LAST_WORD.search(before.rstrip()[-80:])
    return bool(last) and (last[1].lower().rstrip(".") in words.ABBREVIATIONS or len(last[1]) == 1)
