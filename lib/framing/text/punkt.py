"""NLTK's Punkt with our abbreviations, by the standard library's expressions and with its sure cases decided at once.

The same sentences as ``nltk.tokenize.punkt.PunktSentenceTokenizer``; only the way there is shorter. Two of its patterns
are compiled by ``re``, white space being what the module ``regex`` takes for it; and a mark behind a plain word that is
no abbreviation ends a sentence whatever follows, so that the words round it are not taken apart to learn that.
"""

from __future__ import annotations

import re

from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

from framing.text import ABBREVIATIONS

_SURE = re.compile(r"([A-Za-z]{2,})[.?!](?: [^\s.]\S*|[)\"'’”])")  # a word, its mark, and the next word or a closing mark
_SPACE = {r"\s": r"[^\S\x1c-\x1f]", r"\S": r"[\S\x1c-\x1f]"}  # re counts U+001C to U+001F as white space, regex does not


def _compiled(pattern: str, flags: int) -> re.Pattern:
    return re.compile(re.sub(r"\\[sS]", lambda found: _SPACE[found[0]], pattern), flags)


class _Marks(PunktLanguageVars):
    __slots__ = ()
    re_boundary_realignment = _compiled(PunktLanguageVars.re_boundary_realignment.pattern, re.MULTILINE)


class Sentences(PunktSentenceTokenizer):
    """``span_tokenize(paragraph)`` yields the offsets of its sentences."""

    def __init__(self):
        parameters = PunktParameters()
        parameters.abbrev_types = set(ABBREVIATIONS)
        super().__init__(parameters, lang_vars=_Marks())
        self._lang_vars._re_period_context = _compiled(PunktLanguageVars().period_context_re().pattern, re.VERBOSE)

    def text_contains_sentbreak(self, text: str) -> bool:
        """Say whether a mark with the words round it ends a sentence."""
        sure = _SURE.fullmatch(text)
        return (sure is not None and sure[1].lower() not in ABBREVIATIONS) or super().text_contains_sentbreak(text)
