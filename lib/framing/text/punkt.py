"""A paragraph → its sentences: NLTK's Punkt with our abbreviations, its plain cases decided here.

The same sentences as ``nltk.tokenize.punkt.PunktSentenceTokenizer``; only the way there is shorter. Nothing is learnt, so
for a full stop behind plain words only the abbreviations and the letter that follows count; all other marks are left to
NLTK. Its patterns are compiled by ``re``, white space being what the module ``regex`` takes for it.
"""

from __future__ import annotations

import re

from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

from framing.text import ABBREVIATIONS

_PLAIN = re.compile(  # a word or number, its mark, and a closing mark or the next word, of which the first letter counts
    r"[(\"]?((?:[A-Za-z]+[.-])*[A-Za-z]+|[0-9]+)([.?!])(?: +([^\s.?!,;:])[^\s.?!]*\.?|[)\"'’”])"
)
_SPACE = {r"\s": r"[^\S\x1c-\x1f]", r"\S": r"[\S\x1c-\x1f]"}  # re counts U+001C to U+001F as white space, regex does not
_BLANK = re.compile(r"[\t\n\r\v\f]")  # what parts words beside spaces


def _compiled(pattern: str, flags: int) -> re.Pattern:
    return re.compile(re.sub(r"\\[sS]", lambda found: _SPACE[found[0]], pattern), flags)


class _Marks(PunktLanguageVars):
    __slots__ = ()
    re_boundary_realignment = _compiled(PunktLanguageVars.re_boundary_realignment.pattern, re.MULTILINE)


class Sentences(PunktSentenceTokenizer):
    """``spans(paragraph)`` returns the offsets of its sentences."""

    def __init__(self):
        parameters = PunktParameters()
        parameters.abbrev_types = set(ABBREVIATIONS)
        super().__init__(parameters, lang_vars=_Marks())
        marks, each = PunktLanguageVars().period_context_re().pattern, self._lang_vars._re_sent_end_chars
        self._lang_vars._re_period_context = self._marks = _compiled(marks, re.VERBOSE)
        self._stops = _compiled(marks.replace(each, r"\.", 1), re.VERBOSE)  # found faster than one of three

    def spans(self, paragraph: str) -> list[tuple[int, int]]:
        """Return the offsets of the sentences of a paragraph; closing marks belong to the sentence before them."""
        if not paragraph.isprintable() and _BLANK.search(paragraph):
            return list(self.span_tokenize(paragraph))
        found, start, stop = [], 0, len(paragraph.rstrip())
        for word, mark in self._candidates(paragraph):  # group 1 of a mark: what stands behind it, 2: the next word
            if self.text_contains_sentbreak(paragraph[word : mark.end(1)]):
                end, following = mark.end(), max(mark.end(), mark.start(2))
                if closing := self._lang_vars.re_boundary_realignment.match(paragraph, following, stop):
                    end, following = following + len(closing[0].rstrip()), closing.end()
                if start < end:
                    found.append((start, end))
                start = following
        return [*found, (start, stop)] if start < stop else found

    def _candidates(self, paragraph: str) -> list[tuple[int, re.Match]]:
        """Return the marks that may end a sentence, the last of each word, and where this word begins."""
        found, word, before = [], 0, 0
        marks = self._marks if "?" in paragraph or "!" in paragraph else self._stops
        for mark in marks.finditer(paragraph):
            space = paragraph.rfind(" ", before + 1, mark.start())
            word = space + 1 if space > 0 else word
            if found and before > word:  # the one before stands in the same word
                found.pop()
            before = mark.start()
            found.append((word, mark))
        return found

    def text_contains_sentbreak(self, text: str) -> bool:
        """Say whether a mark with the words round it ends a sentence."""
        plain = _PLAIN.fullmatch(text)
        if plain is None:
            return super().text_contains_sentbreak(text)
        word, mark, following = plain[1].lower(), plain[2], plain[3] or ""
        if mark != ".":
            return True
        if word in ABBREVIATIONS or ("-" in word and word.split("-")[-1] in ABBREVIATIONS):
            return False
        if word.isdigit():
            return not following.islower()
        return len(word) > 1 or not (following.islower() or following.isupper())  # one letter: an initial
