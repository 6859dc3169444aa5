"""What articles.csv, folders and the texts themselves say about outlet, origin and date; the same table in any order."""

from __future__ import annotations

import os

import pandas as pd
import pytest

from article_files import study_of, told, write
from framing import corpus
from framing.corpus import credits, metadata
from framing.errors import BadInput


def test_outlet_from_sub_folders_then_group(tmp_path):
    write(tmp_path / "articles", "sana/1.txt", "one")
    write(tmp_path / "articles", "other/1.txt", "two")
    articles = corpus.read(study_of(tmp_path / "articles", groups={"state": ["sana", "tass"]}))
    assert articles[["article_id", "outlet", "group"]].values.tolist() == [["1", "other", ""], ["1-2", "sana", "state"]]


def test_metadata_fills_columns_adds_its_own_and_tells_what_does_not_fit(tmp_path):
    write(tmp_path / "articles", "a.txt", "one text")
    write(tmp_path / "articles", "b.txt", "two")
    table = write(tmp_path, "articles.csv", f"id,outlet,origin,date,sha256,topic\na,Gazette,AFP,2016-01-02,{'0' * 64},war\nz,X,,,,\n")
    study = study_of(tmp_path / "articles", metadata=table)
    articles, problems = corpus.load(study)
    first = articles.iloc[0]
    assert (first["outlet"], first["origin"], first["date"], first["topic"]) == ("Gazette", "AFP", "2016-01-02", "war")
    assert articles.iloc[1]["topic"] == "" and articles.iloc[1]["outlet"] == ""
    assert "is not the file that articles.csv describes" in told(problems, "a.txt")
    assert problems.loc[problems["file"] == "articles.csv", ["line", "severity"]].values.tolist() == [[3, "warning"]]
    checked = corpus.verify(study)
    assert checked[["file", "ok"]].values.tolist() == [["a", False]]
    table.write_text(f"id,sha256\na,{articles.iloc[0]['sha256']}\nz,{'1' * 64}\n")
    assert corpus.verify(study)[["file", "ok"]].values.tolist() == [["a", True], ["z", False]]


def test_an_open_quotation_mark_or_a_line_break_in_articles_csv_is_named_and_the_cure_for_semicolons_works(tmp_path):
    for name in "abc":
        write(tmp_path / "articles", f"{name}.txt", f"text {name}")
    table = write(tmp_path, "articles.csv", 'id,outlet\na,"X\nb,Y\nc,Z\n')
    study = study_of(tmp_path / "articles", metadata=table)
    articles, problems = corpus.load(study)
    assert articles["outlet"].tolist() == ["", "", ""]
    assert "row skipped (to line 4): a quotation mark that it opens is not closed" in told(problems, "articles.csv")
    table.write_text('id,outlet\na,"X\nb,Y"\nc,Z\n')
    assert "a line break stands inside the cell of 'outlet'" in told(corpus.load(study)[1], "articles.csv")
    table.write_text("id;outlet\na;X\n")
    with pytest.raises(BadInput, match=r"articles\.csv line 1: .*semicolons: save it with commas$"):
        corpus.load(study)
    table.write_text(table.read_text().replace(";", ","))
    assert corpus.read(study)["outlet"].tolist() == ["X", "", ""]


def test_what_the_text_says_about_itself_is_taken_with_its_evidence(tmp_path):
    write(tmp_path / "articles", "a.txt", "Headline\n\nJanuary 02, 2017\n\nText of it.\n\nOriginal url:\n\n<https://example.org/a>")
    articles, problems = corpus.load(study_of(tmp_path / "articles"))
    assert articles.iloc[0][["date", "url"]].tolist() == ["2017-01-02", "https://example.org/a"]
    assert "'January 02, 2017'" in told(problems, "a.txt") and "'Original url:'" in told(problems, "a.txt")
    assert "date" not in metadata.from_text("2 May 2016\n\ntext\n\n3 May 2016")  # two dates: not sure
    assert metadata.iso("31/02/2016") is None and metadata.iso("2016-02-31") is None


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Bridge falls\n\nPORT LUME (AFP) - The bridge fell.", "AFP"),
        ("Bridge falls\n\nPORT LUME, December 15. /TASS/. The bridge fell.", "TASS"),
        ("Bridge falls\n\nReuters\n\nThe bridge fell on Monday.", "Reuters"),
        ("Bridge falls\n\nThe bridge fell on Monday, he said. - REUTERS", "Reuters"),
        ("Bridge falls\n\nThe bridge fell, a guard told Reuters on Monday.", "Reuters"),
        ("Bridge falls\n\nPictures were sent overnight to The Independent by a nurse.", "The Independent"),
        ("Bridge falls\n\nA guard told Reuters so; a nurse told AFP.", ""),
        ("Bridge falls\n\nA crowd at the river (AFP/Getty)\n\nThe bridge fell.", ""),
        ("Bridge falls\n\nThe bridge fell, Reuters reported.", ""),
    ],
)
def test_origin_only_where_one_newsroom_is_credited(text, origin):
    name, evidence = credits.origin(text)
    assert name == origin
    assert bool(evidence) == bool(origin) and evidence in " ".join(text.split())


def test_the_same_folder_gives_the_same_table_in_any_order(tmp_path, monkeypatch):
    for name in ("b/2.txt", "a/1.txt", "c.md", "a/0.txt"):
        write(tmp_path / "articles", name, f"text of {name}")
    study = study_of(tmp_path / "articles")
    one = corpus.load(study)
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: reversed(list(real(path))))
    two = corpus.load(study)
    pd.testing.assert_frame_equal(one[0], two[0])
    pd.testing.assert_frame_equal(one[1], two[1])
