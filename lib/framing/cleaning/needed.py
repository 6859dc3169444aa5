"""Regular expressions to the ones worth trying on a line: those of which some letters stand in it.

Most rules of furniture.yml are about one thing ("cookie", "subscribe", "copyright"), and most lines name none of them.
A line is looked up in an index of three-letter pieces, so that a rule is tried only where it can fit at all. What
fits is decided by the expressions alone: the index can only leave out what could not have fitted.
"""

from __future__ import annotations

import re
from re import _constants as codes
from re import _parser as reader

PIECE = 3  # letters
_DIGIT = re.compile(r"\d")  # any digit is looked up as 0


def needed(pattern: str) -> frozenset[str]:
    """Return strings (lower case) of which each match holds one; empty if none is known, so that all must be tried.

    >>> sorted(needed("(share|tweet) this (story|page)"))
    [' this ']
    >>> sorted(needed(".{3,40}(cookies|privacy)?[.] (story|page)")), sorted(needed(r"\\w+ \\d+"))
    (['page', 'story'], ['0'])
    """
    return _of_sequence(reader.parse(pattern))


class Index:
    """The numbers of the patterns that may fit a line, lowest first."""

    def __init__(self, patterns: list[str]) -> None:
        self._always: list[int] = []
        self._pieces: dict[str, list[tuple[str, int]]] = {}
        for number, pattern in enumerate(patterns):
            literals = needed(pattern)
            if not literals:
                self._always.append(number)
            for literal in sorted(literals):
                rarest = max((literal[n : n + PIECE] for n in range(max(1, len(literal) - PIECE + 1))), key=_rare)
                self._pieces.setdefault(rarest, []).append((literal, number))

    def numbers(self, line: str) -> list[int]:
        """Return which patterns may fit a line or a part of it."""
        lower = _DIGIT.sub("0", line.lower())
        found = set(self._always)
        pieces = {lower[n : n + PIECE] for n in range(len(lower) - PIECE + 1)} | set(lower)
        for piece in self._pieces.keys() & pieces:
            for literal, number in self._pieces[piece]:
                if literal in lower:
                    found.add(number)
        return sorted(found)


def _rare(piece: str) -> int:
    """Return how rare three letters are in English, roughly: the rarer its letters the higher."""
    return sum(" etaoinsrhldcumfpgwybvkxjqz".find(letter) % 32 for letter in piece)


def _of_sequence(items) -> frozenset[str]:
    """Return the best set of one sequence: the one whose shortest string is longest, then the smallest."""
    options: list[frozenset[str]] = []
    run = ""
    for code, value in [*items, (None, None)]:
        if code is codes.LITERAL:
            run += _DIGIT.sub("0", chr(value).lower())
            continue
        options.append(frozenset([run]))
        run = ""
        if code is codes.IN:
            options.append(_of_set(value))
        elif code is codes.BRANCH:
            branches = [_of_sequence(branch) for branch in value[1]]
            options.append(frozenset().union(*branches) if all(branches) else frozenset())
        elif code is codes.SUBPATTERN:
            options.append(_of_sequence(value[3]))
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[0] > 0 or code is codes.ASSERT and value[0] > 0:
            options.append(_of_sequence(value[2] if code is not codes.ASSERT else value[1]))
    usable = [option for option in options if option and all(map(_telling, option))]
    return max(usable, key=lambda option: (min(map(len, option)), -len(option)), default=frozenset())


def _telling(literal: str) -> bool:
    return len(literal) >= PIECE or len(literal) == 1 and not literal.isalpha() and literal != " "


def _of_set(members) -> frozenset[str]:
    """Return the characters of a set such as ``[(/]`` or ``[\\d.]``; empty if it holds a range or is turned round."""
    if any(code is not codes.LITERAL and (code, value) != (codes.CATEGORY, codes.CATEGORY_DIGIT) for code, value in members):
        return frozenset()
    return frozenset(_DIGIT.sub("0", chr(value).lower()) if code is codes.LITERAL else "0" for code, value in members)
