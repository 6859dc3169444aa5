"""The lines above the first paragraph to their zones: headline, standfirst, byline, the way to the page.

The headline is the first line of weight whose words the article takes up; it may end in a stop or question mark, and
then looks like a paragraph. What stands above it is the page's.
"""

from __future__ import annotations

import re

from framing.cleaning import rules
from framing.cleaning.lines import Line, any_taken_up, captions_above_credits, names_author, taken_up
from framing.cleaning.middle import OF_ARTICLE, ON_THEME
from framing.cleaning.publisher import is_page_talk
from framing.cleaning.wording import names_topic, signs_of_page

HEADLINE_AFTER_ALL = ("furniture:teaser:labelled-title", "furniture:footer:reader-addressed")  # "Factbox: …", "Your vote, our story"
_NAME = r"(?:(?:al|el|as|ash|ad|ar|an|bin|abu)-)?[A-Z][\w.'’-]*"
_NAMES = re.compile(rf"{_NAME}(?:,? (?:and|of|the|for|al|de|van|von|bin|&|{_NAME})){{1,5}}")
_CREDITED = re.compile(rf"{_NAME}(?: {_NAME}){{0,3}} ?/ ?{_NAME}(?: {_NAME}){{0,3}}")  # a person and a paper
_OFFICE = re.compile(
    r"\b(?:ministry|agency|staff|desk|correspondent|news|press|office|service|bureau|reporter|editor|agencies|writer|department|army)\b",
    re.IGNORECASE,
)
_BODY = re.compile(r"\b(?:ministry|agency|department|office|bureau|army|staff|desk|correspondent|reporter|editor|writer)\b", re.IGNORECASE)
_TITLE = re.compile(r"(?:The|A|An|How|Why|What|When|Who|Inside|My|No) \w+['’]?\w* [a-z]\w+")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun|today)", re.IGNORECASE)
_FILED = re.compile(r"[^\d|]+\||(?:\w+ ){1,3}ago\b")  # a section and a time, or how long ago
_SUMMARY = re.compile(
    r"(?:key|main) (?:points|takeaways|findings|facts)|at a glance|in (?:short|brief)|(?:in )?summary"
    r"|in this (?:piece|report|essay|commentary|analysis)",
    re.IGNORECASE,
)
_TWO_NAMES = re.compile(rf"(?!By ){_NAME} {_NAME}")
_PLACE = re.compile(rf"in {_NAME}(?:,? (?:and |in )?{_NAME}){{0,3}}")
_PICTURES = re.compile(r" (?:Pictures|Images|Photos|Photography|Photo Agency)$")
_SOURCE = re.compile(r"[A-Z][\w.'’-]*(?: ?[–—/-] ?[A-Z][\w.'’-]*)*:?")
_PHRASE = re.compile(r"\w+ [a-z]+ [a-z]+")  # three words, no name: a short standfirst


def first_paragraph(lines: list[Line], body: list[int]) -> int:
    """Return the place of the first paragraph after headline and standfirst; label them if they look like paragraphs."""
    return _after_standfirst(lines, _after_headline(lines, body), body)


def _after_headline(lines: list[Line], body: list[int]) -> int:
    """Return the place of the first paragraph after the headline (a headline may end in a stop or question mark)."""
    if not body:
        return len(lines)
    first = body[0]
    above = [line for line in lines[:first] if not line.label or line.label in HEADLINE_AFTER_ALL]
    earlier = [line.raw for line in above if line.n_words >= (4 if rules.stopped(lines[first].raw) else 5)]
    line = lines[first]
    repeated = any(other.label == "headline:repeated" for other in lines[first : first + 6])
    if len(body) < 2 and not repeated:
        return first
    asks = line.raw.rstrip("”\"’'")[-1:] in ("?", "!")
    if line.n_words > 30 or earlier and not asks:
        return first
    title_case = sum(w[0].isupper() for w in line.raw.split() if w[0].isalpha()) > 0.6 * line.n_words
    quoted = line.raw[-1] in '”"’' and line.n_words <= 16 and not line.raw.endswith((".”", '."'))
    if not (repeated or title_case or asks or quoted or not rules.stopped(line.raw)):
        return first
    elsewhere = [other.raw for other in lines[first + 1 :] if other.paragraph]
    on_theme = any_taken_up(line.raw, elsewhere)
    if not (repeated or on_theme) or earlier and (not on_theme or any(any_taken_up(other, elsewhere) for other in earlier)):
        return first
    line.set("headline:first-line")
    return body[1] if len(body) > 1 else len(lines)


def _after_standfirst(lines: list[Line], first: int, body: list[int]) -> int:
    """Return the place of the first paragraph after a standfirst: one that a byline or date parts from the next one."""
    following = next((place for place in body if place > first), None)
    if following is None or lines[first].n_words > 60:
        return first
    for line in lines[first + 1 : following]:
        zone = (line.label or line.known(edge=True)).split(":")[0]
        if zone in {"byline", "date"}:
            lines[first].label = "standfirst:before-byline"
            return following
        if zone not in {"furniture", "caption"}:
            return first
    return first


def top(lines: list[Line], first: int) -> None:
    """Give the lines before the first paragraph their zones."""
    theme = [line.raw for line in lines if line.paragraph and (not line.label or line.label.startswith("standfirst"))]
    if not any(line.label.startswith("headline:f") for line in lines[:first]):
        _find_headline(lines, first, theme)
    _above_headline(lines, first, theme)
    _dates_above_headline(lines, first)
    captions_above_credits(lines, first)
    under, seen = "", set()
    below_headline = False
    for place, line in enumerate(lines[:first]):
        below_headline |= line.label.startswith("headline")
        if line.label:
            under = line.label if line.opens() else under if line.label.startswith("furniture") else ""
        elif below_headline:
            line.label = _below_headline(lines, place, theme, under, seen)
        else:
            line.label = "furniture:orphan:short"
        if line.label.startswith("furniture"):
            seen.add(_squeezed(line))


def _find_headline(lines: list[Line], first: int, theme: list[str]) -> None:
    """Label the headline: the first line the article takes up, else the first of weight, else the first long one."""
    free = [line for line in lines[:first] if not line.label]
    announced = [line for line in lines[:first] if line.label in HEADLINE_AFTER_ALL or _only_like_byline(line, theme)]
    free = [line for line in free if not is_page_talk(line, theme, asking=False)] or free
    long_enough = [line for line in [*free, *announced] if (line.n_words >= 4 or _TITLE.fullmatch(line.raw)) and not line.raw[0].islower()]
    several = long_enough if len(long_enough) > 1 else []
    on_theme = [line for line in several if taken_up(line.raw, theme) >= ON_THEME]
    weighty = [line for line in several if any_taken_up(line.raw, theme) or line.n_words >= 6]
    headline = next(iter(on_theme or weighty or long_enough or free), None)
    if headline is None:
        return
    place = lines.index(headline)
    for earlier, line in enumerate(lines[:place]):  # a standfirst or caption may take up more of the article
        told = any(other.label.startswith(("byline", "date")) for other in lines[earlier + 1 : place])
        above_standfirst = lines[earlier + 1].label.startswith("standfirst")
        if line in weighty and (above_standfirst or told and any_taken_up(line.raw, theme)):
            place, headline = earlier, line
            break
    alone = place and lines[place - 1] in free and not (place > 1 and lines[place - 2] in long_enough)
    alone = alone and (any_taken_up(lines[place - 1].raw, theme) or not signs_of_page(lines[place - 1].plain))
    if alone and lines[place - 1].n_words >= 6:  # of two long lines in a row the second is the standfirst
        place, headline = place - 1, lines[place - 1]
    for later, line in enumerate(lines[place + 1 : first], place + 1):  # the way to the page ends in its title
        if line.label.startswith(("byline", "date", "caption")):
            break
        if not line.label and line.n_words >= 3 and _squeezed(headline).endswith(_squeezed(line)):
            headline = lines[later]
    headline.label = "headline:first-line"
    for line in lines:
        if line.start > headline.start and not line.label and line.plain.lower() == headline.plain.lower():
            line.label = "headline:repeated"


def _above_headline(lines: list[Line], first: int, theme: list[str]) -> None:
    place = next((n for n, line in enumerate(lines[:first]) if line.label.startswith("headline:f")), 0)
    under = False  # in a list of other stories
    for line in lines[:place]:
        under = line.opens() or under and (not line.label or line.label.startswith("furniture"))
        if not line.label:
            same = _squeezed(line).endswith(_squeezed(lines[place]))
            standfirst = (line.n_words >= 5 or bool(_TITLE.match(line.raw))) and not same and not under and any_taken_up(line.raw, theme)
            line.label = "standfirst:above-headline" if standfirst else "furniture:nav:above-headline"
        elif line.label == "byline:name-and-place" or line.label == "byline:by" and line.plain.lower() in ("newsroom", "staff", "editor"):
            line.label = "furniture:nav:above-headline"


def _dates_above_headline(lines: list[Line], first: int) -> None:
    """Label the day on which a page was called up: parted from the headline by more of the page, while the article has its own date."""
    place = next((n for n, line in enumerate(lines[:first]) if line.label.startswith("headline:f")), 0)
    dated = any(line.label.startswith("date") for line in lines[place:first])
    for n, line in enumerate(lines[:place]):
        if not line.label.startswith("date") or OF_ARTICLE.search(line.raw):
            continue
        gap = lines[n + 1 : place]
        apart = bool(gap) and all(other.label.startswith(("furniture", "date")) for other in gap)
        if dated and (apart or _FILED.match(line.raw)) or apart and len(gap) >= 3 and _WEEKDAY.match(line.raw):
            line.label = "furniture:nav:today"


def _below_headline(lines: list[Line], place: int, theme: list[str], under: str, seen: set[str]) -> str:
    """Return the label of a line between the headline and the first paragraph."""
    line = lines[place]
    if names_author(lines, place):
        return "byline:name-alone"
    signed = place > 0 and lines[place - 1].label.startswith("byline") and _TWO_NAMES.search(lines[place - 1].raw)
    if signed and _PLACE.fullmatch(line.raw):
        return "byline:place-alone"
    if under and not (line.n_words >= 6 and taken_up(line.raw, theme) >= 0.5):
        return "furniture:teaser:under-heading"
    if _SUMMARY.fullmatch(line.raw):
        return "furniture:nav:summary"
    if line.n_words <= 4 and _squeezed(line) in seen:
        return "furniture:nav:said-before"
    if line.n_words <= 8 and rules.addresses_reader(line.plain):
        return "furniture:footer:reader-addressed"
    if is_page_talk(line, theme):
        return "furniture:nav:page-talk"
    if _CREDITED.fullmatch(line.raw) and not names_topic(line.plain):
        return "byline:person-and-paper"
    if _NAMES.fullmatch(line.raw) and (line.n_words <= 3 or _OFFICE.search(line.raw)):
        if _PICTURES.search(line.raw) and _beside(lines, place, ("byline", "date", "caption")):
            return "caption:credit-alone"
        return "byline:name-alone" if _BODY.search(line.raw) or not names_topic(line.plain) else "furniture:nav:topic"
    if line.raw.endswith(":"):
        return "subhead:above-list"
    if line.n_words >= 4 or place and lines[place - 1].label.startswith("headline") and _PHRASE.fullmatch(line.raw):
        return "standfirst:no-stop"
    if line.n_words > 1 and _NAMES.fullmatch(line.raw):
        return "byline:place-alone"
    if _SOURCE.fullmatch(line.raw) and _beside(lines, place, ("byline", "date")) and not names_topic(line.plain):
        return "byline:source-alone"
    return "furniture:orphan:short"


def _squeezed(line: Line) -> str:
    return re.sub(r"\W+", "", line.raw).lower()


def _only_like_byline(line: Line, theme: list[str]) -> bool:
    """Return whether a line labelled as a byline is a headline in capitals ("Envoy Urges Restraint in Vess"): no author is taken up."""
    named = line.label in ("byline:by", "byline:name-and-place") and line.n_words >= 4 and line.raw.split()[0].lower() != "by"
    return named and taken_up(line.raw, theme) >= 0.5


def _beside(lines: list[Line], place: int, zones: tuple[str, ...]) -> bool:
    """Return whether the line before or after has one of these zones."""
    return any(line.label.startswith(zones) for line in [*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]])
