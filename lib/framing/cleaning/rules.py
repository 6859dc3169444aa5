"""The rules of furniture.yml, compiled: a line of a page to the label it deserves, or "".

A label is ``furniture:kind:name`` or ``zone:name`` (date, byline, caption). Of the some five hundred patterns only
those are tried on a line that name something in it (see needed.py); the first that fits gives the label.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import NamedTuple

import yaml

from framing.cleaning.needed import Index

PATH = Path(__file__).parent.parent / "furniture.yml"
LONGEST = 320  # characters; a longer line is a paragraph of the article
N_WORDS_SENTENCE = 9
STOPPED = re.compile(r"[.!?…][\"”’')\]]*$")
QUOTED = re.compile(r"''.*?''|[\"“„«][^\"”»]*[\"”»]?|(?<!\w)'[^']{3,}'(?!\w)")
REPORTED = re.compile(r"\b(?:said|says|told|asked|added|tweeted|replied|recalled|wrote)\b|:\s[A-Z]", re.IGNORECASE)
STATED = re.compile(r"[.!…][\"”’')\]]*$")  # the title of another story may end in a question mark
GLUE = re.compile(r"(?<=[a-z])(?=[A-Z])")
GLUED_CAPITALS = re.compile(r"(?<=[A-Z]{3})(?=[A-Z][a-z]{2})")  # "NEWYou can now listen"
GLUED_NAMES = re.compile(
    r"\b(?:Mc|Mac|De|Di|La|Le|Du|Fitz|Van|O['’])(?=[A-Z])|YouTube|WhatsApp|LinkedIn|iPhone|iPad|TikTok|PayPal|GitHub|AccuWeather|BuzzFeed|HuffPost|eBay|NetBlocks|VKontakte"
)
_EDGES = re.compile(r"^[\s✓✔×♦∙⚡👉✅•·●▪■◆►▶»›>|→↑↓←+*#~_:;,–—-]+|[\s•·●▪■◆►▶»›>|→↑↓←~_:;,–—-]+$")
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
    line = _SPACE.sub(" ", line).replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    bare = _EDGES.sub("", line)
    return bare or line.strip()


def label(line: str, *, edge: bool) -> str:
    """Return the label of a line (as `plain` gives it), or "" if it belongs to the article.

    Parameters
    ----------
    line : str
        One paragraph.
    edge : bool
        Whether it stands before the first or after the last paragraph of the article.

    >>> label("Share on Facebook", edge=False), label("Prices rose by half in a week.", edge=False)
    ('furniture:share:asked', '')
    """
    if len(line) > LONGEST:
        return ""
    is_sentence = bool(STATED.search(line)) and line.count(" ") + 1 >= N_WORDS_SENTENCE
    if is_sentence and line[0] in "\"'«„":  # somebody speaks
        return ""
    return _label(line, is_sentence, False) or (edge and _label(line, is_sentence, True) or "")


@functools.lru_cache(maxsize=16384)
def _label(line: str, is_sentence: bool, edge: bool) -> str:
    """Return the label by the rules for anywhere, or by those for the edges only."""
    forms = [(line, is_sentence)]
    if line.endswith("."):
        forms.append((line[:-1], True))
    for form, as_sentence in forms:
        for number in _candidates(line):
            rule, pattern = _patterns()[number]
            if _usable(number, as_sentence, edge) and _compiled(pattern).fullmatch(form):
                return rule.label
    if is_sentence:
        return ""
    if not edge and _machinery_only(line):
        return "furniture:nav:machinery"
    if edge:
        return "furniture:nav:sections" if _section_strip(line) else ""
    n_glued = len(GLUE.findall(GLUED_NAMES.sub("", line)))
    return next((rule.label for rule in rules() if rule.glued and n_glued >= rule.glued), "")


@functools.lru_cache(maxsize=4096)
def addresses_reader(line: str) -> int:
    """Return whether a line speaks to the reader of the page, outside quotation marks.

    0: no · 1: it says "you" or "our" · 2: and names a thing of the page within six words, such as a newsletter.
    """
    if line.count(" ") >= 45:
        return 0
    persons, near_things, _ = _addressed()
    unquoted = QUOTED.sub(" ", GLUED_CAPITALS.sub(" ", line))
    if REPORTED.search(unquoted) or not persons.search(unquoted):
        return 0
    return 2 if near_things.search(unquoted) else 1


def names_page(line: str) -> bool:
    """Return whether a line names two or more things of the page, outside quotation marks, and reports nothing."""
    unquoted = QUOTED.sub(" ", line)
    return len(_addressed()[2].findall(unquoted)) >= 2 and not REPORTED.search(unquoted)


@functools.cache
def _addressed() -> tuple[re.Pattern, ...]:
    lists = table()["addressed"]
    person, thing = ("|".join(re.escape(str(word)).replace(r"\*", r"\w*") for word in lists[key]) for key in ("persons", "things"))
    apart = r"(?:\W+[\w'-]+){0,5}\W+"
    near = rf"(?<![\w'-])(?:(?:{person}){apart}(?:{thing})|(?:{thing}){apart}(?:{person}))(?![\w'])"
    forms = (rf"(?<![\w'-])(?:{person})(?![\w'])", near, rf"(?<![\w'-])(?:{thing})(?![\w'])")
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _section_strip(line: str) -> bool:
    """Return whether a line is a row of capitalised words, half or more of them names of sections."""
    tokens = re.findall(r"[^\W\d_][\w.'-]*", line)
    known = sum(word.lower().strip(".") in _sections() for word in tokens)
    return len(tokens) >= 3 and all(word[0].isupper() for word in tokens) and known >= max(2, len(tokens) / 2)


def _machinery_only(line: str) -> bool:
    """Return whether a short line has only words of the page's machinery and their companions, as "View in browser"."""
    if line.count(" ") >= 8 or STOPPED.search(line):
        return False
    things, companions = _machinery()
    spoken = re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", line.lower())
    return bool(spoken) and not things.isdisjoint(spoken) and all(word in things or word in companions or word.isdigit() for word in spoken)


@functools.cache
def _machinery() -> tuple[frozenset[str], frozenset[str]]:
    entry = table()["furniture"]["nav"]["machinery"]
    return frozenset(map(str, entry["things"])), frozenset(map(str, entry["words"]))


@functools.cache
def _sections() -> frozenset[str]:
    return frozenset(str(word).replace(".", "") for word in table()["furniture"]["nav"]["sections"]["only"])


def tail(ending: str) -> tuple[int, str]:
    """Return where the furniture glued to the end of a paragraph begins, and its label; (-1, "") if there is none.

    >>> tail("The bridge fell. Read Also")
    (17, 'furniture:teaser:read-also')
    """
    index, patterns = _tails()
    found = (-1, "")
    for number in index.numbers(ending):
        rule, pattern = patterns[number]
        match = _compiled(pattern).search(ending)
        if match and not 0 <= found[0] <= match.start():
            found = (match.start(), rule.label)
    return found


def opens(found: str) -> bool:
    """Return whether the short lines after a line with this label belong to it, as the titles under "Related" do."""
    return found in _openers()


@functools.cache
def _openers() -> frozenset[str]:
    return frozenset(rule.label for rule in rules() if rule.opens)


@functools.cache
def table() -> dict:
    """Return furniture.yml as it stands, for those who want to show or test it."""
    return yaml.safe_load(PATH.read_text(encoding="utf-8"))


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


@functools.lru_cache(maxsize=256)  # a line is read several times running
def _candidates(line: str) -> list[int]:
    return _index().numbers(line)


@functools.cache
def _index() -> Index:
    return Index([pattern for _, pattern in _patterns()])


@functools.cache
def _usable(number: int, is_sentence: bool, edge: bool) -> bool:
    """Return whether a pattern is for sentences too, if the line is one, and for the edges only, or for anywhere."""
    rule = _patterns()[number][0]
    return rule.edge == edge and (rule.sentence or not is_sentence)


@functools.cache
def _tails() -> tuple[Index, list[tuple[Rule, str]]]:
    """Return the patterns that are cut off the end of a paragraph: after a stop, some after anything but a letter."""
    patterns = []
    for rule, pattern in _patterns():
        before = r"(?<![^\W_])" if rule.tail == "anywhere" else r"(?:(?<=[.!?)\]\"'”’] )|(?<=[.!?)\]\"'”’]))"
        if rule.tail:
            patterns.append((rule, rf"{before}(?:{pattern})[\s.:]*$"))
    return Index([pattern for _, pattern in patterns]), patterns
