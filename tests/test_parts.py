"""parts.apply: one function over the parts of a table, the same bytes for any number of workers."""

from __future__ import annotations

import hashlib
import os

import pandas as pd
import pytest

from framing import parts, tables


def lengths(texts: pd.DataFrame, *, extra: int = 0) -> pd.DataFrame:
    """One row per article: how long its text is. Fails on an article that says so."""
    if texts["text"].str.contains("FAIL").any():
        raise ValueError("this text cannot be measured")
    return texts.assign(n=texts["text"].str.len() + extra)[["article_id", "n"]]


def two(texts: pd.DataFrame, notes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two tables from two tables."""
    return texts[["article_id"]], notes[notes["article_id"].isin(texts["article_id"])]


def dies(texts: pd.DataFrame, *, parent: int) -> pd.DataFrame:
    """Kill a worker process, but work in the process that asks."""
    if os.getpid() != parent and (texts["article_id"] == "a5").any():
        os.kill(os.getpid(), 9)
    return texts[["article_id"]]


@pytest.fixture
def run(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setenv("FRAMING_HOME", str(tmp_path))
    for number in range(5):
        ids = [f"a{2 * number}", f"a{2 * number + 1}"]
        tables.write(pd.DataFrame({"article_id": ids, "text": [f"text of {i}" for i in ids]}), "texts", run="r", part=number)
    return "r"


def digests(run: str, name: str) -> dict[str, str]:
    folder = tables.folder(run) / f"{name}.parquet"
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_every_part_is_done_and_keywords_arrive(run):
    parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run, extra=100)
    table = tables.read("lengths", run=run)
    assert tables.parts("lengths", run=run) == [0, 1, 2, 3, 4]
    assert table["n"].tolist() == [110] * 10  # "text of a0" is 10 letters
    assert table["article_id"].tolist() == [f"a{i}" for i in range(10)]


def test_two_processes_write_the_same_bytes(run):
    parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run, workers=1)
    once = digests(run, "lengths")
    parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run, workers=2)
    assert digests(run, "lengths") == once and len(once) == 5


def test_a_table_in_one_file_beside_one_in_parts_and_two_results(run):
    tables.write(pd.DataFrame({"article_id": ["a3", "a9"], "note": ["x", "y"]}), "notes", run=run)
    parts.apply(two, reads=["texts", "notes"], writes=["ids", "kept"], run=run)
    assert len(tables.read("ids", run=run)) == 10
    assert tables.read("kept", run=run)["article_id"].tolist() == ["a3", "a9"]


def test_a_table_in_one_file_stays_one_file(run):
    tables.write(pd.DataFrame({"article_id": ["b"], "text": ["four"]}), "single", run=run)
    parts.apply(lengths, reads=["single"], writes=["lengths"], run=run)
    assert tables.parts("lengths", run=run) == [None]
    assert tables.read("lengths", run=run)["n"].tolist() == [4]


def test_parts_of_an_earlier_result_do_not_remain(run):
    parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run)
    tables.write(pd.DataFrame({"article_id": ["b"], "text": ["four"]}), "texts", run=run)
    parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run)
    assert tables.read("lengths", run=run)["article_id"].tolist() == ["b"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_part_names_its_article_and_the_others_are_written(run, workers):
    tables.write(pd.DataFrame({"article_id": ["a4", "a5"], "text": ["fine", "FAIL"]}), "texts", run=run, part=2)
    with pytest.raises(parts.PartFailed, match="part 2, article a5: ValueError: this text cannot be measured.*other 4 of 5"):
        parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run, workers=workers)
    assert tables.parts("lengths", run=run) == [0, 1, 3, 4]


def test_a_killed_worker_costs_nothing_but_time(run):
    parts.apply(dies, reads=["texts"], writes=["ids"], run=run, workers=2, parent=os.getpid())
    assert tables.read("ids", run=run)["article_id"].tolist() == [f"a{i}" for i in range(10)]


def test_a_wrong_number_of_results_is_said(run):
    with pytest.raises(parts.PartFailed, match="returned 1 tables for 2 names"):
        parts.apply(lengths, reads=["texts"], writes=["a", "b"], run=run)


def test_progress_is_reported_to_the_suite_and_silent_in_a_log(run, tmp_path, monkeypatch, capfd):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run)
    assert capfd.readouterr() == ("", "")
    monkeypatch.setenv("FRAMING_PROGRESS", str(tmp_path / "progress"))
    parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run)
    assert (tmp_path / "progress").read_text().splitlines()[-1] == "lengths\t5\t5"
