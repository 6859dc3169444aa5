"""What the suite reads from notebooks without executing them, and what makes a result stale."""

from __future__ import annotations

import pytest

from framing import study
from framing.suite import notebooks, plan
from framing.suite.hashes import Hashes
from framing.suite.verify import clean, fault
from small_project import notebook, project

PARAMETERS = ("parameters", 'run_name: str = "x"')


def read(tmp_path, *cells):
    notebook(tmp_path / "05_test.ipynb", ["# 05", PARAMETERS, *cells])
    return notebooks.read(tmp_path / "05_test.ipynb")


@pytest.mark.parametrize(
    ("code", "reads", "writes"),
    [
        ('tables.read("hits", run=r)', ("hits",), ()),
        ('tables.write(found, "hits", run=r)', (), ("hits",)),
        ('parts.apply(f, reads=["a", "b"], writes=["c"], run=r)', ("a", "b"), ("c",)),
        ('a = (tables.read(n, run=r) for n in ("x", "y"))\nb = (tables.read(n, run=r) for n in ["z", "w"])', ("w", "x", "y", "z"), ()),
        ('for n in ["x", "y"]:\n    tables.read(n, run=r)', ("x", "y"), ()),
        ('tables.read(chosen, run=r)', None, ()),
        ('for n, k in pairs:\n    tables.read(n, run=r)', None, ()),
        ('for n in names():\n    tables.read(n, run=r)', None, ()),
        ('tables.write(t, "own", run=r)\ntables.read("own", run=r)', (), ("own",)),
        ('%matplotlib inline\n!ls\ntables.read("hits", run=r)', ("hits",), ()),
        ('other.read("hits")', (), ()),
    ],
)  # fmt: skip
def test_tables_are_found_in_the_code_or_all_are_assumed(tmp_path, code, reads, writes):
    found = read(tmp_path, code)
    assert (found.reads, found.writes) == (reads, writes)


def test_what_is_asked_of_the_study_is_known(tmp_path):
    words = read(tmp_path, "from framing import study\nstudy.overrides(study.of_run(run_name))").words
    assert {w for w in words if w.startswith("study.")} == {"study.overrides", "study.of_run"}


def test_outputs_and_ids_do_not_make_a_notebook_another_one_but_code_prose_and_tags_do(tmp_path):
    import json

    first = read(tmp_path, "1")
    path = tmp_path / "05_test.ipynb"
    node = json.loads(path.read_text())
    node["cells"][2] |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}], "execution_count": 3, "id": "other"}
    path.write_text(json.dumps(node))
    assert notebooks.read(path).sha256 == first.sha256
    for cells in (["2"], ["1", "# more"], [("skip", "1")]):
        assert read(tmp_path, *cells).sha256 != first.sha256


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("data/raw/small/articles/a.txt", "corpus"),
        ("data/raw/small/study.yml", "settings"),
        ("data/lexicons/small.yml", "lexicon"),
        ("data/raw/small/coding/anna.csv", "coding"),
        ("data/raw/small/keep.csv", "coding"),
        ("package/module.py", "code"),
    ],
)
def test_a_changed_file_changes_the_hash_of_its_kind(tmp_path, monkeypatch, place, kind):
    home = project(tmp_path)
    monkeypatch.setenv("FRAMING_HOME", str(home))
    asked = study.load("small")

    def hashes():
        return plan.files(asked, Hashes(tmp_path / "known.json"), package=home / "package")

    before = hashes()
    (home / place).parent.mkdir(exist_ok=True)
    with open(home / place, "a") as stream:
        stream.write("# one more line\n")
    after = hashes()
    kinds = {name for name in before if before[name] != after[name]}
    assert kinds == {kind} | ({"settings"} if place.endswith("keep.csv") else set())  # a .csv beside study.yml


def executed(*cells):
    """Return a notebook from (heading | (count, outputs)) cells."""
    made = []
    for cell in cells:
        if isinstance(cell, str):
            made.append({"cell_type": "markdown", "metadata": {}, "source": cell})
        else:
            made.append({"cell_type": "code", "metadata": {}, "source": "x", "execution_count": cell[0], "outputs": cell[1]})
    return {"cells": made, "metadata": {"papermill": {"exception": None}}}


def error(name, value=""):
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": []}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["## A", (1, []), "## B", (2, [])], ""),
        (["## A", (1, []), "## B", (None, [])], "stopped before “B” ran"),
        (["## A", (1, [error("KeyError", "'x'")]), (None, [])], "in “A”: KeyError: 'x'"),
        (["## A", (1, [error("SystemExit", "0")])], "in “A”: the cell left the notebook with sys.exit(0)"),
        (["## A", (1, [error("BadInput", "do\n this")])], "in “A”: do this"),
        ([(None, [])], "stopped before “cell 1” ran"),
    ],
)
def test_a_notebook_is_sound_only_if_every_cell_ran_and_none_failed(cells, said):
    assert fault(executed(*cells)) == said


def test_empty_code_cells_need_not_run():
    node = executed("# A", (None, []))
    node["cells"][1]["source"] = "  \n"
    assert fault(node) == ""


def test_what_differs_between_executions_is_taken_out():
    node = executed("# A", (1, []))
    node["cells"][1]["metadata"] = {"papermill": {"duration": 1}, "execution": {}, "tags": ["injected-parameters"]}
    cleaned = clean(node)
    assert cleaned["metadata"] == {} and cleaned["cells"][1]["metadata"] == {"tags": ["injected-parameters"]}
    assert cleaned["cells"][1]["id"] == "parameters-2"
