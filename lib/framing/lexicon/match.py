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

Place = tuple[int, int]  # first and last token (or part) of an occurrence


class Match(NamedTuple):
    """One occurrence: text number, offsets, which of ``Lexicon.entries()``, first and last token."""

    number: int
    start: int
    end: int
    entry: int
    first: int
    last: int


class Program:
    """One pattern compiled: its variants, and which stream (tokens or parts of tokens) it reads."""

    def __init__(self, written: str, *, case: bool, parts: bool):
        found = pattern.elements(written, case=case)
        self.case, self.parts = case, parts
        self.variants = [pattern.in_parts(found)] if parts else pattern.variants(found)

    def places(self, stream: Stream) -> list[Place]:
        """Return where the pattern occurs, in order; ``stream`` is already the one this program reads."""
        vocabulary = stream.as_cased if self.case else stream.folded
        found: list[Place] = []
        for variant in self.variants:
            forms = [vocabulary.ids(element.glob) for element in variant]
            if any(len(ids) == 0 for ids in forms):
                continue
            found += self._places(stream, variant, forms)
        return sorted(set(found)) if len(self.variants) > 1 else found

    @staticmethod
    def _places(stream: Stream, variant: tuple[pattern.Element, ...], forms: list[np.ndarray]) -> list[Place]:
        if len(variant) == 1:
            return [(at, at) for at in stream.positions(forms[0]).tolist()]
        where = [stream.positions(ids) - shift for shift, ids in enumerate(forms)]
        where.sort(key=len)
        first = where[0]
        for other in where[1:]:
            first = first[np.isin(first, other, assume_unique=True)]
        size = len(variant)
        return [
            (at, at + size - 1) for at in first.tolist() if all(stream.joined(at + k - 1, at + k, variant[k].join) for k in range(1, size))
        ]


class Matcher:
    """Every term of a lexicon compiled once; ``matches`` applies them to a stream."""

    def __init__(self, lexicon: Lexicon):
        self.entries = lexicon.entries()
        self.programs = [Program(t.pattern, case=t.case, parts=t.parts) for _, _, t in self.entries]
        self.exclusions = [self._exclusions(t) for _, _, t in self.entries]

    @staticmethod
    def _exclusions(term: Term) -> dict[str, list[Program]]:
        kinds = {"before": term.not_before, "after": term.not_after, "in": term.not_in}
        options = {"case": term.case, "parts": term.parts}
        return {kind: [Program(each, **options) for each in written] for kind, written in kinds.items() if written}

    def matches(self, stream: Stream) -> list[Match]:
        """Return the counted occurrences of all terms, by text, offset and set."""
        by_set: dict[str, list[Match]] = {}
        for entry, (each, _, _) in enumerate(self.entries):
            by_set.setdefault(each.name, []).extend(self.occurrences(stream, entry))
        kept = [match for found in by_set.values() for match in self._contest(found)]
        return sorted(kept, key=lambda m: (m.number, m.start, m.end, m.entry))

    def occurrences(self, stream: Stream, entry: int) -> list[Match]:
        """Return where one term occurs and is not excluded, before longer terms take their share."""
        program = self.programs[entry]
        read = stream.parts if program.parts else stream
        places = self._allowed(read, program.places(read), self.exclusions[entry])
        return [
            Match(int(read.number[a]), int(read.start[a]), int(read.end[b]), entry, int(read.token[a]), int(read.token[b]))
            for a, b in places
        ]

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
            if len(program.variants[0]) == 1 and not (program.parts and "-" in term.pattern):
                known[[int(read.token[a]) for a, _ in program.places(read)]] = True
        return known

    @staticmethod
    def _allowed(stream: Stream, places: list[Place], exclusions: dict[str, list[Program]]) -> list[Place]:
        if not places or not exclusions:
            return places
        found = {kind: [p for program in programs for p in program.places(stream)] for kind, programs in exclusions.items()}
        firsts = {a for a, _ in found.get("before", ())}
        lasts = {b for _, b in found.get("after", ())}
        inside = {(a, b) for x, y in found.get("in", ()) for a in range(x, y + 1) for b in range(a, y + 1)}
        return [
            (a, b)
            for a, b in places
            if not (b + 1 in firsts and stream.joined(b, b + 1, pattern.ANY))
            and not (a - 1 in lasts and stream.joined(a - 1, a, pattern.ANY))
            and (a, b) not in inside
        ]

    def _contest(self, found: list[Match]) -> list[Match]:
        """Keep the winners among overlapping matches of one set."""
        found.sort(key=lambda m: m.first)
        kept: list[Match] = []
        group: list[Match] = []
        last = -1
        for match in found:
            if match.first > last:
                kept += self._winners(group)
                group = []
            group.append(match)
            last = max(last, match.last)
        return kept + self._winners(group)

    def _winners(self, group: list[Match]) -> list[Match]:
        if len(group) < 2:
            return group
        taken: set[int] = set()
        winners = []
        for match in sorted(group, key=self._rank):
            tokens = range(match.first, match.last + 1)
            if taken.isdisjoint(tokens):
                taken.update(tokens)
                winners.append(match)
        return winners

    def _rank(self, match: Match) -> tuple[int, int, int, int]:
        written = self.entries[match.entry][2].pattern
        return (match.start - match.end, written.count("*") - len(written), match.entry, match.start)
