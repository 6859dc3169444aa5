"""The three studies: each loads, each file is the one its checksum names, each planted trouble of the demo is there.

The demo's datasheet (data/raw/demo/README.md) lists what is planted; here the list is checked against the files.
"""

import csv
import hashlib
import os
import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from framing import choices, cleaning, corpus, hits, lexicon, study, text

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw"
DEMO = RAW / "demo"
RUN = 8  # words in a row that may not be shared with a third-party text
OUTLETS = {"courier": "Kestrian Courier", "dawn": "Dawn Dispatch", "harbour": "Harbour Ledger", "lakeside": "Lakeside Chronicle"}
CORPUS = os.environ.get("FRAMING_CORPUS", "")
needs_corpus = pytest.mark.skipif(not CORPUS, reason="FRAMING_CORPUS does not name the folder with the third-party texts")


@pytest.fixture(scope="module")
def articles():
    return corpus.read(study.load(DEMO)).set_index("article_id")


@pytest.fixture(scope="module")
def texts(articles):
    return articles["text"].to_dict()


def raw(name: str) -> bytes:
    return (DEMO / "articles" / f"{name}.txt").read_bytes()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(body: str) -> list[str]:
    return [body[a:b] for a, b in text.paragraphs(body)]


# --- the demo as a study -------------------------------------------------------------------------------------------


def test_demo_has_six_articles_of_each_of_four_outlets(articles):
    assert articles.groupby("outlet").size().to_dict() == dict.fromkeys(OUTLETS.values(), 6)
    assert all(articles.loc[name, "outlet"] == OUTLETS[name.split("-")[0]] for name in articles.index)
    assert articles["n_words"].between(150, 350).all()
    assert set(articles["genre"]) == {"news", "feature", "opinion"}


def test_articles_csv_describes_every_file_as_it_is(articles):
    table = rows(DEMO / "articles.csv")
    assert [row["id"] for row in table] == sorted(path.stem for path in (DEMO / "articles").iterdir())
    for row in table:
        assert hashlib.sha256(raw(row["id"])).hexdigest() == row["sha256"]
        assert len(text.tokens(articles.loc[row["id"], "text"])) == int(row["n_words"])
        assert row["title"] in lines(articles.loc[row["id"], "text"])
        assert re.fullmatch(r"2009-1[12]-\d\d", row["date"])
        assert re.match(r"https://\w+\.example/", row["url"])


def test_demo_contrasts_set_six_articles_against_six(articles):
    demo = study.load(DEMO)
    sizes = [[articles["outlet"].isin(side).sum() for side in (c.target, c.reference)] for c in demo.contrasts]
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


# --- what is planted in the bytes ----------------------------------------------------------------------------------


def test_one_file_is_windows_1252(articles):
    with pytest.raises(UnicodeDecodeError):
        raw("courier-2").decode("utf-8")
    assert "“every child of Halvena”" in raw("courier-2").decode("cp1252")
    assert "cp1252" in articles.loc["courier-2", "encoding"]
    assert sum("cp1252" in encoding for encoding in articles["encoding"]) == 1


def test_one_file_has_crlf_and_one_a_byte_order_mark(texts):
    names = sorted(texts)
    assert [name for name in names if b"\r\n" in raw(name)] == ["lakeside-4"]
    assert [name for name in names if raw(name).startswith(b"\xef\xbb\xbf")] == ["dawn-5"]
    assert "\r" not in texts["lakeside-4"] and texts["dawn-5"].startswith("‘Liberation’")


def test_one_name_has_a_combining_accent(texts):
    assert unicodedata.normalize("NFD", "Zoë").encode() in raw("harbour-6")
    assert "By Zoë Ferrand" in texts["harbour-6"]  # NFC after reading


@pytest.mark.parametrize(
    ("name", "hidden", "seen"),
    [
        ("courier-5", "terror\u00adists", "terrorists"),
        ("dawn-3", "reb\u200bels", "rebels"),
        ("lakeside-4", "r\u0435bel", "rebel"),
        ("lakeside-4", "\ufb01ghters", "fighters"),
    ],
)
def test_a_character_is_hidden_inside_a_term(texts, name, hidden, seen):
    assert texts[name].count(hidden) == 1
    assert [texts[name][a:b] for a, b in text.tokens(texts[name])].count(hidden) == 1
    assert text.fold(hidden) == seen != hidden


def test_a_no_break_space_stands_inside_a_term(texts):
    assert texts["harbour-4"].count("armed\u00a0group") == 1
    assert [name for name in sorted(texts) if "\u00a0" in texts[name]] == ["harbour-4"]


# --- what is planted in the page -----------------------------------------------------------------------------------

FURNITURE = {  # whole lines
    "courier-1": ["Home | Kestria | Liberated Halvena | Economy | Sport | Contact", "Views: 4,812", "Comments (0)", "Back to top"],
    "courier-2": ["Read also: Terrorists poisoned wells in Northgate, ministry says"],
    "courier-3": ["2,930 views", "Comments (17)", "Read also: Militants sold hospital beds, court hears"],
    "courier-5": ["Home | Kestria | Liberated Halvena | Economy | Sport | Contact", "Comments are closed for this article."],
    "courier-6": ["Original url:", "<https://courier.example/2009/11/25/pell>"],
    "dawn-1": ["Site icon Dawn Dispatch", "Exit mobile version"],
    "dawn-2": ["Latest | Siege Diary | Voices | Weather | About us", "IMG_2041.JPG", "millrace-bakery-night.jpg", "1,377 shares"],
    "dawn-3": ["Latest | Siege Diary | Voices | Weather | About us", "1 of 3"],
    "dawn-5": ["Get the Dispatch by e-mail", "Related posts", "Exit mobile version"],
    "dawn-6": ["Share this", "95 shares"],
    "harbour-1": ["Share Tweet Email Print"],
    "harbour-3": ["We use cookies to make this site work. Accept all | Settings"],
    "harbour-4": ["Harbour Ledger © 2009. Terms of use | Privacy"],
    "harbour-5": ["Most viewed", "1 Halvena’s rebels say they shot down army helicopter"],
    "harbour-6": ["Share Tweet Email Print", "Sign up for our newsletter"],
    "lakeside-1": ["Leave a comment", "Name *", "Email *", "Save my name in this browser"],
    "lakeside-4": ["canal_crossing_final2.jpg", "Related Articles", "Comments (4)", "Leave a Reply", "Cancel reply"],
}


@pytest.mark.parametrize("name", sorted(FURNITURE))
def test_furniture_stands_in_lines_of_its_own(texts, name):
    assert [line for line in FURNITURE[name] if line not in lines(texts[name])] == []


def test_some_furniture_holds_a_term_of_the_lexicon():
    stems = ("liberat", "terrorist", "militant", "siege", "rebel")
    with_term = sorted(name for name, found in FURNITURE.items() if any(stem in line.lower() for line in found for stem in stems))
    assert with_term == ["courier-1", "courier-2", "courier-3", "courier-5", "dawn-2", "dawn-3", "harbour-5"]


def test_a_caption_is_printed_twice_with_photographer_and_agency(texts):
    credited = [line for line in lines(texts["dawn-1"]) if line.endswith("[Pavo Lind/Norpress]")]
    assert len(credited) == 2 and credited[0] == credited[1]
    assert "Civilians" in credited[0] and "besieged" in credited[0]
    assert "A rebel on the grain chain of the Millrace mill. Photo: Pavo Lind/Norpress" in lines(texts["harbour-5"])


def test_a_sentence_comes_back_as_a_pull_quote(texts):
    pulled = "“The militants have a scale and they write you a receipt.”"
    found = lines(texts["lakeside-4"])
    assert pulled in found and sum(pulled.strip("“”.") in line for line in found) == 2


def test_standfirst_and_crossheads_stand_alone(texts):
    assert lines(texts["lakeside-4"])[1] == "What it costs to leave a city, and who gives a receipt."
    assert "The man with the tape" in lines(texts["lakeside-3"]) and "Who is colder" in lines(texts["harbour-6"])


def test_a_sentence_is_split_over_a_blank_line(texts):
    found = lines(texts["harbour-5"])
    at = found.index("a door that opened the other way.")
    assert found[at - 1].endswith("was there, was")


# --- what is planted in the quotation marks ------------------------------------------------------------------------


def test_one_article_has_its_marks_the_wrong_way_round(texts):
    marks = re.findall("[“”]", texts["lakeside-3"])
    assert len(marks) >= 10 and marks == ["”", "“"] * (len(marks) // 2)
    assert re.findall("[“”]", texts["harbour-4"])[:2] == ["“", "”"]  # as most are


def test_single_straight_and_low_marks(texts):
    assert "“" not in texts["harbour-1"] and texts["harbour-1"].count("‘") >= 6
    assert "troops’ losses" in texts["harbour-1"]
    assert texts["lakeside-1"].count('"') >= 8 and not re.search("[“”]", texts["lakeside-1"])
    assert "„Here lie the rebels who could whistle“" in texts["harbour-5"]


def test_one_quotation_never_closes(texts):
    odd = [line for line in lines(texts["harbour-5"]) if line.count("“") != line.count("”") and "„" not in line]
    assert len(odd) == 1 and "bakery, he said." in odd[0]


def test_a_quotation_opens_each_of_three_paragraphs_and_closes_once(texts):
    opened = [(line.count("“"), line.count("”")) for line in lines(texts["courier-6"]) if line.startswith("“")]
    assert opened == [(1, 0), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("dawn-5", "filmed the “liberation” of the quarter"),  # scare quotes
        ("courier-5", "writes of “rebels” who “govern”"),
        ("lakeside-6", "speaks of “order” he means"),
        ("dawn-1", "only “at terrorists who hide behind flour”"),  # partial quotations
        ("dawn-2", "warned last week of “armed gangs”"),
        ("courier-1", "that the “freedom fighters” had made"),
        ("harbour-3", "reported a “liberation of hostages”"),
        ("lakeside-6", "Ansel “the Tape” Rook"),  # neither
        ("lakeside-6", "called “The Siege of Winter”"),
        ("harbour-1", "‘They [the rebels] have"),  # bracket
        ("harbour-1", "Stoyer said the rebels had mined"),  # relabelling
        ("harbour-3", "Pell said the rebels had treated"),
        ("harbour-4", "Pell said the rebels had bought"),
        ("lakeside-1", "Rook said the militants at the Tannery"),
        ("lakeside-3", "Rook said the militants would stay"),
        ("dawn-1", "The regime denied the bombardment."),  # verb + noun
        ("courier-3", "Council denied the massacre."),
        ("courier-3", "confirmed the army’s capture"),
        ("courier-2", "warned of a terrorist campaign"),
        ("lakeside-4", "denied the trade"),
        ("courier-2", "the so-called Halvena Council"),  # hedge
        ("courier-5", "The so-called revolutionaries"),
        ("lakeside-6", "The so-called liberation"),
        ("dawn-2", "are not terrorists but bakers"),  # negation
        ("lakeside-4", "were not revolutionaries but thieves"),
        ("harbour-6", "the terror of the quiet hours"),  # other meanings
        ("harbour-6", "opposition to the plan"),
        ("harbour-6", "of his own free will"),
        ("harbour-6", "militant about punctuality"),
        ("harbour-6", "a siege mentality"),
        ("harbour-6", "in order to keep"),
        ("harbour-6", "One cleared his desk"),
        ("lakeside-3", "Write that down in that order."),
        ("courier-4", "The Courier adds:"),
        ("dawn-4", "The Dispatch adds:"),
        ("harbour-3", "the rebels who had captured them"),
        ("courier-1", "31 militants had been killed and 12 captured"),
        ("lakeside-1", "The government had cleared the road"),
        ("lakeside-6", "a rebel and a policeman"),  # only a coder can tell
        ("dawn-6", "until dark, in order, with bags"),
        ("courier-3", "cleared of suspicion"),
    ],
)
def test_a_planted_phrase_is_there_once(texts, name, planted):
    assert texts[name].count(planted) == 1


def test_an_official_reported_as_saying_rebels_never_says_it_himself(texts):
    """Relabelling needs it: no curly quotation credited to a speaker of the government's camp holds the council's word."""
    official = re.compile(r"(?:Pell|Stoyer|Solt|Teller|Brandel)\b")
    spoken = [
        quoted
        for body in texts.values()
        for line in lines(body)
        if official.search(line) and not re.search("Rook|Marrat", line)
        for quoted in re.findall("“([^“”]*)”", line)
    ]
    assert sum("errorist" in quoted for quoted in spoken) >= 8
    assert [quoted for quoted in spoken if re.search("rebel|opposition|revolutionar", quoted)] == []


# --- headlines, empty sets, copies -----------------------------------------------------------------------------------


def test_one_article_says_nothing_of_the_fighters(texts):
    named = re.compile(
        r"terrorist|militant|gang|bandit|extremist|rebel|opposition|revolutionar|resistance|fighter|armed|gunmen|insurgent", re.I
    )
    silent = [name for name in sorted(texts) if not named.search(texts[name])]
    assert silent == ["dawn-6"]


def test_one_text_has_three_headlines_with_three_words(articles):
    words = [re.search("Terrorists|Rebels|militants", articles.loc[name, "title"])[0] for name in ("courier-4", "harbour-2", "lakeside-2")]
    assert words == ["Terrorists", "Rebels", "militants"]


def shingles(body: str, size: int = 5) -> set[tuple[str, ...]]:
    found = [text.fold(body[a:b]) for a, b in text.tokens(body)]
    return {tuple(found[i : i + size]) for i in range(len(found) - size + 1)}


def test_two_wire_stories_are_printed_five_times_and_nothing_else_is_a_copy(articles, texts):
    runs = {name: shingles(body) for name, body in texts.items()}
    near = {(a, b) for a in runs for b in runs if a < b and len(runs[a] & runs[b]) / min(len(runs[a]), len(runs[b])) >= 0.5}
    assert near == {("courier-4", "harbour-2"), ("courier-4", "lakeside-2"), ("harbour-2", "lakeside-2"), ("dawn-4", "lakeside-5")}
    assert all(articles.loc[a, "origin"] == articles.loc[b, "origin"] != "" for a, b in near)
    assert all(texts[a] != texts[b] and articles.loc[a, "title"] != articles.loc[b, "title"] for a, b in near)


def test_the_datasheet_names_every_article_in_which_something_is_planted():
    sheet = (DEMO / "README.md").read_text(encoding="utf-8")
    assert [name for name in FURNITURE if name not in sheet and f"-{name[-1]}" not in sheet] == []


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
def test_nothing_of_ours_is_taken_from_a_third_party(texts):
    def runs(body: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[^\W_]+", body.lower())
        return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}

    foreign = set().union(*(runs(path.read_text(encoding="utf-8")) for path in (Path(CORPUS) / "aleppo-2016").glob("*.txt")))
    foreign |= runs((Path(CORPUS) / "fa-kes" / "FA-KES-Dataset.csv").read_text(encoding="cp1252", errors="replace"))
    assert len(foreign) > 100_000
    written = [*sorted(RAW.glob("*/*.md")), *sorted(RAW.glob("*/*.yml")), ROOT / "data" / "lexicons" / "demo.yml"]
    ours = texts | {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in written}
    assert len(ours) >= 24 + 7
    shared = [(name, run) for name, body in ours.items() for run in sorted(runs(body) & foreign)]
    assert shared == []


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


def test_codes_are_known_and_words_are_those_of_the_text(sheets, texts):
    for sheet in sheets:
        assert {row["voice"] for row in sheet} == {"own", "short", "direct", "indirect", "bracket"}
        assert {row["valid"] for row in sheet} == {"yes", "no"}
        assert [row for row in sheet if texts[row["article_id"]][int(row["start"]) : int(row["end"])] != row["word"]] == []
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


def test_every_sentence_without_a_hit_is_coded(texts, sheets):
    coded = {row["sentence_id"]: row for row in rows(DEMO / "coding" / "sentences.csv")}
    places = {(row["article_id"], int(row["start"])) for row in sheets[0]}
    wanted = {
        hashlib.sha256(f"{name}|{a}|{b}".encode()).hexdigest()[:12]
        for name, body in texts.items()
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
    pairs = choices.relabelled(marked, found)
    fighters = pairs[pairs["set"] == "fighters"]
    planted = {
        ("harbour-1", "rebels"),
        ("harbour-3", "rebels"),
        ("harbour-4", "rebels"),
        ("lakeside-1", "militants"),
        ("lakeside-3", "militants"),
    }
    assert planted <= set(zip(fighters["article_id"], fighters["reported"], strict=True))
