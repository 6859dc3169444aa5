"""Paragraphs to words and marks by arrays: the same as one regular expression finds."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.voices import pieces
from framing.voices.cues import PLACEHOLDERS

WORD = r"\w+(?:[-'’‘ʼ.&]\w+|,\d+)*['’‘ʼ]?"
PIECE = re.compile(rf"(?:{WORD}|{'|'.join(f'{mark}+' for mark in PLACEHOLDERS)}|[^\w\s])[^\S\n]*|\s+")
ALPHABET = "aZé5٣½_ʼʰⓐ🂡𝒜 \u00a0\n-'’‘.&,;:“”()…—\u0301" + "".join(PLACEHOLDERS)


def read(paragraphs):
    """Return the pieces of each paragraph as strings."""
    found = pieces.read(paragraphs)
    parts = [found.joined[a:b] for a, b in zip(found.start, found.start[1:], strict=False)]
    return [parts[a + 1 : b] for a, b in zip(found.breaks, found.breaks[1:], strict=False)]


@given(st.lists(st.text(alphabet=ALPHABET, max_size=30), max_size=4))
def test_pieces_are_those_of_the_expression(paragraphs):
    assert read(paragraphs) == [PIECE.findall(each) for each in paragraphs]


@given(st.text(alphabet="15x,ʼ'-.&", max_size=12))
def test_numbers_are_those_of_the_expression(paragraph):
    assert read([paragraph]) == [PIECE.findall(paragraph)]


@given(st.text(max_size=30))
def test_any_character_has_its_kind(paragraph):
    assert read([paragraph]) == [PIECE.findall(paragraph)]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("He won't pay 1,500.", ["He ", "won't ", "pay ", "1,500", "."]),
        ("1,5x", ["1,5", "x"]),
        ("3,000ʼ-x 3,000ʼ' 3,000ʼx-y", ["3,000ʼ", "-", "x ", "3,000ʼ", "' ", "3,000ʼx-y"]),
        ("the doctors' U.S.-led A&E", ["the ", "doctors' ", "U.S", ".", "-", "led ", "A&E"]),
        (" a \n\n b", [" ", "a ", "\n\n ", "b"]),
        ("\ue000\ue000\ue000, he", ["\ue000\ue000\ue000", ", ", "he"]),
    ],
)
def test_pieces(paragraph, expected):
    assert read([paragraph]) == [expected]


def test_spellings_stand_apart_where_characters_share_a_code():
    found = pieces.read(["Ж é É — … ’ ‘ \ue000\ue000 \ue001"])
    assert len({found.joined[a:b] for a, b in zip(found.start, found.end, strict=True)}) == 10  # nine, and the breaks
    assert {found.joined[found.start[n]] for n in found.odd} == set("ЖéÉ—…")
    assert np.array_equal(found.breaks, [0, len(found.start) - 1])
