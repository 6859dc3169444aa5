"""Each trouble that the demo's datasheet (data/raw/demo/README.md) says is planted in its articles is there."""

import re
import unicodedata

import pytest

from demo import DEMO, lines, raw
from framing import text

# --- what is planted in the bytes ----------------------------------------------------------------------------------


def test_one_file_is_windows_1252(demo_articles):
    with pytest.raises(UnicodeDecodeError):
        raw("courier-2").decode("utf-8")
    assert "“every child of Halvena”" in raw("courier-2").decode("cp1252")
    assert "cp1252" in demo_articles.loc["courier-2", "encoding"]
    assert sum("cp1252" in encoding for encoding in demo_articles["encoding"]) == 1


def test_one_file_has_crlf_and_one_a_byte_order_mark(demo_texts):
    names = sorted(demo_texts)
    assert [name for name in names if b"\r\n" in raw(name)] == ["lakeside-4"]
    assert [name for name in names if raw(name).startswith(b"\xef\xbb\xbf")] == ["dawn-5"]
    assert "\r" not in demo_texts["lakeside-4"] and demo_texts["dawn-5"].startswith("‘Liberation’")


def test_one_name_has_a_combining_accent(demo_texts):
    assert unicodedata.normalize("NFD", "Zoë").encode() in raw("harbour-6")
    assert "By Zoë Ferrand" in demo_texts["harbour-6"]  # NFC after reading


@pytest.mark.parametrize(
    ("name", "hidden", "seen"),
    [
        ("courier-5", "terror\u00adists", "terrorists"),
        ("dawn-3", "reb\u200bels", "rebels"),
        ("lakeside-4", "r\u0435bel", "rebel"),
        ("lakeside-4", "\ufb01ghters", "fighters"),
    ],
)
def test_a_character_is_hidden_inside_a_term(demo_texts, name, hidden, seen):
    assert demo_texts[name].count(hidden) == 1
    assert [demo_texts[name][a:b] for a, b in text.tokens(demo_texts[name])].count(hidden) == 1
    assert text.fold(hidden) == seen != hidden


def test_a_no_break_space_stands_inside_a_term(demo_texts):
    assert demo_texts["harbour-4"].count("armed\u00a0group") == 1
    assert [name for name in sorted(demo_texts) if "\u00a0" in demo_texts[name]] == ["harbour-4"]


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
def test_furniture_stands_in_lines_of_its_own(demo_texts, name):
    assert [line for line in FURNITURE[name] if line not in lines(demo_texts[name])] == []


def test_some_furniture_holds_a_term_of_the_lexicon():
    stems = ("liberat", "terrorist", "militant", "siege", "rebel")
    with_term = sorted(name for name, found in FURNITURE.items() if any(stem in line.lower() for line in found for stem in stems))
    assert with_term == ["courier-1", "courier-2", "courier-3", "courier-5", "dawn-2", "dawn-3", "harbour-5"]


def test_a_caption_is_printed_twice_with_photographer_and_agency(demo_texts):
    credited = [line for line in lines(demo_texts["dawn-1"]) if line.endswith("[Pavo Lind/Norpress]")]
    assert len(credited) == 2 and credited[0] == credited[1]
    assert "Civilians" in credited[0] and "besieged" in credited[0]
    assert "A rebel on the grain chain of the Millrace mill. Photo: Pavo Lind/Norpress" in lines(demo_texts["harbour-5"])


def test_a_sentence_comes_back_as_a_pull_quote(demo_texts):
    pulled = "“The militants have a scale and they write you a receipt.”"
    found = lines(demo_texts["lakeside-4"])
    assert pulled in found and sum(pulled.strip("“”.") in line for line in found) == 2


def test_standfirst_and_crossheads_stand_alone(demo_texts):
    assert lines(demo_texts["lakeside-4"])[1] == "What it costs to leave a city, and who gives a receipt."
    assert "The man with the tape" in lines(demo_texts["lakeside-3"]) and "Who is colder" in lines(demo_texts["harbour-6"])


def test_a_sentence_is_split_over_a_blank_line(demo_texts):
    found = lines(demo_texts["harbour-5"])
    at = found.index("a door that opened the other way.")
    assert found[at - 1].endswith("was there, was")


# --- what is planted in the quotation marks ------------------------------------------------------------------------


def test_one_article_has_its_marks_the_wrong_way_round(demo_texts):
    marks = re.findall("[“”]", demo_texts["lakeside-3"])
    assert len(marks) >= 10 and marks == ["”", "“"] * (len(marks) // 2)
    assert re.findall("[“”]", demo_texts["harbour-4"])[:2] == ["“", "”"]  # as most are


def test_single_straight_and_low_marks(demo_texts):
    assert "“" not in demo_texts["harbour-1"] and demo_texts["harbour-1"].count("‘") >= 6
    assert "troops’ losses" in demo_texts["harbour-1"]
    assert demo_texts["lakeside-1"].count('"') >= 8 and not re.search("[“”]", demo_texts["lakeside-1"])
    assert "„Here lie the rebels who could whistle“" in demo_texts["harbour-5"]


def test_one_quotation_never_closes(demo_texts):
    odd = [line for line in lines(demo_texts["harbour-5"]) if line.count("“") != line.count("”") and "„" not in line]
    assert len(odd) == 1 and "bakery, he said." in odd[0]


def test_a_quotation_opens_each_of_three_paragraphs_and_closes_once(demo_texts):
    opened = [(line.count("“"), line.count("”")) for line in lines(demo_texts["courier-6"]) if line.startswith("“")]
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
def test_a_planted_phrase_is_there_once(demo_texts, name, planted):
    assert demo_texts[name].count(planted) == 1


def test_an_official_reported_as_saying_rebels_never_says_it_himself(demo_texts):
    """Relabelling needs it: no curly quotation credited to a speaker of the government's camp holds the council's word."""
    official = re.compile(r"(?:Pell|Stoyer|Solt|Teller|Brandel)\b")
    spoken = [
        quoted
        for body in demo_texts.values()
        for line in lines(body)
        if official.search(line) and not re.search("Rook|Marrat", line)
        for quoted in re.findall("“([^“”]*)”", line)
    ]
    assert sum("errorist" in quoted for quoted in spoken) >= 8
    assert [quoted for quoted in spoken if re.search("rebel|opposition|revolutionar", quoted)] == []


# --- headlines, empty sets, copies -----------------------------------------------------------------------------------


def test_one_article_says_nothing_of_the_fighters(demo_texts):
    named = re.compile(
        r"terrorist|militant|gang|bandit|extremist|rebel|opposition|revolutionar|resistance|fighter|armed|gunmen|insurgent", re.I
    )
    silent = [name for name in sorted(demo_texts) if not named.search(demo_texts[name])]
    assert silent == ["dawn-6"]


def test_one_text_has_three_headlines_with_three_words(demo_articles):
    words = [
        re.search("Terrorists|Rebels|militants", demo_articles.loc[name, "title"])[0] for name in ("courier-4", "harbour-2", "lakeside-2")
    ]
    assert words == ["Terrorists", "Rebels", "militants"]


def shingles(body: str, size: int = 5) -> set[tuple[str, ...]]:
    found = [text.fold(body[a:b]) for a, b in text.tokens(body)]
    return {tuple(found[i : i + size]) for i in range(len(found) - size + 1)}


def test_two_wire_stories_are_printed_five_times_and_nothing_else_is_a_copy(demo_articles, demo_texts):
    runs = {name: shingles(body) for name, body in demo_texts.items()}
    near = {(a, b) for a in runs for b in runs if a < b and len(runs[a] & runs[b]) / min(len(runs[a]), len(runs[b])) >= 0.5}
    assert near == {("courier-4", "harbour-2"), ("courier-4", "lakeside-2"), ("harbour-2", "lakeside-2"), ("dawn-4", "lakeside-5")}
    assert all(demo_articles.loc[a, "origin"] == demo_articles.loc[b, "origin"] != "" for a, b in near)
    assert all(demo_texts[a] != demo_texts[b] and demo_articles.loc[a, "title"] != demo_articles.loc[b, "title"] for a, b in near)


def test_the_datasheet_names_every_article_in_which_something_is_planted():
    sheet = (DEMO / "README.md").read_text(encoding="utf-8")
    assert [name for name in FURNITURE if name not in sheet and f"-{name[-1]}" not in sheet] == []
