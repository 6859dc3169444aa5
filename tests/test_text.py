import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import text


def split(sentence):
    return [sentence[a:b] for a, b in text.tokens(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("rebel-held, don't, O'Brien, 8,000, 3.5, U.N., U.S.-led", ["rebel-held", "don't", "O'Brien", "8,000", "3.5", "U.N.", "U.S.-led"]),
        ("the regime's men", ["the", "regime", "'s", "men"]),
        ("the U.N.’s envoy", ["the", "U.N.", "’s", "envoy"]),
        ("THE REGIME'S MEN", ["THE", "REGIME", "'S", "MEN"]),
        ("the troops’ offensive", ["the", "troops", "offensive"]),
        ("‘rebels’ and “rebels”", ["rebels", "and", "rebels"]),
        ("the war.A new day", ["the", "war", "A", "new", "day"]),
        ("reb\u00adels", ["reb\u00adels"]),
        ("snake_case a/b", ["snake", "case", "a", "b"]),
        ("ثوار حلب", ["ثوار", "حلب"]),
        ("--", []),
    ],
)
def test_token_rule(sentence, expected):
    assert split(sentence) == expected


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(alphabet="ab.,'’-‑ 19é\u00ad\n\"“”S", max_size=60))
def test_tokens_are_ordered_disjoint_and_hold_every_letter(passage):
    spans = text.tokens(passage)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))
    covered = {i for a, b in spans for i in range(a, b)}
    assert {i for i, c in enumerate(passage) if c.isalnum()} <= covered


def test_sentences_keep_abbreviations_together_and_never_cross_a_paragraph():
    passage = "Gen. Orban met the U.N. envoy. He left\nat 5 p.m. on Monday."
    assert [passage[a:b] for a, b in text.sentences(passage)] == [
        "Gen. Orban met the U.N. envoy.",
        "He left",
        "at 5 p.m. on Monday.",
    ]


@pytest.mark.parametrize("disguised", ["rebel\u00ads", "re\u200bbels", "rebelѕ", "rébels", "REBELS", "ｒebels", "rebels\ufeff"])
def test_fold_shows_a_word_as_the_reader_sees_it(disguised):
    assert text.fold(disguised) == "rebels"


def test_fold_leaves_other_alphabets_alone():
    assert text.fold("Москва") == "москва"
    assert text.fold("ﬁghter") == "fighter"


def test_paragraphs_are_lines_without_the_space_around_them():
    assert text.paragraphs("  one \n\n\ttwo words\n") == [(2, 5), (9, 18)]
