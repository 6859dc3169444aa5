"""Whose word is it? Quotations, reported speech, speakers: by hand, by property, by speed."""

import random
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.voices import Span, attribute, table

ARTICLE = """Army “freed” the port, mayor claims

The army ‘freed’ the port on Monday, Mayor Ann Doe told reporters. “It is over now,” she said. “The port is ours, and it will stay ours.”

Residents’ groups said that “nobody” had been freed, but the army’s spokesman, Max Roe, denied the killings.

“We saw the shells fall on the market all night long.

“Nobody came to help us,” said Jon Poe, a baker.

The 1990s’ ‘Treaty of Roses’ was a so-called peace. In the ’90s the fighters’ families left. It was “all [the rebels] could do,” he added.
"""
EXPECTED = [
    ("indirect", "Army ", "mayor"),
    ("short", "“freed”", "mayor"),
    ("indirect", " the port", "mayor"),
    ("indirect", "The army ", "Mayor Ann Doe"),
    ("short", "‘freed’", "Mayor Ann Doe"),
    ("indirect", " the port on Monday", "Mayor Ann Doe"),
    ("direct", "“It is over now,”", "Mayor Ann Doe (she)"),
    ("direct", "“The port is ours, and it will stay ours.”", "Mayor Ann Doe (she)"),
    ("indirect", "that ", "Residents’ groups"),
    ("short", "“nobody”", "Residents’ groups"),
    ("indirect", " had been freed", "Residents’ groups"),
    ("indirect", "the killings", "the army’s spokesman, Max Roe"),
    ("direct", "“We saw the shells fall on the market all night long.", "Jon Poe"),
    ("direct", "“Nobody came to help us,”", "Jon Poe"),
    ("short", "‘Treaty of Roses’", ""),
    ("indirect", "It was", "Jon Poe (he)"),
    ("direct", "“all ", "Jon Poe (he)"),
    ("bracket", "[the rebels]", "Jon Poe (he)"),
    ("direct", " could do,”", "Jon Poe (he)"),
]
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
PIECES = "said says told that according to the army , . ; : “ ” ' s rebels Doe and but who claims report of [x] \n as by it".split(" ")
APOSTROPHES = str.maketrans("‘’", "’‘")
WRONG_WAY = str.maketrans("“”", "”“")


def voices(text):
    """Return (voice, words, speaker) of every span."""
    return [(span.voice, text[span.start : span.end], span.speaker) for span in attribute(text)]


def test_an_article_worked_by_hand():
    assert voices(ARTICLE) == EXPECTED


@pytest.mark.parametrize("marks", [STRAIGHT, WRONG_WAY, APOSTROPHES, str.maketrans("“”", "„“"), str.maketrans("“”", "«»")])
def test_the_shape_of_marks_changes_nothing(marks):
    same = [(span.start, span.end, span.voice, span.rule) for span in attribute(ARTICLE)]
    assert [(span.start, span.end, span.voice, span.rule) for span in attribute(ARTICLE.translate(marks))] == same


@given(st.text(alphabet="“”\"'‘’«» .,ab[]\n—", max_size=120))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_random_marks_never_raise_and_spans_are_apart(text):
    assert_sound(text, attribute(text))


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_random_cues_never_raise_and_spans_are_apart(words):
    text = " ".join(words)
    assert_sound(text, attribute(text))


def assert_sound(text, spans):
    """Spans lie in the text, in order, apart, each of a known voice and stance, with a rule."""
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text)
        at = span.end
        assert span.voice in ("short", "direct", "indirect", "bracket") and span.rule
        assert span.stance in ("neutral", "distancing", "endorsing", "") and bool(span.cue) == bool(span.stance)


def seconds(text):
    began = time.process_time()
    attribute(text)
    return time.process_time() - began


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "'", '"a ', "said ", "said that Doe ", "Doe, ", "town that ", "Mr. ", "(", "[a", "“No,” he said. ", "on Monday "],
)
def test_no_text_is_slow(piece):
    short, long = piece * (25_000 // len(piece)), piece * (250_000 // len(piece))
    attribute(short)
    assert seconds(long) < 12 * max(seconds(short), 0.05) * 2.5  # ten times the text, never a hundred times the time


def test_order_of_growth_on_one_endless_line():
    words = random.Random(1).choices("the army said that rebels left , “ ” Doe told of a siege . reports".split(), k=40_000)
    small, large = " ".join(words[:8_000]), " ".join(words)
    attribute(small)
    assert seconds(large) < 5 * 3 * seconds(small)


@pytest.mark.parametrize("space", ["  ", "\t", "\u00a0", " \u00a0", "\t ", "\u2003"])
def test_white_space_between_words_changes_nothing(space):
    words = [text.split() for _, text, _ in voices(ARTICLE)]
    assert [text.split() for _, text, _ in voices(ARTICLE.replace(" ", space))] == words


def test_what_is_not_text():
    assert attribute("") == [] == attribute("\n\n \n")
    assert attribute("The army left the town.") == []


def test_units_say_what_is_read():
    text = "Doe said that it rained.\nRoe said that it snowed."
    assert [span.speaker for span in attribute(text, [(25, len(text))])] == ["Roe"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Moscow said that the raid was over.", "Moscow"),
        ("Ann Doe, the envoy to the region, said that the raid was over.", "Ann Doe"),
        ("The envoy to the region, Ann Doe, said that the raid was over.", "The envoy to the region, Ann Doe"),
        ("Second Adjutant of the Northern Office at the High Command Major General Max Roe said on Thursday that it was over.",
         "Second Adjutant of the Northern Office at the High Command Major General Max Roe"),
        ("The League of Towns, whose head, Ann Doe, has left, reported on its website that the raid was over.", "The League of Towns"),
        ("Activists on the ground say the raid was over.", "Activists on the ground"),
        ("It was reported that the raid was over.", ""),
        ("This follows the army’s claim that the raid was over.", "the army’s"),
        ("The raid was criticised by aid groups for the deaths it caused.", "aid groups"),
        ("Max Roe left the hall. He said that the raid was over.", "Max Roe (he)"),
        ("He said that the raid was over.", "He"),
    ],
)  # fmt: skip
def test_speaker(text, speaker):
    assert attribute(text)[0].speaker == speaker


@pytest.mark.parametrize(
    "own",
    [
        "The Roe regime denied the executions.|The Roe regime denied",
        "The town fell, the army said, leaving families unsure what to do.|leaving families unsure what to do",
        "The town fell, the army said, while the rebels held the bridge.|while the rebels held the bridge",
        "The army said the town fell. The fighting went on.|The fighting went on",
        "The fighters’ offensive and the rebels’ retreat followed.|The fighters’ offensive and the rebels’ retreat followed",
    ],
)
def test_own_voice(own):
    text, words = own.split("|")
    start = text.index(words)
    assert not [span for span in attribute(text) if span.start < start + len(words) and span.end > start]


def test_short_quotations_are_partial_or_scare_quotes():
    partial, scare = attribute("Doe called the deal a “sham” on Monday."), attribute("The “moderate” fighters left.")
    assert [(span.voice, span.speaker) for span in partial if span.voice == "short"] == [("short", "Doe")]
    assert [(span.voice, span.speaker, span.rule) for span in scare] == [("short", "", "quote:scare")]


def test_two_speakers_in_one_paragraph_stay_apart():
    text = "“We won the battle here,” said Ann Doe. “They lost the battle here,” said Max Roe."
    assert [span.speaker for span in attribute(text)] == ["Ann Doe", "Max Roe"]


def test_table_reads_the_blocks_that_somebody_wrote():
    text = "By Ann Doe, who said that it rains\n\nMax Roe left. He said that it rained.\n\nHe called it “bad.”"
    zones, starts, ends = ["byline", "lead", "body"], [0, 36, 75], [34, 73, len(text)]
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    blocks = pd.DataFrame({"article_id": "a", "start": starts, "end": ends, "zone": zones})
    spans = table(articles, blocks)
    assert list(spans.columns) == ["article_id", *Span._fields]
    assert spans["voice"].tolist() == ["indirect", "indirect", "short"]
    assert spans["speaker"].tolist() == ["Max Roe", "Max Roe", "Max Roe"]
    assert spans["start"].dtype == spans["end"].dtype == "int64"
    assert set(spans.drop(columns=["start", "end"]).dtypes.astype(str)) == {"str"}
    assert table(articles, blocks[:0]).empty and list(table(articles[:0], blocks).columns) == list(spans.columns)
