"""A pattern as written in a lexicon → the sequences of tokens it matches, or a sentence saying why it never can.

A pattern is one or several words; ``*`` stands for any characters inside one word. Between two words may stand any
space, hyphen or line break, so *armed group\\** also matches *armed-groups*: each such way of writing is a variant.
"""

from __future__ import annotations

import unicodedata
from itertools import product
from typing import NamedTuple

from framing import text

MAX_WORDS = 7
MAX_STARS = 3
ANY, HYPHEN, NOTHING = " ", "-", ""  # what may stand before an element: space or hyphen or line break; -; nothing


class Element(NamedTuple):
    """One token (or part of one) of a variant: ``glob`` to match, ``join`` what stands between it and the last."""

    glob: str
    join: str


class PatternError(ValueError):
    """A pattern that cannot match, with the cure as second argument."""


def cased(word: str) -> str:
    """Return a word folded like ``text.fold`` but with its capitals kept.

    >>> cased("Re\\u00adbel")
    'Rebel'
    """
    if word.isascii():
        return word
    folded = text.fold(word)
    seen = [c for c in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word)) if text.fold(c)]
    if len(seen) != len(folded):
        return folded
    return "".join(b.upper() if a.isupper() else b for a, b in zip(seen, folded, strict=True))


def elements(pattern: str, *, case: bool = False) -> list[Element]:
    """Return the tokens of a pattern, folded; raise PatternError(reason, cure) if no text could ever match it.

    >>> [e.glob for e in elements("Assad's Regime*")]
    ['assad', "'s", 'regime*']
    """
    found: list[Element] = []
    for word in pattern.split():
        spans = text.tokens(word.replace("*", "x"))
        covered = {i for a, b in spans for i in range(a, b)}
        stray = [c for i, c in enumerate(word) if i not in covered]
        if stray:
            cure = "there are no regular expressions here: use words, * inside a word, and a second entry for a variant"
            raise PatternError(f"the character {stray[0]} in {pattern!r} can never match", cure)
        for number, (a, b) in enumerate(spans):
            glob = (cased if case else text.fold)(word[a:b])
            _check_stars(glob, pattern)
            found.append(Element(glob, NOTHING if number else ANY))
    if not found:
        raise PatternError("the pattern is empty", "write a word or remove the entry")
    if len(found) > MAX_WORDS:
        raise PatternError(f"{pattern!r} has more than {MAX_WORDS} words", "a term is a word or a short phrase")
    return found


def _check_stars(glob: str, pattern: str) -> None:
    pieces = glob.split("*")
    letters = [sum(c.isalnum() for c in piece) for piece in pieces]
    if len(pieces) - 1 > MAX_STARS:
        raise PatternError(f"{pattern!r} has more than {MAX_STARS} wildcards in a word", "use fewer *")
    if any(max(pair) < 2 for pair in zip(letters, letters[1:], strict=False)):
        raise PatternError(f"* in {pattern!r} needs at least 2 letters beside it", "write more of the word")


def variants(found: list[Element]) -> list[tuple[Element, ...]]:
    """Return every way of writing a pattern: each space kept, or closed with a hyphen into one token.

    >>> [[e.glob for e in v] for v in variants(elements("armed group*"))]
    [['armed', 'group*'], ['armed-group*']]
    """
    ways = [(False,) if e.join == NOTHING or i == 0 else (False, True) for i, e in enumerate(found)]
    result = []
    for closed in product(*ways):
        variant: list[Element] = []
        for element, close in zip(found, closed, strict=True):
            if close:
                variant[-1] = Element(f"{variant[-1].glob}-{element.glob}", variant[-1].join)
            else:
                variant.append(element)
        result.append(tuple(variant))
    return result


def in_parts(found: list[Element]) -> tuple[Element, ...]:
    """Return the pattern split at its hyphens, for ``parts: true``.

    >>> in_parts(elements("rebel-held"))
    (Element(glob='rebel', join=' '), Element(glob='held', join='-'))
    """
    return tuple(
        Element(piece, HYPHEN if number else element.join) for element in found for number, piece in enumerate(element.glob.split("-"))
    )
