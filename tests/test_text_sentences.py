"""The sentences are those of NLTK's Punkt with the same abbreviations, whatever the text."""

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from framing import text
from framing.text.punkt import Sentences

WORDS = """the town fell. He left! Who stayed? Gen. Orban U.N. no. No. 5 p.m. e.g. 3.5 J. Smith... “Stay. ” he) .) ’ " '' war.” war.A a.b.
    Mr. al-q. pre-mr. -- -. so... . .. ? !? ?) said.) \x1c \x1d. \u00a0 \u2028 \x85 Inc. Vol. vol. É. été. word.' [sic]. {x}. @ #
    5. -5. (5.) U.S. . . . (Gen. "U.K. A.) 2016. a-b. J.-p. x-j. “He 7th ;and Ünder ǅ I.e. B! 9? Ltd.)""".split(" ")


@pytest.fixture(scope="module")
def plain():
    parameters = PunktParameters()
    parameters.abbrev_types = set(text.ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


@pytest.fixture(scope="module")
def ours():
    return Sentences()


def assert_same(passage, ours, plain):
    assert ours.spans(passage) == list(plain.span_tokenize(passage)), passage


def test_invented_paragraphs(ours, plain):
    draw = random.Random(5)
    for _ in range(1500):
        words = draw.choices(WORDS, k=draw.randrange(1, 12))
        assert_same("".join(word + draw.choice([" "] * 8 + ["  ", "", "\t", "\x1c", "\u00a0", "\n"]) for word in words), ours, plain)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text("abT.?!,;:'\"’”“)( -\x1c\x1f\x85\u00a0\u20285é\n", max_size=40) | st.text(max_size=40))
def test_any_characters(ours, plain, passage):
    assert_same(passage, ours, plain)


def test_third_party_paragraphs(third_party, ours, plain):
    path = third_party / "fa-kes" / "FA-KES-Dataset.csv"
    bodies = pd.read_csv(path, encoding="cp1252", encoding_errors="replace", dtype=str)["article_content"].tolist()[::8]
    bodies += [
        line for each in sorted((third_party / "aleppo-2016").glob("*.txt")) for line in each.read_text(encoding="utf-8").split("\n")
    ]
    assert len(bodies) > 150
    for body in bodies:
        assert_same(body, ours, plain)
