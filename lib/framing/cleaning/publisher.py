"""Lines in which the publisher speaks, not the article: told by whom they address, what they name, and what they leave unsaid.

No sign is enough alone, so signs are counted: a word to the reader, things of the page and of publishing, the site's
own name, a request. The more of the article a sentence takes up, the more signs it needs.
"""

from __future__ import annotations

import re

from framing.cleaning import rules
from framing.cleaning.lines import Line, any_taken_up, taken_up
from framing.cleaning.wording import reports, signs_of_page

ENOUGH, ENOUGH_INSIDE = 2, 3  # signs, for a sentence that takes up nothing of the article: at its end, elsewhere
SHORT = 15  # words
PER_SHARE = 10  # more signs if it took up all of it
_ASKS = re.compile(
    r"(?:(?:please|just|simply|then|now|also) )?(?:sign|log|follow|share|read|subscribe|watch|stream|listen|join|get|download|click|tap"
    r"|support|donate|discover|explore|browse|view|see|find|learn|buy|shop|contact|register|enter|choose|select|manage|visit|check|tell"
    r"|send|try|add|open|save|set|turn|create|start|receive|forward|play|pick|claim|enjoy|shop|help us)\b.*",
    re.IGNORECASE,
)
_MAY_ASK = re.compile(
    r"(?:help|provide|report|leave|ask|call|become|meet|keep|stay|make|use|rate|vote|note|allow|activate|print|like|love|comment|reply"
    r"|upload|write|go|want|need|looking|never|don't|didn't|got|have)\b.*",
    re.IGNORECASE,
)
_NEWSROOM_WORKS = re.compile(
    r"\W(?:verif\w+|confirm\w*|contacted|approached|reached|understands|learned|seen by|obtained|interviewed|spoke|requested|responded)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_GOES_ON = re.compile(
    r"(?:the|he|she|it|they|his|her|its|their|but|and|yet|so|then|one|two|an?|some|this|that|these|those|police)\b", re.IGNORECASE
)
_ASIDE = ("furniture:footer:advertisement", "furniture:teaser", "furniture:orphan")  # what also stands in mid-text
_DOES = re.compile(r"(?:\S+ )?(?:is|was|covers|writes|reports|works|worked|joined|teaches|has (?:been|worked|written|covered|reported))\b")
_ADDRESS = re.compile(r"\S@\w+\.\w")
_LATIN = re.compile(r"[A-Za-z]{3}")
_FOREIGN = re.compile(r"(?:#\w+\W*)+|[^A-Za-z]*[^\x00-\u024f\u2000-\u2bff\s][^A-Za-z]*")  # hashtags, or no Latin letter
_DOMAIN = re.compile(r"(?:www\.|[@/.]|\b)([\w-]{4,})\.(?:com|org|net|info|co|tv|me|news|example)\b", re.IGNORECASE)


def site_names(lines: list[Line], first: int) -> frozenset[str]:
    """Return what the site may call itself, in lower case: the short lines above the first paragraph, and its domains."""
    above = {line.plain.lower() for line in lines[:first] if line.n_words <= 5 and len(line.plain) > 4 and not line.paragraph}
    domains = {name.lower() for line in lines if line.n_words <= 12 for name in _DOMAIN.findall(line.plain)}
    return frozenset({_DOMAIN.sub(r"\1", name) for name in above} | domains)


def signs(line: Line, site: frozenset[str]) -> int:
    """Return how many signs there are that the publisher speaks in a line; 0 if it quotes or reports."""
    spoken = line.plain.lower()
    if line.quote or _NEWSROOM_WORKS.search(" " + spoken):
        return 0
    found = signs_of_page(line.plain)
    if found < 0:
        return 0
    linked = any(link in line.plain for link in ("http://", "https://", "www.")) or "@" in spoken and bool(_ADDRESS.search(line.plain))
    return (
        found
        + any(name in spoken for name in site)
        + linked
        + any(spoken.startswith((name, "the " + name)) for name in site)
        + 2 * any(map(_ASKS.fullmatch, _SENTENCE.split(line.plain)))
    )


def without_appeals(lines: list[Line], body: list[int]) -> list[int]:
    """Label the paragraphs that are the publisher's, and return the others.

    At the end they need signs of it, or at least three lines of the page, one of them the heading of a list, part
    them from the article; elsewhere they need to stand beside a line of the page as well.
    """
    site = site_names(lines, body[0] if body else 0)
    for place in body[2:][-4:]:
        if _DOES.match(" ".join(lines[place].plain.split()[2:])) and _is_about_author(lines[place], lines[: body[1]]):
            lines[place].label = "byline:about-author"
    body = [place for place in body if not lines[place].label]
    while len(body) > 2:
        group = [body[-1]]
        while 4 > len(group) < len(body) and body[-len(group) - 1] == group[0] - 1:
            group.insert(0, group[0] - 1)
        before = lines[body[-len(group) - 1] + 1 : group[0]] if len(group) < len(body) else []
        apart = len(before) >= 3 and any(line.label.startswith("furniture") for line in before)
        apart = apart and len(group) <= 3 and len(body) - len(group) >= 2
        listed = any(rules.opens(line.label) for line in before)
        page = [n for n in range(1, len(group) + 1) if _closed_off(lines, group[-n], group[-1])]
        theirs, label = group if apart else group[-1:], ""
        if len(theirs) == 1 and _is_about_author(lines[theirs[0]], lines[: body[0]]):
            label = "byline:about-author"
        elif apart and _is_off_topic(
            [lines[place] for place in theirs], [lines[place].raw for place in body[: -len(theirs)]], site, listed
        ):
            label = "furniture:footer:off-topic"
        elif page and _speaks_of_page([lines[n] for n in group[-page[0] :]], [lines[n].raw for n in body[: -page[0]]], site):
            theirs, label = group[-page[0] :], "furniture:footer:off-topic"
        elif _is_publishers(lines, group[-1], body, site, ENOUGH):
            theirs, label = group[-1:], "furniture:footer:reader-addressed"
        if not label:
            break
        for place in theirs:
            known = "" if label.startswith("byline") else lines[place].known(edge=True)
            lines[place].label = known or label
        body = body[: -len(theirs)]
    for place in body[:-1] if len(body) > 2 else []:
        beside = (*lines[place - 1 : place], *lines[place + 1 : place + 2])
        if any(other.label.startswith("furniture") for other in beside) and _is_publishers(lines, place, body, site, ENOUGH_INSIDE):
            lines[place].label = "furniture:footer:publisher-speaks"
    _notices_above(lines, body)
    return [place for place in body if not lines[place].label]


def _closed_off(lines: list[Line], first: int, last: int) -> bool:
    """Return whether short lines stand between the page's own: below its notices or who wrote the article, above more of it."""
    if any(line.n_words > SHORT for line in lines[first : last + 1]):
        return False
    above = lines[first - 1].label or lines[first - 1].known(edge=True)
    theirs = above.startswith("byline") or above.startswith("furniture") and not above.startswith(_ASIDE)
    under = lines[last + 1 : last + 2]
    below = not under or (under[0].label or under[0].known(edge=True)).startswith("furniture")
    return below and (theirs or lines[first - 1].n_words <= 8 and rules.addresses_reader(lines[first - 1].plain) > 0)


def _speaks_of_page(theirs: list[Line], kept: list[str], site: frozenset[str]) -> bool:
    """Return whether each of some lines has a sign of the publisher, and no more of the article than its signs allow."""
    found = [signs(line, site) for line in theirs]
    return all(found) and all(PER_SHARE * taken_up(line.raw, kept) <= n for line, n in zip(theirs, found, strict=True))


def _notices_above(lines: list[Line], body: list[int]) -> None:
    """Label sentences between the page's lines, below the headline, of which neither that nor the article takes up anything much."""
    group = [place for n, place in enumerate(body[:3]) if place == body[0] + n]
    titles = [line.raw for line in lines[: group[0]] if not line.label and line.n_words >= 4] if group else []
    if len(body) - len(group) < 2 or not titles or not _closed_off(lines, group[0], group[-1]):
        return
    rest = [*titles, *(lines[place].raw for place in body[len(group) :])]
    told = any(lines[place].quote or reports(lines[place].plain) for place in group)
    if not told and PER_SHARE * sum(taken_up(lines[place].raw, rest) for place in group) <= len(group):
        for place in group:
            lines[place].label = "furniture:footer:off-topic"


def _is_publishers(lines: list[Line], place: int, body: list[int], site: frozenset[str], enough: int) -> bool:
    """Return whether a paragraph has signs enough, for what it takes up of the paragraphs that have none."""
    found = signs(lines[place], site)
    if found < enough - 1 or found < enough - (closed_off := _closed_off(lines, place, place)):
        return False
    kept = [lines[other].raw for other in body if other != place and signs(lines[other], site) < ENOUGH]
    return found >= enough - closed_off + PER_SHARE * taken_up(lines[place].raw, kept) / (1 + closed_off)


def _is_off_topic(theirs: list[Line], kept: list[str], site: frozenset[str], listed: bool) -> bool:
    """Return whether paragraphs neither quote nor report, and take up nothing of the others but the site's name.

    One that begins as if it went on ("The owner …") is the article's, unless a list of other stories parts it from that.
    """
    if any(line.quote or reports(line.plain) or not listed and _GOES_ON.match(line.plain) for line in theirs):
        return False
    named = re.compile("|".join(map(re.escape, sorted(site, key=len, reverse=True))) or r"(?!)", re.IGNORECASE)
    return not any(any_taken_up(named.sub(" ", line.raw), kept) for line in theirs)


def _is_about_author(line: Line, above: list[Line]) -> bool:
    """Return whether a paragraph begins with the full name that stands alone, or after "By", above the article."""
    names = [re.sub(r"(?i)^by:? ", "", other.plain) for other in above[1:] if 2 <= other.n_words <= 4]
    return any(name.istitle() and " " in name and line.plain.startswith(name + " ") for name in names)


def is_page_talk(line: Line, theme: list[str], *, asking: bool = True) -> bool:
    """Return whether a short line is the page's by its shape: hashtags, another alphabet, a request that is off the theme."""
    if _FOREIGN.fullmatch(line.plain):
        return any(_LATIN.search(paragraph) for paragraph in theme)
    if not asking or not 2 <= line.n_words <= 12 or rules.stopped(line.raw):
        return False
    found = signs_of_page(line.plain)
    asks = _ASKS.fullmatch(line.plain) or 3 <= line.n_words <= 8 and rules.addresses_reader(line.plain)
    asks = asks or line.n_words >= 3 and found >= ENOUGH or found > 0 and _MAY_ASK.fullmatch(line.plain)
    return bool(asks) and not any_taken_up(line.raw, theme)
