"""The three studies: each loads, and each file is the one its checksum names. What is planted: test_demo_planted.py."""

import hashlib
import os
import re
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from demo import DEMO, RAW, lines, raw, rows
from framing import corpus, lexicon, study, text

RUN = 8  # words in a row that may not be shared with a third-party text
OUTLETS = {"courier": "Kestrian Courier", "dawn": "Dawn Dispatch", "harbour": "Harbour Ledger", "lakeside": "Lakeside Chronicle"}
CORPUS = os.environ.get("FRAMING_CORPUS", "")
needs_corpus = pytest.mark.skipif(not CORPUS, reason="FRAMING_CORPUS does not name the folder with the third-party texts")


# --- the demo as a study -------------------------------------------------------------------------------------------


def test_demo_has_six_articles_of_each_of_four_outlets(demo_articles):
    assert demo_articles.groupby("outlet").size().to_dict() == dict.fromkeys(OUTLETS.values(), 6)
    assert all(demo_articles.loc[name, "outlet"] == OUTLETS[name.split("-")[0]] for name in demo_articles.index)
    assert demo_articles["n_words"].between(150, 350).all()
    assert set(demo_articles["genre"]) == {"news", "feature", "opinion"}


def test_articles_csv_describes_every_file_as_it_is(demo_articles):
    table = rows(DEMO / "articles.csv")
    assert [row["id"] for row in table] == sorted(path.stem for path in (DEMO / "articles").iterdir())
    for row in table:
        assert hashlib.sha256(raw(row["id"])).hexdigest() == row["sha256"]
        assert len(text.tokens(demo_articles.loc[row["id"], "text"])) == int(row["n_words"])
        assert row["title"] in lines(demo_articles.loc[row["id"], "text"])
        assert re.fullmatch(r"2009-1[12]-\d\d", row["date"])
        assert re.match(r"https://\w+\.example/", row["url"])


def test_demo_contrasts_set_six_articles_against_six(demo_articles):
    demo = study.load(DEMO)
    sizes = [[demo_articles["outlet"].isin(side).sum() for side in (c.target, c.reference)] for c in demo.contrasts]
    assert sizes == [[6, 6], [6, 6]]
    assert {outlet for outlets in demo.groups.values() for outlet in outlets} == set(OUTLETS.values())
    assert set(demo.camps) == {"government", "council", "relief", "residents"}


def test_lexicon_has_what_the_datasheet_says():
    terms = lexicon.load(ROOT / "data" / "lexicons" / "demo.yml").terms()
    kinds = terms.groupby("set", sort=False)["kind"].first().to_dict()
    assert kinds == {"fighters": "naming", "event": "event", "state": "naming", "aspect": "salience"}
    poles = terms[terms["kind"] != "salience"].groupby("side")["pole"].unique()
    assert {side: list(names) for side, names in poles.items()} == {"A": ["government"], "B": ["council"], "N": ["neutral"]}
    assert terms["core"].sum() > len(terms) / 2 > (~terms["core"]).sum() > 0


def test_every_term_of_the_demo_lexicon_carries_a_sentence_for_and_one_against():
    terms = [term for _, _, term in lexicon.load(ROOT / "data" / "lexicons" / "demo.yml").entries()]
    assert len(terms) >= 25
    assert [t.pattern for t in terms if not (t.yes and t.no)] == []


# --- the two studies whose texts are not here ------------------------------------------------------------------------


def test_no_text_of_the_other_studies_is_in_the_repository():
    tracked = [path.name for name in ("aleppo-2016", "fa-kes") for path in (RAW / name).iterdir() if path.is_file()]
    assert sorted(tracked) == ["README.md", "README.md", "articles.csv", "study.yml", "study.yml"]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert "data/raw/*/articles/" in ignored and "!data/raw/demo/articles/" in ignored


def test_aleppo_metadata_is_complete_where_the_pages_are():
    table = rows(RAW / "aleppo-2016" / "articles.csv")
    assert [row["n_words"] for row in table] == ["346", "328", "875", "458", "749"]
    assert [row["outlet"] for row in table].count("") == 1 and [row["date"] for row in table].count("") == 4
    assert all(re.fullmatch("[0-9a-f]{64}", row["sha256"]) and row["evidence"] for row in table)


def test_fa_kes_settings_read_american_dates_and_put_each_outlet_into_one_group():
    settings = yaml.load((RAW / "fa-kes" / "study.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    outlets = [outlet for group in settings["groups"].values() for outlet in group]
    assert settings["dates"] == "%m/%d/%Y" and len(outlets) == len(set(outlets)) == 15
    assert settings["groups"]["state"] == ["sana", "manar", "tass"]
    assert {side for c in settings["contrasts"] for side in (c["target"], c["reference"])} <= set(settings["groups"]) | set(outlets)


@needs_corpus
def test_aleppo_texts_are_those_of_the_checksums():
    aleppo = study.load(RAW / "aleppo-2016", articles=Path(CORPUS) / "aleppo-2016")
    table = {row["id"]: row for row in rows(RAW / "aleppo-2016" / "articles.csv")}
    found = corpus.read(aleppo)
    assert sorted(found["article_id"]) == sorted(table)
    for name, sha256, n_words in zip(found["article_id"], found["sha256"], found["n_words"], strict=True):
        assert (sha256, str(n_words)) == (table[name]["sha256"], table[name]["n_words"])


@needs_corpus
def test_fa_kes_loads_with_its_groups():
    found = corpus.read(study.load(RAW / "fa-kes", articles=Path(CORPUS) / "fa-kes" / "FA-KES-Dataset.csv"))
    assert len(found) == 804 and found["article_id"].is_unique and found["outlet"].nunique() == 15
    assert found.groupby("group").size().to_dict() == {
        "agencies-and-region": 238,
        "allied-states": 143,
        "opposition-gulf": 141,
        "state": 166,
        "turkey": 116,
    }
    assert found["date"].str.fullmatch(r"201\d-\d\d-\d\d").all()


@needs_corpus
def test_nothing_of_ours_is_taken_from_a_third_party(demo_texts):
    def runs(body: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[^\W_]+", body.lower())
        return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}

    foreign = set().union(*(runs(path.read_text(encoding="utf-8")) for path in (Path(CORPUS) / "aleppo-2016").glob("*.txt")))
    foreign |= runs((Path(CORPUS) / "fa-kes" / "FA-KES-Dataset.csv").read_text(encoding="cp1252", errors="replace"))
    assert len(foreign) > 100_000
    written = [*sorted(RAW.glob("*/*.md")), *sorted(RAW.glob("*/*.yml")), ROOT / "data" / "lexicons" / "demo.yml"]
    ours = demo_texts | {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in written}
    assert len(ours) >= 24 + 7
    shared = [(name, run) for name, body in ours.items() for run in sorted(runs(body) & foreign)]
    assert shared == []
