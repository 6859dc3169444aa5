"""Half of the articles → the traces of missing words: slots, coordination, log-odds between groups.

Each trace is a score per type, higher = more likely a word of the lexicon's kind.
"""

from __future__ import annotations

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
        forms = [type_of(form) for form in self.stream.forms]
        self.types = [forms[form] for form in self.stream.form.tolist()]
        matches = lexicon.matcher.matches(self.stream)
        self.known = {m.first: m.entry for m in matches if m.first == m.last and self.counted[m.first]}

    @functools.cached_property
    def total(self) -> Counter[str]:
        """How often each type occurs."""
        return Counter(self.types[at] for at in np.flatnonzero(self.counted))

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
    def joined(self) -> list[bool]:
        """Whether each token and the next belong to one phrase."""
        return self.stream.joined(np.arange(len(self.types)), ANY).tolist()

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
        for at in np.flatnonzero(self.counted[:-1]).tolist():
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

    @property
    def weight(self) -> float:
        """Share of the slot's tokens that are known terms, drawn towards 0 where it is rare."""
        return sum(self.terms.values()) / (sum(self.words.values()) + 2)


def slots(half: Half) -> dict[str, Slot]:
    """Return the slots that at least ``MIN_FILLERS`` different known terms fill."""
    found: dict[str, Slot] = defaultdict(Slot)
    for at in np.flatnonzero(half.counted).tolist():
        for name, word in half.around(at):
            found[name].words[word] += 1
            entry = half.known.get(at, half.heads.get(word) if name.startswith("X-") else None)
            if entry is not None:
                found[name].terms[entry] += 1
    return {name: slot for name, slot in sorted(found.items()) if len(slot.terms) >= MIN_FILLERS}


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
