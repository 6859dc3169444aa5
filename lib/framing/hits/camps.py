"""A speaker's name and the study's camps → the camp, "" if none fits."""

from __future__ import annotations

from framing import text
from framing.lexicon.index import matches

_ARTICLES = ("the ", "a ", "an ")


def camp_of(speaker: str, camps: dict[str, list[str]]) -> str:
    """Return the first camp one of whose patterns fits the whole speaker (a leading *the* aside).

    >>> camp_of("the Syrian army spokesman", {"government": ["syrian army*"]})
    'government'
    """
    seen = " ".join(text.fold(speaker).split())
    bare = next((seen[len(a) :] for a in _ARTICLES if seen.startswith(a)), seen)
    for camp, patterns in camps.items():
        for pattern in patterns:
            glob = " ".join(text.fold(pattern).split())
            if speaker and (matches(seen, glob) or matches(bare, glob)):
                return camp
    return ""
