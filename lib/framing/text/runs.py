"""Texts laid end to end → where their tokens stand, by the rule ``text.TOKEN``, as array operations on one code a character.

The few hyphens, apostrophes, decimal signs and stops of an abbreviation that join two runs of letters and digits are
marked as if they were letters; then runs are found by comparing neighbours. A line with a combining mark or a hidden
character is read by ``text.TOKEN`` itself: no token crosses a line.
"""

from __future__ import annotations

import functools
import re
from itertools import chain
from typing import NamedTuple

import numpy as np

from framing import text

OTHER, APOSTROPHE, HYPHEN, CLOSED, LETTER, DIGIT, HARD = 128, 129, 130, 131, 200, 201, 255  # codes beyond ASCII


class Piece(NamedTuple):
    """Tokens of texts laid end to end: the codes of all characters, offsets, and which tokens have letters beyond ASCII."""

    codes: np.ndarray
    start: np.ndarray
    end: np.ndarray
    odd: np.ndarray


def read(joined: str) -> Piece:
    """Return the tokens of texts laid end to end."""
    codes, far, hard = _codes(joined)
    inside = _alnum(codes)
    for a, b in hard:
        inside[a:b] = False
    begun, stopped = _join(codes, inside)
    differs = np.zeros(len(inside), dtype=bool)
    np.not_equal(inside[1:], inside[:-1], out=differs[1:])
    edges = np.flatnonzero(differs)
    first, last = np.searchsorted(edges, begun), np.searchsorted(edges, stopped)
    edges[first] -= 1
    edges[last] += 1
    if hard:
        lines = [np.array([m.span() for m in text.TOKEN.finditer(joined, a, b)], dtype=np.int64).ravel() for a, b in hard]
        others = np.split(edges, np.searchsorted(edges, [a for a, _ in hard]))
        edges = np.concatenate([*chain(*zip(others, lines, strict=False)), others[-1]])
    within = np.searchsorted(edges, far, side="right") - 1
    return Piece(codes, edges[0::2], edges[1::2], np.unique(within[within % 2 == 0] // 2))


def _codes(joined: str) -> tuple[np.ndarray, np.ndarray, list[tuple[int, int]]]:
    """Return the code of each character, where letters and digits stand that the code does not tell apart, and the
    lines that only ``text.TOKEN`` can read.
    """
    if joined.isascii():
        return np.frombuffer(joined.encode("ascii"), dtype=np.uint8), np.zeros(0, dtype=np.int64), []
    wide = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(wide) != len(joined):  # characters beyond the first 65,536
        wide = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes = wide.astype(np.uint8)
    far = np.flatnonzero(wide > 127)
    codes[far] = kinds = _table()[np.minimum(wide[far].astype(np.int64), 1 << 16)]
    hard = sorted({(joined.rindex("\n", 0, at) + 1, joined.index("\n", at)) for at in far[kinds == HARD].tolist()})
    return codes, far[kinds >= LETTER], hard


@functools.cache
def _table() -> np.ndarray:
    """Return the code of every character up to 65,535, and HARD for those beyond."""
    codes = np.full((1 << 16) + 1, OTHER, dtype=np.uint8)
    codes[:128] = np.arange(128)
    every = "".join(map(chr, range(128, 1 << 16)))
    for code, pattern in ((LETTER, r"[^\W\d_]"), (DIGIT, r"\d"), (HARD, f"[{text.MARKS}{text.INVISIBLE}ʼ]")):
        codes[[match.start() + 128 for match in re.finditer(pattern, every)]] = code
    codes[[ord("’"), ord("‐"), ord("‑")]] = APOSTROPHE, HYPHEN, CLOSED
    codes[-1] = HARD
    return codes


def _join(codes: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mark the signs as inside that join two runs to one token; return where runs stand that begin a sign earlier, with
    the apostrophe of a possessive, and where those stop that end a sign later, with the last stop of an abbreviation.
    """
    sign = np.flatnonzero((inside[1:] > inside[:-1]) & (codes[:-1] > 32))  # right before a run
    code, before, after = codes[sign], codes[sign - 1], codes[sign + 1]
    between, short = inside[sign - 1], ~inside[sign + 2]  # right behind another run, too; before a run of one
    apostrophe, stop = _is(code, "'", APOSTROPHE), code == ord(".")
    possessive = apostrophe & ((after | 32) == ord("s")) & short & (between | _is(before, "_", ord(".")))
    behind = np.append(False, possessive[:-1] & (sign[1:] - sign[:-1] == 2))[: len(sign)]  # right behind a possessive
    single = between & ~inside[sign - 2] & ~behind  # right behind a run of one
    linked = stop & single & short & ~_is_digit(before) & ~_is_digit(after)  # letter, stop, letter: an abbreviation
    tied = (_is(code, "-", HYPHEN, CLOSED) | apostrophe) & ~possessive
    number = (stop | (code == ord(","))) & _is_digit(before) & _is_digit(after)
    joins = linked | (between & ((tied & ~behind) | number))

    letters = sign[linked] + 1
    stopped = letters[np.append(letters[1:] - letters[:-1] != 2, True)[: len(letters)]] + 1
    stopped = stopped[codes[stopped] == ord(".")]
    near = np.append(sign[tied], 0)[np.searchsorted(sign[tied], stopped + 1)] == stopped + 1  # U.S.-led
    inside[sign[joins]] = True
    for shift in (0, 1):
        inside[stopped[near] + shift] = True
    return sign[possessive] + 1, stopped[~near]


def _alnum(codes: np.ndarray) -> np.ndarray:
    """Return whether each code is a letter's or a digit's (or HARD)."""
    found = (codes | 32) - 97 < 26
    found |= codes - 48 < 10
    found |= codes >= LETTER
    return found


def _is(codes: np.ndarray, sign: str, *others: int) -> np.ndarray:
    found = codes == ord(sign)
    for other in others:
        found |= codes == other
    return found


def _is_digit(codes: np.ndarray) -> np.ndarray:
    return ((codes >= ord("0")) & (codes <= ord("9"))) | (codes == DIGIT)
