"""parts.apply: one function over the parts of a table, the same bytes for any number of workers."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from pathlib import Path

import pandas as pd
import pytest

from framing import parts, tables
from framing.errors import BadInput
from small_project import COUNT, LOAD, framing, project


def lengths(texts: pd.DataFrame, *, extra: int = 0) -> pd.DataFrame:
    """One row per article: how long its text is. Fails on an article that says so."""
    if texts["text"].str.contains("FAIL").any():
        raise ValueError("this text cannot be measured")
    return texts.assign(n=texts["text"].str.len() + extra)[["article_id", "n"]]


def two(texts: pd.DataFrame, notes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two tables from two tables."""
    return texts[["article_id"]], notes[notes["article_id"].isin(texts["article_id"])]


def dies(texts: pd.DataFrame, *, marks: str, times: int) -> pd.DataFrame:
    """Kill the worker that has article a5, so many times."""
    marks = Path(marks)
    if (texts["article_id"] == "a5").any() and len(list(marks.glob("killed-*"))) < times:
        (marks / f"killed-{os.getpid()}").touch()
        os.kill(os.getpid(), 9)
    return texts[["article_id"]]


def noted(texts: pd.DataFrame, *, marks: str, wrong: str = "") -> pd.DataFrame:
    """Leave a mark for each part that is really worked on."""
    if wrong and (texts["article_id"] == wrong).any():
        raise ValueError("not this one")
    (Path(marks) / f"{texts['article_id'].iloc[0]}-{os.urandom(4).hex()}").touch()
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
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("part-*"))}


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


def test_a_killed_worker_of_a_cluster_costs_nothing_but_time(run, tmp_path):
    parts.apply(dies, reads=["texts"], writes=["ids"], run=run, marks=str(tmp_path), times=0)
    once = digests(run, "ids")
    parts.apply(dies, reads=["texts"], writes=["ids"], run=run, workers=2, cluster="local", marks=str(tmp_path), times=1)
    assert len(list(tmp_path.glob("killed-*"))) == 1
    assert digests(run, "ids") == once and len(once) == 5


def test_a_part_that_kills_its_worker_is_named_and_the_others_are_written(run, tmp_path):
    with pytest.raises(parts.PartFailed, match="part 2.* killed .*part_size"):
        parts.apply(dies, reads=["texts"], writes=["ids"], run=run, workers=2, marks=str(tmp_path), times=99)
    assert tables.parts("ids", run=run) == [0, 1, 3, 4]


def test_a_part_that_kills_dask_workers_is_named_and_its_neighbour_tried_again(run, monkeypatch):
    from distributed import KilledWorker

    from framing.parts import dask

    class Future:
        def __init__(self, number, guilty):
            self.number, self.guilty = number, guilty

        def result(self):
            if self.number in self.guilty:
                raise KilledWorker(str(self.number), None, 1)
            return dask.Outcome(value=self.number)

        def release(self):
            pass

    class Client:
        def map(self, function, numbers, **_):
            return [Future(number, {1, 2}) for number in numbers]

        def submit(self, function, number, **_):
            return Future(number, {2})

    monkeypatch.setattr(dask, "_client", lambda address, workers: Client())
    outcomes = list(dask.map(b"", [0, 1, 2, 3], 2, "local"))
    assert [outcome.value for outcome in outcomes] == [0, 1, None, 3]
    assert "part 2: every worker that tried it was killed" in outcomes[2].failure


@pytest.mark.parametrize("workers", [1, 2])
def test_finished_parts_are_not_done_again_unless_what_they_are_made_from_changed(run, tmp_path, workers):
    def made(**keywords):
        before = set(tmp_path.glob("a*"))
        parts.apply(noted, reads=["texts"], writes=["ids"], run=run, workers=workers, marks=str(tmp_path), **keywords)
        return sorted(path.name.split("-")[0] for path in set(tmp_path.glob("a*")) - before)

    with pytest.raises(parts.PartFailed, match="article a4"):
        made(wrong="a4")
    tables.write(pd.DataFrame({"article_id": ["a4x"], "text": ["fine"]}), "texts", run=run, part=2)
    assert made(wrong="a4") == ["a4x"]  # the four others are finished
    assert made(wrong="a4") == []
    tables.file("ids", run=run, part=1).unlink()
    assert made(wrong="a4") == ["a2"]
    assert made(wrong="none") == ["a0", "a2", "a4x", "a6", "a8"]  # another keyword
    assert tables.read("ids", run=run)["article_id"].tolist() == ["a0", "a1", "a2", "a3", "a4x", "a6", "a7", "a8", "a9"]


def test_a_table_cannot_be_read_and_written_at_once(run):
    with pytest.raises(ValueError, match="texts cannot be read and written at once"):
        parts.apply(lengths, reads=["texts"], writes=["texts"], run=run)


@pytest.mark.parametrize(("workers", "cluster"), [(1, ""), (2, ""), (2, "local")])
def test_small_tables_of_the_parts_are_gathered_in_order(run, workers, cluster):
    table = parts.gather(lengths, reads=["texts"], run=run, workers=workers, cluster=cluster, extra=1)
    assert table["article_id"].tolist() == [f"a{i}" for i in range(10)] and table["n"].tolist() == [11] * 10
    tables.write(pd.DataFrame({"article_id": ["a4"], "text": ["FAIL"]}), "texts", run=run, part=2)
    with pytest.raises(parts.PartFailed, match="part 2, article a4"):
        parts.gather(lengths, reads=["texts"], run=run, workers=workers, cluster=cluster)


def test_a_cluster_that_cannot_be_used_is_said(run, monkeypatch):
    from framing.parts import dask

    monkeypatch.setattr(dask, "PATIENCE", 0.5)
    for address, said in (("tcp://127.0.0.1:1", "no Dask cluster with a worker answers"), ("here", "say `local`, or the address")):
        with pytest.raises(BadInput, match=said):
            parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run, cluster=address)


def test_a_cluster_that_goes_away_is_said(run, monkeypatch):
    from framing.parts import dask

    class Client:
        def run(self, *_):
            raise OSError("connection closed")

    monkeypatch.setattr(dask, "_client", functools.lru_cache(lambda address, workers: Client()))
    with pytest.raises(BadInput, match="the cluster at tcp://head:8786 went away .*connection closed.* not done again"):
        parts.apply(lengths, reads=["texts"], writes=["lengths"], run=run, cluster="tcp://head:8786")


def test_a_cluster_without_the_shared_disk_or_with_another_version_is_refused(run, monkeypatch):
    from framing.parts import dask

    class Client:
        def __init__(self, there, code):
            self.answer = {"tcp://far:1": (there, code)}

        def run(self, function, probe):
            assert Path(probe).is_file()
            return self.answer

    for client, said in ((Client(False, dask.made.package()), "far:1 does not see .*share"), (Client(True, "old"), "another version")):
        with pytest.raises(BadInput, match=said):
            dask._check(client, "tcp://head:8786")
    dask._check(Client(True, dask.made.package()), "tcp://head:8786")
    assert not list((tables.folder(run).parent).glob("*.probe"))


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


def test_the_suite_goes_on_from_the_parts_that_are_finished(tmp_path):
    load = [
        *LOAD[:-1],
        """loaded = corpus.read(asked)
for number in range(len(loaded)):
    tables.write(loaded.iloc[[number]], "articles", run=run_name, part=number)""",
    ]
    count = [
        *COUNT[:3],
        "from framing import cleaning, parts",
        """parts.apply(cleaning.table, reads=["articles"], writes=["letters"], run=run_name)
assert label != "bad\"""",
    ]
    home = project(tmp_path, n01_load=load, n02_count=count, n03_show=[])
    framing(home, "run", "small", "-p", "label", "bad", "--workers", "1", code=1)
    made = home / "data/processed/.stage-small/small/letters.parquet"
    stamps = {path.name: path.stat().st_mtime_ns for path in made.glob("part-*")}
    framing(home, "run", "small", "-p", "label", "good", "--workers", "1")
    done = home / "data/processed/small/letters.parquet"
    assert len(stamps) == 3 and {path.name: path.stat().st_mtime_ns for path in done.glob("part-*")} == stamps
    assert (
        len([name for name in json.loads((home / "data/processed/small/manifest.json").read_text())["stages"]["02_count"]["writes"]]) == 3
    )
    framing(home, "run", "small", "-p", "label", "good", "--workers", "1", "--force")
    assert {path.stat().st_mtime_ns for path in done.glob("part-*")}.isdisjoint(stamps.values())
