"""The rules of furniture.yml, compiled: a line of a page to the label it deserves, or "".

A label is ``furniture:kind:name`` or ``zone:name`` (date, byline, caption). Of the some five hundred patterns only
those are tried on a line that name something in it (see needed.py); the first that fits gives the label.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from framing.cleaning.needed import Index
from framing.cleaning.needs import ANY, OPENING, SHORTEST, closed, folded, needs, opened
from framing.cleaning.wording import addresses_reader, machinery_only, section_strip, stopped, table

__all__ = ["addresses_reader", "label", "opens", "plain", "rules", "stopped", "table", "tail", "telling"]

LONGEST = 320  # characters; a longer line is a paragraph of the article
N_WORDS_SENTENCE = 9
GLUE = re.compile(r"(?<=[a-z])(?=[A-Z])")
GLUED_NAMES = re.compile(
    r"\b(?:Mc|Mac|De|Di|La|Le|Du|Fitz|Van|O['’])(?=[A-Z])|YouTube|WhatsApp|LinkedIn|iPhone|iPad|TikTok|PayPal|GitHub|AccuWeather|BuzzFeed|HuffPost|eBay|NetBlocks|VKontakte"
)
_STOP = re.compile(r"[.!?)\]\"'”’]")  # before a tail
_BEFORE = " ✓✔×♦∙⚡👉✅•·●▪■◆►▶»›>|→↑↓←+*#~_:;,–—-"  # decoration
_AFTER = " •·●▪■◆►▶»›>|→↑↓←~_:;,–—-"
_SPACE = re.compile(r"[\s\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")


class Rule(NamedTuple):
    """One rule: its label and where it may be used."""

    label: str
    patterns: tuple[str, ...]
    sentence: bool
    edge: bool
    opens: bool
    tail: str
    glued: int


def plain(line: str) -> str:
    """Return a line as it is compared: one space for all white space, straight quotes, nothing decorative at its ends."""
    if "  " in line or not line.isprintable():  # what else is white or hidden is not printable
        line = _SPACE.sub(" ", line)
    if not line.isascii():
        line = line.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("،", ",")
    return line.lstrip(_BEFORE).rstrip(_AFTER) or line.strip()


def label(line: str, *, edge: bool, words: tuple[str, ...] | None = None) -> str:
    """Return the label of a line (as `plain` gives it), or "" if it belongs to the article.

    Parameters
    ----------
    line : str
        One paragraph.
    edge : bool
        Whether it stands before the first or after the last paragraph of the article.
    words : tuple of str, optional
        Those of its words that are `telling`, lower case.

    >>> label("Share on Facebook", edge=False), label("Prices rose by half in a week.", edge=False)
    ('furniture:share:asked', '')
    """
    if len(line) > LONGEST:
        return ""
    is_sentence = line.count(" ") + 1 >= N_WORDS_SENTENCE and stopped(line, asked=False)
    if is_sentence and line[0] in "\"'«„":  # somebody speaks
        return ""
    words = tuple(line.lower().split()) if words is None else words
    return _label(line, words, is_sentence, False) or (edge and _label(line, words, is_sentence, True) or "")


@functools.lru_cache(maxsize=256)  # asked for again while an article is read
def _label(line: str, words: tuple[str, ...], is_sentence: bool, edge: bool) -> str:
    """Return the label by the rules for anywhere, or by those for the edges only."""
    forms = (line, line[:-1]) if line.endswith(".") else (line,)
    if is_sentence:
        found = _first(line, words, forms, True, edge)
    else:
        found = _first(line, words, forms[:1], False, edge) or _first(line, words, forms[1:], True, edge)
    if found:
        return found
    if is_sentence:
        return ""
    if not edge and machinery_only(line):
        return "furniture:nav:machinery"
    if edge:
        return "furniture:nav:sections" if section_strip(line) else ""
    n_glued = len(GLUE.findall(GLUED_NAMES.sub("", line)))
    return next((rule.label for rule in rules() if rule.glued and n_glued >= rule.glued), "")


def _first(line: str, words: tuple[str, ...], forms: tuple[str, ...], is_sentence: bool, edge: bool) -> str:
    """Return the label of the first pattern that fits a form of the line: of the first form, then of the next."""
    if not forms:
        return ""
    index, patterns = _index(is_sentence, edge)
    numbers = index.numbers(folded(line), words, opened(line), frozenset().union(*map(closed, forms)))
    fitting = (patterns[n][0].label for form in forms for n in numbers if _compiled(patterns[n][1]).fullmatch(form))
    return next(fitting, "") if numbers else ""


def telling(word: str) -> bool:
    """Return whether a rule may be about a word, so that a line without any such word need not be looked at for it."""
    lower, known = word.lower(), _parts()
    beginnings = ((place, known.get(lower[place : place + SHORTEST], ())) for place in range(len(lower) - SHORTEST + 1))
    return any(lower.startswith(part, place) for place, parts in beginnings for part in parts)


def tail(ending: str, words: tuple[str, ...] | None = None) -> tuple[int, str]:
    """Return where the furniture glued to the end of a paragraph begins, and its label; (-1, "") if there is none. `words` as for `label`.

    >>> tail("The bridge fell. Read Also")
    (17, 'furniture:teaser:read-also')
    """
    index, patterns = _tails()
    stops = [stop.end() for stop in _STOP.finditer(ending)]
    places = [place for stop in stops for place in (stop, stop + 1) if place == stop or ending[stop : stop + 1] == " "]
    begins = frozenset([ANY]).union(*(opened(ending[place : place + OPENING]) for place in places))
    found = (-1, "")
    for number in index.numbers(folded(ending), ending.lower().split() if words is None else words, begins, opened("")):
        rule, pattern = patterns[number]
        if rule.tail == "anywhere":
            place = match.start() if (match := _compiled(pattern).search(ending)) else -1
        else:
            place = next((place for place in places if _compiled(pattern).match(ending, place)), -1)
        if place >= 0 and not 0 <= found[0] <= place:
            found = (place, rule.label)
    return found


def opens(found: str) -> bool:
    """Return whether the short lines after a line with this label belong to it, as the titles under "Related" do."""
    return found in _openers()


@functools.cache
def _openers() -> frozenset[str]:
    return frozenset(rule.label for rule in rules() if rule.opens)


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Return every rule: dates first (a date is no number), then in the order of the file."""
    written = table()
    short: dict[str, str] = {}
    for name, pattern in written["shorthands"].items():
        short[name] = f"(?:{_open(pattern, short)})"
    found = []
    zones = written["zones"]
    ordered = [("", {"date": zones["date"]}), ("furniture:", written["furniture"]), ("", {z: zones[z] for z in zones if z != "date"})]
    for top, kinds in ordered:
        for kind, entries in kinds.items():
            for name, rule in entries.items():
                if "only" in rule:
                    patterns = (_only(rule["only"]),)
                else:
                    patterns = tuple(_open(line, short) for line in rule.get("lines", []))
                flags = [bool(rule.get(flag)) for flag in ("sentence", "edge", "opens")]
                found.append(Rule(f"{top}{kind}:{name}", patterns, *flags, str(rule.get("tail", "")), rule.get("glued", 0)))
    return tuple(found)


def _open(pattern: str, short: dict[str, str]) -> str:
    """Replace the shorthands of furniture.yml; groups no longer capture."""
    for name, meaning in short.items():
        pattern = pattern.replace("{" + name + "}", meaning)
    pattern = re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)
    pattern = re.sub(r"(?<![\\&\[])#", r"(?:\\d[\\d.,]*(?: ?[km]\\b)?)", pattern)
    return pattern.replace("…", ".*")


def _only(allowed: list[str]) -> str:
    words = "|".join(re.escape(str(word)) for word in sorted(allowed, key=lambda w: -len(str(w))))
    between = r"(?:(?:[\s|/,•·&>+-]|and\b|on\b|via\b|by\b|with\b|the\b|this\b|us\b|#)*)"
    return rf"{between}(?:(?:{words})(?![^\W_]){between}|(?:{words})(?=(?-i:[A-Z]))){{1,40}}"


@functools.cache
def _compiled(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.IGNORECASE)  # when it is first tried: most never are


@functools.cache
def _patterns() -> list[tuple[Rule, str]]:
    """Return every pattern with its rule, in the order in which they are tried."""
    return [(rule, pattern) for rule in rules() for pattern in rule.patterns]


@functools.cache
def _index(is_sentence: bool, edge: bool) -> tuple[Index, list[tuple[Rule, str]]]:
    """Return the patterns for any line or for sentences, for anywhere or for the edges only."""
    found = [(rule, pattern) for rule, pattern in _patterns() if rule.edge == edge and (rule.sentence or not is_sentence)]
    return Index([needs(pattern) for _, pattern in found]), found


@functools.cache
def _tails() -> tuple[Index, list[tuple[Rule, str]]]:
    """Return the patterns that are cut off the end of a paragraph: after a stop, some after anything but a letter."""
    tails = [(rule, pattern) for rule, pattern in _patterns() if rule.tail]
    free = {"anywhere": {"openings": frozenset([ANY]), "closings": frozenset([ANY])}, "True": {"closings": frozenset([ANY])}}
    index = Index([tuple(alternative._replace(**free[rule.tail]) for alternative in needs(pattern)) for rule, pattern in tails])
    before = {"anywhere": r"(?<![^\W_])"}
    return index, [(rule, rf"{before.get(rule.tail, '')}(?:{pattern})[\s.:]*$") for rule, pattern in tails]


@functools.cache
def _parts() -> dict[str, list[str]]:
    """Return what stands in every telling word, by its first letters."""
    indexes = [_index(is_sentence, edge)[0] for is_sentence in (True, False) for edge in (True, False)]
    found: dict[str, list[str]] = {}
    for part in sorted({part for index in (*indexes, _tails()[0]) for part, _ in index.parts}):
        found.setdefault(part[:SHORTEST], []).append(part)
    return found
