"""A lexicon compiled for matching: a stream of tokens → which term stands where.

Excluded places are dropped first; then ``contest`` says which of several matches at one place counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

import numpy as np

from framing.lexicon import pattern
from framing.lexicon.contest import NONE, Match, Matches, by_place, winners
from framing.lexicon.index import Spellings
from framing.lexicon.model import Lexicon, Term
from framing.lexicon.stream import Stream

Places = tuple[np.ndarray, int]  # the first tokens (or parts) of some occurrences, ascending, and how many tokens each has


class Program:
    """One pattern compiled: its variants, and which stream (tokens or parts of tokens) it reads."""

    def __init__(self, written: str, *, case: bool, parts: bool):
        found = pattern.elements(written, case=case)
        self.case, self.parts = case, parts
        self.variants = [pattern.in_parts(found)] if parts else pattern.variants(found)
        self.of_one_word = all(len(variant) == 1 for variant in self.variants)

    def resolved(self, spellings: Spellings) -> list[list[np.ndarray]]:
        """Return for each variant the forms that each of its words means; without variants that no form begins or ends."""
        found = [[spellings.meant(element.glob, case=self.case) for element in variant] for variant in self.variants]
        return [forms if all(map(len, forms)) else [] for forms in found]

    def rarest(self, stream: Stream) -> list[np.ndarray]:
        """Return the forms of the rarest word of each variant: where these stand the rest is looked for."""
        return [forms[self._rarest(stream, forms)] for forms in self.resolved(stream.spellings) if forms]

    def places(self, stream: Stream) -> list[Places]:
        """Return where each variant occurs; ``stream`` is already the one this program reads."""
        found = []
        for variant, forms in zip(self.variants, self.resolved(stream.spellings), strict=True):
            if forms:
                found.append((self._places(stream, variant, forms), len(variant)))
        return [(first, size) for first, size in found if len(first)]

    @staticmethod
    def _rarest(stream: Stream, forms: list[np.ndarray]) -> int:
        return min(range(len(forms)), key=lambda shift: int(stream.sampled[forms[shift]].sum())) if len(forms) > 1 else 0

    @classmethod
    def _places(cls, stream: Stream, variant: tuple[pattern.Element, ...], forms: list[np.ndarray]) -> np.ndarray:
        rarest = cls._rarest(stream, forms)
        first = stream.positions(forms[rarest]) - rarest
        return first[cls._stands(stream, variant, forms, first)] if len(forms) > 1 else first

    @classmethod
    def any_stands(cls, programs: Iterable[Program], stream: Stream, first: Callable[[int], np.ndarray]) -> np.ndarray:
        """Return whether one of some patterns stands at each of some tokens, which depend on how many it has itself."""
        read = [pair for each in programs for pair in zip(each.variants, each.resolved(stream.spellings), strict=True) if pair[1]]
        words = [forms[0] for variant, forms in read if len(variant) == 1]
        found = cls._means(stream, np.concatenate(words), first(1)) if words else np.zeros(len(first(1)), dtype=bool)
        for variant, forms in read:
            if len(variant) > 1:
                found |= cls._stands(stream, variant, forms, first(len(variant)))
        return found

    @staticmethod
    def _means(stream: Stream, ids: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Return whether each of some tokens is one of these forms; there may be no such token."""
        means = np.zeros(len(stream.forms), dtype=bool)
        means[ids] = True
        return means[stream.form.take(at, mode="clip")] & (at >= 0) & (at < len(stream.form))

    @classmethod
    def _stands(cls, stream: Stream, variant: tuple[pattern.Element, ...], forms: list[np.ndarray], first: np.ndarray) -> np.ndarray:
        """Return whether a variant stands at each of some tokens."""
        found = np.ones(len(first), dtype=bool)
        for shift, ids in enumerate(forms):
            found[found] = cls._means(stream, ids, first[found] + shift)
        for shift, element in enumerate(variant[1:], 1):
            found[found] = stream.joined(first[found] + shift - 1, element.join)
        return found


class Matcher:
    """Every term of a lexicon compiled once; ``find`` applies them to a stream."""

    def __init__(self, lexicon: Lexicon):
        self.entries = lexicon.entries()
        self.programs = [Program(t.pattern, case=t.case, parts=t.parts) for _, _, t in self.entries]
        self.exclusions = [self._exclusions(t) for _, _, t in self.entries]
        names = [each.name for each, _, _ in self.entries]
        self._set = np.array([names.index(name) for name in names], dtype=np.int64)
        self._known: dict[str, bool] = {}
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
        every = range(len(self.entries))
        reads = self._reads(stream, every)
        simple = [entry for entry in every if self.programs[entry].of_one_word and not self.exclusions[entry]]
        each = [self._words(read, [entry for entry in simple if self.programs[entry].parts is parts]) for parts, read in reads.items()]
        each += [self._occurrences(reads, entry) for entry in sorted(set(every).difference(simple))]
        found = Matches(*(np.concatenate(columns) for columns in zip(*each, strict=True)))
        kept = found[winners(found, self._set[found.entry], self._letters)]
        return kept[by_place(kept)]

    def _reads(self, stream: Stream, entries: Iterable[int]) -> dict[bool, Stream]:
        """Return the streams that programs with and without ``parts`` read, the places of their words at hand."""
        used = [p for entry in entries for p in (self.programs[entry], *chain(*self.exclusions[entry].values()))]
        reads = {False: stream}
        if cut := [program for program in used if program.parts]:
            pieces = stream.spellings.pieces.spellings
            reads[True] = stream.parts([ids for program in cut for forms in program.resolved(pieces) for ids in forms])
        sought = [p for entry in entries for p in (self.programs[entry], *self.exclusions[entry].get("in", ()))]
        for parts, read in reads.items():
            read.expect([forms for program in sought if program.parts is parts for forms in program.rarest(read)])
        return reads

    def occurrences(self, stream: Stream, entry: int) -> Matches:
        """Return where one term occurs and is not excluded, before longer terms take their share."""
        return self._occurrences(self._reads(stream, [entry]), entry)

    def _occurrences(self, reads: dict[bool, Stream], entry: int) -> Matches:
        program = self.programs[entry]
        read = reads[program.parts]
        found = [self._allowed(read, *places, self.exclusions[entry]) for places in program.places(read)]
        if not found:
            return NONE
        first = np.concatenate([first for first, _ in found])
        last = np.concatenate([first + size - 1 for first, size in found])
        return self._standing(read, first, last, np.full(len(first), entry))

    def _words(self, read: Stream, entries: list[int]) -> Matches:
        """Return where some terms of one word without exclusions occur, all at once."""
        meant = [(entry, ids) for entry in entries for variant in self.programs[entry].resolved(read.spellings) for ids in variant]
        if not meant:
            return NONE
        which, first = read.places(np.concatenate([ids for _, ids in meant]))
        return self._standing(read, first, first, np.repeat([entry for entry, _ in meant], [len(ids) for _, ids in meant])[which])

    @staticmethod
    def _standing(read: Stream, first: np.ndarray, last: np.ndarray, entry: np.ndarray) -> Matches:
        columns = read.number[first], read.start[first], read.end[last], entry, read.token[first], read.token[last]
        return Matches(*(column.astype(np.int64) for column in columns))

    def anywhere(self, stream: Stream, entry: int) -> bool:
        """Say whether a term occurs at all, exclusions aside."""
        program = self.programs[entry]
        return bool(program.places(self._reads(stream, [entry])[program.parts]))

    def types(self, types: list[str]) -> np.ndarray:
        """Return for each type (folded) whether some term of a single word means it; capitals are not looked at."""
        new = [each for each in dict.fromkeys(types) if each not in self._known]
        self._known.update(zip(new, self._known_words(Spellings(new)).tolist(), strict=True))
        return np.fromiter(map(self._known.__getitem__, types), dtype=bool, count=len(types))

    def _known_words(self, spellings: Spellings) -> np.ndarray:
        """Return for each spelling whether some term of a single word means it, or with ``parts`` one of its pieces."""
        known = np.zeros(len(spellings.forms), dtype=bool)
        for (_, _, term), program in zip(self.entries, self.programs, strict=True):
            if program.of_one_word:
                program = Program(term.pattern, case=False, parts=term.parts) if program.case else program
                of_pieces = spellings.pieces if program.parts else None
                for ids in chain(*program.resolved(of_pieces.spellings if of_pieces else spellings)):
                    known[of_pieces.standing(ids) if of_pieces else ids] = True
        return known

    @staticmethod
    def _allowed(stream: Stream, first: np.ndarray, size: int, exclusions: dict[str, list[Program]]) -> Places:
        """Drop the occurrences that an exclusion forbids."""
        if programs := exclusions.get("before"):
            behind = Program.any_stands(programs, stream, lambda width, stop=first + size: stop)
            behind[behind] = stream.joined(first[behind] + size - 1, pattern.ANY)
            first = first[~behind]
        if programs := exclusions.get("after"):
            ahead = Program.any_stands(programs, stream, lambda width, stop=first: stop - width)
            ahead[ahead] = stream.joined(first[ahead] - 1, pattern.ANY)
            first = first[~ahead]
        for program in exclusions.get("in", ()):
            for other, width in program.places(stream):
                nearest = np.searchsorted(other, first, side="right") - 1
                inside = (nearest >= 0) & (first + size <= other[nearest] + width)
                first = first[~inside]
        return first, size
