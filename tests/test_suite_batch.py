"""Batches: what a file may ask for, and twelve runs that are interrupted twice."""

from __future__ import annotations

import json
import re
import signal
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from framing.errors import BadInput
from framing.figures.runs import compare
from framing.report.batch import by_what_varies
from framing.suite import batches
from small_project import COUNT, framing, notebook, project, start, until


def spec(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sweep.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    made = project(tmp_path / "home")
    monkeypatch.setenv("FRAMING_HOME", str(made))
    return made


def test_a_grid_is_every_combination_with_names_that_say_which(tmp_path):
    text = "grid:\n  study: [small]\n  lexicon: [a/one.yml, a/two.yml]\n  parameters: {step: [1, 2], label: [0012]}\n"
    name, wanted = batches.read(spec(tmp_path, text))
    assert name == "sweep"
    assert [run.name for run in wanted] == [f"sweep-lexicon-{lex}-step-{step}" for lex in ("one", "two") for step in (1, 2)]
    assert wanted[3] == batches.Wanted("small", "sweep-lexicon-two-step-2", "", "a/two.yml", {"step": "2", "label": "0012"})


def test_a_list_of_runs_with_and_without_names(tmp_path):
    text = "name: mine\nruns:\n  - {study: small, name: first}\n  - study: small\n    parameters: {words: [a, b], step: 3}\n"
    name, wanted = batches.read(spec(tmp_path, text))
    assert (name, [run.name for run in wanted]) == ("mine", ["first", "mine-small-words-a_b-step-3"])
    assert wanted[1].values == {"words": ["a", "b"], "step": "3"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "asks for no run"),
        ("runs: small", "`runs:` is a list"),
        ("runs: [{study: small}, {study: small}]", "two runs are called"),
        ("runs: [{name: x}]", "every run needs `study:`"),
        ("runs: [{study: small, parmeters: {a: 1}}]", r"unknown key 'parmeters' \(did you mean parameters\?\)"),
        ("grid: {study: small}", "`study:` is a list here"),
        ("grid: {parameters: {a: [1]}}", "the grid needs `study:`"),
        ("grid: {study: [small], parameters: {step: 1}}", "`step:` is a list here"),
        ("runs: [{study: small, name: ../x}]", "letters, digits"),
        ("runs: [\n  {", "line 3: YAML: "),
        ("name: [a]\nruns: [{study: small}]", "`name:` is one text"),
        ("runs: [{study: small}]\nruns: []", "line 2: the key runs stands here a second time"),
        ("a: &a [1]\nruns: *a", "line 1: anchors"),
        ("gird: {}\nruns: [{study: small}]", "did you mean grid"),
    ],
)
def test_a_file_that_cannot_be_a_batch_is_refused(tmp_path, text, said):
    with pytest.raises(BadInput, match=said):
        batches.read(spec(tmp_path, text))


def test_a_misspelt_parameter_is_refused_before_the_first_run(tmp_path, home):
    path = spec(tmp_path, "runs:\n  - {study: small, name: a}\n  - {study: small, name: b, parameters: {stepp: 1}}\n")
    assert "did you mean step?" in framing(home, "batch", str(path), code=2).stderr
    assert not (home / "reports").exists()


def test_a_failed_run_does_not_stop_the_others_and_is_all_that_is_made_again(tmp_path, home):
    notebook(home / "notebooks" / "02_count.ipynb", [*COUNT, "assert step != 2, 'two is bad'"])
    path = spec(tmp_path, "grid: {study: [small], parameters: {step: [1, 2, 3]}}")
    done = framing(home, "batch", str(path), code=1)
    assert "2 made, 0 up to date, 1 failed" in done.stderr
    failed = [line for line in done.stderr.splitlines() if line.startswith("failed: ")]
    assert len(failed) == 1
    assert (
        "sweep-step-2: 02_count.ipynb in “Count”: AssertionError: two is bad; it is kept as reports/sweep-step-2/02_count.failed.ipynb"
        in failed[0]
    )
    page = (home / "reports/sweep/index.html").read_text()
    assert done.stdout.strip() == str(home / "reports/sweep/index.html")
    assert "two is bad" in page and 'href="../sweep-step-3/index.html"' in page and "<script" not in page
    assert (home / "reports/sweep/batch.csv").read_text().splitlines()[2].startswith("sweep-step-2,failed,2,")

    notebook(home / "notebooks" / "02_count.ipynb", COUNT)
    framing(home, "run", "small", "--name", "sweep-step-1", "-p", "step", "1")
    framing(home, "run", "small", "--name", "sweep-step-3", "-p", "step", "3")
    again = framing(home, "batch", str(path))
    assert "1 made, 2 up to date, 0 failed" in again.stderr
    assert "made, 3 up to date" in framing(home, "batch", str(path)).stderr


def test_twelve_runs_interrupted_twice_end_with_twelve_results_none_made_twice(tmp_path, home):
    log = tmp_path / "log"
    last = "import time\ntime.sleep(0.2)\n" + f"with open({str(log)!r}, 'a') as stream:\n    print(run_name, file=stream)"
    notebook(home / "notebooks" / "03_show.ipynb", ["# 03", ("parameters", 'run_name: str = "small"'), "from framing import tables", last])
    path = spec(tmp_path, "grid: {study: [small], parameters: {step: [1, 2, 3, 4], label: [a, b, 0012]}}")
    wanted = {run.name for run in batches.read(path)[1]}
    assert len(wanted) == 12

    def finished():
        return {n for n in wanted if (home / "data/processed" / n / "manifest.json").exists()}

    for enough, number in ((3, signal.SIGINT), (7, signal.SIGTERM)):
        process = start(home, "batch", str(path))
        until(lambda enough=enough: len(finished()) >= enough, seconds=600)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 130 and "interrupted" in err.splitlines()[-1] and "failed" not in err
        assert enough <= len(finished()) < 12
    before = {n: (home / "data/processed" / n / "manifest.json").read_bytes() for n in finished()}
    done = framing(home, "batch", str(path))
    assert finished() == wanted
    made, current = map(int, re.search(r"(\d+) made, (\d+) up to date, 0 failed", done.stderr).groups())
    assert made + current == 12 and current >= len(before)  # one that was just being published needs no second execution
    assert {n: (home / "data/processed" / n / "manifest.json").read_bytes() for n in before} == before
    assert Counter(log.read_text().split()) == Counter(wanted)  # the last notebook of each run was executed once
    labels = {n: json.loads((home / "data/processed" / n / "manifest.json").read_text())["parameters"]["02_count"]["label"] for n in wanted}
    assert labels["sweep-step-4-label-0012"] == "0012"


def shares(*runs):
    """Return the table of a batch from (run, lexicon, step)."""
    rows = [(*run[:1], "done", *run[1:], "colour", "own", 2, 1, 0, 1 / 3, 0.1, 0.6, "L1") for run in runs]
    return pd.DataFrame(rows, columns="run state lexicon step set policy n_a n_b n_neutral share low high level".split())


def test_a_figure_names_runs_by_what_varies_where_that_tells_them_apart():
    apart = shares(("sweep-lexicon-one-step-1", "a/one.yml", "1"), ("sweep-lexicon-two-step-1", "b/two.yml", "1"))
    named, by = by_what_varies(apart)
    assert (named["run"].tolist(), by) == (["one · 1", "two · 1"], "lexicon, step")
    figure = compare(named, set="colour", pole_a="warm", pole_b="cold", named_by=by)
    assert figure.table["run"].tolist() == ["one · 1", "two · 1"] and "named by lexicon, step" in figure.caption
    alike = shares(("first", "a/one.yml", "1"), ("second", "b/one.yml", "1"))
    assert by_what_varies(alike)[0]["run"].tolist() == ["first", "second"]
    alone = shares(("first", "", "")).drop(columns=["lexicon", "step"])
    assert by_what_varies(alone)[0]["run"].tolist() == ["first"]
