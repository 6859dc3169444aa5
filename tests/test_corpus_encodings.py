"""Encodings and line ends of articles: the same row whatever the bytes; what is guessed is called a guess."""

from __future__ import annotations

import pytest

from article_files import ARTICLE, study_of, told, write
from framing import corpus
from framing.corpus import decoding
from framing.errors import BadInput


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
