"""Regular expressions to the ones worth trying on a line: those that may begin and end as it does, and whose letters stand in it.

Most rules of furniture.yml are about one thing ("cookie", "subscribe", "copyright"), and most lines name none of them.
What fits is decided by the expressions alone: the index can only leave out what could not have fitted (see needs.py).
"""

from __future__ import annotations

from framing.cleaning.needs import ANY, CAPITAL, Needs
from framing.text import Remembered


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
        self._parts = [(max(string.split(), key=len), string) for string in self._named]
        self._of_word = Remembered(lambda word: tuple(string for part, string in self._parts if part in word))

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

    def numbers(self, line: str, begins: frozenset[str], ends: frozenset[str]) -> list[int]:
        """Return the numbers of the patterns that may fit a line, as `folded`, that is so `opened` and `closed`; lowest first."""
        entries = [*self._always]
        for key in begins:
            entries += self._opened.get(key, ())
        for key in ends:
            entries += self._closed.get(key, ())
        for about in filter(None, map(self._of_word.__getitem__, line.split())):
            for string in about:
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
