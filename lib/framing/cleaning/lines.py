"""One line of a page as the zones need it, its shape and the label given so far; and what a few lines tell about each other."""

from __future__ import annotations

import functools
import re

from framing import text as words
from framing.cleaning import rules
from framing.cleaning.vocabulary import Words
from framing.cleaning.wording import names_topic

CAPTION_WORDS = 60
PARAGRAPH_WORDS = 25  # a line so long is a paragraph, with or without a stop
_SIGNED_OFF = re.compile(r"\s*(?:\((?:end|ends|more)\)|Enditem)$", re.IGNORECASE)  # an agency's last word
_PLAIN = re.compile(r"[\x00-\x7f‘’“”–—…•]*")  # letters that fold to themselves
_STOP_INSIDE = re.compile(r"\W*(?:\w+\W+){3}.*[a-z0-9)][.!?][\"”’']? +[–—-]{0,2} ?[A-Z]")
_PERSON = re.compile(r"(?!The )[A-Z][\w'’-]+ (?:[A-Z][\w.'’-]* )?[A-Z][\w'’-]*[a-z]")
_COMMON = frozenset(
    """about after again against also amid among been before being between could does down during even first following from
    have here into just last least less like made make many more most much must near only other over said says since some such
    than that their them then there these they this those through under until upon very were what when where which while
    will with would year years your asks ahead across calls claims""".split()
)


class Line:
    """A unit while its zone is being found."""

    def __init__(self, text: str, start: int, end: int, given: str, words: Words, *, first: bool) -> None:
        self.start, self.end = start, end
        self.raw = text[start:end]
        self.plain = rules.plain(self.raw[: rules.LONGEST + 50])  # the line as it is compared, of a long one the beginning
        self.n_words = self.raw.count(" ") + self.raw.count("\n") + 1
        self.label = given
        self.telling, self.may_address = words.telling.within(start, end), bool(words.address.within(start, end))
        ends = _ends(self.raw[-40:])
        least = 3 if self.raw.endswith(".") else 6
        self.paragraph = self.n_words >= PARAGRAPH_WORDS or ends and self.n_words >= least and not self.raw.rstrip().endswith((":", ","))
        self.paragraph &= self.n_words > 6 or not self.raw.isupper()  # a publisher's name, not a sentence
        self.paragraph |= self.raw.rstrip().endswith((":", ",", ";")) and self.n_words >= 6
        self.paragraph |= "\n" in self.raw and not first  # a sentence that was broken in two
        self.paragraph = self.paragraph or self.n_words >= 8 and bool(_STOP_INSIDE.match(self.raw))
        self.quote = self.raw[0] in '“"‘«„' and ends

    def opens(self) -> bool:
        """Return whether a list begins below the line: it is a heading, not itself the title of another story."""
        return (
            rules.opens(self.label)
            and not self.raw.lower().startswith("end of ")
            and (self.n_words <= 4 or self.raw.endswith(":") or not self.label.endswith(":read-also"))
        )

    def known(self, *, edge: bool) -> str:
        """Return the label that the rules of furniture.yml give the line, or ""."""
        return rules.label(self.plain, edge=edge, words=self.telling)

    def set(self, label: str) -> None:
        if label.startswith("caption") and self.n_words > CAPTION_WORDS:
            return
        if not self.label:
            self.label = label


def _ends(closing: str) -> bool:
    """Return whether a line with these last letters ends in a stop of any kind or a quotation mark, but for what an agency adds."""
    if closing.endswith((")", "m", "M")):
        closing = _SIGNED_OFF.sub("", closing)
    closing = closing.rstrip("*† ")
    return closing.endswith(('"', "”", "»")) or closing.rstrip("\"”’'»)]").endswith((".", "!", "?", "…", ";", ":", ","))


def names_author(lines: list[Line], place: int) -> bool:
    """Return whether a line is a person's name above what that person is ("Trainee reporter")."""
    below = lines[place + 1 : place + 2]
    named = bool(_PERSON.fullmatch(lines[place].raw)) and not names_topic(lines[place].plain)
    return named and bool(below) and below[0].label.startswith("byline")


def taken_up(title: str, paragraphs: list[str]) -> float:
    """Return the share of a title's content words that some paragraphs use; a word is its first six letters."""
    wanted = _content(title)
    used = [any(word in _spelled(p) and word in _content(p) for p in paragraphs) for word in wanted]
    return sum(used) / len(wanted) if wanted else 0.0


def any_taken_up(title: str, paragraphs: list[str]) -> bool:
    """Return whether some paragraphs use any content word of a title."""
    return any(word in _spelled(p) and word in _content(p) for word in _content(title) for p in paragraphs)


@functools.lru_cache(maxsize=256)
def _spelled(text: str) -> str:
    """Return a string in which every content word of a text stands, and others."""
    if text.isascii():
        return text.lower()
    return text.lower().replace("’", "'") if _PLAIN.fullmatch(text) else " ".join(_content(text))


@functools.lru_cache(maxsize=256)
def _content(text: str) -> frozenset[str]:
    return frozenset().union(*map(_STEMS.__getitem__, text.split()))


def _stems(piece: str) -> tuple[str, ...]:
    """Return the content words in what stands between white space, each as its first six letters."""
    folded = (token.lower() if token.isascii() else words.fold(token) for token in words.TOKEN.findall(piece))
    return tuple(word.removesuffix("s")[:6] for word in folded if len(word) > 3 and word not in _COMMON)


_STEMS = words.Remembered(_stems)


def doubled_captions(lines: list[Line]) -> None:
    """A line without a stop that stands there twice in a row is a picture's description and its caption."""
    for one, two in zip(lines, lines[1:], strict=False):
        if (
            one is not lines[0]
            and any(line.n_words >= 4 and not line.label for line in lines[: lines.index(one)])
            and one.raw == two.raw
            and not (one.label or two.label)
            and one.n_words >= 8
            and not rules.stopped(one.raw)
        ):
            one.label = two.label = "caption:doubled"


def captions_above_credits(lines: list[Line], stop: int) -> None:
    """A line without a stop right above a picture's credit is its caption."""
    for line, below in zip(lines[:stop], lines[1:], strict=False):
        credit = below.label.startswith("caption") and below.n_words <= 8 or below.plain.lower() == "hide caption"
        if credit and not line.label and not line.paragraph and line.n_words >= 5:
            line.label = "caption:above-credit"
