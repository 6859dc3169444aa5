"""The lines after the last paragraph to their zones: who signs, a last caption, then the page; below a comment form all is its."""

from __future__ import annotations

import re

from framing.cleaning.lines import Line, taken_up
from framing.cleaning.middle import BULLET, OF_ARTICLE

ON_PICTURE = 0.6  # share of a line's content words that the article takes up, for the line to be a picture's caption
_NAME = r"(?:(?:al|el|as|ash|ad|ar|an)-)?[A-Z][\w.'’-]+"
_PERSON = re.compile(rf"{_NAME}(?: (?:al-|el-)?[A-Z][\w.'’-]*){{1,2}}")
_SIGNS = re.compile(
    rf"[–—-] ?{_NAME}.{{0,40}}|{_NAME}\.?(?: {_NAME})?(?: ?/ ?{_NAME}(?: \w+)?){{1,3}}"
    rf"|[A-Z]\.{_NAME}|(?:[A-Z]\.){{1,3}}[A-Z]\.?|[a-z]{{2,3}}(?:[/,-][a-z]{{2,3}}){{0,3}}|[A-Z]{{2,4}}(?:/[A-Za-z]{{2,4}}){{1,3}}"
    rf"|\((?:END|\w+)\)(?: [\w/]{{2,15}})?|(?:The )?{_NAME}/[a-z]{{2,4}}"
)
_AGENCY = re.compile(r"[A-Z]{2,6}|(?:[A-Z]\.){2,3}")  # signs the last paragraph
_EXCHANGE = re.compile(r"\([^\w\s]?\d.* ?= ?\S*\d.*\)")  # "($1 = 4.61 lei)", an agency's last line
_SHORT_SENTENCE = re.compile(r"[A-Z]\w* \w+\.")
_BY = re.compile(r"by:? ", re.IGNORECASE)
_AUTHOR = re.compile(r"\b(?:author|contributor|writer)s?\b|\bwritten by$", re.IGNORECASE)


def bottom(lines: list[Line], last: int) -> None:
    """Give the lines after the last paragraph their zones."""
    _below_comment_form(lines)
    place = last
    while place + 1 < len(lines) and (place == last or lines[place].label.startswith("byline")):
        place += 1
        _right_below(lines, place)
    authors = {_BY.sub("", line.plain).lower() for line in lines[: last + 1] if line.label.startswith("byline")}
    lists = False  # whether the titles of other stories have begun
    for place in range(last + 1, len(lines)):
        line = lines[place]
        if line.label == "caption:credited" and line.raw.lower().startswith(("©", "(c)")):
            line.label = "furniture:footer:rights"
        if _PERSON.fullmatch(line.raw) and not line.label and not line.raw.isupper() and _AUTHOR.search(lines[place - 1].plain):
            line.label = "byline:about-author"
        if line.plain.lower() in authors and line.n_words > 1 and not lines[place - 1].label.startswith("furniture"):
            line.set("byline:name-again")
        line.set("furniture:teaser:after-the-end" if line.n_words >= 5 else "furniture:orphan:after-the-end")
        page = lines[place - 1].label
        lists |= line.label.startswith("furniture:teaser") or page.startswith("furniture") and not page.startswith("furniture:share")
        if lists and line.label.startswith("date") and line.n_words <= 6 and not OF_ARTICLE.search(line.raw):
            line.label = "furniture:teaser:date-of-title"
        if lists and (line.label == "byline:name-and-place" or line.label == "byline:by" and line.raw.startswith(("By ", "by "))):
            line.label = "furniture:teaser:author-of-title"


def _below_comment_form(lines: list[Line]) -> None:
    seen = 0
    for place, line in enumerate(lines):
        seen += line.label.startswith("body")
        if line.label == "furniture:comment-form:reply-heading" and seen >= 2:
            for below in lines[place + 1 :]:
                if not below.label.startswith("furniture"):
                    below.label = "furniture:comment-form:below-heading"
            return


def _right_below(lines: list[Line], place: int) -> None:
    """Label the line right below the last paragraph if it belongs to it: a signature, a list's last line, a caption."""
    line, following = lines[place], lines[place + 1 : place + 2]
    alone = all(below.label for below in lines[place + 1 :]) or bool(following) and following[0].label.startswith("byline")
    if lines[place - 1].label.startswith("byline"):
        line.set("byline:sign-off" if _SIGNS.fullmatch(line.raw) else "")
    elif _AGENCY.fullmatch(line.raw) or _SIGNS.fullmatch(line.raw) or alone and _PERSON.fullmatch(line.raw) and not line.raw.isupper():
        line.set("byline:sign-off")
    elif _SHORT_SENTENCE.fullmatch(line.raw) or _EXCHANGE.fullmatch(line.raw):
        line.set("body:short-sentence")
    elif BULLET.match(line.raw) and line.n_words > 2:
        line.set("body:list")
    elif line.n_words >= 5 and taken_up(line.raw, [other.raw for other in lines if other.paragraph]) >= ON_PICTURE:
        line.set("caption:no-credit")
