"""Discovery: a word taken out of the lexicon is proposed again, by the traces it leaves; the other half only measures."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from framing import discovery, lexicon, text
from framing.discovery import traces

LEXICON = """sets:
  men:
    kind: naming
    poles: {a: [knights, squires], b: [brigands, outlaws], neutral: [riders]}
"""
MEN = ["knights", "squires", "brigands", "outlaws", "riders", "raiders"]  # raiders: what the lexicon lacks
THINGS = ["apples", "candles", "letters", "barrels", "carpets", "lanterns"]


def invented(seed=1, n=40):
    """Return articles in which men hold towns and things are sold, and one group says raiders more often."""
    draw = np.random.default_rng(seed)
    bodies = []
    for number in range(n):
        group = "north" if number % 2 else "south"
        likely = np.array([1, 1, 1, 1, 1, 5 if group == "north" else 1]) / (10 if group == "north" else 6)
        sentences = []
        for _ in range(12):
            one, two = draw.choice(MEN, 2, p=likely)
            thing = draw.choice(THINGS)
            sentences.append(f"The {one}-held town saw {two} fighters. {thing.title()} were sold. The {one} and {two} left {thing} there.")
        bodies.append((f"t{number}", group, " ".join(sentences)))
    return pd.DataFrame(bodies, columns=["article_id", "group", "text"])


def plain(articles):
    rows = [
        (a, s, e, "body", "", None) for a, t in zip(articles["article_id"], articles["text"], strict=True) for s, e in text.paragraphs(t)
    ]
    blocks = pd.DataFrame(rows, columns=["article_id", "start", "end", "zone", "rule", "repeat_of"]).astype({"repeat_of": "Int64"})
    spans = pd.DataFrame(columns=["article_id", "start", "end", "voice", "speaker", "cue", "stance", "rule"])
    return {"blocks": blocks, "spans": spans}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("lexicon") / "men.yml"
    path.write_text(LEXICON)
    return lexicon.load(path)


def test_the_missing_word_is_first_with_its_traces(small):
    articles = invented()
    found = discovery.candidates(articles, small, **plain(articles))
    first = found.iloc[0]
    assert (first["candidate"], first["found_by"], first["group"]) == ("raiders", "slots, coordination, log-odds", "north")
    assert {"X-held", "X fighters"} <= set(first["evidence"].split(" · "))
    assert first["like"] in MEN
    assert not set(found["candidate"]) & set(MEN[:5])
    assert [str(t) for t in found.dtypes] == ["str"] * 3 + ["int64"] * 5 + ["str"] * 3


def test_the_two_halves_share_no_article_and_cover_all(small):
    articles = invented()
    found = discovery.candidates(articles, small, **plain(articles), seed=3).set_index("candidate")
    tokens = sum(body.split().count("raiders") + body.count("raiders.") for body in articles["text"])
    assert found.loc["raiders", "n_found"] + found.loc["raiders", "n_measured"] == tokens
    assert 0 < found.loc["raiders", "articles"] <= 20
    measured = set(articles["text"][np.sort(np.random.default_rng(3).permutation(40)[20:])])
    for line in found.loc["raiders", "examples"].split("\n"):
        assert any(line.replace("[", "").replace("]", "") in body for body in measured)


def test_same_seed_same_table_other_seed_other_halves(small):
    articles = invented()
    one, same, other = (discovery.candidates(articles, small, **plain(articles), seed=seed) for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(one, same)
    assert one["n_found"].tolist() != other["n_found"].tolist()


def test_without_groups_the_other_traces_still_speak(small):
    articles = invented().drop(columns="group")
    found = discovery.candidates(articles, small, **plain(articles), top=3)
    assert found.loc[0, ["candidate", "found_by", "group"]].tolist() == ["raiders", "slots, coordination", ""]


def test_a_slot_needs_three_different_terms(small):
    articles = pd.DataFrame(
        {"article_id": ["x"], "text": ["knights camp. squires camp. raiders camp. knights sing. squires sing. outlaws sing. raiders sing."]}
    )
    half = traces.Half(articles, small, **plain(articles))
    shared = traces.slots(half)
    assert list(shared) == ["X sing"]
    assert shared["X sing"].weight == 3 / (4 + 2)  # three of four tokens are known
    assert half.beside == {}


def test_one_article_has_no_other_half(small):
    articles = invented(n=1)
    found = discovery.candidates(articles, small, **plain(articles))
    assert len(found) == 0 and list(found.columns)[:2] == ["candidate", "found_by"]


def test_the_sheet_has_empty_columns_to_decide_in(small):
    articles = invented()
    sheet = discovery.sheet(discovery.candidates(articles, small, **plain(articles), top=2))
    assert list(sheet.columns[:6]) == ["candidate", "decision", "set", "pole", "by", "note"]
    assert (sheet[["decision", "set", "pole", "by", "note"]] == "").all(axis=None)


GROUPS = {"state": ["sana", "manar", "tass"], "gulf": ["etilaf", "alaraby", "asharqalawsat"], "allied": ["alalam", "sputnik"]}


def test_words_taken_out_of_the_lexicon_come_back_among_the_first_twenty(third_party, root):
    table = pd.read_csv(
        third_party / "fa-kes" / "FA-KES-Dataset.csv", encoding="cp1252", encoding_errors="replace", dtype=str, keep_default_na=False
    )
    articles = pd.DataFrame(
        {
            "article_id": [f"{number}" for number in range(len(table))],
            "group": [next((g for g, of in GROUPS.items() if source.lower() in of), "") for source in table["source"]],
            "text": table["article_title"] + "\n\n" + table["article_content"],
        }
    )
    whole = lexicon.load(root / "data" / "lexicons" / "syria.yml")
    less = dataclasses.replace(whole, sets=tuple(without(each, {"militant*", "regime", "opposition"}) for each in whole.sets))
    assert len(less.terms()) <= len(whole.terms()) - 3
    found = discovery.candidates(articles, less, **plain(articles), seed=2019, top=20)["candidate"].tolist()
    assert {"regime", "opposition"} <= set(found) and {"militant", "militants"} & set(found), found


def without(each, gone):
    """Return a set without the terms that hold one of these words."""
    poles = {pole: tuple(t for t in terms if gone.isdisjoint(t.pattern.split())) for pole, terms in each.poles.items()}
    return dataclasses.replace(each, poles=poles)
