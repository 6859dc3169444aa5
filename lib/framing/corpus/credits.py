"""An article's text to the newsroom that wrote it, where the text says so, with the words that prove it.

Outlet (who published) and origin (who wrote) are two things. In this order, and only if one newsroom is named:
a credit in the dateline, the byline or the sign-off; else whom the sources spoke to ("told Reuters").
A photograph's credit, "(AFP/Getty)", says nothing about the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

NEWSROOMS = {  # name shown: how it is written in credits, capitals as there
    "AFP": ["AFP", "Agence France-Presse", "Agence France Presse"],
    "AP": ["AP", "Associated Press", "The Associated Press"],
    "Reuters": ["Reuters", "REUTERS", "Thomson Reuters"],
    "DPA": ["dpa", "DPA"],
    "UPI": ["UPI"],
    "PA": ["Press Association", "PA Media"],
    "TASS": ["TASS", "ITAR-TASS", "Tass", "Itar-Tass"],
    "RIA Novosti": ["RIA Novosti", "RIA"],
    "Interfax": ["Interfax"],
    "Sputnik": ["Sputnik"],
    "Xinhua": ["Xinhua", "XINHUA"],
    "Anadolu Agency": ["Anadolu Agency", "Anadolu", "AA"],
    "SANA": ["SANA"],
    "IRNA": ["IRNA"],
    "Fars": ["FNA", "Fars", "Fars News Agency"],
    "Tasnim": ["Tasnim"],
    "KUNA": ["KUNA"],
    "EFE": ["EFE"],
    "ANSA": ["ANSA"],
    "Bloomberg": ["Bloomberg", "Bloomberg News"],
    "BBC": ["BBC", "BBC News"],
    "CNN": ["CNN"],
    "Al Jazeera": ["Al Jazeera", "Al-Jazeera"],
    "Al Arabiya": ["Al Arabiya", "Al-Arabiya", "Al Arabiya English"],
    "VICE News": ["VICE News"],
    "The Independent": ["The Independent"],
    "The Guardian": ["The Guardian", "the Guardian"],
    "The Telegraph": ["The Telegraph", "The Daily Telegraph"],
    "The Times": ["The Times"],
    "The New York Times": ["The New York Times", "the New York Times"],
    "The Washington Post": ["The Washington Post", "the Washington Post"],
    "The Wall Street Journal": ["The Wall Street Journal", "the Wall Street Journal"],
    "Middle East Eye": ["Middle East Eye", "MEE"],
}
_SHOWN = {written: name for name, all_written in NEWSROOMS.items() for written in all_written}
NEWSPAPERS = {"BBC", "CNN", "Al Jazeera", "Al Arabiya", "VICE News", "Middle East Eye"}  # and whoever is called "The …"
SPEAKING = ("told", "tells", "speaking to", "in an interview with", "sent")
AGENCIES = frozenset(name for name in NEWSROOMS if name not in NEWSPAPERS and not name.startswith("The "))
_WRITTEN = [written for written in _SHOWN if _SHOWN[written] in AGENCIES]
_SOUGHT = [w for w in _WRITTEN if not any(other in w for other in _WRITTEN if other != w)]  # looked for first, as text: that is quick
REPORTING = ("reporter", "correspondent", "journalist")


def origin(text: str, *, title: str = "") -> tuple[str, str]:
    """Return the newsroom that wrote a text and the words that say so, or two empty strings.

    >>> origin("Headline\\n\\nBEIRUT (AFP) - Shells fell on the harbour.")
    ('AFP', 'BEIRUT (AFP)')
    """
    head, tail = text[:1200], text[-700:]
    dateline, byline, sign_off, spoken, reporters, before = _patterns()
    credited = []
    if any(written in head for written in _SOUGHT):
        credited = [_found(dateline, head), _found(byline, head) + _after_title(head, title)]
    if any(written in tail for written in _SOUGHT):
        credited.append(_found(sign_off, tail))
    for found in (*credited, _spoken(text, spoken) + _reporters(text, reporters, before)):
        named = {_SHOWN[" ".join(written.split())]: evidence for evidence, written in reversed(found)}
        if named:
            name, evidence = next(iter(named.items()))
            return (name, " ".join(evidence.split())) if len(named) == 1 else ("", "")
    return "", ""


def _found(pattern: re.Pattern, text: str) -> list[tuple[str, str]]:
    """Return (evidence, name as written) of every match; a name is the last group that took part."""
    return [(match[0], next(group for group in reversed(match.groups()) if group)) for match in pattern.finditer(text)]


def _spoken(text: str, spoken: re.Pattern) -> list[tuple[str, str]]:
    """Return the newsrooms that sources spoke to: looked for behind the words of speaking only, which are found at once."""
    found, end = [], 0
    for place in sorted(place for word in SPEAKING for place in _places(text, word)):
        if place >= end and (match := spoken.match(text, place)):
            found.append((match[0], match[1]))
            end = match.end()
    return found


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _reporters(text: str, reporters: re.Pattern, before: re.Pattern) -> list[tuple[str, str]]:
    """Return the newsrooms whose reporters saw what is told: found from the rare word back to the name before it."""
    behind = sorted(place for word in REPORTING for place in _places(text, word) if place)
    places = [match.span() for place in behind if (match := reporters.match(text, place - 1))]
    names = [(before.search(text[max(0, start - 40) : start]), text[start:end]) for start, end in places]
    return [(name[0] + rest, name[1]) for name, rest in names if name]


def _after_title(head: str, title: str) -> list[tuple[str, str]]:
    """Return an agency's name that follows the repeated title in a text that lost its line breaks."""
    place = head.find(title.strip(), len(title)) if len(title) > 15 else -1
    if place < 0:
        return []
    rest = head[place + len(title.strip()) :]
    names = "|".join(sorted((w for w in _SHOWN if _SHOWN[w] in AGENCIES), key=len, reverse=True))
    match = re.match(rf"[\s.]*(({names}))\s+(?=[A-Z0-9\"“])", rest)
    return [(match[1], match[2])] if match else []


@functools.cache
def _patterns() -> tuple[re.Pattern, ...]:
    everyone = "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(_SHOWN, key=len, reverse=True))
    agencies = "|".join(re.escape(w) for w in sorted(_SHOWN, key=len, reverse=True) if _SHOWN[w] in AGENCIES)
    place = r"[A-Z][A-Za-z.'’ /-]{1,40}(?:,\s[A-Z][\w. ]{1,25}){0,2}"
    dateline = rf"^(?:{place}[.,]?\s*)?[(/]({agencies})[)/](?=\s*[-–—.:]|\s+[A-Z0-9“\"])"
    date = r"(?:[\s,|–-]+(?:[A-Z][a-z]+,?\s)?\d{1,2}\s[A-Z][a-z]+\s\d{4}.{0,20})?"
    byline = rf"^(?:(?:By|From|Source|Written by)\b:?\s*)?({agencies}){date}$"
    signed = rf"\((?:With\s|Source:\s|Reporting by\s)?({agencies})\)|(?<=[.!?”\"\s])[-–—]{{1,2}}\s?({agencies})|Source:\s({agencies})"
    sign_off = rf"(?:{signed})(?=\s*$|[\s.]*\n)"
    spoken = "|".join(rf"\b{words}" + (r"\s[^.\n]{1,60}?\sto" if words == "sent" else "") for words in SPEAKING)
    spoken = rf"(?:{spoken})\s(?:the\s)?({everyone})(?![\w/-])"
    reporters = rf"\s(?:{'|'.join(REPORTING)})s?\s(?:in|at|on|near|said|saw|who)\b"
    before = rf"(?<![\w/-])({everyone})$"
    return tuple(re.compile(pattern, re.MULTILINE) for pattern in (dateline, byline, sign_off, spoken, reporters, before))
