"""Corpora too large to load: read a part at a time, in bounded memory, whatever they are kept in."""

from __future__ import annotations

import csv
import json
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest

from framing import corpus
from framing.corpus import finding
from framing.study import Study

BODY = "The bridge over the river fell in the night, and the mayor said that nobody was hurt by it. " * 20


def study_of(place: Path, **settings) -> Study:
    return Study(folder=place.parent, name="s", title="s", articles=place, lexicon=place, **settings)


def table_of(path: Path, n: int) -> Path:
    rows = [{"id": f"r{number:05d}", "title": "Bridge", "text": BODY, "outlet": f"o{number % 3}"} for number in range(n)]
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    elif path.suffix == ".parquet":
        pd.DataFrame(rows).to_parquet(path, row_group_size=200)
    else:
        with path.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.mark.parametrize(("size", "numbers"), [(7, [None]), (8, [None]), (3, [0, 1, 2]), (6, [0, 1])])
def test_parts_are_numbered_and_a_corpus_that_fits_one_is_not(tmp_path, size, numbers):
    study = study_of(table_of(tmp_path / "a.csv", 7))
    found = list(corpus.in_parts(study, size))
    assert [number for number, _, _ in found] == numbers
    whole, problems = corpus.load(study)
    pd.testing.assert_frame_equal(pd.concat([articles for _, articles, _ in found], ignore_index=True), whole)
    pd.testing.assert_frame_equal(pd.concat([told for _, _, told in found], ignore_index=True), problems)


def test_what_is_noticed_after_the_last_article_makes_no_part_of_its_own(tmp_path):
    (tmp_path / "articles").mkdir()
    for name in "abcd":
        (tmp_path / "articles" / f"{name}.txt").write_text(BODY)
    known = tmp_path / "articles.csv"
    known.write_text("id,outlet\na,x\nnobody,y\n")
    found = list(corpus.in_parts(study_of(tmp_path / "articles", metadata=known), 2))
    assert [(number, len(articles)) for number, articles, _ in found] == [(0, 2), (1, 2)]
    assert "no such article" in found[1][2]["message"].iloc[-1]


def test_ids_are_unique_over_all_parts(tmp_path):
    (tmp_path / "in").mkdir()
    rows = "".join(f'{{"id": "same", "text": "Text number {n}."}}\n' for n in range(5))
    (tmp_path / "in" / "b.jsonl").write_text(rows)
    (tmp_path / "in" / "c.jsonl").write_text(rows)
    ids = [name for _, articles, _ in corpus.in_parts(study_of(tmp_path / "in"), 3) for name in articles["article_id"]]
    assert len(set(ids)) == 10 and {"same", "same-2", "same-10"} <= set(ids)


def test_the_folders_of_a_partitioned_parquet_table_are_columns(tmp_path):
    for outlet in ("The%20Herald", "Post"):
        folder = tmp_path / "table" / f"outlet={outlet}"
        folder.mkdir(parents=True)
        pd.DataFrame({"id": [f"{outlet[:4]}-1"], "text": ["Some text."]}).to_parquet(folder / "part-0.parquet")
    (tmp_path / "table" / "_SUCCESS").touch()
    articles, problems = corpus.load(study_of(tmp_path / "table"))
    assert articles.set_index("article_id")["outlet"].to_dict() == {"Post-1": "Post", "The%-1": "The Herald"} and problems.empty


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_memory_is_that_of_a_part_however_long_the_table(tmp_path, name):
    study = study_of(table_of(tmp_path / name, 6000))  # 11 MB of text
    tracemalloc.start()
    try:
        n = sum(len(articles) for _, articles, _ in corpus.in_parts(study, 100))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert n == 6000 and peak < 5_000_000  # what a part of 100 takes, and the room in which its tokens are counted


def test_a_folder_of_very_many_files_is_held_by_their_names_only(tmp_path):
    (tmp_path / "sub").mkdir()
    for number in range(3000):
        (tmp_path / "sub" / f"article-{number:07d}.txt").touch()
    tracemalloc.start()
    try:
        held = list(finding.items(tmp_path))
        size = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(held) == 3000 and size / 3000 < 350  # bytes: a million files in a third of a gigabyte
    assert held[7].name == "sub/article-0000007.txt" and held[7].open().read() == b""
