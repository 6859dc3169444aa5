"""The words to the left of a hit → is it negated, is it held at a distance? Rules: METHODS.md section 1.

Both look at most three tokens back, within the sentence; negation also stops where the clause does.
"""

from __future__ import annotations

import numpy as np

from framing.lexicon import Stream

REACH = 3  # tokens to the left of a hit in which a negator or a hedge counts
NEGATORS = frozenset("no not never neither nor none without cannot nobody nothing hardly n't".split())
CLAUSE_WORDS = frozenset("but that which who whom whose because although though while whereas if unless".split())
CLAUSE_MARKS = frozenset(",;:.!?()—–\n")
HEDGES = frozenset(
    """so-called self-styled self-proclaimed self-described deemed alleged allegedly purported purportedly ostensible
    ostensibly supposed supposedly""".split()
)
WHAT = frozenset({"what"})
NAMING_VERBS = frozenset(  # what X … as
    """describe describes described call calls called term terms termed label labels labelled labeled brand brands
    branded dub dubs dubbed""".split()
)


class Left:
    """The tokens before some hits, asked backwards: ``first`` token of each hit, key where its sentence starts."""

    def __init__(self, stream: Stream, first: np.ndarray, sentence: np.ndarray, keys: np.ndarray):
        self.stream, self.first, self.sentence, self.keys = stream, first, sentence, keys
        self._means: dict[frozenset[str], np.ndarray] = {}

    def at(self, back: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the token that many places before each hit, and whether it stands in the hit's sentence."""
        token = np.maximum(self.first - back, 0)
        return token, (self.first >= back) & (self.keys[token] >= self.sentence)

    def says(self, token: np.ndarray, words: frozenset[str]) -> np.ndarray:
        """Return whether each token is one of some words (*n't*: ends so)."""
        if words not in self._means:
            means = np.zeros(len(self.stream.forms) + 1, dtype=bool)
            for word in [*words, *(["*n't"] if "n't" in words else [])]:
                means[self.stream.spellings.meant(word, case=False)] = True
            self._means[words] = means
        return self._means[words][self.stream.form[token]] if len(token) else np.zeros(0, dtype=bool)

    def one_clause(self, token: int, hit: int) -> bool:
        """Say whether no mark between a token and the first of a hit ends the clause."""
        stream = self.stream
        body = stream.texts[int(stream.number[token])]
        gaps = (body[int(stream.end[i]) : int(stream.start[i + 1])] for i in range(token, hit))
        return all(CLAUSE_MARKS.isdisjoint(gap) for gap in gaps)


def negated(left: Left) -> np.ndarray:
    """Return whether a negator stands close to the left of each hit, in its clause.

    >>> # "they are not terrorists" True; "not terrorists but rebels" True, False
    """
    inside = np.ones(len(left.first), dtype=bool)
    found = np.zeros(len(left.first), dtype=bool)
    for back in range(1, REACH + 1):
        token, here = left.at(back)
        inside &= here & ~left.says(token, CLAUSE_WORDS)
        for row in np.flatnonzero(inside & left.says(token, NEGATORS)).tolist():
            found[row] |= left.one_clause(int(token[row]), int(left.first[row]))
    return found


def hedged(left: Left) -> np.ndarray:
    """Return whether the words to the left keep a distance: *so-called*, *alleged*, *what X describes as*.

    >>> # "the so-called rebels" True; "what the ministry calls rebels" True; "he described the rebels" False
    """
    found = np.zeros(len(left.first), dtype=bool)
    verb, what = found.copy(), found.copy()
    for back in range(1, 2 * REACH + 2):
        token, here = left.at(back)
        if back <= REACH:
            found |= here & left.says(token, HEDGES)
            verb |= here & left.says(token, NAMING_VERBS)
        what |= here & left.says(token, WHAT)
    return found | (verb & what)
