"""Regular expressions to the ones worth trying on a line: those that may begin and end as it does, and whose letters stand in it.

Most rules of furniture.yml are about one thing ("cookie", "subscribe", "copyright"), and most lines name none of them.
What fits is decided by the expressions alone: the index can only leave out what could not have fitted (see needs.py).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from framing.cleaning.needs import ANY, CAPITAL, SHORTEST, Needs
from framing.text import Remembered

_LETTERS = re.compile(r"[^\W\d_]+")  # which stand in one word of a line


class Index:
    """Patterns by what they need, to say which may fit a line.

    Parameters
    ----------
    patterns : list of tuple of Needs
        What the alternatives of each pattern need. Patterns are known by their numbers from here on.
    """

    def __init__(self, patterns: list[tuple[Needs, ...]]) -> None:
        self._always: list[tuple[int, Needs]] = []
        self._opened: dict[str, list[tuple[int, Needs]]] = {}
        self._closed: dict[str, list[tuple[int, Needs]]] = {}
        self._named: dict[str, list[tuple[int, Needs]]] = {}
        for number, alternatives in enumerate(patterns):
            for needed in alternatives:
                self._add(number, needed)
        self._openings, self._closings = frozenset(self._opened), frozenset(self._closed)
        parts = [(max(_LETTERS.findall(string), key=len, default=""), string) for string in self._named]
        self._signs = [string for part, string in parts if len(part) < SHORTEST]
        self.parts = sorted((part, string) for part, string in parts if len(part) >= SHORTEST)  # of a word, of a line
        self.about = Remembered(lambda word: tuple(string for part, string in self.parts if part in word))

    def _add(self, number: int, needed: Needs) -> None:
        """Put an alternative where few lines will find it: by how it begins or ends, else by a string in it."""
        if needed.openings.isdisjoint((ANY, CAPITAL)):
            where, keys = self._opened, needed.openings
        elif ANY not in needed.closings:
            where, keys = self._closed, needed.closings
        else:
            where, keys = self._named, needed.strings[0] if needed.strings else ()
        for key in keys:
            where.setdefault(key, []).append((number, needed))
        if not keys:
            self._always.append((number, needed))

    def numbers(self, line: str, words: Iterable[str], begins: frozenset[str], ends: frozenset[str]) -> list[int]:
        """Return the numbers of the patterns that may fit a line, lowest first.

        Parameters
        ----------
        line : str
            As `folded`.
        words : iterable of str
            Those of the line, lower case; any that `about` says nothing of may be missing.
        begins, ends : set of str
            How a match may begin and end, as `opened` and `closed` tell.
        """
        entries = [*self._always]
        for key in begins & self._openings:
            entries += self._opened[key]
        for key in ends & self._closings:
            entries += self._closed[key]
        for string in itertools.chain(self._signs, *filter(None, map(self.about.__getitem__, words))):
            if string in line:
                entries += self._named[string]
        found = set()
        for number, needed in entries:
            if number in found or begins.isdisjoint(needed.openings) or ends.isdisjoint(needed.closings):
                continue
            if _stand(needed.strings, line):
                found.add(number)
        return sorted(found)


def _stand(strings: tuple[frozenset[str], ...], line: str) -> bool:
    """Return whether of each set one string stands in a line."""
    for some in strings:
        for string in some:
            if string in line:
                break
        else:
            return False
    return True
