"""Paragraphs to their pieces, words and marks, as arrays: where each begins and which spelling it is, many at once.

A word is letters and digits, and what a hyphen, an apostrophe, a stop, an ampersand or the comma of a number joins to
them; every other character is a mark. The space after a piece belongs to it; the rest of a paragraph's white space, before
its first piece and from a line break on, is a piece without a spelling.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import numpy as np

from framing.voices.cues import PLACEHOLDERS

OTHER, SMALL_SIGN, LETTER, SMALL, DIGIT, OPENING, CLOSING, SPACE = 128, 129, 130, 131, 132, 133, 134, 135  # codes beyond ASCII
STAND_IN = 136  # the code of the first placeholder
KNOWN = {"‘": OPENING, "’": CLOSING} | {mark: STAND_IN + n for n, mark in enumerate(PLACEHOLDERS)}
GAP = re.compile(r"\A\s+|\n\s*")
NUMBER = re.compile(r"\d+(?:ʼ\w+)?(ʼ?)")  # what the comma of a number joins; an apostrophe that is a letter ends it


class Pieces(NamedTuple):
    """The pieces of some paragraphs, laid end to end with a line break before and behind each, itself a piece.

    ``joined`` : the text; ``begins`` : where each paragraph begins in it; ``codes`` : one for each character, ``start, end`` :
    offsets into it, without the space after a piece; of a placeholder only the first; ``odd`` : pieces with characters that
    their code does not tell apart; ``breaks`` : which pieces stand before the paragraphs, and behind the last.
    """

    joined: str
    begins: np.ndarray
    codes: np.ndarray
    start: np.ndarray
    end: np.ndarray
    odd: np.ndarray
    breaks: np.ndarray


def read(paragraphs: list[str]) -> Pieces:
    """Return the pieces of some paragraphs."""
    joined = "\n".join(["", *paragraphs, "\n" * 16])
    breaks = np.cumsum([0, *(len(each) + 1 for each in paragraphs)])
    codes, raw = _codes(joined)
    words, ends, inner = _words(joined, codes, raw)
    first = _of(kinds().mark, raw).copy()  # characters that begin a piece
    first[inner] = False
    first[words] = True
    for code in range(STAND_IN, STAND_IN + len(PLACEHOLDERS)):
        if code in raw:
            first[1:] &= (codes[1:] != code) | (codes[:-1] != code)
    for begin, each in zip(breaks.tolist(), paragraphs, strict=False):
        if "\n" in each or each[:1].isspace():
            first[[begin + 1 + gap.start() for gap in GAP.finditer(each)]] = True
    first[breaks] = True
    first[breaks[-1] + 1 :] = False
    start = first.nonzero()[0]
    kind, end = codes[start], start + 1
    end[kinds().word[kind]] = ends
    end[kinds().space[kind]] -= 1
    odd = np.zeros(len(start), dtype=bool)
    odd[start.searchsorted(_of(kinds().odd, raw).nonzero()[0], side="right") - 1] = True
    return Pieces(joined, breaks[:-1] + 1, codes, start, end, odd.nonzero()[0], start.searchsorted(breaks))


def _words(joined: str, codes: np.ndarray, raw: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where words begin and end, and the marks inside them and at their end."""
    inside = _of(kinds().word, raw)
    edges = (inside[1:] != inside[:-1]).nonzero()[0] + 1
    start, end = edges[0::2], edges[1::2]
    near = ((start[1:] - end[:-1] == 1) & (codes[end[:-1]] != ord(" "))).nonzero()[0] + 1
    between = codes[end[near - 1]]
    number = near[(between == ord(",")) & kinds().digit[codes[start[near]]]]
    goes_on = np.zeros(len(start) + 1, dtype=bool)  # a run of letters and digits that belongs to the one before
    goes_on[near[kinds().joining[between]]] = goes_on[number] = True
    splits, closed = [], []  # 1,5x: 1,5 and x
    for n in number.tolist():
        if not goes_on[n]:
            continue
        found = NUMBER.match(joined, start[n])
        if found[1]:
            closed.append(found.end())
            goes_on[n + 1] = False
        elif found.end() < end[n]:
            splits.append((n, found.end()))
    inner = end[goes_on[1:]]
    if splits:
        at, stop = np.array(splits).T
        start, end, goes_on = np.insert(start, at + 1, stop), np.insert(end, at, stop), np.insert(goes_on, at + 1, False)
    start, end = start[~goes_on[:-1]], end[~goes_on[1:]]
    tail = kinds().apostrophe[codes[end]] & ~np.isin(end, closed) if closed else kinds().apostrophe[codes[end]]
    inner = np.concatenate([inner, end[tail]])
    end += tail
    return start, end, inner


class Kinds(NamedTuple):
    """For each code whether it is of a kind: letters, digits and _; white space; marks; …"""

    word: np.ndarray
    space: np.ndarray
    mark: np.ndarray
    small: np.ndarray  # small letters
    digit: np.ndarray
    joining: np.ndarray  # parts of a word to each other
    apostrophe: np.ndarray
    comma: np.ndarray  # commas, semicolons, colons
    odd: np.ndarray  # kinds that many characters share


@functools.cache
def kinds() -> Kinds:
    """Return the kinds of codes."""
    near = [chr(code) for code in range(128)]
    word = [c.isalnum() or c == "_" for c in near] + _some(LETTER, SMALL, DIGIT)[128:]
    space = [c.isspace() for c in near] + _some(SPACE)[128:]
    mark = [not (a or b) for a, b in zip(word, space, strict=True)]
    small = [c.islower() for c in near] + _some(SMALL, SMALL_SIGN)[128:]
    digit = [c.isdigit() for c in near] + _some(DIGIT)[128:]
    joining, apostrophe = _some(*map(ord, "-'.&"), OPENING, CLOSING), _some(ord("'"), OPENING, CLOSING)
    odd = _some(OTHER, SMALL_SIGN, LETTER, SMALL, DIGIT)
    return Kinds(*map(np.array, (word, space, mark, small, digit, joining, apostrophe, _some(*map(ord, ",;:")), odd)))


def _some(*codes: int) -> list[bool]:
    return [code in codes for code in range(256)]


def _of(kind: np.ndarray, raw: bytes) -> np.ndarray:
    """Return for each of many codes whether it is of a kind."""
    return np.frombuffer(raw.translate(kind.tobytes()), dtype=bool)


def _codes(joined: str) -> tuple[np.ndarray, bytes]:
    """Return the code of each character, as an array and as bytes: its own in ASCII, else that of its kind."""
    if joined.isascii():
        raw = joined.encode("ascii")
        return np.frombuffer(raw, dtype=np.uint8), raw
    wide = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(wide) != len(joined):  # characters beyond the first 65,536
        wide = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes = wide.astype(np.uint8)
    far = np.flatnonzero(wide > 127)
    codes[far] = _table().take(wide[far], mode="clip")
    for at in far[wide[far] > 0xFFFF].tolist() if wide.itemsize == 4 else ():
        codes[at] = _code(joined[at])
    return codes, codes.tobytes()


@functools.cache
def _table() -> np.ndarray:
    return np.array([*range(128), *map(_code, map(chr, range(128, 1 << 16)))], dtype=np.uint8)


@functools.lru_cache(1 << 10)
def _code(character: str) -> int:
    if character in KNOWN:
        return KNOWN[character]
    if character.isspace():
        return SPACE
    if character.isalnum():
        return DIGIT if character.isdecimal() else SMALL if character.islower() else LETTER
    return SMALL_SIGN if character.islower() else OTHER
