"""Text to paragraphs, sentences and tokens, each as offsets; folding of characters that only look different.

All offsets are Python string offsets into the text given, end exclusive. One rule for what a token is serves the
whole suite (DESIGN.md section 4): *rebel-held, don't, O'Brien, 8,000, 3.5, U.N., U.S.-led* are one token each,
a possessive *'s* is a token of its own.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width characters: inside a word, not seen
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
MARKS = (  # combining marks that Python's \w leaves out: Latin, Hebrew, Arabic, Indic and South-East Asian vowel signs
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0981-\u0983\u09bc-\u09cd"
    "\u0a01-\u0a51\u0a81-\u0acd\u0b01-\u0b57\u0b82-\u0bcd\u0c00-\u0c56\u0c81-\u0cd6\u0d00-\u0d4d\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
)
_WORD = rf"(?:[^\W_]|[{MARKS}{INVISIBLE}])"
_LETTER = r"[^\W\d_]"
_PIECE = rf"(?:{_LETTER}(?:\.{_LETTER})+(?!{_WORD})\.?|{_WORD}+(?:(?<=\d)[.,](?=\d){_WORD}+)*)"
_JOIN = rf"(?:['’ʼ](?![sS](?!{_WORD}))|[-‐‑])"
TOKEN = re.compile(rf"(?=[^\W_]){_PIECE}(?:{_JOIN}(?=[^\W_]){_PIECE})*|(?<=[\w.{INVISIBLE}])['’ʼ][sS](?!{_WORD})")

ABBREVIATIONS = frozenset(  # after which a full stop does not end a sentence; without the stop, lower case
    """mr mrs ms dr prof sen rep gov gen lt col maj capt cmdr cpl sgt adm brig rev hon pres amb fr sr jr st mt ft
    no nos vol pp art sec fig est approx dept univ assn bros inc ltd co corp vs etc al cf eg ie viz ca
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri
    u.s u.n u.k e.u u.a.e d.c l.a n.y e.g i.e a.m p.m ph.d m.d b.a m.a gov.ts al-q km sq""".split()
)

HOMOGLYPHS = str.maketrans(  # Cyrillic and Greek letters drawn like Latin ones
    "АВЕЅІЈКМНОРСТУХаеіјорсухѕѵԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιοντυ",
    "ABESIJKMHOPCTYXaeijopcyxsvdqwABEZHIKMNOPTYXaiovtu",
)
_LATIN = re.compile(r"[A-Za-z]")
_HIDDEN = re.compile(rf"[{INVISIBLE}{BIDI}]")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the offsets of every line that is not blank, without the white space around it."""
    return [(match.start(), match.end()) for match in re.finditer(r"\S(?:[^\n]*\S)?", text)]


def tokens(text: str) -> list[tuple[int, int]]:
    """Return the offsets of every token.

    >>> [f"{a}-{b}" for a, b in tokens("the U.N.'s rebel-held 3.5")]
    ['0-3', '4-8', '8-10', '11-21', '22-25']
    """
    return [match.span() for match in TOKEN.finditer(text)]


class Remembered(dict):
    """Words to what a function makes of each, remembered: most come again and again."""

    LONGEST, MOST = 48, 200_000  # characters of a word that is remembered, words that are

    def __init__(self, function: Callable) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, word: str):
        found = self._function(word)
        if len(word) <= self.LONGEST:
            if len(self) >= self.MOST:
                self.clear()
            self[word] = found
        return found


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the offsets of every sentence; none crosses a paragraph.

    Sentence ends are found by NLTK's Punkt (Kiss & Strunk 2006) with the abbreviations listed here instead of a
    learnt model, so nothing is downloaded and the same text always splits the same way.
    """
    split = _punkt().spans
    if "\n" not in text and text == text.strip():
        return split(text)
    return [(start + a, start + b) for start, end in paragraphs(text) for a, b in split(text[start:end])]


@functools.cache
def _punkt():
    from framing.text.punkt import Sentences

    return Sentences()


def fold(word: str) -> str:
    """Return a word as the reader sees it: lower case, plain hyphens and apostrophes, no hidden characters.

    Ligatures and full-width forms are resolved (NFKC), combining accents dropped, and letters of other alphabets that
    are drawn like Latin ones are replaced where the word has a Latin letter too. Two words that fold to the same
    string look the same on the page.

    >>> fold("Re\\u00adbel‑held")
    'rebel-held'
    """
    if word.isascii():
        return word.lower()
    seen = unicodedata.normalize("NFKC", _HIDDEN.sub("", word)).replace("‐", "-").replace("‑", "-")
    seen = seen.replace("’", "'").replace("ʼ", "'")
    seen = "".join(c for c in unicodedata.normalize("NFD", seen) if not unicodedata.combining(c))
    if _LATIN.search(seen):
        seen = seen.translate(HOMOGLYPHS)
    return unicodedata.normalize("NFC", seen).lower()
