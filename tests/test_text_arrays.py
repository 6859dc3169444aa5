"""Tokens of many texts at once are those of text.tokens, one text after the other: offsets, spellings, order."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import text
from framing.text import arrays, forms, runs

ALPHABETS = [
    "ab.,'’-‑ 19é\u00ad\n\"“”S",
    "aSs.'’-_ 1,",
    "U.S.'s-.x ",
    "abcdefgh12345é.,'-s S\n",
    "aʼs'’é²٣١ش\u064bب.,-‐ 字\U0001f600\u200b\u00a0",
    "x\ud800\U00010400\0.'s\r\u2028",
    "rebl\u0301\u00adé-'’s. \n",
]
PLAIN = """U.S.-led rebel-held don't O'Brien 8,000 3.5 U.N. U.N.'s the regime's men, THE REGIME'S MEN; the troops’ 's -s 's.t a.b.c
    U.S.Ab a.bc 1.2.3,4 x's-y p.m.-x the war.A new day a.b.'s a.b.'t snake_case _'s .'s -'s U.S.5 rock'n'roll ٣.٥ Müller's Ägypten‑Krise
    unconstitutionally-elected representatives-in-waiting counter-revolutionaries'"""


def assert_same(texts):
    found, expected = arrays.tokens(texts), [text.tokens(body) for body in texts]
    for number, (body, spans) in enumerate(zip(texts, expected, strict=True)):
        here = slice(found.bounds[number], found.bounds[number + 1])
        assert list(zip(found.start[here].tolist(), found.end[here].tolist(), strict=True)) == spans, body
        assert [found.forms[form] for form in found.form[here].tolist()] == [body[a:b] for a, b in spans]
    assert len(found.bounds) == len(texts) + 1 and found.bounds[-1] == len(found.form)
    assert found.forms == list(dict.fromkeys(body[a:b] for body, spans in zip(texts, expected, strict=True) for a, b in spans))
    assert arrays.count(texts).tolist() == list(map(len, expected))
    number, start = arrays.places(texts)
    assert list(zip(number.tolist(), start.tolist(), strict=True)) == [(n, a) for n, each in enumerate(expected) for a, *_ in each]


@pytest.mark.parametrize("alphabet", ALPHABETS, ids=ascii)
def test_invented_texts(alphabet):
    draw = random.Random(ascii(alphabet))
    for _ in range(40):
        assert_same(["".join(draw.choices(alphabet, k=draw.randrange(40))) for _ in range(draw.randrange(30))])


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=30) | st.text("aS1.,'’-\u0301é字 ", max_size=30), max_size=6))
def test_any_characters(texts):
    assert_same(texts)


def test_words_that_test_the_rule():
    assert_same([PLAIN, PLAIN.replace(" ", "\n"), PLAIN.upper(), f"{PLAIN}\u00ad", PLAIN.replace("'", "’")])


def test_every_length_of_word_and_nothing_at_all():
    assert_same(["abcdefghijklmnopqrstuvwxyz"[:n] + end for n in range(27) for end in ("", "é", "’t", " ")])
    for empty in ([], [""], ["", "", " \n"]):
        assert_same(empty)


def test_pieces_of_any_size(monkeypatch):
    for size in (1, 7, 40, 1000):
        monkeypatch.setattr(arrays, "PIECE", size)
        assert_same(PLAIN.split("\n") * 3 + ["", PLAIN])


@pytest.mark.parametrize("factors", [(1, 0), (0, 0)], ids=["the first eight letters decide", "a key as small as a short word's"])
def test_two_words_with_one_key_are_told_apart(monkeypatch, factors):
    monkeypatch.setattr(forms, "FACTORS", tuple(map(np.uint64, factors)))
    words = [f"abcdefgh{number}" for number in range(200)]
    found = arrays.tokens([" ".join(words), " ".join(reversed(words))])
    assert sorted(found.forms) == sorted(words)
    assert [found.forms[form] for form in found.form] == [*words, *reversed(words)]


def test_further_texts_keep_the_numbers_of_known_spellings():
    first = arrays.tokens(["the siege of the town"])
    assert first.forms == ["the", "siege", "of", "town"]
    second = arrays.tokens(["a town, the town"], first.table)
    assert second.form.tolist() == [4, 3, 0, 3] and second.forms == ["the", "siege", "of", "town", "a"]


def test_many_spellings_make_the_table_grow():
    words = [f"w{number * number}" for number in range(30_000)]
    found = arrays.tokens([" ".join(words), " ".join(reversed(words))])
    assert found.forms == words and found.form.tolist() == [*range(30_000), *range(29_999, -1, -1)]


def test_every_character_has_the_code_the_rule_asks_for():
    table = runs._table()
    for number in range(128, 1 << 16):
        if table[number] in (runs.LETTER, runs.DIGIT):
            assert chr(number).isalnum() and (table[number] == runs.DIGIT) == chr(number).isdecimal()
        elif table[number] == runs.OTHER:
            assert not text.TOKEN.match(chr(number)) and not text.TOKEN.match(f"a{chr(number)}b").end() > 1


def test_third_party_texts_have_the_same_tokens(third_party):
    bodies = [path.read_text(encoding="utf-8") for path in sorted((third_party / "aleppo-2016").glob("*.txt"))]
    bodies.append((third_party / "fa-kes" / "FA-KES-Dataset.csv").read_text(encoding="cp1252", errors="replace"))
    assert len(bodies) == 6
    assert_same(bodies)
