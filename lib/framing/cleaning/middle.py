"""The lines between the first and the last paragraph to their zones: subheads, lists, captions, titles of other stories."""

from __future__ import annotations

import re

from framing.cleaning.lines import Line, any_taken_up, captions_above_credits, names_author, taken_up
from framing.cleaning.publisher import is_page_talk

ON_THEME = 0.34  # share of a line's content words that the article takes up, for the line to be its headline for sure
SUBHEAD_WORDS = 7  # a line without a stop up to this length is a subhead wherever it stands between paragraphs
_SAID = re.compile(r"[‘'“\"].+[’'”\"]")  # what somebody said makes a subhead
TAGS = 3  # so many lines in a row of up to three words are no subheads
OF_ARTICLE = re.compile(r"publi|updat|modif|post|edit|creat|issu", re.IGNORECASE)  # a date that says of what it is
BULLET = re.compile(r"\s*(?:[•●▪■*–-]|\d{1,2}[.)])\s+\S")


def middle(lines: list[Line], first: int, last: int) -> None:
    """Give the lines between the first and the last paragraph their zones."""
    captions_above_credits(lines, last)
    for before, line, after in zip(lines[first:last], lines[first + 1 : last], lines[first + 2 : last + 1], strict=False):
        if line.label and all(other.paragraph and not other.label for other in (before, after)):
            _of_article(line, after)
    under = ""  # the label of the heading whose list we are in
    place = first
    while place <= last:
        line = lines[place]
        if line.label:
            around = [other.label for other in (*lines[place - 1 : place], *lines[place + 1 : place + 2])]
            if line.label == "date:alone" and all(label.startswith("furniture") for label in around) and not OF_ARTICLE.search(line.raw):
                line.label = "furniture:teaser:date-of-title"
            ends = not line.label.startswith("furniture") or line.raw.lower().startswith("end of ")
            under = line.label if line.opens() else "" if ends else under
        elif (line.paragraph or line.quote) and not (under and line.raw.endswith("?") and line.n_words <= 15):
            line.label, under = "body:paragraph", ""
        else:
            stop = place + 1
            while stop <= last and not lines[stop].label and not (lines[stop].paragraph or lines[stop].quote):
                stop += 1
            _short_lines(lines, place, stop, under)
            place = stop
            continue
        place += 1


def _of_article(line: Line, after: Line) -> None:
    """Take the label off a line between two paragraphs that the next one takes up: a subhead that looked like something else."""
    if line.label.startswith("furniture:nav:services") and taken_up(line.raw, [after.raw]) == 1:
        line.label = "subhead:taken-up"
    elif line.label == "byline:name-and-place" and any_taken_up(" ".join(line.raw.split()[:2]), [after.raw]):
        line.label = "subhead:taken-up"


def _short_lines(lines: list[Line], place: int, stop: int, under: str) -> None:
    """Tell subheads, lists and other stories' titles apart: a run of lines without a stop between two paragraphs."""
    run = lines[place:stop]
    before = next((line for line in reversed(lines[:place]) if line.label.startswith("body")), None)
    following = [line.raw for line in lines[stop : stop + 8] if line.paragraph and not line.label][:2]
    if under:
        for line in run:
            line.label = "furniture:teaser:under-heading"
        theme = [line.raw for line in lines if line.paragraph]
        if names_author(lines, stop - 1):
            run[-1].label = "byline:name-alone"
        elif len(run) > 1 and run[-1].n_words > SUBHEAD_WORDS and taken_up(run[-1].raw, theme) >= 0.5:
            run[-1].label = "caption:no-credit"
    elif any(BULLET.match(line.raw) for line in run) or before is not None and before.raw.rstrip().endswith(":"):
        for line in run:
            line.label = "body:list"
    elif len(run) >= TAGS and all(line.n_words <= 3 for line in run):
        for line in run:
            line.label = "furniture:nav:tags"
    elif len(run) > 1 and all(line.n_words > 4 for line in run):
        theme = [line.raw for line in lines if line.paragraph]
        shares = [taken_up(line.raw, theme) for line in run]
        listed = sum(shares) >= ON_THEME * len(run) if min(shares) > 0 else sum(shares) >= 0.4 * len(run)
        for line in run:
            line.label = "body:list" if listed else "furniture:teaser:titles-in-a-row"
    else:
        theme = [line.raw for line in lines if line.paragraph]
        for line in run:
            if _is_not_subhead(lines, line, place, stop, theme):
                line.label = "furniture:nav:page-talk"
                continue
            is_taken_up = line.n_words <= SUBHEAD_WORDS or taken_up(line.raw, following) >= 0.34
            about = line.n_words > SUBHEAD_WORDS and taken_up(line.raw, theme) >= ON_THEME
            about |= line.n_words >= 6 and line.raw[-1] in ")]"
            told = "subhead:between-paragraphs" if is_taken_up else "caption:no-credit" if about else "furniture:teaser:title-in-mid-text"
            line.label = told


def _is_not_subhead(lines: list[Line], line: Line, place: int, stop: int, theme: list[str]) -> bool:
    """Return whether a short line in mid-text is the page's: by its shape, or beside furniture and off the theme."""
    following = [other.raw for other in lines[stop : stop + 8] if other.paragraph and not other.label][:2]
    if _SAID.fullmatch(line.raw):
        return False
    if is_page_talk(line, theme) or line.raw.isupper() and line.n_words >= 5 and taken_up(line.raw, following) < ON_THEME:
        return True
    beside = [other for other in (*lines[place - 1 : place], *lines[stop : stop + 1]) if other.label.startswith("furniture")]
    if (beside or stop - place > 1) and line.known(edge=True) == "furniture:nav:sections":
        return True
    return (len(beside) == 2 or beside and line.n_words >= 3) and not any_taken_up(line.raw, theme)
