"""Blocks as a table: typed, sorted, overruled by hand, with the attrition of hits and what recurs across an outlet."""

from __future__ import annotations

import pandas as pd
import pytest

from framing import cleaning
from framing.errors import BadInput

BODY = "The old bridge over the Lume fell into the river on Monday night, the mayor said."
MORE = "Two ferries carry cars across the river until a new one stands, from six in the morning until midnight."


def test_the_table_of_blocks_is_typed_and_sorted():
    articles = pd.DataFrame({"article_id": ["b", "a"], "text": [f"Bridge falls\n\n{BODY}", ""]})
    found = cleaning.table(articles)
    assert found["article_id"].tolist() == ["b", "b"]
    assert [str(kind) for kind in found.dtypes] == ["str", "int64", "int64", "str", "str", "Int64"]
    assert cleaning.table(articles.iloc[:0]).columns.tolist() == found.columns.tolist()


def test_titles_come_from_the_article_else_from_its_headline():
    articles = pd.DataFrame({"article_id": ["a", "b"], "title": ["", "Given"], "text": [f"Share\n\nBridge falls\n\n{BODY}", BODY]})
    assert cleaning.titles(articles, cleaning.table(articles)).to_dict() == {"a": "Bridge falls", "b": "Given"}


def test_keep_overrules_a_line_and_refuses_what_does_not_fit():
    articles = pd.DataFrame({"article_id": ["a"], "text": [f"Bridge falls\n\n{BODY}\n\nLeave a Reply"]})
    found = cleaning.table(articles)
    start = str(found["start"].iloc[2])
    kept = cleaning.apply_keep(found, pd.DataFrame({"article_id": ["a"], "start": [start], "zone": [""]}))
    assert kept.loc[2, ["zone", "rule"]].tolist() == ["body", "kept by hand"] and found.loc[2, "zone"] == "furniture"
    for wrong in ("99", "\u00b2"):
        with pytest.raises(BadInput, match=rf"keep\.csv line 2: no block of a begins at {wrong}"):
            cleaning.apply_keep(found, pd.DataFrame({"article_id": ["a"], "start": [wrong], "zone": [""]}))
    with pytest.raises(BadInput, match="zone 'boddy' is not known"):
        cleaning.apply_keep(found, pd.DataFrame({"article_id": ["a"], "start": [start], "zone": ["boddy"]}))
    with pytest.raises(BadInput, match="column 'zone' is missing"):
        cleaning.apply_keep(found, pd.DataFrame({"article_id": ["a"], "start": [start]}))


def test_attrition_takes_one_step_after_the_other():
    rows = [  # why_not, counted, voice, zone
        ("", True, "own", "body"),
        ("", True, "bracket", "lead"),
        ("", True, "direct", "body"),
        ("", True, "own", "caption"),
        ("furniture", False, "own", "furniture"),
        ("byline", False, "own", "byline"),
        ("repeat", False, "own", "body"),
        ("duplicate origin", False, "own", "body"),
    ]
    hits = pd.DataFrame(rows, columns=["why_not", "counted", "voice", "zone"]).assign(set="fighters", pole="state", term="terrorist*")
    found = cleaning.attrition(hits)
    assert found["term"].tolist() == ["terrorist*", ""]
    expected = {"raw": 8, "minus_furniture": 6, "minus_repeats": 5, "minus_copies": 4, "own_voice": 2}
    for row in (0, 1):
        assert found.loc[row, list(expected)].to_dict() == expected
    assert cleaning.attrition(hits.iloc[:0]).empty


def test_lines_that_recur_across_an_outlet_are_its_furniture():
    rows = [(f"a{n}", "gazette", f"Title {n} of the day\n\n{BODY[:-1]} {n}.\n\nThe house style\n\n{MORE[:-1]} {n}.") for n in range(6)]
    rows += [(f"b{n}", "courier", f"Title {n} of the day\n\n{BODY[:-1]} {n}.\n\nThe house style\n\n{MORE[:-1]} {n}.") for n in range(3)]
    rows += [(f"c{n}", "", f"Title {n} of the day\n\n{BODY[:-1]} {n}.\n\nThe house style\n\n{MORE[:-1]} {n}.") for n in range(6)]
    articles = pd.DataFrame(rows, columns=["article_id", "outlet", "text"])
    found = cleaning.table(articles)
    marked = cleaning.recurring(articles, found)
    changed = marked[marked["rule"] == "orphan:recurring-line"]
    assert changed["article_id"].tolist() == [f"a{n}" for n in range(6)]  # three are too few, and "" is nobody
    origins = pd.DataFrame({"article_id": articles["article_id"], "is_copy": articles["article_id"].isin(["a1", "a2", "a3"])})
    assert cleaning.recurring(articles, found, origins=origins).equals(found)  # copies of one article are one
    halves = [cleaning.line_counts(part, found) for part in (articles.iloc[:3], articles.iloc[3:])]
    assert cleaning.mark_recurring(articles, found, cleaning.frequent(pd.concat(halves))).equals(marked)
