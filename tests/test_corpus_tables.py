"""Articles in table files and archives: no type guessed, bad rows named by their line, memory bounded."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest

from article_files import study_of, told, write, zipped
from framing import corpus
from framing.corpus import decoding
from framing.errors import BadInput

HEADER = "id,title,text,outlet,date,labels\n"


def test_no_type_is_guessed_in_any_table_file(tmp_path):
    row = {"id": "0012", "title": "NA", "text": "null, and 1.50", "outlet": "true", "date": "2016-12-05", "labels": "007"}
    expected = {
        "article_id": "0012",
        "title": "NA",
        "text": "NA\n\nnull, and 1.50",
        "outlet": "true",
        "date": "2016-12-05",
        "labels": "007",
    }
    write(tmp_path, "a.csv", HEADER + '0012,NA,"null, and 1.50",true,2016-12-05,007\n')
    write(tmp_path, "a.tsv", HEADER.replace(",", "\t") + "0012\tNA\tnull, and 1.50\ttrue\t2016-12-05\t007\n")
    write(tmp_path, "a.jsonl", json.dumps(row) + "\n")
    pd.DataFrame([row]).to_parquet(tmp_path / "a.parquet")
    for name in ("a.csv", "a.tsv", "a.jsonl", "a.parquet"):
        found = corpus.read(study_of(tmp_path / name)).iloc[0]
        assert {key: found[key] for key in expected} == expected, name
        assert found["labels"] == "007" and isinstance(found["labels"], str)


def test_bad_rows_are_named_by_line_and_the_others_are_read(tmp_path):
    write(
        tmp_path,
        "a.csv",
        HEADER + 'a,t,one text,o,,1\nb,t,too,many,fields,here,now\nc,t,"two\nlines",o,,1\nd,t,,o,,1\ne,t,five,o,05/06/2016,1\n',
    )
    articles, problems = corpus.load(study_of(tmp_path / "a.csv"))
    assert articles["article_id"].tolist() == ["a", "c", "e"]
    at = problems.set_index("line")["message"]
    assert "7 fields, the header has 6" in at[3]
    assert "no text in column 'text'" in at[6]  # row c fills lines 4 and 5
    assert "date '05/06/2016' cannot be read for sure" in at[7]
    write(tmp_path, "a.jsonl", '{"text": "one", "n": 1.0}\n{"text": "tw\n[1]\n{"text": "four", "x": null}\n')
    articles, problems = corpus.load(study_of(tmp_path / "a.jsonl"))
    assert articles["text"].tolist() == ["one", "four"]
    assert articles["article_id"].tolist() == ["a-000001", "a-000004"]
    assert articles["n"].tolist() == ["1.0", ""] and articles["x"].tolist() == ["", ""]
    assert problems["line"].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("content", "columns", "sentence"),
    [
        ("id;title;text\n1;a;b\n", {}, r'a\.csv line 1: .*semicolons: write `delimiter: ";"`'),
        ("id,title,body_text\n1,a,b\n", {}, r"a\.csv line 1: no column holds the text: it has id, title, body_text"),
        ("id,title,text\n1,a,b\n", {"text": "texts"}, r"no column 'texts' for `text` \(did you mean text\?\)"),
        ("id,text,text\n1,a,b\n", {}, "stands there twice"),
        ("", {}, "is empty"),
        ("id,text\n1,a\n", {"txt": "text"}, r"`columns` has no 'txt' \(did you mean text\?\)"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_the_cure(tmp_path, content, columns, sentence):
    write(tmp_path, "a.csv", content)
    with pytest.raises(BadInput, match=sentence):
        corpus.load(study_of(tmp_path / "a.csv", columns=columns))


def test_the_cure_for_another_delimiter_works(tmp_path):
    write(tmp_path, "a.csv", "id;title;text\n1;a;b\n")
    assert corpus.read(study_of(tmp_path / "a.csv", columns={"delimiter": ";"})).iloc[0]["text"] == "a\n\nb"


@pytest.mark.parametrize(
    ("rows", "read", "line", "until"),
    [
        ('a,"one\nb,two\nc,three\n', [], 2, 4),  # open at the end of the file
        ('a,one\nb,"two\nc,"three"\nd,four\n', ["a", "d"], 3, 4),  # the next record's mark only seems to close it
        ('a,one\nb,"two" and "half\nc,three\n', ["a", "b", "c"], None, None),  # text after a closing mark: as before
        ('a,"He said\nshe said "no" to it"\nb,two\n', ["a", "b"], None, None),
        ('a,one\nb,"x" y,"z\n', ["a"], 3, 3),
        ('a,"one\n\ntwo ""words"", more"\nb,two\n', ["a", "b"], None, None),
    ],
)
def test_a_quotation_mark_that_is_not_closed_is_named_and_swallows_nothing_silently(tmp_path, rows, read, line, until):
    write(tmp_path, "a.csv", "id,text\nz,first\n" + rows)
    articles, problems = corpus.load(study_of(tmp_path / "a.csv"))
    assert articles["article_id"].tolist() == sorted([*read, "z"])
    found = problems[problems["severity"] == "refused"]
    assert found["line"].tolist() == ([line + 1] if line else [])
    if line:
        to = f" (to line {until + 1})" if until > line else ""
        assert f"row skipped{to}: a quotation mark that it opens is not closed; close it" in found["message"].iloc[0]
    write(tmp_path, "a.csv", 'id,"text\na,one\n')
    with pytest.raises(BadInput, match=r"a\.csv line 1: a quotation mark in the line of the columns is not closed"):
        corpus.load(study_of(tmp_path / "a.csv"))


def test_doubled_ids_get_a_number_and_a_note(tmp_path):
    write(tmp_path, "a.csv", "id,text\n7,one\n7,two\n7,three\n7-2,four\n")
    articles, problems = corpus.load(study_of(tmp_path / "a.csv"))
    assert dict(zip(articles["text"], articles["article_id"], strict=True)) == {"one": "7", "two": "7-2", "three": "7-3", "four": "7-2-2"}
    assert problems["message"].str.contains("stands there already").sum() == 3


def test_a_csv_in_windows_1252_is_read_whole_in_that_encoding(tmp_path):
    write(tmp_path, "a.csv", b"id,text\n1,plain\n2,caf\xe9 \x93q\x94 \x81\n")
    articles, problems = corpus.load(study_of(tmp_path / "a.csv"))
    assert articles["text"].tolist() == ["plain", "café “q” \x81"]
    assert articles["encoding"].tolist() == ["cp1252 (guessed)"] * 2
    assert "1 bytes have no character" in told(problems, "a.csv") and "read as cp1252 (guessed)" in told(problems, "a.csv")


def test_dates_are_read_as_the_study_writes_them(tmp_path):
    write(tmp_path, "a.csv", "id,text,date\n1,x,4/5/2016\n2,x,2016-04-05\n")
    study = study_of(tmp_path / "a.csv", dates="%m/%d/%Y")
    assert corpus.read(study)["date"].tolist() == ["2016-04-05", "2016-04-05"]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_a_stream_reads_no_further_than_the_part_at_hand(tmp_path, monkeypatch, name):
    from framing.corpus import articles as reading

    table = pd.DataFrame({"id": [f"{number:05d}" for number in range(300)], "text": "words of it"})
    {"csv": table.to_csv, "jsonl": table.to_json, "parquet": table.to_parquet}[name[2:]](
        tmp_path / name, **{"csv": {"index": False}, "jsonl": {"orient": "records", "lines": True}, "parquet": {}}[name[2:]]
    )
    real, n_read = reading.rows.read, []

    def counted(*given, **named):
        for row in real(*given, **named):
            n_read.append(row)
            yield row

    monkeypatch.setattr(reading.rows, "read", counted)
    parts = corpus.stream(study_of(tmp_path / name), 20)
    first, _ = next(parts)
    assert len(first) == 20 and len(n_read) <= 21  # twenty rows and the note on the encoding
    rest = [name for part, _ in parts for name in part["article_id"]]
    assert first["article_id"].tolist() + rest == table["id"].tolist()


def test_the_encoding_of_a_large_file_is_found_in_pieces(monkeypatch):
    monkeypatch.setattr(decoding, "CHUNK", 10)
    assert decoding.sniff(io.BytesIO(("é" * 40).encode())) == ("utf-8", "utf-8")  # a character may lie across two pieces
    assert decoding.sniff(io.BytesIO(("é" * 40).encode() + b"\xe9")) == ("cp1252", "cp1252 (guessed)")


def test_a_zip_of_texts_reads_like_the_folder(tmp_path):
    write(tmp_path, "all.zip", zipped({"sana/1.txt": b"one", "etilaf/2.txt": b"two", "x/.hidden.txt": b"no", "in/in.zip": b"no"}))
    articles, problems = corpus.load(study_of(tmp_path / "all.zip"))
    assert articles[["article_id", "outlet", "text"]].values.tolist() == [["1", "sana", "one"], ["2", "etilaf", "two"]]
    assert "archive inside an archive" in told(problems, "all.zip/in/in.zip")
