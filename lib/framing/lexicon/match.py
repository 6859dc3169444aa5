"""A lexicon compiled for matching: a stream of tokens → which term stands where.

Longest match wins inside a set, and a token is counted once per set; between equal lengths the term with more
letters written out wins, then the one that comes first in the file. Excluded places are dropped before that contest.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.lexicon import pattern
from framing.lexicon.index import Stream
from framing.lexicon.model import Lexicon, Term

Places = tuple[np.ndarray, int]  # the first tokens (or parts) of some occurrences, ascending, and how many tokens each has


class Match(NamedTuple):
    """One occurrence: text number, offsets, which of ``Lexicon.entries()``, first and last token."""

    number: int
    start: int
    end: int
    entry: int
    first: int
    last: int


class Matches(NamedTuple):
    """Many occurrences: the columns of ``Match`` as arrays."""

    number: np.ndarray
    start: np.ndarray
    end: np.ndarray
    entry: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def __getitem__(self, rows) -> Matches:
        return Matches(*(column[rows] for column in self))

    def rows(self) -> list[Match]:
        """Return the occurrences one by one."""
        return [Match(*row) for row in zip(*(column.tolist() for column in self), strict=True)]


class Program:
    """One pattern compiled: its variants, and which stream (tokens or parts of tokens) it reads."""

    def __init__(self, written: str, *, case: bool, parts: bool):
        found = pattern.elements(written, case=case)
        self.case, self.parts = case, parts
        self.variants = [pattern.in_parts(found)] if parts else pattern.variants(found)

    def places(self, stream: Stream) -> list[Places]:
        """Return where each variant occurs; ``stream`` is already the one this program reads."""
        vocabulary = stream.as_cased if self.case else stream.folded
        found = []
        for variant in self.variants:
            forms = [vocabulary.ids(element.glob) for element in variant]
            if all(map(len, forms)):
                found.append((self._places(stream, variant, forms), len(variant)))
        return [(first, size) for first, size in found if len(first)]

    @staticmethod
    def _places(stream: Stream, variant: tuple[pattern.Element, ...], forms: list[np.ndarray]) -> np.ndarray:
        where = [stream.positions(ids) - shift for shift, ids in enumerate(forms)]
        where.sort(key=len)
        first = where[0]
        for other in where[1:]:
            first = first[np.isin(first, other, assume_unique=True)]
        for shift, element in enumerate(variant[1:], 1):
            first = first[stream.joined(first + shift - 1, element.join)]
        return first


class Matcher:
    """Every term of a lexicon compiled once; ``find`` applies them to a stream."""

    def __init__(self, lexicon: Lexicon):
        self.entries = lexicon.entries()
        self.programs = [Program(t.pattern, case=t.case, parts=t.parts) for _, _, t in self.entries]
        self.exclusions = [self._exclusions(t) for _, _, t in self.entries]
        names = [each.name for each, _, _ in self.entries]
        self._set = np.array([names.index(name) for name in names], dtype=np.int64)
        written = [t.pattern for _, _, t in self.entries]
        self._letters = [len(each) - each.count("*") for each in written]

    @staticmethod
    def _exclusions(term: Term) -> dict[str, list[Program]]:
        kinds = {"before": term.not_before, "after": term.not_after, "in": term.not_in}
        options = {"case": term.case, "parts": term.parts}
        return {kind: [Program(each, **options) for each in written] for kind, written in kinds.items() if written}

    def matches(self, stream: Stream) -> list[Match]:
        """Return the counted occurrences of all terms one by one, by text, offset and entry."""
        return self.find(stream).rows()

    def find(self, stream: Stream) -> Matches:
        """Return the counted occurrences of all terms, by text, offset and entry."""
        each = [self.occurrences(stream, entry) for entry in range(len(self.entries))]
        found = Matches(*(np.concatenate(columns) for columns in zip(*each, strict=True))) if each else _none()
        kept = found[self._contest(found)]
        return kept[np.lexsort((kept.entry, kept.end, kept.start, kept.number))]

    def occurrences(self, stream: Stream, entry: int) -> Matches:
        """Return where one term occurs and is not excluded, before longer terms take their share."""
        program = self.programs[entry]
        read = stream.parts if program.parts else stream
        found = [self._allowed(read, *places, self.exclusions[entry]) for places in program.places(read)]
        if not found:
            return _none()
        first = np.concatenate([first for first, _ in found])
        last = np.concatenate([first + size - 1 for first, size in found])
        number, token = read.number[first], np.full(len(first), entry, dtype=np.int64)
        return Matches(number, read.start[first], read.end[last], token, read.token[first], read.token[last])

    def anywhere(self, stream: Stream, entry: int) -> bool:
        """Say whether a term occurs at all, exclusions aside."""
        program = self.programs[entry]
        return bool(program.places(stream.parts if program.parts else stream))

    def types(self, types: list[str]) -> np.ndarray:
        """Return for each type (folded) whether some term of a single word means it; capitals are not looked at."""
        stream = Stream.of(types, spans=[[(0, len(each))] for each in types])
        known = np.zeros(len(types), dtype=bool)
        for (_, _, term), program in zip(self.entries, self.programs, strict=True):
            program = Program(term.pattern, case=False, parts=term.parts) if program.case else program
            read = stream.parts if program.parts else stream
            if len(program.variants[0]) == 1:
                for first, _ in program.places(read):
                    known[read.token[first]] = True
        return known

    @staticmethod
    def _allowed(stream: Stream, first: np.ndarray, size: int, exclusions: dict[str, list[Program]]) -> Places:
        """Drop the occurrences that an exclusion forbids."""
        for program in exclusions.get("before", ()):
            for other, _ in program.places(stream):
                behind = np.isin(first + size, other)
                behind[behind] = stream.joined(first[behind] + size - 1, pattern.ANY)
                first = first[~behind]
        for program in exclusions.get("after", ()):
            for other, width in program.places(stream):
                ahead = np.isin(first, other + width)
                ahead[ahead] = stream.joined(first[ahead] - 1, pattern.ANY)
                first = first[~ahead]
        for program in exclusions.get("in", ()):
            for other, width in program.places(stream):
                nearest = np.searchsorted(other, first, side="right") - 1
                inside = (nearest >= 0) & (first + size <= other[nearest] + width)
                first = first[~inside]
        return first, size

    def _contest(self, found: Matches) -> np.ndarray:
        """Return which matches win: of those in one set that overlap the longest, then the one with more letters."""
        key = self._set[found.entry] if len(found.entry) else found.entry
        order = np.lexsort((found.first, key))
        tokens = int(found.last.max(initial=0)) + 1
        first, last = found.first[order] + key[order] * tokens, found.last[order] + key[order] * tokens
        free = np.ones(len(order), dtype=bool)
        free[1:] = first[1:] > np.maximum.accumulate(last)[:-1]  # begins behind everything before it
        alone = free & np.append(free[1:], True)[: len(free)]
        crowd, group = order[~alone], np.cumsum(free)[~alone]
        crowds = np.split(crowd, np.flatnonzero(np.diff(group)) + 1) if len(crowd) else []
        winners = [row for rivals in crowds for row in self._winners(found, rivals.tolist())]
        return np.concatenate([order[alone], np.array(winners, dtype=np.int64)])

    def _winners(self, found: Matches, group: list[int]) -> list[int]:
        taken: set[int] = set()
        winners = []
        rows = {row: [int(column[row]) for column in found] for row in group}

        def rank(row: int) -> tuple[int, int, int, int]:
            _, start, end, entry, _, _ = rows[row]
            return (start - end, -self._letters[entry], entry, start)

        for row in sorted(group, key=rank):
            *_, first, last = rows[row]
            tokens = range(first, last + 1)
            if taken.isdisjoint(tokens):
                taken.update(tokens)
                winners.append(row)
        return winners


def _none() -> Matches:
    return Matches(*(np.zeros(0, dtype=np.int64) for _ in Matches._fields))
