"""Pages and cells to the same with the articles' passages taken out: what is left is short, or a line that may be shown."""

from __future__ import annotations

import csv
import io
import re

import numpy as np

from framing.exchange import verbatim
from framing.exchange.verbatim import APART, Protected
from framing.exchange.windows import SIDE

GAP = "[…]"
FRAGMENT = 4  # words: a longer repetition of an article is no chance phrase
_TAGS = re.compile(r"<[^>]*>")


def pages(raws: list[str], protected: Protected) -> list[str]:
    """Return HTML pages in which every run of more than 4 words of an article is cut, but for what may be shown."""
    return _cut([(raw, verbatim.words_of_page(raw)) for raw in raws], protected, head=0)


def cells(values: list[str], protected: Protected) -> list[str]:
    """Return texts in which every such run is cut after its first 7 words."""
    return _cut([(value, [verbatim.words(value)]) for value in values], protected, head=SIDE)


def csv_file(raw: str, protected: Protected) -> str:
    """Return a CSV file with its cells cut."""
    rows = list(csv.reader(io.StringIO(raw, newline="")))
    cut = iter(cells([cell for row in rows for cell in row], protected))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([[next(cut) for _ in row] for row in rows])
    return out.getvalue()


def longest(documents: list[tuple[str, list[list[tuple[int, int]]]]], protected: Protected) -> list[tuple[int, int, str]]:
    """Return for each text its longest run of an article's words: how many, at which character, of which article."""
    length, place = verbatim.runs(protected.encode(documents), protected.numbers)
    found, at = [], 0
    for _, stretches in documents:
        offsets = [pair for stretch in stretches for pair in (*stretch, (0, 0))]
        own = length[at : at + len(offsets)]
        best = int(own.argmax()) if len(own) else 0
        n = int(own[best]) if len(own) else 0
        found.append((n, offsets[best][0] if n else 0, protected.ids[protected.owner[place[at + best]]] if n else ""))
        at += len(offsets)
    return found


def _cut(documents: list[tuple[str, list[list[tuple[int, int]]]]], protected: Protected, *, head: int) -> list[str]:
    numbers = protected.encode(documents)
    length, place = verbatim.runs(numbers, protected.numbers)
    gone = _gone(length, place, protected, head)
    gone[numbers == APART] = False
    texts, at = [], 0
    for raw, stretches in documents:
        edits = []
        for offsets in stretches:
            own = gone[at : at + len(offsets)]
            at += len(offsets) + 1
            if own.any():
                edits += _edits(raw, offsets, own)
        texts.append(_edited(raw, edits))
    return texts


def _gone(length: np.ndarray, place: np.ndarray, protected: Protected, head: int) -> np.ndarray:
    """Say of each word whether it goes: it stands in a run longer than a fragment, and is not of what may be shown."""
    source, first = np.full(len(length), -1, np.int64), np.zeros(len(length), bool)
    before = np.append(0, length[:-1])
    begins = np.flatnonzero((length > FRAGMENT) & (before <= length))  # a run of n + 1 a word earlier holds this one
    for start in begins[np.argsort(length[begins], kind="stable")]:  # longer runs have the last word on where they are from
        run = slice(start, start + length[start])
        source[run] = place[start] + np.arange(length[start])
        first[run] = False
        first[start : start + head] = True
    gone = (source >= 0) & ~protected.allowed[source] & ~first
    return gone if len(protected.numbers) else np.zeros(len(length), bool)


def _edits(raw: str, offsets: list[tuple[int, int]], gone: np.ndarray) -> list[tuple[int, int, str]]:
    edits = []
    for i in np.flatnonzero(gone):
        start, end = offsets[i]
        edits.append((start, end, "" if i and gone[i - 1] else GAP))
        if i and gone[i - 1]:
            at = offsets[i - 1][1]
            for tag in [*_TAGS.finditer(raw, at, start), None]:  # what stands between two words that go, goes; tags stay
                stop = tag.start() if tag else start
                edits += [(at, stop, "")] if stop > at else []
                at = tag.end() if tag else stop
    return edits


def _edited(raw: str, edits: list[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, new in sorted(edits):
        parts += [raw[at:start], new]
        at = end
    return "".join([*parts, raw[at:]]) if parts else raw
