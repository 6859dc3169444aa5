"""Regular expressions to the ones worth trying on a line: those that may begin as it does, and of which some letters stand in it.

Most rules of furniture.yml are about one thing ("cookie", "subscribe", "copyright"), and most lines name none of them.
A pattern is read for what each of its matches needs. What fits is decided by the expressions alone: the index can only
leave out what could not have fitted.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from framing.text import Remembered

SHORTEST = 3  # letters of a string that is telling
OPENING = 3  # characters at the beginning of a match
ANY = "\uffff"  # in an opening: any character, or the end
_DIGIT = re.compile(r"\d")  # any digit is looked up as 0
_QUANTIFIER = re.compile(r"([*?]|\{0?,\d*\}|\{0\})[+?]?|(\+|\{\d+(?:,\d*)?\})[+?]?")  # that allows none, or not
_GROUP = re.compile(r"\((?:\?(<?[=!]|[a-z-]*:)|(?!\?))")
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_ESCAPE = r"\\(?:x..|u....|.)"
_CHARACTER = re.compile(rf"{_ESCAPE}|[^\\(]")


class Needs(NamedTuple):
    """What each match of a pattern needs, in lower case: one of some strings, and one of some openings; empty: not known."""

    strings: frozenset[str]
    openings: frozenset[str]


@functools.cache
def needs(pattern: str) -> Needs:
    """Return what each match of a pattern needs.

    >>> found = needs("(share|tweet)? this (story|page)")
    >>> sorted(found.strings), sorted(found.openings)
    ([' this '], [' th', 'sha', 'twe'])
    >>> found = needs(r".{3,40}(cookies|privacy)?[.] (story|page)|\\d+")
    >>> sorted(found.strings), sorted(found.openings)
    (['0', 'page', 'story'], ['0\\uffff', '\\uffff'])
    """
    return _alternatives(pattern, 0)[0]


class Index:
    """Patterns by what they need, to say which may fit a line.

    Parameters
    ----------
    patterns : list of str
        Known by their numbers from here on.
    whole : bool
        Whether they must fit a whole line, so that it begins as they do; else any part of it.
    """

    def __init__(self, patterns: list[str], *, whole: bool = True) -> None:
        self._always: list[int] = []
        self._opened: dict[str, list[int]] = {}
        self._of_sign: dict[str, list[int]] = {}
        self._named: list[tuple[str, str, int]] = []
        self._strings = [tuple(sorted(needs(pattern).strings, key=len)) for pattern in patterns]
        for number, pattern in enumerate(patterns):
            openings = {_cut(opening + ANY) for opening in needs(pattern).openings}  # a line may have a stop after all of it
            if whole and ANY not in openings:
                for opening in openings:
                    self._opened.setdefault(opening, []).append(number)
            elif not self._strings[number] or not all(map(str.split, self._strings[number])):
                self._always.append(number)
            for string in self._strings[number] if not whole or ANY in openings else ():
                if len(string) == 1:
                    self._of_sign.setdefault(string, []).append(number)
                elif string.split():
                    self._named.append((max(string.split(), key=len), string, number))
        self._any = re.compile("|".join(sorted({re.escape(word) for word, _, _ in self._named})) or "(?!)")
        self._of_word = Remembered(self._about)

    def numbers(self, line: str) -> list[int]:
        """Return the numbers of the patterns that may fit, lowest first."""
        lower = _DIGIT.sub("0", line.lower())
        found = set(self._always)
        for opening in (lower[:3], lower[:2] + ANY, lower[:1] + ANY):
            for number in self._opened.get(opening, ()):
                strings = self._strings[number]
                if not strings or any(string in lower for string in strings):
                    found.add(number)
        for sign, numbers in self._of_sign.items():
            if sign in lower:
                found.update(numbers)
        for about in filter(None, map(self._of_word.__getitem__, lower.split())):
            for string, number in about:
                if string in lower:
                    found.add(number)
        return sorted(found)

    def _about(self, word: str) -> tuple[tuple[str, int], ...]:
        """Return the needed strings that may stand about a word of a line, each with the number of its pattern."""
        if not self._any.search(word):
            return ()
        return tuple((string, number) for part, string, number in self._named if part in word)


def _alternatives(pattern: str, place: int) -> tuple[Needs, int]:
    """Read alternatives from a place on to their bracket or the end; return what a match of one needs, and that place."""
    branches = []
    while True:
        branch, place = _sequence(pattern, place)
        branches.append(branch)
        if pattern[place : place + 1] != "|":
            strings = frozenset().union(*(branch.strings for branch in branches)) if all(b.strings for b in branches) else frozenset()
            return Needs(strings, frozenset().union(*(branch.openings for branch in branches))), place
        place += 1


def _sequence(pattern: str, place: int) -> tuple[Needs, int]:
    """Read one alternative; of the strings of all its items the best are returned: the shortest is longest, then the fewest."""
    options: list[frozenset[str]] = []
    run, openings = "", frozenset([""])
    while place < len(pattern) and pattern[place] not in "|)":
        letter, found, place = _item(pattern, place)
        often = _QUANTIFIER.match(pattern, place)
        place = often.end() if often else place
        following = frozenset(opening + (ANY if often and not often[0].startswith("?") else "") for opening in found.openings)
        openings = _joined(openings, following) | (openings if often and often[1] else frozenset())
        if letter and not often:
            run += letter
            continue
        options.append(frozenset([run]))
        run = ""
        if not (often and often[1]):
            options.append(found.strings)
    usable = [option for option in [*options, frozenset([run])] if option and all(map(_telling, option))]
    return Needs(max(usable, key=lambda option: (min(map(len, option)), -len(option)), default=frozenset()), openings), place


def _joined(openings: frozenset[str], following: frozenset[str]) -> frozenset[str]:
    """Return the openings with what follows them, as far as they go."""
    done = {opening for opening in openings if len(opening) == OPENING or ANY in opening}
    return frozenset(done | {_cut(opening + more) for opening in openings - done for more in following})


def _cut(opening: str) -> str:
    return opening[: min(OPENING, opening.find(ANY) + 1 or OPENING)]


def _item(pattern: str, place: int) -> tuple[str, Needs, int]:
    """Read one item; return it if it is a single character, what it needs, and where it ends."""
    unknown = Needs(frozenset(), frozenset([ANY]))
    if group := _GROUP.match(pattern, place):
        found, end = _alternatives(pattern, group.end())
        kind = group[1] or ""
        if "!" in kind or "<" in kind or "=" in kind:
            found = Needs(found.strings if kind == "=" else frozenset(), frozenset([""]))
        return "", found, end + 1
    if characters := _SET.match(pattern, place):
        strings = _of_set(characters[0])
        return "", Needs(strings, strings or unknown.openings), characters.end()
    if not (character := _CHARACTER.match(pattern, place)):
        raise ValueError(f"{pattern[place : place + 8]!r} cannot be read in the pattern {pattern!r}")
    if character[0] in (r"\b", "^", "$"):  # a place, not a character
        return "", Needs(frozenset(), frozenset([""])), character.end()
    letter = "" if character[0] == "." else _letter(character[0])
    return letter, Needs(frozenset([letter]), frozenset([letter])) if letter else unknown, character.end()


def _letter(character: str) -> str:
    """Return the character that an escape or a character stands for, lower case, a digit as 0; "" if it is a class."""
    if character == r"\d" or character.isdigit():
        return "0"
    return "" if re.fullmatch(r"\\\w+", character) else character[-1].lower()


def _of_set(characters: str) -> frozenset[str]:
    """Return the characters of a set such as ``[(/]`` or ``[\\d.]``; empty if it holds a range or is turned round."""
    members = re.findall(rf"{_ESCAPE}|.", characters[1:-1])
    letters = [_letter(member) for member in members]
    return frozenset() if members[0] == "^" or "-" in members[1:-1] or not all(letters) else frozenset(letters)


def _telling(string: str) -> bool:
    return len(string) >= SHORTEST or len(string) == 1 and not string.isalpha() and string != " "
