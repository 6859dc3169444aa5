"""Reading articles of every kind: the same row whatever the file, every fault told, the rest of the study going on."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest

from article_files import ARTICLE, study_of, told, write, zipped
from framing import corpus
from framing.corpus import documents
from framing.errors import BadInput

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


# ---- the two corpora that are not in the repository


def test_aleppo_is_read(third_party):
    articles, problems = corpus.load(study_of(third_party / "aleppo-2016"))
    assert articles["n_words"].tolist() == [346, 328, 875, 458, 749]
    assert articles["origin"].tolist() == ["", "Reuters", "The Independent", "", ""]
    assert not (problems["severity"] != "note").any()


def test_fa_kes_is_read(third_party):
    columns = {"id": "unit_id", "title": "article_title", "text": "article_content", "outlet": "source", "date": "date"}
    articles, problems = corpus.load(study_of(third_party / "fa-kes" / "FA-KES-Dataset.csv", columns=columns, dates="%m/%d/%Y"))
    assert len(articles) == 804 and articles["article_id"].is_unique and articles["outlet"].nunique() == 15
    assert problems["message"].str.contains("stands there already").sum() == 12
    assert (articles["date"].str.len() == 10).all() and (articles["encoding"] == "cp1252 (guessed)").all()
    assert {"location", "labels"} <= set(articles.columns)
