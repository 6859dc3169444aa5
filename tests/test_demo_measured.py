"""The demo's hand codes cover its hits, and the suite finds what was written into the articles."""

import hashlib

import pytest

from demo import DEMO, rows
from framing import choices, cleaning, corpus, hits, lexicon, study, text

# --- the hand codes --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheets():
    return [rows(DEMO / "coding" / f"coder{number}.csv") for number in (1, 2)]


@pytest.fixture(scope="module")
def found():
    demo = study.load(DEMO)
    return hits.find(corpus.read(demo), lexicon.load(demo.lexicon))


def test_every_hit_is_coded_once_by_each_coder_at_its_place(sheets, found):
    key = ["article_id", "start", "end", "hit_id", "set", "pole"]
    wanted = sorted(tuple(str(value) for value in row) for row in found[key].itertuples(index=False))
    assert len(wanted) > 250
    for sheet in sheets:
        assert sorted(tuple(row[name] for name in key) for row in sheet) == wanted


def test_codes_are_known_and_words_are_those_of_the_text(sheets, demo_texts):
    for sheet in sheets:
        assert {row["voice"] for row in sheet} == {"own", "short", "direct", "indirect", "bracket"}
        assert {row["valid"] for row in sheet} == {"yes", "no"}
        assert [row for row in sheet if demo_texts[row["article_id"]][int(row["start"]) : int(row["end"])] != row["word"]] == []
        assert [row for row in sheet if row["voice"] == "own" and row["speaker"]] == []


def test_coders_differ_in_some_hard_cases_and_say_why(sheets):
    differing = [(a, b) for a, b in zip(*sheets, strict=True) if (a["voice"], a["valid"]) != (b["voice"], b["valid"])]
    assert 0.05 < len(differing) / len(sheets[0]) < 0.12  # careful people agree on about 92 of 100 words
    pairs = {(a["voice"], b["voice"]) for a, b in differing}
    assert {("indirect", "own"), ("own", "indirect"), ("short", "direct"), ("indirect", "direct")} <= pairs
    assert [a["note"] for a, _ in differing if not a["note"]] == []


def pole_share(sheet, outlet: str, voices: tuple[str, ...]) -> float:
    """Share of the council's word among the two sides' words for the fighters in one outlet's articles."""
    mine = [row for row in sheet if row["set"] == "fighters" and row["valid"] == "yes" and row["article_id"].startswith(outlet)]
    kept = [row["pole"] for row in mine if row["voice"] in voices and row["pole"] != "neutral"]
    return kept.count("council") / len(kept)


def test_two_outlets_look_alike_by_counting_and_differ_by_voice(sheets):
    everything, own = ("own", "bracket", "short", "direct", "indirect"), ("own", "bracket")
    for sheet in sheets:
        assert abs(pole_share(sheet, "harbour", everything) - pole_share(sheet, "lakeside", everything)) < 0.10
        assert pole_share(sheet, "harbour", own) > 0.90 and pole_share(sheet, "lakeside", own) < 0.10
        assert pole_share(sheet, "dawn", own) > 0.80 and pole_share(sheet, "courier", own) < 0.20


def test_every_sentence_without_a_hit_is_coded(demo_texts, sheets):
    coded = {row["sentence_id"]: row for row in rows(DEMO / "coding" / "sentences.csv")}
    places = {(row["article_id"], int(row["start"])) for row in sheets[0]}
    wanted = {
        hashlib.sha256(f"{name}|{a}|{b}".encode()).hexdigest()[:12]
        for name, body in demo_texts.items()
        for a, b in text.sentences(body)
        if not any((name, at) in places for at in range(a, b))
    }
    assert set(coded) == wanted and len(wanted) > 300
    assert sum(int(row["n_missed"]) for row in coded.values()) == sum(1 for row in coded.values() if row["missed"]) >= 10


# --- the suite finds what was written in -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured():
    """Hits of the demo as a run has them: with copies known."""
    demo = study.load(DEMO)
    found = corpus.read(demo)
    blocks = cleaning.table(found)
    instrument = lexicon.load(demo.lexicon)
    copies = cleaning.origins(found, blocks)
    return found, instrument.terms(), hits.find(found, instrument, blocks=blocks, origins=copies, camps=demo.camps), copies


def test_copies_are_found(measured):
    *_, copies = measured
    same = {name: cluster for name, cluster, copy in zip(copies["article_id"], copies["cluster"], copies["is_copy"], strict=True) if copy}
    assert same == {"harbour-2": "courier-4", "lakeside-2": "courier-4", "lakeside-5": "dawn-4"}


def test_hits_in_furniture_and_repeats_do_not_count(measured):
    _, _, found, _ = measured
    furniture = found[found["why_not"] == "furniture"]
    assert sorted(furniture["article_id"]) == ["courier-1", "courier-2", "courier-3", "courier-5", "dawn-2", "dawn-3", "harbour-5"]
    assert sorted(found.loc[found["why_not"] == "repeat", "article_id"]) == ["dawn-1", "dawn-1", "lakeside-4"]
    assert sorted(found.loc[found["zone"] == "caption", "article_id"]) == ["dawn-1"] * 4 + ["harbour-5"]


def test_voices_agree_with_a_coder_at_nine_hits_in_ten(measured, sheets):
    _, _, found, _ = measured
    voices = found.set_index("hit_id")["voice"].to_dict()
    for sheet in sheets:
        same = sum(voices[row["hit_id"]] == row["voice"] for row in sheet)
        assert same / len(sheet) > 0.88


def test_the_suite_sees_two_outlets_alike_by_counting_and_apart_by_voice(measured):
    found, terms, marked, _ = measured
    shares = choices.table(marked, terms, found)
    shares = shares[(shares["unit"] == "outlet") & (shares["set"] == "fighters")].set_index(["name", "policy"])["share"]
    assert abs(shares["Harbour Ledger", "all"] - shares["Lakeside Chronicle", "all"]) < 0.15
    assert shares["Harbour Ledger", "own"] > 0.85 and shares["Lakeside Chronicle", "own"] < 0.25
    assert shares["Dawn Dispatch", "own"] > 0.80 and shares["Kestrian Courier", "own"] < 0.20


def test_relabelling_is_found_where_it_was_planted(measured):
    found, _, marked, _ = measured
    pairs = choices.relabelled(marked)
    fighters = pairs[pairs["set"] == "fighters"]
    planted = {
        ("harbour-1", "rebels"),
        ("harbour-3", "rebels"),
        ("harbour-4", "rebels"),
        ("lakeside-1", "militants"),
        ("lakeside-3", "militants"),
    }
    assert planted <= set(zip(fighters["article_id"], fighters["reported"], strict=True))
