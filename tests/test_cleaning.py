"""What each paragraph of a page is: each rule on its examples, by hand, and on any text."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import cleaning
from framing.cleaning import rules

ZONES = dict(zip("HSUCBYDF", "headline standfirst subhead caption body byline date furniture".split(), strict=True))
BODY = "The old bridge over the Lume fell into the river on Monday night, the mayor said."
MORE = "Two ferries carry cars across the river until a new one stands, from six in the morning until midnight."


def zones(*lines: str) -> list[str]:
    """Return the zones of the blocks of a page."""
    return [block.zone for block in cleaning.blocks("\n\n".join(lines))]


def rules_of(*lines: str) -> list[str]:
    return [block.rule for block in cleaning.blocks("\n\n".join(lines))]


# ---- the table of rules

EXAMPLES = [
    (f"{'furniture:' if top == 'furniture' else ''}{kind}:{name}", examples)
    for top in ("furniture", "zones")
    for kind, entries in rules.table()[top].items()
    for name, examples in entries.items()
]


@pytest.mark.parametrize(("label", "examples"), EXAMPLES, ids=[label for label, _ in EXAMPLES])
def test_each_rule_fits_its_examples_and_spares_the_others(label, examples):
    assert examples["fits"], "a rule without an example cannot be checked"
    for line in examples["fits"]:
        assert rules.label(rules.plain(line), edge=True) == label, line
    for line in examples.get("spares", []):
        assert rules.label(rules.plain(line), edge=True) == "", line


def test_no_rule_takes_a_second_on_a_hostile_line():
    import time

    started = time.process_time()
    for line in ("a" * 400, "A b " * 99, "( " * 200, "share " * 66, "1.1." * 99, "By A, " * 60, "“" * 399, "Http://" * 57):
        rules.label(line, edge=True)
        rules.tail(line[:300])
    assert time.process_time() - started < 2


# ---- zones by hand


def test_a_plain_article():
    page = ["Share this story:", "Bridge falls in Port Lume", "Mayor promises a new one of stone", "By Dana Hale", "5 December 2016"]
    page += [
        "People look at the fallen bridge [Omar Reyes/Lume Agency]",
        BODY,
        "A new bridge",
        MORE,
        "Read more: The ferries of the Lume",
        BODY[:-1] + " again.",
    ]
    expected = "furniture headline standfirst byline date caption lead subhead body furniture body".split()
    assert zones(*page) == expected


def test_a_standfirst_is_parted_from_the_lead_by_a_date_and_repeats_what_it_was_taken_from():
    standfirst = "Nothing is left of the oldest bridge in the country but two stumps of stone and a lamp."
    found = cleaning.blocks(
        f"Bridge falls\n\n{standfirst}\n\nJanuary 2, 2017\n\n{BODY}\n\nSince then {standfirst[0].lower()}{standfirst[1:]}"
    )
    assert [b.zone for b in found] == ["headline", "standfirst", "date", "lead", "body"]
    assert found[1].repeat_of == found[4].start and found[4].repeat_of is None  # the paragraph is the one counted


def test_a_doubled_caption_repeats_the_first():
    caption = "People look at the fallen bridge in the morning (AFX/Getty)"
    found = cleaning.blocks(f"Bridge falls\n\n{caption}\n{caption}\n\n{BODY}")
    assert [b.zone for b in found] == ["headline", "caption", "caption", "lead"]
    assert [b.repeat_of for b in found] == [None, None, found[1].start, None]


def test_a_sentence_broken_over_a_blank_line_is_one_block_and_offsets_stay():
    broken = "It was reported that the bridge had stood there since the last days of\n\nthe old kingdom and its queens"
    text = f"Bridge falls\n\n{BODY}\n\n{broken}\n\n{MORE}"
    found = cleaning.blocks(text)
    assert [b.zone for b in found] == ["headline", "lead", "body", "body"]
    assert text[found[2].start : found[2].end].startswith("It was") and text[found[2].start : found[2].end].endswith("its queens")


def test_a_text_broken_at_a_fixed_width_is_unwrapped():
    words = " ".join(f"{BODY[:-1]} {n}. {MORE[:-1]} {n}." for n in ("twice", "again", "once more"))
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) > 70:
            lines.append(line.strip())
            line = ""
        line += word + " "
    text = "Bridge falls\n\n" + "\n".join([*lines, line.strip()])
    assert [b.zone for b in cleaning.blocks(text)] == ["headline", "lead"]


def test_subheads_and_teasers_are_told_apart_by_what_follows():
    long_subhead = "Why the ferries will carry the cars across the river"
    teaser = "Girl of nine wins a prize for her poem about winter"
    assert zones("Bridge falls", BODY, long_subhead, MORE)[2] == "subhead"
    assert zones("Bridge falls", BODY, teaser, MORE)[2] == "furniture"
    assert zones("Bridge falls", BODY, "After the fall", MORE)[2] == "subhead"  # short: always


def test_readers_comments_below_the_form_are_not_the_article():
    page = zones("Bridge falls", BODY, MORE, "3 Comments", "Mira says:", "My uncle built it and he wept when he heard it on the radio.")
    assert page == ["headline", "lead", "body", "furniture", "furniture", "furniture"]
    assert zones("Bridge falls", "12 comments", BODY, MORE) == [
        "headline",
        "furniture",
        "lead",
        "body",
    ]  # a counter at the top opens nothing


def test_a_headline_may_ask_and_may_announce_its_kind():
    assert zones("Will the bridge be rebuilt?", BODY, MORE) == ["headline", "lead", "body"]
    assert zones("Factbox: The bridges of Port Lume", BODY, MORE) == ["headline", "lead", "body"]
    assert zones(BODY, MORE) == ["lead", "body"]  # no headline at all


def test_glued_pages_are_cut_at_stamps_headlines_agencies_and_tails():
    content = f"Monday 5 December 2016 Bridge falls in Port Lume. AFP {BODY} {MORE} Read Also"
    text = f"Bridge falls in Port Lume\n\n{content}"
    found = cleaning.blocks(text)
    assert [(b.zone, b.rule) for b in found] == [
        ("headline", "first-line"),
        ("date", "stamp"),
        ("headline", "repeated"),
        ("byline", "agency"),
        ("lead", "first-paragraph"),
        ("furniture", "teaser:read-also"),
    ]
    assert found[2].repeat_of == 0 and text[found[4].start : found[4].end] == f"{BODY} {MORE}"
    assert zones("Bridge falls in Port Lume", "On 5 December 2016 the bridge fell, and nobody was hurt.") == ["headline", "lead"]
    assert zones("Bridge falls", BODY + " They cited Resolution No. 2254") == ["headline", "lead"]  # no counter


def test_a_paragraph_that_begins_twice_is_counted_once():
    found = cleaning.blocks(f"Bridge falls in Port Lume\n\n5 December 2016 Bridge falls in Port Lume. {BODY} {BODY} {MORE}")
    first, second = found[3], found[4]
    assert (first.rule, second.zone) == ("doubled", "lead") and first.repeat_of == second.start


def test_a_page_of_furniture_only_has_no_text():
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["Share this story:\n\nLeave a Reply", f"Bridge falls\n\n{BODY}"]})
    assert cleaning.silent(articles, cleaning.table(articles))["article_id"].tolist() == ["a"]


def test_furniture_rules_name_kind_and_rule():
    found = rules_of("Bridge falls", "Share on Facebook", BODY, "Harbour at dawn.png", MORE, "Leave a Reply")
    assert found == ["first-line", "share:asked", "first-paragraph", "orphan:file-name", "paragraph", "comment-form:reply-heading"]


def test_a_headline_in_capitals_is_no_byline_and_another_alphabet_is_no_headline():
    urges = "The envoy urges restraint in Vess, and both sides say that restraint is what the other lacks."
    assert zones("Հայերեն", "Envoy Urges Restraint in Vess", urges, BODY) == ["furniture", "headline", "lead", "body"]


def test_what_the_publisher_says_below_the_article_is_not_counted():
    page = ["Bridge falls", BODY, MORE, "Related", "Rail strike ends", "Snow expected", "Poppies bloom early in the far south."]
    assert zones(*page)[3:] == ["furniture"] * 4
    assert zones(*page[:3], page[-1])[-1] == "body"  # nothing parts it from the article
    appeals = ["Independent journalism costs money, and readers pay.", "Find the complete list here."]
    assert [zones(*page[:3], line)[-1] for line in appeals] == ["furniture", "furniture"]
    author = "Dana Hale studied bridges in Port Lume."
    assert zones("Bridge falls", "By Dana Hale", BODY, MORE, author)[-1] == "byline"
    assert zones("Bridge falls", BODY, MORE, "VNX", "Most read", "Snow expected", "2 May 2016")[3:] == ["byline"] + ["furniture"] * 3


def test_the_publishers_sentence_needs_more_signs_the_more_of_the_article_it_takes_up():
    page = ["Lume Gazette", "Bridge falls in Port Lume", BODY, MORE]
    publisher = "Lume Gazette publishes around forty articles a day from every valley in the country."
    assert zones(*page, publisher)[-1] == "furniture"
    assert zones(*page, "Lume Gazette reached the mayor on the bridge, where ferries wait for cars.")[-1] == "body"
    assert zones(*page, "Our team of four spent the winter there, where forty people found shelter.", "Share")[-2] == "body"


def test_a_gap_parts_the_publisher_from_the_article_unless_the_line_goes_on():
    gap = ["Save", "Follow the topic", "Enter your email address"]
    assert zones("Bridge falls in Port Lume", BODY, MORE, *gap, "Every gift plants one young poplar.")[-1] == "furniture"
    assert zones("Bridge falls in Port Lume", BODY, MORE, *gap, "Its keeper, a widow, has moved away.")[-1] == "body"


def test_a_title_that_ends_the_way_to_the_page_is_its_headline_once():
    page = zones("Lume Gazette", "Home News Bridge falls in Port Lume", "Bridge falls in Port Lume", "By Dana Hale", BODY, MORE)
    assert page == ["furniture", "furniture", "headline", "byline", "lead", "body"]
    assert zones("Lume Gazette", "World Affairs", "Bridge falls in Port Lume", "Peace and Security", BODY, MORE)[3] == "furniture"


def test_the_day_on_which_a_page_was_called_up_is_not_the_articles_date():
    page = ["Tuesday 9 May 2023", "Home", "News", "Sport", "Old bridge over the Lume falls", "By Dana Hale", "8 May 2023", BODY, MORE]
    assert zones(*page)[0] == "furniture" and zones(*page)[6] == "date"
    assert zones("8 May 2023", *page[4:6], BODY, MORE)[0] == "date"


def test_notices_between_the_headline_and_the_article_take_up_nothing_of_it():
    page = ["Old bridge over the Lume falls", "Sign in", "Typing errors may occur after scanning.", "Share on Facebook", BODY, MORE]
    assert zones(*page) == ["headline", "furniture", "furniture", "furniture", "lead", "body"]
    page[2] = "It was a bridge like no other."
    assert zones(*page)[2] == "lead"


def test_the_next_paragraph_tells_a_subhead_from_what_it_looks_like():
    page = ["Village notes from Lume", BODY, "Lotto", "Nobody won the lotto in the hall by the river on Monday.", MORE]
    assert zones(*page)[2] == "subhead"
    page[3] = "Nobody was in the hall by the river on Monday."
    assert zones(*page)[2] == "furniture"


def test_below_the_authors_line_short_appeals_are_the_pages():
    author = "Dana Hale covers schools for the Gazette."
    page = ["Old bridge over the Lume falls", "By Dana Hale", BODY, MORE, BODY.replace("mayor", "driver"), author]
    assert zones(*page, "Need a rest? Play our crossword.", "More in Local", "Fire in mill")[5:7] == ["byline", "furniture"]


def test_the_united_states_are_not_us():
    page = ["Old bridge over the Lume falls", BODY, MORE, "The US reporting team came in June.", "Share on Facebook"]
    assert zones(*page)[3] == "body"
    assert (
        zones(*(line.replace("The US reporting team came in June", "Tell us what our reporting means to you") for line in page))[3]
        == "furniture"
    )


def test_what_somebody_said_is_a_subhead_beside_furniture_and_below_the_end_of_a_list():
    page = ["Old bridge over the Lume falls", BODY, "Sign up to our newsletter", "'Nobody picks up'", MORE]
    assert zones(*page)[3] == "subhead"
    page[2:3] = ["Keep reading", "list of 1 item", "Snow expected in the far south by noon", "end of list"]
    assert zones(*page)[2:7] == ["furniture"] * 4 + ["subhead"]


def test_tags_in_a_row_are_no_subheads():
    assert zones("Bridge falls", BODY, "Lume", "Old bridges", "Ferries", MORE)[2:5] == ["furniture"] * 3
    assert zones("Bridge falls", BODY, "Old bridges", MORE)[2] == "subhead"


def test_a_subhead_stays_beside_an_advertisement_if_the_article_takes_it_up():
    page = ["Bridge falls", BODY, "Advertisement", "{}", MORE]
    assert zones(*(line.format("Cars on the ferries") for line in page))[3] == "subhead"
    assert zones(*(line.format("Kitchens at half price") for line in page))[3] == "furniture"
    assert zones("Bridge falls", BODY, "Download the puzzle page", MORE)[2] == "furniture"


# ---- any text


@settings(max_examples=120, derandomize=True, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                BODY,
                MORE,
                "Bridge falls",
                "Share",
                "By Dana Hale",
                "5 December 2016",
                "Read more: x",
                "“No.”",
                "and so",
                "…",
                "A (B/C)",
                "\u200b",
                "1",
                ":",
            ]
        )
        | st.text(max_size=40),
        max_size=12,
    ),
    st.sampled_from(["\n", "\n\n", "\n \n", " "]),
)
def test_blocks_hold_every_character_once_and_in_order(lines, between):
    text = between.join(lines)
    found = cleaning.blocks(text)
    held = [place for b in found for place in range(b.start, b.end)]
    assert held == sorted(set(held))
    assert all(text[place].isspace() for place in set(range(len(text))) - set(held))
    starts = {b.start for b in found}
    for b in found:
        assert b.end > b.start and not text[b.start].isspace() and not text[b.end - 1].isspace()
        assert b.zone in ZONES.values() or b.zone == "lead"
        assert b.repeat_of is None or b.repeat_of in starts - {b.start}
        assert (b.zone == "furniture") == (b.rule.split(":")[0] in {"nav", "share", "teaser", "comment-form", "footer", "orphan"})
    assert cleaning.blocks(text) == found


@pytest.mark.parametrize("ending", ["here", "on"])  # "on" leaves every line open, so that all are joined
def test_a_very_long_list_takes_no_more_than_its_length(ending):
    import time

    took = []
    for n_lines in (300, 1200):
        text = "\n\n".join(f"Line number {n} of the list stands {ending}" for n in range(n_lines))
        started = time.process_time()
        assert len(cleaning.blocks(text)) == (n_lines if ending == "here" else 1)
        took.append(time.process_time() - started)
    assert took[1] < 10 * took[0] + 0.5  # four times the lines
