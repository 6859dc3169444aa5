"""The words of a line to whom it speaks and of what: to the reader, of the page, of its sections. The lists are in furniture.yml."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import yaml

PATH = Path(__file__).parent.parent / "furniture.yml"
_QUOTED = re.compile("|".join([r"'(?:'.*?''|(?<!\w')[^']{3,}'(?!\w))", *(rf"{mark}[^\"”»]*[\"”»]?" for mark in '"“„«')]))
_SAYS = re.compile(r"\W(?:said|says|told|asked|added|tweeted|replied|recalled|wrote)\b")
_THIS = re.compile(r":\s[A-Z]")
_GLUED_CAPITALS = re.compile(r"[A-Z]{4}[a-z]{2}")  # "NEWYou can now listen"
_GLUE = re.compile(r"(?<=[A-Z]{3})(?=[A-Z][a-z]{2})")
_STATES = re.compile(r"\bUS\b")  # not "us"
_YOU = re.compile(r"\W(?:yours?|you|you'(?:re|ve|ll)|please)\b")
_WE = re.compile(r"\W(?:we|us|ours?)\b")


@functools.cache
def table() -> dict:
    """Return furniture.yml as it stands, for those who want to show or test it."""
    return yaml.load(PATH.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # the same, ten times as fast


def stopped(line: str, *, asked: bool = True) -> bool:
    """Return whether a line ends in a stop, or (if `asked`) a question mark; the title of another story may end in that."""
    return line.rstrip("\"”’')]").endswith((".", "!", "…", "?") if asked else (".", "!", "…"))


@functools.lru_cache(maxsize=256)  # asked for again while an article is read
def addresses_reader(line: str) -> int:
    """Return whether a line speaks to the reader of the page, outside quotation marks.

    0: no · 1: it says "you" or "our" · 2: and names a thing of the page within six words, such as a newsletter.
    """
    if line.count(" ") >= 45:
        return 0
    persons, near_things, _ = _addressed()
    if not persons.search(_lower(line)) and not _GLUED_CAPITALS.search(line):
        return 0
    line = _without_states(line)
    unquoted = _unquoted(_GLUE.sub(" ", line))
    if reports(unquoted) or not persons.search(_lower(unquoted)):
        return 0
    return 2 if near_things.search(_lower(unquoted)) else 1


def may_address(word: str) -> bool:
    """Return whether a line with this word may speak to the reader; one without any such word does not."""
    return bool(_addressed()[0].search(_lower(word.replace("’", "'"))) or _GLUED_CAPITALS.search(word))


def signs_of_page(line: str) -> int:
    """Return how many signs of the page a line holds outside quotation marks; -1 if it reports what somebody said.

    Three if it speaks to the reader of a thing of the page, else two if it says "you", one if it says "we" or "our";
    and one for each thing of the page or of publishing that it names, at most two.
    """
    unquoted = _unquoted(_without_states(line))
    if reports(unquoted):
        return -1
    lower = _lower(unquoted)
    spoken = 3 if addresses_reader(line) == 2 else 2 if _YOU.search(lower) else bool(_WE.search(lower))
    return spoken + min(2, len(set(_addressed()[2].findall(lower))))


def reports(line: str) -> bool:
    """Return whether a line says that somebody said something."""
    return bool(_THIS.search(line) or _SAYS.search(_lower(line)))


def _lower(line: str) -> str:
    """Return a line in lower case after a blank, so that something stands before its first word too."""
    if not line.isascii():
        line = line.replace("İ", "i").replace("ı", "i").replace("ſ", "s")  # whose capitals are I and S too
    return " " + line.lower()


def _unquoted(line: str) -> str:
    return _QUOTED.sub(" ", line)


def _without_states(line: str) -> str:
    """Return a line in which "US" is no word for those who write."""
    return line if "US" not in line or line.isupper() else _STATES.sub("America", line)


@functools.cache
def _addressed() -> tuple[re.Pattern, ...]:
    """Return what finds in a line as `_lower` gives it: a person spoken to, one near a thing, a thing of the page or of publishing."""
    lists = table()["addressed"]
    person, thing, trade = ("|".join(re.escape(str(word).lower()).replace(r"\*", r"\w*") for word in lists[key]) for key in lists)
    apart = r"(?:\W+[\w'-]+){0,5}\W+"
    near = rf"[^\w'-](?:(?:{person}){apart}(?:{thing})|(?:{thing}){apart}(?:{person}))(?![\w'])"
    return tuple(re.compile(form) for form in (rf"[^\w'-](?:{person})(?![\w'])", near, rf"[^\w'-]({thing}|{trade})(?![\w'])"))


def section_strip(line: str) -> bool:
    """Return whether a line is a row of capitalised words, half or more of them names of sections."""
    tokens = re.findall(r"[^\W\d_][\w.'-]*", line)
    known = sum(word.lower().strip(".") in _sections() for word in tokens)
    return len(tokens) >= 3 and all(word[0].isupper() for word in tokens) and known >= max(2, len(tokens) / 2)


def names_topic(line: str) -> bool:
    """Return whether a short line is no name: it ends in a section's or topic's word, or holds one of the page's machinery.

    >>> names_topic("Humanitarian Aid"), names_topic("Window NEW"), names_topic("Dana Hale")
    (True, True, False)
    """
    spoken = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", line)
    lower = [word.lower() for word in spoken]
    return bool(lower) and (
        lower[-1] in _sections() or spoken[-1] in ("NEW", "BETA", "LIVE", "PRO") or not _machinery()[0].isdisjoint(lower)
    )


def machinery_only(line: str) -> bool:
    """Return whether a short line has only words of the page's machinery and their companions, as "View in browser"."""
    if line.count(" ") >= 8 or stopped(line):
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
