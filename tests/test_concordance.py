"""Concordance: contexts by hand, sorting, thinning, searching, expanding; properties of every line; refusals."""

import pandas as pd
import pytest

from framing import concordance
from framing.errors import BadInput
from synthetic import articles, hits

TEXT = "Alpha men came. The beta men left the old town at dawn.\n\nNobody saw alpha again. So it was."


@pytest.fixture
def known():
    return articles({"x": 1}).assign(text=TEXT)


def at(word, place=0, **more):
    start = [i for i in range(len(TEXT)) if TEXT[i:].lower().startswith(word)][place]
    return ("x-1", word, {"start": start, "end": start + len(word), "sentence_start": 0, "sentence_end": 0} | more)


@pytest.fixture
def found():
    return hits([at("alpha"), at("beta"), at("alpha", 1)])


def test_words_by_hand(known, found):
    lines = concordance.lines(found, known, width=2)
    assert lines[["left", "node", "right"]].values.tolist() == [
        ["", "Alpha", "men came"],
        ["came. The", "beta", "men left"],
        ["Nobody saw", "alpha", "again. So"],
    ]
    assert list(lines.columns) == concordance.COLUMNS


def test_a_line_never_leaves_its_paragraph(known, found):
    lines = concordance.lines(found, known, width=50)
    assert lines["right"].tolist()[1] == "men left the old town at dawn."
    assert lines["left"].tolist()[2] == "Nobody saw"


def test_sentences_by_hand(known, found):
    lines = concordance.lines(found, known, width=0, unit="sentence")
    assert (lines["left"] + "|" + lines["node"] + "|" + lines["right"]).tolist() == [
        "|Alpha|men came.", "The|beta|men left the old town at dawn.", "Nobody saw|alpha|again."]  # fmt: skip
    assert concordance.lines(found, known, width=1, unit="sentence")["left"].tolist()[1] == "Alpha men came. The"


def test_every_line_is_the_text(known, found):
    for width in (0, 1, 3, 9):
        for line in concordance.lines(found, known, width=width).itertuples():
            assert " ".join(f"{line.left} {line.node} {line.right}".split()) in " ".join(TEXT.split())


def test_sort_by_slot_and_last_word_first():
    lines = pd.DataFrame(
        {"left": ["of the", "in a", "by the", ""], "node": "x", "right": ["b c", "a d", "b a", "z"], "outlet": list("ssrr")}
    )
    assert concordance.sort(lines, "1R", "2R")["right"].tolist() == ["a d", "b a", "b c", "z"]
    assert concordance.sort(lines, "left")["left"].tolist() == ["", "in a", "by the", "of the"]  # (nothing), a in, the by, the of
    assert concordance.sort(lines, "1L")["left"].tolist() == ["", "in a", "of the", "by the"]  # stable beyond the key
    assert concordance.sort(lines, "outlet", "1R")["right"].tolist() == ["b a", "z", "a d", "b c"]


def test_near_is_a_narrow_match_in_the_wide_view(known, found):
    lines = concordance.lines(found, known, width=9)
    assert concordance.near(lines, ["town"], within=5)["node"].tolist() == ["beta"]
    assert concordance.near(lines, ["town"], within=3).empty
    assert concordance.near(lines, ["nob*"], side="left")["node"].tolist() == ["alpha"]
    assert concordance.near(lines, ["nob*"], side="right").empty


def test_thinning_is_seeded_ordered_and_complete():
    lines = pd.DataFrame({"hit_id": [f"{i:03d}" for i in range(50)]})
    thinned = concordance.thin(lines, 10, seed=3)
    assert len(thinned) == 10 and thinned["hit_id"].is_monotonic_increasing
    assert thinned.equals(concordance.thin(lines, 10, seed=3)) and not thinned.equals(concordance.thin(lines, 10, seed=4))
    assert concordance.thin(lines, 99).equals(lines)


def test_expand_to_the_paragraph(known, found):
    wide = concordance.expand(concordance.lines(found, known, width=1), found, known)
    assert wide["paragraph"].tolist() == [TEXT.split("\n\n")[0]] * 2 + [TEXT.split("\n\n")[1]]
    for line in wide.itertuples():
        assert line.paragraph[line.node_start : line.node_end] == line.node
        assert TEXT[line.paragraph_start :].startswith(line.paragraph)


def test_turned_text_is_isolated():
    text = "left \u202eevil alpha right"
    known = articles({"x": 1}).assign(text=text)
    line = concordance.lines(hits([("x-1", "alpha", {"start": 11, "end": 16})]), known).iloc[0]
    assert line["left"] == "\u2068left \u202eevil\u2069" and line["node"] == "alpha"


def test_refusals(known, found):
    with pytest.raises(BadInput, match='say "words" or "sentence"'):
        concordance.lines(found, known, unit="lines")
    with pytest.raises(BadInput, match="negative"):
        concordance.lines(found, known, width=-1)
    with pytest.raises(BadInput, match="which the articles lack"):
        concordance.lines(hits([("q", "alpha")]), known)
    with pytest.raises(BadInput, match="sort key '0L'"):
        concordance.sort(concordance.lines(found, known), "0L")
    with pytest.raises(BadInput, match="say left, right or both"):
        concordance.near(concordance.lines(found, known), ["a"], side="up")
    with pytest.raises(BadInput, match="how many to keep"):
        concordance.thin(concordance.lines(found, known), -1)
