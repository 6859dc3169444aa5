"""Reading articles of every kind: the same row whatever the file, every fault told, the rest of the study going on."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from framing import corpus
from framing.corpus import credits, decoding, documents, metadata
from framing.errors import BadInput
from framing.study import Study

ARTICLE = "Café owner: “They won’t leave”\n\nThe owner of a café in Port Lume said on Monday that he would stay – whatever came."


def study_of(place: Path, **settings) -> Study:
    folder = place if place.is_dir() else place.parent
    return Study(folder=folder, name="s", title="s", articles=place, lexicon=folder / "l.yml", **settings)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def told(problems: pd.DataFrame, file: str) -> str:
    return " · ".join(problems.loc[problems["file"] == file, "message"])


# ---- encodings and line ends


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_seven_encodings_and_three_line_ends_give_one_row(tmp_path, encoding, line_end):
    write(tmp_path / "articles", "a.txt", ARTICLE.replace("\n", line_end).encode(encoding))
    row = corpus.read(study_of(tmp_path / "articles")).iloc[0]
    assert row["text"] == ARTICLE
    assert (row["article_id"], row["n_words"], row["file"], row["language"]) == ("a", 22, "a.txt", "en")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a café".encode(), "utf-8"),
        (b"\xef\xbb\xbfa", "utf-8 (BOM)"),
        ("a café".encode("cp1252"), "cp1252 (guessed)"),
        ("it don’t “matter”".encode("mac-roman"), "mac-roman (guessed)"),
        ("a café".encode("utf-16"), "utf-16-le (BOM)"),
        ("a longer line of words".encode("utf-16-be"), "utf-16-be (guessed)"),
        ("a longer line of words".encode("utf-32-le"), "utf-32-le (guessed)"),
    ],
)
def test_the_encoding_is_named_and_a_guess_is_called_one(raw, shown):
    assert decoding.decode(raw).encoding == shown
    assert "\ufeff" not in decoding.decode(raw).text


def test_undefined_bytes_of_windows_1252_are_kept_and_counted():
    decoded = decoding.decode(b"one \x81 two \x9d caf\xe9")  # 0x81 and 0x9d have no character there
    assert decoded.text == "one \x81 two \x9d café"
    assert decoded.notes == [("note", "2 bytes have no character in windows-1252: kept as control characters")]


def test_articles_csv_may_name_the_encoding(tmp_path):
    write(tmp_path / "articles", "a.txt", "жизнь города идёт дальше".encode("cp1251"))
    table = write(tmp_path, "articles.csv", "id,encoding\na,cp1251\n")
    row = corpus.read(study_of(tmp_path / "articles", metadata=table)).iloc[0]
    assert (row["text"], row["encoding"]) == ("жизнь города идёт дальше", "cp1251")


def test_a_wrongly_named_encoding_is_refused_with_its_line():
    with pytest.raises(BadInput, match=r"is not utf-8: byte 8 \(line 2\).*articles\.csv"):
        decoding.decode(b"one two\n\xff", "utf-8")
    with pytest.raises(BadInput, match="'klingon', which is not known"):
        decoding.decode(b"x", "klingon")


def test_text_is_put_into_nfc_and_nothing_else_changes():
    raw = "cafe\u0301\u00a0\u200bwar ﬁre \u00adred\u202e".encode()
    assert decoding.decode(raw).text == "caf\u00e9\u00a0\u200bwar ﬁre \u00adred\u202e"


def test_mojibake_is_reported_with_samples_and_repaired_only_on_request(tmp_path):
    write(tmp_path / "articles", "a.txt", "They donâ€™t know the cafÃ© at all.")
    study = study_of(tmp_path / "articles")
    articles, problems = corpus.load(study)
    assert "donâ€™t" in articles.iloc[0]["text"]
    assert "2 places look wrongly decoded" in told(problems, "a.txt") and "donâ€™t" in told(problems, "a.txt")
    table = write(tmp_path, "articles.csv", "id,repair\na,mojibake\n")
    articles, problems = corpus.load(study_of(tmp_path / "articles", metadata=table))
    assert articles.iloc[0]["text"] == "They don’t know the café at all."
    assert "mojibake repaired in 2 places" in told(problems, "a.txt")


# ---- faults of files: each has its sentence, and the good article beside it is read


def faulty(tmp_path: Path, name: str, content: bytes) -> str:
    folder = tmp_path / "articles"
    write(folder, "good.txt", ARTICLE)
    write(folder, name, content)
    articles, problems = corpus.load(study_of(folder))
    assert articles["article_id"].tolist() == ["good"]
    return told(problems, name)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n rest", "PNG picture"),
        ("a.txt", b"%PDF-1.4 rest", "rename it to .pdf"),
        ("a.txt", b"text \x00\x01\x00 and more text", "NUL bytes"),
        ("a.txt", b"", "no text"),
        ("a.txt", b" \n\t\n\xc2\xa0", "no text"),
        ("a.pdf", b"no pdf at all", "is no PDF"),
        ("a.docx", b"no zip at all", "no Word document"),
        ("a.xyz", b"text", "kind .xyz is not known"),
        ("a.zip", b"no zip", "no zip archive"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_skipped(tmp_path, name, content, sentence):
    assert sentence in faulty(tmp_path, name, content)


def test_a_file_over_the_limit_is_refused_and_the_message_names_the_setting(tmp_path):
    folder = tmp_path / "articles"
    write(folder, "good.txt", ARTICLE)
    path = folder / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)  # sparse: 200 MB that take no room
    started = time.process_time()
    articles, problems = corpus.load(study_of(folder))
    assert time.process_time() - started < 1
    assert "larger than 50 MB" in told(problems, "big.txt") and "limits: {file: …}" in told(problems, "big.txt")
    assert len(articles) == 1


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, head: str = "") -> bytes:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return zipped({"word/document.xml": f"<?xml version='1.0'?>{head}<w:document {word}><w:body>{body}</w:body></w:document>".encode()})


def test_docx_bombs_are_refused_at_once(tmp_path):
    bomb = zipped({"word/document.xml": b" " * 20_000_000})
    started = time.process_time()
    with pytest.raises(BadInput, match="unpacks to 20 MB, more than the limit of 5 MB: a zip bomb"):
        documents.read(bomb, ".docx", max_unpacked=5_000_000)
    entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert "XML entities" in faulty(tmp_path, "a.docx", docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", entities))
    assert time.process_time() - started < 1


def test_links_pipes_and_folders_named_like_files_are_reported_never_followed(tmp_path):
    secret = write(tmp_path, "outside/secret.txt", "secret words")
    folder = tmp_path / "articles"
    write(folder, "good.txt", ARTICLE)
    (folder / "out.txt").symlink_to(secret)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "down").symlink_to(tmp_path / "outside")
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    articles, problems = corpus.load(study_of(folder))
    assert articles["article_id"].tolist() == ["good"]
    assert "link out of the study" in told(problems, "out.txt")
    assert "leads nowhere or in a circle" in told(problems, "loop.txt")
    assert "link out of the study" in told(problems, "down")
    assert "folder with the name of a file" in told(problems, "folder.txt")
    assert "pipe" in told(problems, "pipe.txt")


def test_a_vanishing_and_an_unreadable_file_are_told(tmp_path, monkeypatch):
    from framing.corpus import finding

    folder = tmp_path / "articles"
    write(folder, "a.txt", ARTICLE)
    write(folder, "b.txt", ARTICLE)
    real = finding.Item.bytes

    def gone(item, limit, setting="file"):
        if item.name == "a.txt":
            os.unlink(folder / "a.txt")
        return real(item, limit, setting)

    monkeypatch.setattr(finding.Item, "bytes", gone)
    articles, problems = corpus.load(study_of(folder))
    assert articles["article_id"].tolist() == ["b"] and "vanished" in told(problems, "a.txt")

    def denied(item):
        raise PermissionError

    monkeypatch.setattr(finding.Item, "open", denied)
    with pytest.raises(BadInput, match="correct its permissions"):
        real(finding.Item("b.txt", str(folder), 5), 100)


def test_strange_file_names_are_spelled_out(tmp_path):
    folder = tmp_path / "articles"
    write(folder, "two\nlines.txt", "one")
    write(folder, "a<b>=1.txt", "two")
    (Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.txt"))).write_text("three")
    articles = corpus.read(study_of(folder))
    assert articles["article_id"].tolist() == ["a<b>=1", "bad\\xff", "two\\nlines"]
    articles["file"].str.encode("utf-8")  # can be stored


def test_a_study_without_a_readable_article_says_why(tmp_path):
    folder = tmp_path / "articles"
    write(folder, "a.txt", b"\x89PNG")
    with pytest.raises(BadInput, match="no article in .* could be read; a.txt is no text file"):
        corpus.load(study_of(folder))
    with pytest.raises(BadInput, match="are not there"):
        corpus.load(study_of(tmp_path / "nowhere"))


# ---- kinds of documents


def test_markdown_is_read_as_the_page_it_makes(tmp_path):
    page = "---\ntitle: T\ndate: 2016-12-05\n---\n# Bridge *falls*\n\nThe [bridge](http://x.org/a_(b)) fell\nin the **night**.\n"
    page += "\n> “No one saw it.”\n\n- one\n- two\n"
    write(tmp_path / "articles", "a.md", page)
    row = corpus.read(study_of(tmp_path / "articles")).iloc[0]
    assert row["text"].strip() == "Bridge falls\n\nThe bridge fell in the night.\n\n“No one saw it.”\n\none\ntwo"
    assert (row["title"], row["date"]) == ("T", "2016-12-05")


PAGE = """<!doctype html><html lang="en"><head><meta charset="iso-8859-7"><title>Bridge falls - Gazette</title>
<meta property="og:title" content="Bridge falls"><meta property="og:site_name" content="Gazette">
<meta property="article:published_time" content="2016-12-05T10:00:00Z"><link rel="canonical" href="https://example.org/bridge">
<script>var hidden = "script words";</script><style>.x{color:red}</style></head><body><nav>Home World Sport</nav>
<article><h1>Bridge falls</h1><p>The old bridge over the Lume fell into the river on Monday night – nobody was hurt.</p>
<p style="display:none">hidden words</p><p hidden>more hidden words</p>
<p>The mayor said that the “oldest” bridge of the town would be rebuilt within two years, at the same place and of stone.</p>
<p>Two ferries carry cars and lorries across the river until then, from six in the morning until midnight.</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.mark.parametrize("with_extra", [True, False])
def test_html_gives_visible_text_and_what_the_page_says_about_itself(tmp_path, monkeypatch, with_extra):
    if with_extra:
        pytest.importorskip("trafilatura")
    else:
        monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)  # as if the extra were not installed
    write(tmp_path / "articles", "a.html", PAGE)  # UTF-8, whatever its <meta> says
    articles, problems = corpus.load(study_of(tmp_path / "articles"))
    row = articles.iloc[0]
    assert row["text"].startswith("Bridge falls\n\nThe old bridge over the Lume fell into the river on Monday night – nobody")
    assert "“oldest”" in row["text"]
    for word in ("script words", "hidden words", "color:red", "Home World", "All rights"):
        assert word not in row["text"]
    assert (row["title"], row["outlet"], row["date"]) == ("Bridge falls", "Gazette", "2016-12-05")
    assert (row["url"], row["language"], row["encoding"]) == ("https://example.org/bridge", "en", "utf-8")
    assert ("trafilatura" if with_extra else "standard library") in told(problems, "a.html")


def test_html_in_the_encoding_it_declares(tmp_path):
    page = '<meta charset="windows-1251"><body><p>Мост упал в реку ночью, сообщил мэр города в понедельник.</p></body>'
    write(tmp_path / "articles", "a.html", page.encode("cp1251"))
    row = corpus.read(study_of(tmp_path / "articles")).iloc[0]
    assert "Мост упал" in row["text"] and row["encoding"] == "cp1251"


def test_docx_paragraphs_without_hidden_text(tmp_path):
    body = (
        "<w:p><w:r><w:t>Bridge falls</w:t></w:r></w:p><w:p><w:r><w:t xml:space='preserve'>It fell </w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secretly </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:r><w:t>at night.</w:t></w:r></w:p>"
    )
    write(tmp_path / "articles", "a.docx", docx(body))
    assert corpus.read(study_of(tmp_path / "articles")).iloc[0]["text"] == "Bridge falls\n\nIt fell at night."


def pdf(lines: list[str]) -> bytes:
    """Return a smallest PDF with a text layer: one page, Helvetica, a line of text each."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 50 750 Td {shown} ET".encode() if lines else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (table, len(out))


def test_pdf_lines_become_paragraphs_again_and_broken_words_whole(tmp_path):
    pytest.importorskip("pypdf")
    lines = ["The rebel-held quarter of the town was shelled on Monday by govern-", "ment troops, residents of the rebel-"]
    lines += ["held quarter said on the telephone in the evening of the same day.", "It was the third time."]
    write(tmp_path / "articles", "a.pdf", pdf(lines))
    articles, problems = corpus.load(study_of(tmp_path / "articles"))
    assert "by government troops, residents of the rebel-" in articles.iloc[0]["text"]
    assert "2 words broken over two lines" in told(problems, "a.pdf") or "1 words" in told(problems, "a.pdf")


def test_pdf_without_text_layer_or_with_a_password_is_refused(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    assert "without a text layer" in faulty(tmp_path, "scan.pdf", pdf([]))
    pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["secret"])))
    writer.encrypt("password", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    (tmp_path / "articles" / "scan.pdf").unlink()
    assert "encrypted" in faulty(tmp_path, "locked.pdf", locked.getvalue())


# ---- table files

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


# ---- metadata


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


# ---- the two corpora that are not in the repository


@pytest.fixture
def shared():
    place = os.environ.get("FRAMING_CORPUS", "")
    if not place:
        pytest.skip("FRAMING_CORPUS is not set: the third-party texts are not in the repository")
    return Path(place)


def test_aleppo_is_read(shared):
    articles, problems = corpus.load(study_of(shared / "aleppo-2016"))
    assert articles["n_words"].tolist() == [346, 328, 875, 458, 749]
    assert articles["origin"].tolist() == ["", "Reuters", "The Independent", "", ""]
    assert not (problems["severity"] != "note").any()


def test_fa_kes_is_read(shared):
    columns = {"id": "unit_id", "title": "article_title", "text": "article_content", "outlet": "source", "date": "date"}
    articles, problems = corpus.load(study_of(shared / "fa-kes" / "FA-KES-Dataset.csv", columns=columns, dates="%m/%d/%Y"))
    assert len(articles) == 804 and articles["article_id"].is_unique and articles["outlet"].nunique() == 15
    assert problems["message"].str.contains("stands there already").sum() == 12
    assert (articles["date"].str.len() == 10).all() and (articles["encoding"] == "cp1252 (guessed)").all()
    assert {"location", "labels"} <= set(articles.columns)
