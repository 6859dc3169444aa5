"""FAULTS.md, "Process": what may end a run, with real processes and real signals. Each test names its row."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from small_project import COUNT, environment, framing, notebook, project, slowdown, start, tree, until

PARAMETERS = ("parameters", 'run_name: str = "small"')
PROCESSED, REPORTS = "data/processed/small", "reports/small"


def second(*cells: str) -> list:
    """Return a notebook 02 with these cells under a heading."""
    return ["# 02 · Trouble", PARAMETERS, "## The step that matters", "from framing import tables", *cells]


def published(home: Path) -> dict[str, bytes]:
    """Return all that readers see, with its bytes."""
    return {f"t/{n}": b for n, b in tree(home / PROCESSED).items()} | {f"p/{n}": b for n, b in tree(home / REPORTS).items()}


def descendants_of_project(home: Path) -> list[int]:
    """Return the processes that work for a project: their environment names it."""
    mark = f"FRAMING_HOME={home}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int(entry.name) != os.getpid() and mark in (entry / "environ").read_bytes().split(b"\0"):
                if b") Z " not in (entry / "stat").read_bytes():
                    found.append(int(entry.name))
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A finished project to copy."""
    home = project(tmp_path_factory.mktemp("done") / "home")
    framing(home, "run", "small")
    return home


@pytest.fixture
def home(done, tmp_path):
    shutil.copytree(done, tmp_path / "home")
    return tmp_path / "home"


# ---- a notebook that fails


def test_a_failing_notebook_stops_the_run_and_keeps_what_was_published(home):
    before = published(home)
    notebook(home / "notebooks" / "02_count.ipynb", second("print('so far')", "1 / 0", "print('never')"))
    failed = framing(home, "run", "small", code=1)
    assert failed.stderr.splitlines()[-1] == (
        "framing: 02_count.ipynb in “The step that matters”: ZeroDivisionError: division by zero; "
        "it is kept as reports/small/02_count.failed.ipynb; not run: 03_show; "
        "what was published before is unchanged and marked as older"
    )
    after = published(home)
    kept = json.loads(after.pop("p/02_count.failed.ipynb"))
    assert "so far" in json.dumps(kept) and "ZeroDivisionError" in json.dumps(kept)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {"p/index.html"}
    assert b"Older results." in after["p/index.html"] and b"division by zero" in after["p/index.html"]

    again = framing(home, "run", "small", code=1)  # the mark is not doubled, and 01 is not made again
    assert "01_load unchanged" in again.stderr
    assert (home / REPORTS / "index.html").read_text().count("Older results.") == 1

    notebook(home / "notebooks" / "02_count.ipynb", COUNT)
    framing(home, "run", "small")
    repaired = published(home)
    assert {n: b for n, b in repaired.items() if "manifest" not in n} == {n: b for n, b in before.items() if "manifest" not in n}


def test_nothing_is_published_when_the_first_run_fails(tmp_path):
    home = project(tmp_path, n02_count=second("raise ValueError('<b>bad</b>')"))
    assert "ValueError: <b>bad</b>; it is kept as reports/small/02_count.failed.ipynb" in framing(home, "run", "small", code=1).stderr
    assert set(tree(home / REPORTS)) == {"02_count.failed.ipynb"}
    assert not (home / PROCESSED).exists()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("import sys; sys.exit(0)", "the cell left the notebook with sys.exit(0)"),
        ("import os; os._exit(0)", "in “The step that matters”: its process ended by itself with status 0"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "its process was ended by SIGKILL (the system does this when memory"),
        ("import ctypes; ctypes.string_at(0)", "its process was ended by SIGSEGV"),
        ("from framing.errors import BadInput; raise BadInput('do this instead')", "in “The step that matters”: do this instead;"),
    ],
)
def test_every_way_for_a_kernel_to_end_is_seen_and_said(done, home, cell, said):
    before = {n: b for n, b in published(home).items() if n != "p/index.html"}
    notebook(home / "notebooks" / "02_count.ipynb", second(cell, "print('never')"))
    failed = framing(home, "run", "small", code=1)
    assert said in failed.stderr.splitlines()[-1]
    after = published(home)
    assert "p/02_count.failed.ipynb" in after
    assert {n: after[n] for n in before} == before


def test_too_much_memory_is_a_readable_error(home):
    notebook(home / "notebooks" / "02_count.ipynb", second("import numpy", "held = numpy.ones(10**10)"))
    failed = framing(home, "run", "small", "--memory", "4", code=1)
    assert "02_count.ipynb in “The step that matters”: " in failed.stderr
    assert "it needs more than the 4 GB of --memory" in failed.stderr.splitlines()[-1]


def test_a_time_out_names_notebook_heading_and_seconds(home):
    notebook(home / "notebooks" / "02_count.ipynb", second("import time", "time.sleep(60)"))
    began = time.monotonic()
    failed = framing(home, "run", "small", "--timeout", "2", code=1)
    assert "02_count.ipynb in “The step that matters”: not done within 2 seconds" in failed.stderr.splitlines()[-1]
    assert time.monotonic() - began < 50  # the cell would sleep for 60
    assert descendants_of_project(home) == []


# ---- signals

ORPHANS = """import subprocess, sys, time, multiprocessing
subprocess.Popen(["sleep", "600"])
subprocess.Popen(["sleep", "600"], start_new_session=True)
multiprocessing.get_context("fork").Process(target=time.sleep, args=(600,)).start()
from pathlib import Path
Path(tables.folder(run_name).parent / "deep").touch()
time.sleep(600)"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_in_one_line_with_130(home, number):
    before = published(home)
    notebook(home / "notebooks" / "02_count.ipynb", second(ORPHANS))
    process = start(home, "run", "small", "--quiet")
    until(lambda: (home / "data/processed/.stage-small/deep").exists())
    assert len(descendants_of_project(home)) >= 5  # the command, the nursery, the kernel and its three
    slower, began = slowdown(), time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    took = time.monotonic() - began
    assert process.returncode == 130
    assert err == "framing: interrupted; what was published before is unchanged, and the same command goes on from here\n"
    assert out == ""
    assert took < 4 * max(slower, slowdown())
    assert descendants_of_project(home) == []
    assert published(home) == before


def test_ctrl_c_on_a_terminal_reaches_the_whole_group_and_still_gives_one_line(home):
    notebook(home / "notebooks" / "02_count.ipynb", second(ORPHANS))
    process = start(home, "run", "small", "--quiet", start_new_session=True)
    until(lambda: (home / "data/processed/.stage-small/deep").exists())
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # an impatient second one
    _, err = process.communicate(timeout=60)
    assert (process.returncode, len(err.splitlines())) == (130, 1)
    assert descendants_of_project(home) == []


def test_kill_minus_nine_leaves_no_orphan_after_four_seconds(home):
    notebook(home / "notebooks" / "02_count.ipynb", second(ORPHANS))
    process = start(home, "run", "small", "--quiet")
    until(lambda: (home / "data/processed/.stage-small/deep").exists())
    process.kill()
    process.communicate()
    until(lambda: descendants_of_project(home) == [], seconds=4 * slowdown())


def test_an_interrupted_run_goes_on_from_the_finished_stages(tmp_path):
    home = project(tmp_path, n02_count=second(ORPHANS))
    process = start(home, "run", "small")
    until(lambda: (home / "data/processed/.stage-small/deep").exists())
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    notebook(home / "notebooks" / "02_count.ipynb", COUNT)
    again = framing(home, "run", "small")
    assert "01_load unchanged" in again.stderr and "02_count done" in again.stderr
    assert not (home / "data/processed/.stage-small").exists()


# ---- kill -9 at any moment


def test_thirty_random_kills_break_nothing(home, done):
    rng = random.Random(8)
    reference = {name: content for name, content in tree(done / PROCESSED).items() if name != "manifest.json"}
    seen = set()
    for _ in range(30):
        process = start(home, "run", "small", "--force", "--quiet")
        try:
            process.communicate(timeout=rng.uniform(0.3, 4.5))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        seen.add(process.returncode)
        tables_now, pages_now = tree(home / PROCESSED), tree(home / REPORTS)
        manifest = json.loads(tables_now.pop("manifest.json"))
        assert tables_now == reference
        assert set(manifest["pages"]) | {"manifest.json"} == set(pages_now)
        assert pages_now["index.html"].rstrip().endswith(b"</html>")
        json.loads(pages_now["manifest.json"])
    assert -9 in seen
    framing(home, "run", "small")
    assert {n: b for n, b in tree(home / PROCESSED).items() if n != "manifest.json"} == reference
    assert (home / PROCESSED / "manifest.json").read_bytes() == (home / REPORTS / "manifest.json").read_bytes()
    left = [p.name for p in (*(home / "data/processed").iterdir(), *(home / "reports").iterdir()) if "stage" in p.name or ".tmp" in p.name]
    assert left == []
    until(lambda: descendants_of_project(home) == [], seconds=4 * slowdown())


@pytest.mark.parametrize("cut", ["before pages", "between", "after tables"])
def test_a_publication_cut_short_is_finished_by_the_next_run(home, cut):
    from framing.suite.places import Places, recover

    old = published(home)
    at = Places(home, "small")
    at.pages.mkdir()
    at.staged.mkdir(parents=True)
    for folder in (at.pages, at.staged):
        (folder / "manifest.json").write_text('{"run": "small", "stages": {}}')
    (at.pages / "index.html").write_text("new page")
    (at.staged / "counts.parquet").write_text("new table")
    if cut != "before pages":
        os.rename(at.reports, at.home / "aside")
        os.rename(at.pages, at.reports)
        os.rename(at.home / "aside", at.pages)
    if cut == "after tables":
        os.rename(at.published, at.home / "aside")
        os.rename(at.staged, at.published)
        os.rename(at.home / "aside", at.staged)
    import hashlib

    mark = hashlib.sha256(b'{"run": "small", "stages": {}}').hexdigest()
    (at.stage / "READY").write_text(json.dumps({"manifest": mark}))
    recover(at)
    assert published(home) != old
    assert tree(at.reports) == {"index.html": b"new page", "manifest.json": b'{"run": "small", "stages": {}}'}
    assert tree(at.published) == {"counts.parquet": b"new table", "manifest.json": b'{"run": "small", "stages": {}}'}
    assert not at.stage.exists() and not at.pages.exists()


# ---- disk, locks, alone


def test_a_full_disk_is_one_sentence_and_old_results_stay(home, tmp_path):
    small = tmp_path / "disk"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("no right to mount a small disk here: this test needs one that can be full")
    try:
        (small / "home").mkdir()
        for name in ("notebooks", "data", "reports"):
            shutil.copytree(home / name, small / "home" / name)
        before = published(small / "home")
        free = shutil.disk_usage(small).free
        (small / "filler").write_bytes(b"x" * (free - 65_536))
        failed = framing(small / "home", "run", "small", "--force", code=1)
        assert "no space left on" in failed.stderr.lower()
        after = {n: b for n, b in published(small / "home").items() if n != "p/index.html"}
        assert after == {n: b for n, b in before.items() if n != "p/index.html"}
        (small / "filler").unlink()
        framing(small / "home", "run", "small")
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_second_run_refuses_and_names_the_first_and_the_lock_dies_with_it(home):
    notebook(home / "notebooks" / "02_count.ipynb", second(ORPHANS))
    first = start(home, "run", "small", "--quiet")
    try:
        until(lambda: (home / "data/processed/.stage-small/deep").exists())
        refused = framing(home, "run", "small", code=2)
        assert f"run 'small' is being made by process {first.pid}: wait for it, stop it, or use --name" in refused.stderr
    finally:
        first.kill()
        first.communicate()
    notebook(home / "notebooks" / "02_count.ipynb", COUNT)
    framing(home, "run", "small")


def test_a_notebook_opened_alone_says_which_to_run_first(tmp_path):
    import nbclient
    import nbformat

    home = project(tmp_path)
    node = nbformat.read(home / "notebooks" / "02_count.ipynb", as_version=4)
    kernel = nbclient.NotebookClient(node, resources={"metadata": {"path": str(home / "notebooks")}}, allow_errors=True)
    kernel.execute(env=environment(home))
    errors = [o for c in node.cells if c.cell_type == "code" for o in c.outputs if o.output_type == "error"]
    assert "has no table 'letters' yet: run" in errors[0].evalue and "first" in errors[0].evalue


def test_left_overs_of_dead_runs_are_removed(home, tmp_path_factory):
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    places = tmp_path_factory.mktemp("t")
    (places / f"framing-{dead.pid}-abc").mkdir()
    (places / f"framing-{os.getpid()}-abc").mkdir()
    (home / "data/processed/.stage-small/small").mkdir(parents=True)
    (home / "data/processed/.stage-small/small/.counts.parquet.123.tmp").write_text("half")
    (home / "reports/.stage-small").mkdir()
    framing(home, "run", "small", "--force", env=environment(home, TMPDIR=str(places)))
    assert [p.name for p in places.iterdir()] == [f"framing-{os.getpid()}-abc"]
    assert not (home / "data/processed/.stage-small").exists() and not (home / "reports/.stage-small").exists()
