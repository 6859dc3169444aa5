"""Half of the articles → the traces of missing words: slots, coordination, log-odds between groups.

Each trace is a score per type, higher = more likely a word of the lexicon's kind.
"""

from __future__ import annotations

import bisect
import functools
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from framing.contrasts import log_odds
from framing.hits.pages import Pages
from framing.hits.words import masks
from framing.lexicon import Lexicon, Stream
from framing.lexicon.index import type_of
from framing.lexicon.pattern import ANY

MIN_FILLERS = 3  # different known terms that must stand in a slot before it says anything
MIN_JOINED = 3  # times that a word must be joined to known terms
PRIOR = 100  # tokens, of the log-odds
FIRM = 2  # z above which a preference of a group counts


class Half:
    """The tokens of half of the articles: types, the lexicon's entry each belongs to, whether it counts, whose it is."""

    def __init__(self, articles: pd.DataFrame, lexicon: Lexicon, blocks: pd.DataFrame, spans: pd.DataFrame):
        self.groups = articles["group"].tolist() if "group" in articles else []
        self.stream = Stream.of(articles["text"].tolist())
        self.counted, self.own = masks(self.stream, Pages(articles, blocks, spans))
        of_form, self.names = pd.factorize(np.array([type_of(form) for form in self.stream.forms], dtype=object))
        self.kind = of_form[self.stream.form]  # of each token, the place of its type among the names
        self.types = self.names[self.kind].tolist()
        matches = lexicon.matcher.matches(self.stream)
        self.known = {m.first: m.entry for m in matches if m.first == m.last and self.counted[m.first]}

    @functools.cached_property
    def total(self) -> Counter[str]:
        """How often each type occurs."""
        n = np.bincount(self.kind[self.counted], minlength=len(self.names))
        return Counter(dict(zip(self.names[n > 0].tolist(), n[n > 0].tolist(), strict=True)))

    @functools.cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each type stands."""
        found = defaultdict(list)
        for at in np.flatnonzero(self.counted).tolist():
            found[self.types[at]].append(at)
        return found

    @functools.cached_property
    def heads(self) -> dict[str, int]:
        """Types of the known terms, so that *knights-held* counts for *knights* though no term says ``parts``."""
        return {self.types[at]: entry for at, entry in self.known.items()}

    @functools.cached_property
    def joined(self) -> np.ndarray:
        """Whether each token and the next belong to one phrase."""
        return self.stream.joined(np.arange(len(self.types)), ANY)

    def of(self, word: str) -> Iterator[int]:
        """Yield where a type and its compounds (*word-held*) stand."""
        first, last = (bisect.bisect_left(self.sorted, word + end) for end in "-.")
        for each in (word, *self.sorted[first:last]):
            yield from self.places.get(each, ())

    @functools.cached_property
    def sorted(self) -> list[str]:
        """The types that stand somewhere, in order."""
        return sorted(self.places)

    def around(self, at: int) -> Iterator[tuple[str, str]]:
        """Yield the slots a token stands in, with the word that fills each: *X-held*, *X fighters*, *armed X*."""
        word = self.types[at]
        head, hyphen, tail = word.partition("-")
        if hyphen:
            yield f"X-{tail}", head
        if self.joined[at] and self.types[at + 1][0].isalpha():  # a number is no context
            yield f"X {self.types[at + 1]}", word
        if at and self.joined[at - 1] and self.types[at - 1][0].isalpha():
            yield f"{self.types[at - 1]} X", word

    @functools.cached_property
    def beside(self) -> dict[int, int]:
        """Tokens joined to a known term, with its entry: *known and token*, *token or known*, *known, token*."""
        found = {}
        near = np.isin(self.kind, np.flatnonzero(np.isin(self.names, ["and", "or"])))
        known = np.fromiter(self.known, np.int64, len(self.known))
        near[known] = near[np.maximum(known - 1, 0)] = True  # else nothing known is beside
        for at in np.flatnonzero((near & self.counted)[:-1]).tolist():
            left, right = at, at + 1
            if at and self.types[at] in ("and", "or") and self.joined[at - 1] and self.joined[at]:
                left = at - 1
            elif not self._comma(at):
                continue
            if left in self.known and right not in self.known:
                found[right] = self.known[left]
            elif right in self.known and left not in self.known:
                found[left] = self.known[right]
        return found

    def _comma(self, at: int) -> bool:
        number = int(self.stream.number[at])
        between = self.stream.texts[number][int(self.stream.end[at]) : int(self.stream.start[at + 1])]
        return number == self.stream.number[at + 1] and between.strip() == ","


@dataclass
class Slot:
    """A place in a phrase: how often each word fills it, and each known term."""

    words: Counter[str] = field(default_factory=Counter)
    terms: Counter[int] = field(default_factory=Counter)

    @functools.cached_property
    def weight(self) -> float:
        """Share of the slot's tokens that are known terms, drawn towards 0 where it is rare; asked for when both are counted."""
        return sum(self.terms.values()) / (sum(self.words.values()) + 2)


def slots(half: Half) -> dict[str, Slot]:
    """Return the slots that at least ``MIN_FILLERS`` different known terms fill."""
    terms: dict[str, Counter[int]] = defaultdict(Counter)
    compounds = np.flatnonzero(half.counted & np.array(["-" in name for name in half.names], dtype=bool)[half.kind]).tolist()
    for at in sorted({*half.known, *compounds}):
        for name, word in half.around(at):
            entry = half.known.get(at, half.heads.get(word) if name.startswith("X-") else None)
            if entry is not None:
                terms[name][entry] += 1
    found = {name: Slot(terms=terms[name]) for name in sorted(terms) if len(terms[name]) >= MIN_FILLERS}
    for at in compounds:
        tail = f"X-{half.types[at].partition('-')[2]}"
        if tail in found:
            found[tail].words[half.types[at].partition("-")[0]] += 1
    last, joined = len(half.kind) - 1, half.joined[:-1]
    for name, beside in (("X {}", 1), ("{} X", -1)):  # the word before and the word after each other word
        slots = np.array([name.format(other) in found for other in half.names], dtype=bool)
        other = np.flatnonzero(joined & half.counted[max(-beside, 0) : last + max(-beside, 0)]) + max(beside, 0)
        other = other[slots[half.kind[other]]]
        pairs, n = np.unique(np.stack([half.kind[other], half.kind[other - beside]], axis=1), axis=0, return_counts=True)
        for (kind, word), count in zip(pairs.tolist(), n.tolist(), strict=True):
            found[name.format(half.names[kind])].words[half.names[word]] += count
    return found


def by_slots(shared: dict[str, Slot], half: Half) -> dict[str, float]:
    """Score words that share two slots or more: telling slots count more, and standing in little else."""
    score, many = Counter(), Counter()
    for slot in shared.values():
        for word, count in slot.words.items():
            score[word] += slot.weight * np.log1p(count)
            many[word] += 1
    return {word: score[word] ** 2 / (1 + np.log1p(half.total[word])) ** 2 for word in score if many[word] > 1}


def by_coordination(half: Half) -> dict[str, float]:
    """Score words joined to known terms often enough, against chance (their own frequency)."""
    joined = Counter(half.types[at] for at in half.beside)
    return {word: count / np.sqrt(half.total[word]) for word, count in joined.items() if count >= MIN_JOINED}


def by_groups(half: Half) -> dict[str, tuple[float, str]]:
    """Return (z, group) of each type that the own voice of a group prefers against the rest (``FIRM``)."""
    names = sorted(set(half.groups) - {""})
    if len(names) < 2:
        return {}
    counts = {name: Counter() for name in names}
    for at in np.flatnonzero(half.own).tolist():
        name = half.groups[int(half.stream.number[at])]
        if name:
            counts[name][half.types[at]] += 1
    table = pd.DataFrame(counts, columns=names).fillna(0).sort_index()
    sums, sizes = table.sum(axis=1), table.sum()
    n = sizes.sum()
    z = {g: log_odds(table[g], sums - table[g], sizes[g], n - sizes[g], alpha0=PRIOR, prior=sums / n)[2] for g in names}
    best = pd.DataFrame(z, index=table.index)
    firm = best[best.max(axis=1) > FIRM]
    return {word: (float(row.max()), str(row.idxmax())) for word, row in firm.iterrows()}
