"""One line of a page as the zones need it, its shape and the label given so far; and what a few lines tell about each other."""

from __future__ import annotations

import functools
import re

from framing import text as words
from framing.cleaning import rules

CAPTION_WORDS = 60
PARAGRAPH_WORDS = 25  # a line so long is a paragraph, with or without a stop
_ENDS = re.compile(r"[.!?…;:,][\"”’'»)\]]*$|[\"”»]$")
_SIGNED_OFF = re.compile(r"\s*(?:\((?:end|ends|more)\)|Enditem)$", re.IGNORECASE)  # an agency's last word
_STOP_INSIDE = re.compile(r"\W*(?:\w+\W+){3}.*[a-z0-9)][.!?][\"”’']? +[–—-]{0,2} ?[A-Z]")
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
        ends = bool(_ENDS.search(_SIGNED_OFF.sub("", self.raw[-40:]).rstrip("*† ")))
        least = 3 if self.raw.endswith(".") else 6
        self.paragraph = self.n_words >= PARAGRAPH_WORDS or ends and self.n_words >= least and not self.raw.rstrip().endswith((":", ","))
        self.paragraph &= self.n_words > 6 or not self.raw.isupper()  # a publisher's name, not a sentence
        self.paragraph |= self.raw.rstrip().endswith((":", ",", ";")) and self.n_words >= 6
        self.paragraph |= "\n" in self.raw and not first  # a sentence that was broken in two
        self.paragraph = self.paragraph or self.n_words >= 8 and bool(_STOP_INSIDE.match(self.raw))
        self.quote = self.raw[0] in '“"‘«„' and ends

    def set(self, label: str) -> None:
        if label.startswith("caption") and self.n_words > CAPTION_WORDS:
            return
        if not self.label:
            self.label = label


def taken_up(title: str, paragraphs: list[str]) -> float:
    """Return the share of a title's content words that some paragraphs use; a word is its first six letters."""
    wanted = _content(title)
    return sum(any(word in _content(p) for p in paragraphs) for word in wanted) / len(wanted) if wanted else 0.0


@functools.lru_cache(maxsize=256)
def _content(text: str) -> frozenset[str]:
    folded = {token.lower() if token.isascii() else words.fold(token) for token in words.TOKEN.findall(text)}
    return frozenset(word.removesuffix("s")[:6] for word in folded - _COMMON if len(word) > 3)


def doubled_captions(lines: list[Line]) -> None:
    """A line without a stop that stands there twice in a row is a picture's description and its caption."""
    for one, two in zip(lines, lines[1:], strict=False):
        if (
            one is not lines[0]
            and one.raw == two.raw
            and not (one.label or two.label)
            and one.n_words >= 8
            and not rules.STOPPED.search(one.raw)
        ):
            one.label = two.label = "caption:doubled"


def captions_above_credits(lines: list[Line], stop: int) -> None:
    """A line without a stop right above a picture's credit is its caption."""
    for line, below in zip(lines[:stop], lines[1:], strict=False):
        credit = below.label.startswith("caption") and below.n_words <= 8 or below.plain.lower() == "hide caption"
        if credit and not line.label and not line.paragraph and line.n_words >= 5:
            line.label = "caption:above-credit"


def without_appeals(lines: list[Line], body: list[int]) -> list[int]:
    """Label the paragraphs at the end that are the publisher's, and take up nothing of the article; return the others.

    They speak to the reader, or at least three lines of the page, one of them surely furniture, part them from the article.
    """
    while len(body) > 2:
        group = [body[-1]]
        while 4 > len(group) < len(body) and body[-len(group) - 1] == group[0] - 1:
            group.insert(0, group[0] - 1)
        before = lines[body[-len(group) - 1] + 1 : group[0]] if len(group) < len(body) else []
        apart = len(before) >= 3 and any(line.label.startswith("furniture") for line in before)
        apart = apart and len(group) <= 3 and len(body) - len(group) >= 2
        theirs = [lines[place] for place in (group if apart else group[-1:])]
        plain = theirs[0].plain
        if len(theirs) == 1 and _is_about_author(theirs[0], lines[: body[0]]):
            theirs[0].label = "byline:about-author"
            body = body[:-1]
            continue
        if not (apart or rules.addresses_reader(plain) or rules.names_page(plain) or _ASKS.fullmatch(plain)):
            break
        kept = [lines[place].raw for place in body[: -len(theirs)]]
        if any(line.quote or apart and rules.REPORTED.search(line.plain) or taken_up(line.raw, kept) > 0 for line in theirs):
            break
        for line in theirs:
            known = rules.label(line.plain, edge=True)
            line.label = known or "furniture:footer:" + ("off-topic" if apart else "reader-addressed")
        body = body[: -len(theirs)]
    return body


def _is_about_author(line: Line, above: list[Line]) -> bool:
    """Return whether a paragraph begins with the full name that stands alone, or after "By", above the article."""
    names = [re.sub(r"(?i)^by:? ", "", other.plain) for other in above if 2 <= other.n_words <= 4]
    return any(name.istitle() and " " in name and line.plain.startswith(name + " ") for name in names)


_ASKS = re.compile(
    r"(?:please )?(?:sign|log|follow|share|read|subscribe|watch|stream|listen|join|get|download|click|tap|support|donate|discover|explore"
    r"|browse|view|see|find|learn|buy|shop|contact|register|enter|choose|select|manage|visit|check|tell|send|try|add|open|save|set"
    r"|turn|create|start)\b.*",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z]{3}")
_FOREIGN = re.compile(r"(?:#\w+\W*)+|[^A-Za-z]*[^\x00-\u024f\u2000-\u2bff\s][^A-Za-z]*")  # hashtags, or no Latin letter


def is_page_talk(line: Line, theme: list[str], *, asking: bool = True) -> bool:
    """Return whether a short line is the page's by its shape: hashtags, another alphabet, a request that is off the theme."""
    if _FOREIGN.fullmatch(line.plain):
        return any(_LATIN.search(paragraph) for paragraph in theme)
    if not asking or not 2 <= line.n_words <= 12 or rules.STOPPED.search(line.raw):
        return False
    asks = _ASKS.fullmatch(line.plain) or 3 <= line.n_words <= 8 and rules.addresses_reader(line.plain)
    return bool(asks) and taken_up(line.raw, theme) == 0
