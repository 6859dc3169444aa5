"""A regular expression to what each of its matches needs: strings that stand in it, and how it begins and ends.

It is read item by item, as far as that is easy; of what is not understood, anything may come.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

SHORTEST = 3  # letters of a string that is telling
OPENING = 5  # characters at the beginning or end of a match
SHORT, MOST = 3, 200  # characters of an opening where there are more of them
ANY, CAPITAL = "\uffff", "\ufffe"  # the last of an opening: any character or the end; all of an opening: a capital
_DIGIT, _DIGITS = re.compile(r"\d"), bytes.maketrans(b"123456789", b"0" * 9)  # any digit is looked up as 0
_VAGUE = re.compile(f"[{ANY}{CAPITAL}]")
_QUANTIFIER = re.compile(r"([*?]|\{0?,\d*\}|\{0\})[+?]?|(\+|\{\d+(?:,\d*)?\})[+?]?")  # that allows none, or not
_GROUP = re.compile(r"\((?:\?(<?[=!]|[a-z-]*:)|(?!\?))")
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_ESCAPE = r"\\(?:x..|u....|.)"
_CHARACTER = re.compile(rf"[^\\()\[|.^$?*+{{]+(?![?*+{{])|{_ESCAPE}|[^\\(]")  # or some in a row
_BRACKET = re.compile(rf"{_ESCAPE}|{_SET.pattern}|[()]")


class Needs(NamedTuple):
    """What each match of an expression needs, in lower case: no other line can fit.

    ``strings`` : of each of these sets one string, the most telling set first · ``openings`` : one of these at its
    beginning · ``closings`` : one of these, read backwards, at its end.
    """

    strings: tuple[frozenset[str], ...]
    openings: frozenset[str]
    closings: frozenset[str]


_UNKNOWN = Needs((), frozenset([ANY]), frozenset([ANY]))
_PLACE = Needs((), frozenset([""]), frozenset([""]))  # not a character


@functools.cache
def needs(pattern: str) -> tuple[Needs, ...]:
    """Return what a match of each alternative of a pattern needs.

    >>> thing, number = needs(r".{3,40}(cookies|privacy)?[.] (story|page)|\\d+")
    >>> [sorted(strings) for strings in thing.strings], sorted(thing.openings), sorted(thing.closings)
    ([['page', 'story'], ['.']], ['\\uffff'], ['egap ', 'egap\\uffff', 'yrots'])
    >>> number.strings, sorted(number.openings)
    ((frozenset({'0'}),), ['0\\uffff'])
    """
    return tuple(
        branch._replace(openings=_joined(branch.openings, {ANY}), closings=_joined(branch.closings, {ANY}))  # what follows a whole match
        for branch in _alternatives(pattern, False)
    )


def opened(line: str) -> frozenset[str]:
    """Return the openings that a match may have which begins where the line does.

    >>> opened("Dana") == {ANY, CAPITAL, "d" + ANY, "da" + ANY, "dan" + ANY, "dana" + ANY, "dana"}
    True
    """
    return _openings(line[:OPENING])


def closed(line: str) -> frozenset[str]:
    """Return the closings that a match may have which ends where the line does."""
    return _openings(line[: -OPENING - 1 : -1])


@functools.lru_cache(maxsize=1 << 13)
def _openings(letters: str) -> frozenset[str]:
    lower = folded(letters)[:OPENING]
    found = [lower, *(lower[:size] + ANY for size in range(OPENING))]
    return frozenset([*found, CAPITAL] if letters[:1].isupper() else found)


def folded(line: str) -> str:
    """Return a line as needed strings are looked up in it: lower case, any digit as 0."""
    lower = line.lower()
    return lower.encode().translate(_DIGITS).decode() if lower.isascii() else _DIGIT.sub("0", lower)


@functools.cache
def _alternatives(pattern: str, cased: bool) -> tuple[Needs, ...]:
    """Return what a match of each alternative of a pattern or of what stands in a bracket needs; `cased`: capitals matter."""
    branches, place = [], -1
    while place < len(pattern):
        branch, place = _sequence(pattern, place + 1, cased)
        branches.append(branch)
    return tuple(branches)


def _sequence(pattern: str, place: int, cased: bool) -> tuple[Needs, int]:
    """Read one alternative from a place on; return what it needs, and where it ends."""
    options: list[frozenset[str]] = []
    run, begins, ends = "", _PLACE.openings, _PLACE.closings
    while place < len(pattern) and pattern[place] != "|":
        letters, found, place = _item(pattern, place, cased)
        often = _QUANTIFIER.match(pattern, place)
        place = often.end() if often else place
        again = ANY if often and not often[0].startswith("?") else ""
        none = bool(often and often[1])
        begins = _joined(begins, {_cut(opening + again) for opening in found.openings}) | (begins if none else frozenset())
        ends = _joined({_cut(closing + again) for closing in found.closings}, ends) | (ends if none else frozenset())
        if letters and not often:
            run += letters
            continue
        options.append(frozenset([run]))
        run = ""
        if not none:
            options += found.strings
    usable = dict.fromkeys(option for option in [*options, frozenset([run])] if option and _telling(option))
    return Needs(tuple(sorted(usable, key=_rank, reverse=True)), begins, ends), place


def _item(pattern: str, place: int, cased: bool) -> tuple[str, Needs, int]:
    """Read one item; return it if it is characters that stand for themselves, what it needs, and where it ends."""
    if group := _GROUP.match(pattern, place):
        end = _closing(pattern, place)
        kind = group[1] or ""
        found = _either(_alternatives(pattern[group.end() : end - 1], cased or kind == "-i:"))
        if "!" in kind or "<" in kind or "=" in kind:
            found = _PLACE._replace(strings=found.strings if kind == "=" else ())
        return "", found, end
    if characters := _SET.match(pattern, place):
        letters = _of_set(characters[0], cased)
        strings = () if CAPITAL in letters else (letters,)
        return "", Needs(strings, letters, letters) if letters else _UNKNOWN, characters.end()
    if not (character := _CHARACTER.match(pattern, place)):
        raise ValueError(f"{pattern[place : place + 8]!r} cannot be read in the pattern {pattern!r}")
    if character[0] in (r"\b", "^", "$"):
        return "", _PLACE, character.end()
    letters = "" if character[0] == "." else _letter(character[0])
    if not letters:
        return "", _UNKNOWN, character.end()
    return letters, Needs((frozenset([letters]),), frozenset([letters[:OPENING]]), frozenset([letters[::-1][:OPENING]])), character.end()


def _closing(pattern: str, place: int) -> int:
    """Return where the bracket that opens at a place ends."""
    depth = 0
    for bracket in _BRACKET.finditer(pattern, place):
        depth += (bracket[0] == "(") - (bracket[0] == ")")
        if not depth:
            return bracket.end()
    raise ValueError(f"a bracket is not closed in the pattern {pattern!r}")


def _either(branches: tuple[Needs, ...]) -> Needs:
    """Return what a match of one of some alternatives needs."""
    if len(branches) == 1:
        return branches[0]
    strings = [branch.strings[0] for branch in branches if branch.strings]
    begins, ends = (frozenset().union(*(branch[side] for branch in branches)) for side in (1, 2))
    return Needs((frozenset().union(*strings),) if len(strings) == len(branches) else (), begins, ends)


def _joined(openings: frozenset[str], following: frozenset[str]) -> frozenset[str]:
    """Return the openings with what follows them, as far as they go."""
    done = {opening for opening in openings if len(opening) == OPENING or opening[-1:] in (ANY, CAPITAL)}
    found = frozenset(done | {_cut(opening + more) for opening in openings - done for more in following})
    return found if len(found) <= MOST else frozenset(_cut(opening[:SHORT] + ANY) for opening in found)


def _cut(opening: str) -> str:
    """Return an opening as far as it goes."""
    vague = _VAGUE.search(opening)
    if not vague:
        return opening[:OPENING]
    return CAPITAL if opening[0] == CAPITAL else opening[: vague.start()][: OPENING - 1] + ANY


def _letter(character: str) -> str:
    """Return what an escape or characters stand for, lower case, a digit as 0; "" if it is a class."""
    if character[0] != "\\":
        return folded(character)
    return "0" if character == r"\d" else "" if character[1:].isalnum() else character[-1]


def _of_set(characters: str, cased: bool) -> frozenset[str]:
    """Return the characters of a set such as ``[(/]`` or ``[\\d.]``; empty if it holds a range but A-Z or is turned round."""
    capitals = cased and "A-Z" in characters
    members = re.findall(rf"{_ESCAPE}|.", (characters.replace("A-Z", "") if capitals else characters)[1:-1])
    letters = [_letter(member) for member in members]
    known = not characters.startswith("[^") and "-" not in members[1:-1] and all(letters)
    return frozenset([*letters, *([CAPITAL] if capitals else [])]) if known else frozenset()


def _telling(strings: frozenset[str]) -> bool:
    return all(len(s) >= SHORTEST and not s.isspace() or len(s) == 1 and not s.isalpha() and s != " " for s in strings)


def _rank(strings: frozenset[str]) -> tuple[int, int]:
    """Return what is greater the more a needed string tells: the shortest is longest, then the fewest."""
    return min(map(len, strings)), -len(strings)
