"""Texts laid end to end → where their tokens stand, by the rule ``text.TOKEN``, as array operations on one code a character.

Runs of letters and digits are found by comparing neighbours, and the few runs that a hyphen, an apostrophe, a decimal
sign or the stops of an abbreviation join are joined. A line with a combining mark or a hidden character is read by
``text.TOKEN`` itself: no token crosses a line.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import numpy as np

from framing import text

OTHER, APOSTROPHE, HYPHEN, CLOSED, LETTER, DIGIT, HARD = 128, 129, 130, 131, 200, 201, 255  # codes beyond ASCII
_ALNUM = bytes(code in (LETTER, DIGIT) or (code < 128 and chr(code).isalnum()) for code in range(256))


class Piece(NamedTuple):
    """Tokens of texts laid end to end: the codes of all characters, offsets, and which tokens have letters beyond ASCII."""

    codes: np.ndarray
    start: np.ndarray
    end: np.ndarray
    odd: np.ndarray


def read(joined: str) -> Piece:
    """Return the tokens of texts laid end to end."""
    codes, raw, far, hard = _codes(joined)
    inside = np.frombuffer(raw.translate(_ALNUM), dtype=bool)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    start, end = _joined(codes, edges[0::2].copy(), edges[1::2].copy())
    if hard:
        spans = np.array([m.span() for a, b in hard for m in text.TOKEN.finditer(joined, a, b)], dtype=np.int64).reshape(-1, 2)
        start, end = np.concatenate([start, spans[:, 0]]), np.concatenate([end, spans[:, 1]])
        order = np.argsort(start, kind="stable")
        start, end = start[order], end[order]
    within = np.searchsorted(start, far, side="right") - 1
    return Piece(codes, start, end, np.unique(within[(within >= 0) & (far < np.append(end, 0)[within])]))


def _codes(joined: str) -> tuple[np.ndarray, bytes, np.ndarray, list[tuple[int, int]]]:
    """Return the code of each character; the same as bytes, without the lines that only ``text.TOKEN`` can read; where
    letters and digits stand that the code does not tell apart; and those lines.
    """
    if joined.isascii():
        raw = joined.encode("ascii")
        return np.frombuffer(raw, dtype=np.uint8), raw, np.zeros(0, dtype=np.int64), []
    wide = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(wide) != len(joined):  # characters beyond the first 65,536
        wide = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes = wide.astype(np.uint8)
    far = np.flatnonzero(wide > 127)
    codes[far] = kinds = _table()[np.minimum(wide[far].astype(np.int64), 1 << 16)]
    raw = codes.tobytes()
    hard = sorted({(joined.rindex("\n", 0, at) + 1, joined.index("\n", at)) for at in far[kinds == HARD].tolist()})
    if hard:
        blanked = bytearray(raw)
        for a, b in hard:
            blanked[a:b] = b" " * (b - a)
        raw = bytes(blanked)
    return codes, raw, far[kinds >= LETTER], hard


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


def _joined(codes: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return runs of letters and digits as tokens: some joined to the next, some with an apostrophe or a stop more."""
    if not len(start):
        return start, end
    single, possessive = np.zeros(len(start) + 1, dtype=bool), np.zeros(len(start) + 1, dtype=bool)
    short = np.flatnonzero(end - start == 1)
    letter, before = codes[start[short]], codes[start[short] - 1]
    lone_s = ((letter | 32) == ord("s")) & _is(before, "'", APOSTROPHE)
    possessive[short[lone_s & _sees(codes[start[short] - 2])]] = True
    single[short[~_is_digit(letter) & ~possessive[short]]] = True

    near = np.flatnonzero((start[1:] - end[:-1] == 1) & (codes[end[:-1]] != 32))
    between = codes[end[near]]
    to_digit = _is_digit(codes[end[near] - 1]) & _is_digit(codes[start[near + 1]])
    stop = between == ord(".")
    linked = np.zeros(len(start) + 1, dtype=bool)  # letter, stop, letter: an abbreviation
    linked[near[stop & single[near] & single[near + 1]]] = True
    tied = _is(between, "-", HYPHEN, CLOSED) | (_is(between, "'", APOSTROPHE) & ~possessive[near + 1])
    with_next = linked.copy()
    with_next[near[(tied & ~possessive[near]) | ((stop | (between == ord(","))) & to_digit)]] = True

    last = np.flatnonzero(linked[:-1] & ~linked[1:]) + 1  # of an abbreviation
    last = last[codes[end[last]] == ord(".")]
    end[last] += 1
    close = last[:-1] if len(last) and last[-1] == len(start) - 1 else last
    close = close[start[close + 1] - end[close] == 1]
    between = codes[end[close]]
    with_next[close[_is(between, "-", HYPHEN, CLOSED) | (_is(between, "'", APOSTROPHE) & ~possessive[close + 1])]] = True

    start[possessive[:-1]] -= 1
    whole = ~with_next[:-1]
    return start[np.concatenate([[True], whole[:-1]])], end[whole]


def _is(codes: np.ndarray, sign: str, *others: int) -> np.ndarray:
    found = codes == ord(sign)
    for other in others:
        found |= codes == other
    return found


def _is_digit(codes: np.ndarray) -> np.ndarray:
    return ((codes >= ord("0")) & (codes <= ord("9"))) | (codes == DIGIT)


def _sees(codes: np.ndarray) -> np.ndarray:
    """Return whether a possessive can follow: letters, digits, _ and stops."""
    return np.frombuffer(codes.tobytes().translate(_ALNUM), dtype=bool) | _is(codes, "_", ord("."))
