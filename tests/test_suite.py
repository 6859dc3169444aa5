"""The suite on a small project: order, reuse, isolation, what is published. Real notebooks, real kernels."""

from __future__ import annotations

import json
import time

import pytest

from small_project import COUNT, LOAD, framing, notebook, papermill, project, slowdown, tree

PROCESSED, REPORTS = "data/processed/small", "reports/small"


def manifest(home):
    return json.loads((home / PROCESSED / "manifest.json").read_text())


def outputs(home, name):
    """Return what the code cells of an executed notebook printed or showed, as text."""
    cells = json.loads((home / REPORTS / "notebooks" / f"{name}.ipynb").read_text())["cells"]
    found = [o for c in cells if c["cell_type"] == "code" for o in c["outputs"]]
    return "".join("".join(o.get("text", o.get("data", {}).get("text/plain", ""))) for o in found)


def states(done):
    """Return notebook -> done | unchanged | failed, from the lines of a log."""
    return dict(line.split()[:2] for line in done.stderr.splitlines() if line[:2].isdigit())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = project(tmp_path_factory.mktemp("made"))
    return home, framing(home, "run", "small")


def test_a_run_publishes_pages_tables_notebooks_and_manifest(made):
    home, first = made
    assert first.stdout.strip() == str(home / REPORTS / "index.html")
    published = {p.name for p in (home / PROCESSED).iterdir()}
    assert published == {"articles.parquet", "letters.parquet", "letters.csv", "counts.parquet", "study.json", "manifest.json"}
    assert {p.name for p in (home / REPORTS / "notebooks").iterdir()} == {"01_load.ipynb", "02_count.ipynb", "03_show.ipynb"}
    assert not [p for p in (home / "reports").iterdir() if p.name != "small"]
    assert manifest(home) == json.loads((home / REPORTS / "manifest.json").read_text())
    assert manifest(home)["parameters"]["02_count"] == {
        "run_name": "small", "step": 1, "label": "a", "ratio": 0.5, "loud": False, "words": ["x"],
    }  # fmt: skip


def test_only_the_manifest_holds_a_date_or_a_path_of_this_machine(made):
    home, _ = made
    year = manifest(home)["made_on"][:4]
    for name, content in tree(home / REPORTS / "notebooks").items():
        assert b"papermill" not in content and year.encode() + b"-" not in content, name
        assert str(home).encode() not in content, name


def test_nothing_changed_is_up_to_date_in_under_a_second(made):
    home, first = made
    before = tree(home / PROCESSED), tree(home / "reports")
    time.sleep(2.1)  # hashes of files that changed just now are not remembered
    framing(home, "run", "small")
    times = []
    for _ in range(3):
        slower, began = slowdown(), time.monotonic()
        again = framing(home, "run", "small")
        times.append((time.monotonic() - began) / max(slower, slowdown()))
    assert min(times) < 1
    assert "up to date" in again.stderr and again.stdout == first.stdout
    assert framing(home, "run", "small", "--quiet").stderr == ""
    assert (tree(home / PROCESSED), tree(home / "reports")) == before


def test_what_is_reused_and_what_is_made_again(tmp_path):
    home = project(tmp_path)
    framing(home, "run", "small")
    first = tree(home / PROCESSED)

    done = framing(home, "run", "small", "-p", "step", "2", "-p", "label", "0012")
    assert states(done) == {"01_load": "unchanged", "02_count": "done", "03_show": "done"}
    assert "0012 2 0.5 False ['x']" in outputs(home, "02_count")
    assert outputs(home, "03_show") == "66\n"  # three texts of 20 letters, 2 more each

    lexicon = home / "data" / "lexicons" / "small.yml"
    lexicon.write_text(lexicon.read_text() + "# a note\n")
    done = framing(home, "run", "small", "-p", "step", "2", "-p", "label", "0012")
    assert states(done) == {"01_load": "done", "02_count": "unchanged", "03_show": "done"}  # 01 wrote the same table again

    refused = framing(home, "run", "small", "--only", "03", code=2)
    assert "02_count cannot be used as it is: it was made from label='0012', now 'a'; step=2, now 1: run again from 02" in refused.stderr

    (home / "data" / "raw" / "small" / "articles" / "d.txt").write_text("One more.\n")
    refused = framing(home, "run", "small", "--from", "02", code=2)
    assert "01_load cannot be used as it is: it was made from articles" in refused.stderr
    (home / "data" / "raw" / "small" / "articles" / "d.txt").unlink()
    lexicon.write_text(lexicon.read_text().removesuffix("# a note\n"))

    assert set(states(framing(home, "run", "small")).values()) == {"done"}
    now = tree(home / PROCESSED)
    assert {n: b for n, b in now.items() if n != "manifest.json"} == {n: b for n, b in first.items() if n != "manifest.json"}


def test_tables_changed_by_hand_are_made_again_and_people_s_files_stay(tmp_path):
    home = project(tmp_path)
    framing(home, "run", "small")
    counts = (home / PROCESSED / "counts.parquet").read_bytes()
    (home / PROCESSED / "counts.parquet").write_bytes(counts[:-1])
    (home / PROCESSED / "letters.csv").write_text("filled in by hand")
    (home / PROCESSED / "my notes.txt").write_text("mine")
    (home / REPORTS / "comment.md").write_text("mine too")
    (home / REPORTS / "index.html").write_text("cut")
    done = framing(home, "run", "small")
    assert states(done) == {"01_load": "done", "02_count": "done", "03_show": "unchanged"}
    assert (home / PROCESSED / "counts.parquet").read_bytes() == counts
    assert (home / PROCESSED / "letters.csv").read_text().startswith('"article_id","n_letters"')
    assert (home / PROCESSED / "letters.edited.csv").read_text() == "filled in by hand"
    assert (home / PROCESSED / "my notes.txt").read_text() == "mine"
    assert (home / REPORTS / "comment.md").read_text() == "mine too"
    assert "</html>" in (home / REPORTS / "index.html").read_text()
    framing(home, "run", "small", "--force")
    assert (home / PROCESSED / "letters.edited.csv").read_text() == "filled in by hand"


def test_stopping_early_the_first_time_says_what_is_not_made_yet(tmp_path):
    home = project(tmp_path)
    done = framing(home, "run", "small", "--to", "01")
    assert "not made yet (--to 01): 02_count, 03_show" in done.stderr and "left out" not in done.stderr


def test_what_a_notebook_run_by_itself_left_is_not_kept_beside_new_results_but_a_sheet_is(tmp_path):
    sheet = (
        'from framing import tables\nempty = tables.read("letters", run=run_name)\ntables.write(empty, "sheet", run=run_name, export=True)'
    )
    home = project(tmp_path, n03_show=["# 03", ("parameters", 'run_name: str = "small"'), "## Show", sheet])
    framing(home, "run", "small")
    for name in ("letters", "sheet"):  # as Run all leaves them
        parquet = home / PROCESSED / f"{name}.parquet"
        parquet.write_bytes(parquet.read_bytes()[:-1])
        (home / PROCESSED / f"{name}.csv").write_text("article_id\na\n")
    framing(home, "run", "small")
    assert not (home / PROCESSED / "letters.edited.csv").exists()
    assert (home / PROCESSED / "sheet.edited.csv").read_text() == "article_id\na\n"


def test_stopping_early_leaves_nothing_that_belongs_to_other_tables(tmp_path):
    home = project(tmp_path)
    framing(home, "run", "small")
    done = framing(home, "run", "small", "--to", "02", "-p", "step", "5")
    assert "left out, because what they were made from has changed: 03_show" in done.stderr
    assert sorted(manifest(home)["stages"]) == ["01_load", "02_count"]
    assert not (home / REPORTS / "notebooks" / "03_show.ipynb").exists()
    assert "up to date" in framing(home, "run", "small", "--to", "02", "-p", "step", "5").stderr


LOOK = """import sys
import pandas as pd, matplotlib as mpl
import framing.tables as module
print("secret" in globals(), pd.get_option("display.max_rows"), mpl.rcParams["lines.linewidth"], hasattr(module, "spoilt"))
import os, random
print(os.environ.get("SPOILT"), os.path.basename(os.getcwd()), "json.tool" in sys.modules)"""
SPOIL = """secret = 1
import json.tool, os
pd.set_option("display.max_rows", 7)
mpl.rcParams["lines.linewidth"] = 9
module.spoilt = True
os.environ["SPOILT"] = "yes"
os.chdir("/")"""


def test_a_notebook_sees_nothing_of_the_one_before(tmp_path):
    cells = ["# 0", ("parameters", 'run_name: str = "small"'), "## Look", LOOK, SPOIL]
    home = project(tmp_path, n02_count=["# 02", *cells[1:]], n03_show=["# 03", *cells[1:]], n04_again=["# 04", *cells[1:]])
    framing(home, "run", "small", "--workers", "1")
    fresh = "False 60 1.5 False\nNone notebooks False\n"
    assert [outputs(home, name) for name in ("02_count", "03_show", "04_again")] == [fresh, fresh, fresh]


WAIT = """import time
from pathlib import Path
from framing import tables
Path(f"{tables.folder(run_name)}-{me}").touch()
deadline = time.monotonic() + 120
while len(list(tables.folder(run_name).parent.glob("small-*"))) < 2 and time.monotonic() < deadline:
    time.sleep(0.02)
print(time.monotonic() < deadline)
letters = tables.read("letters", run=run_name)"""


def test_notebooks_that_need_nothing_of_each_other_run_side_by_side(tmp_path):
    def meets(me):
        return [f"# {me}", ("parameters", f'run_name: str = "small"\nme: str = "{me}"'), "## Wait for the other", WAIT]

    home = project(tmp_path, n02_count=meets("02"), n03_show=meets("03"), n04_last=["# 04", ("parameters", 'run_name: str = "small"'), "1"])
    framing(home, "run", "small", "--workers", "2")
    assert outputs(home, "02_count") == outputs(home, "03_show") == "True\n"


def test_papermill_itself_runs_each_notebook_and_gets_the_same_tables(made, tmp_path, monkeypatch):
    home, _ = made
    other = project(tmp_path)
    monkeypatch.setenv("FRAMING_HOME", str(other))
    for name in ("01_load", "02_count", "03_show"):
        given = {"run_name": "by-hand"} | ({"study_folder": "data/raw/small"} if name == "01_load" else {})
        papermill(other / f"notebooks/{name}.ipynb", tmp_path / "out.ipynb", given)
    for table in ("articles.parquet", "letters.parquet", "letters.csv", "counts.parquet"):
        assert (other / "data/processed/by-hand" / table).read_bytes() == (home / PROCESSED / table).read_bytes()


@pytest.mark.parametrize(
    ("name", "cells", "said"),
    [
        ("n02_count", [*COUNT[:1], COUNT[1][1], *COUNT[2:]], "02_count.ipynb needs exactly one cell tagged `parameters`, it has 0"),
        ("n02_count", [("parameters", "a = 1"), *COUNT], "it has 2"),
        ("n02_count", ["# x", ("parameters", "run_name: str = 'x'"), "a b"], "invalid syntax in a code cell"),
        ("n02_other", LOAD, "02_count.ipynb and 02_other.ipynb have the same number"),
    ],
)
def test_notebooks_that_cannot_be_a_chain_are_refused_before_anything_runs(tmp_path, name, cells, said):
    home = project(tmp_path, **{name: cells})
    assert said in framing(home, "run", "small", code=2).stderr
    assert not (home / "reports").exists()


def test_a_notebook_that_is_not_json_is_refused(tmp_path):
    home = project(tmp_path)
    (home / "notebooks" / "02_count.ipynb").write_text('{"cells": [')
    assert "02_count.ipynb is not a notebook that can be read" in framing(home, "run", "small", code=2).stderr


def test_notebooks_for_people_are_not_part_of_a_run(tmp_path):
    home = project(tmp_path)
    notebook(home / "notebooks" / "90_explore.ipynb", ["# 90", "raise SystemExit(1)"])
    notebook(home / "notebooks" / "scratch.ipynb", ["raise SystemExit(1)"])
    assert set(states(framing(home, "run", "small"))) == {"01_load", "02_count", "03_show"}


def test_a_registration_is_written_once_and_the_manifest_says_what_drifted(tmp_path):
    home = project(tmp_path)
    framing(home, "run", "small", "--register")
    registered = (home / "data/raw/small/registration.json").read_bytes()
    assert manifest(home)["registration"].startswith("Registered: ")
    framing(home, "run", "small", "-p", "step", "2")
    assert manifest(home)["registration"] == "EXPLORATORY: changed since the study was registered: 02_count: step."
    assert [row["what"] for row in manifest(home)["drift"]] == ["02_count: step"]
    assert "Changed since the study was registered" in (home / "reports/small/index.html").read_text(encoding="utf-8")
    assert "registers other values" in framing(home, "run", "small", "-p", "step", "2", "--register", code=2).stderr
    assert (home / "data/raw/small/registration.json").read_bytes() == registered


def test_progress_is_lines_in_a_log_a_bar_on_a_terminal_and_nothing_when_quiet(tmp_path):
    import os
    import pty
    import subprocess
    import sys

    from small_project import environment

    home = project(tmp_path)
    assert framing(home, "run", "small", "--quiet").stderr == ""
    log = framing(home, "run", "small", "--force").stderr.splitlines()
    assert [line.split(" in ")[0] for line in log] == ["01_load done", "02_count done", "03_show done"]
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "framing.cli", "run", "small", "--force"]
    process = subprocess.Popen(command, cwd=home, env=environment(home), stdin=theirs, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert process.wait() == 0
    assert b"3/3" in shown and b"\r" in shown


def test_a_notebook_is_made_again_when_the_hand_work_it_asks_for_changes(tmp_path):
    hand = "from framing import study\nkept = study.overrides(study.of_run(run_name))\nprint(None if kept is None else len(kept))"
    home = project(tmp_path, n03_show=["# 03", ("parameters", 'run_name: str = "small"'), hand])
    framing(home, "run", "small")
    assert outputs(home, "03_show") == "None\n"
    (home / "data/raw/small/keep.csv").write_text("article_id,start\na,0\n")
    done = framing(home, "run", "small")
    assert states(done) == {"01_load": "done", "02_count": "unchanged", "03_show": "done"}
    assert outputs(home, "03_show") == "1\n"


def test_a_notebook_may_use_worker_processes_and_gets_the_same_bytes(tmp_path):
    split = [
        "# 02", ("parameters", 'run_name: str = "small"'),
        "from framing import cleaning, parts, tables",
        """articles = tables.read("articles", run=run_name)
for number in range(len(articles)):
    tables.write(articles.iloc[[number]], "pieces", run=run_name, part=number)
parts.apply(cleaning.table, reads=["pieces"], writes=["blocks"], run=run_name)""",
    ]  # fmt: skip
    written = []
    for workers in ("1", "2"):
        home = project(tmp_path / workers, n02_count=split, n03_show=[*split[:2], "1"])
        framing(home, "run", "small", "--workers", workers)
        written.append({name: content for name, content in tree(home / PROCESSED / "blocks.parquet").items() if name[0] != "."})
    assert len(written[0]) == 3 and written[0] == written[1]
