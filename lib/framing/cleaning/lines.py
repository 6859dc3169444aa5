"""One line of a page as the zones need it: its shape (a paragraph, a quotation, how long) and the label given so far."""

from __future__ import annotations

import re

from framing import text as words
from framing.cleaning import rules

CAPTION_WORDS = 60
PARAGRAPH_WORDS = 25  # a line so long is a paragraph, with or without a stop
_ENDS = re.compile(r"[.!?…;:,][\"”’'»)\]]*$|[\"”»]$")
_STOP_INSIDE = re.compile(r"(?:\w+\W+){3}.*[a-z0-9)][.!?][\"”’']? +[–—-]{0,2} ?[A-Z]")
_COMMON = frozenset(
    """about after again against also amid among been before being between could does down during even first following from
    have here into just last least less like made make many more most much must near only other over said says some such
    than that their them then there these they this those through under until upon very were what when where which while
    will with would year years your asks ahead across calls claims""".split()
)


class Line:
    """A unit while its zone is being found."""

    def __init__(self, text: str, start: int, end: int, given: str, *, first: bool) -> None:
        self.start, self.end = start, end
        self.raw = text[start:end]
        self.plain = rules.plain(self.raw[: rules.LONGEST + 50])
        self.n_words = self.raw.count(" ") + self.raw.count("\n") + 1
        self.label = given
        ends = bool(_ENDS.search(self.raw.rstrip("*† ")))
        least = 4 if self.raw.endswith(".") else 6
        self.paragraph = self.n_words >= PARAGRAPH_WORDS or ends and self.n_words >= least and not self.raw.rstrip().endswith((":", ","))
        self.paragraph |= self.raw.rstrip().endswith((":", ",", ";")) and self.n_words >= 6
        self.paragraph |= "\n" in self.raw and not first  # a sentence that was broken in two
        self.paragraph |= self.n_words >= 8 and bool(_STOP_INSIDE.search(self.raw))
        self.quote = self.raw[0] in '“"‘«„' and ends

    def set(self, label: str) -> None:
        if label.startswith("caption") and self.n_words > CAPTION_WORDS:
            return
        if not self.label:
            self.label = label


def taken_up(title: str, paragraphs: list[str]) -> float:
    """Return the share of a title's content words that the paragraphs after it use; a word is its first six letters."""

    def content(text: str) -> set[str]:
        return {w.removesuffix("s")[:6] for w in (words.fold(t) for t in words.TOKEN.findall(text)) if len(w) > 3 and w not in _COMMON}

    wanted = content(title)
    return len(wanted & content(" ".join(paragraphs))) / len(wanted) if wanted else 0.0
