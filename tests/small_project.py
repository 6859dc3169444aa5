"""A project of three small notebooks for the tests of the suite: real files, real processes, nothing of the demo study."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

LEXICON = """name: small
language: en
sets:
  colour:
    kind: naming
    referent: one colour
    poles: {warm: ["red*"], cold: ["blue*"]}
"""

LOAD = [
    "# 01 · What is there?",
    ("parameters", 'run_name: str = "small"  # whose tables\nstudy_folder: str = ""\narticles: str = ""\nlexicon: str = ""'),
    "## Load",
    "from framing import corpus, study, tables",
    "asked = study.load(study_folder, articles=articles, lexicon=lexicon)\nstudy.keep(asked, run=run_name)",
    """loaded = tables.write(corpus.read(asked), "articles", run=run_name)
letters = loaded[["article_id"]].assign(n_letters=loaded["text"].str.len())
tables.write(letters, "letters", run=run_name, export=True)""",
]
COUNT = [
    "# 02 · How many?",
    (
        "parameters",
        """run_name: str = "small"
step: int = 1  # letters
label: str = "a"  # any text
ratio: float = 0.5
loud: bool = False
words: list[str] = ["x"]""",
    ),
    "## Count",
    "from framing import tables",
    """letters = tables.read("letters", run=run_name)
counts = letters.assign(n=letters["n_letters"] + step, label=label)
tables.write(counts, "counts", run=run_name)""",
    "print(label, step, ratio, loud, words)",
]
SHOW = [
    "# 03 · What follows?",
    ("parameters", 'run_name: str = "small"'),
    "## Show",
    "from framing import lexicon, tables",
    'print(tables.read("counts", run=run_name)["n"].sum())',
]


def notebook(path: Path, cells: list) -> None:
    """Write a notebook: text starting with # is Markdown, a pair is (tag, code)."""
    made = []
    for number, cell in enumerate(cells):
        if isinstance(cell, tuple):
            made.append(new_code_cell(cell[1], metadata={"tags": [cell[0]]}))
        else:
            made.append(new_markdown_cell(cell) if cell.startswith("#") else new_code_cell(cell))
        made[-1]["id"] = f"c{number}"
    node = new_notebook(cells=made)
    node.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(node, path)


def project(home: Path, **notebooks: list) -> Path:
    """Write a project with notebooks 01–03 (others replace or follow them by name, e.g. n02_count=[…])."""
    chosen = {"01_load": LOAD, "02_count": COUNT, "03_show": SHOW} | {k.removeprefix("n"): v for k, v in notebooks.items()}
    for name, cells in chosen.items():
        if cells:
            notebook(home / "notebooks" / f"{name}.ipynb", cells)
    texts = home / "data" / "raw" / "small" / "articles"
    texts.mkdir(parents=True, exist_ok=True)
    for name in "abc":
        (texts / f"{name}.txt").write_text(f"The {name} house is red.\n", encoding="utf-8")
    (home / "data" / "raw" / "small" / "study.yml").write_text(
        "title: A small study\nlexicon: ../../lexicons/small.yml\n", encoding="utf-8"
    )
    (home / "data" / "lexicons").mkdir(exist_ok=True)
    (home / "data" / "lexicons" / "small.yml").write_text(LEXICON, encoding="utf-8")
    return home


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a command in this project."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("FRAMING_")}
    return kept | {"FRAMING_HOME": str(home)} | more


def start(home: Path, *arguments: str, env: dict | None = None, prefix: tuple[str, ...] = (), **options) -> subprocess.Popen:
    """Start `framing ARGUMENTS` in the project, behind another command if there is a `prefix`."""
    return subprocess.Popen(
        [*prefix, sys.executable, "-m", "framing.cli", *arguments], cwd=home, env=env or environment(home), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # fmt: skip


def framing(home: Path, *arguments: str, code: int | None = 0, **how) -> subprocess.CompletedProcess:
    """Run `framing ARGUMENTS` to its end (`how`: as for start) and check its exit code."""
    process = start(home, *arguments, **how)
    out, err = process.communicate(timeout=600)
    done = subprocess.CompletedProcess(process.args, process.returncode, out, err)
    assert code is None or done.returncode == code, f"exit {done.returncode}\n{out}\n{err}"
    assert "Traceback" not in err, err
    return done


def papermill(path: Path | str, out: Path, given: dict[str, str]):
    """Execute a notebook with papermill itself, in a kernel of its own, and return it executed.

    papermill chooses free TCP ports and then starts the kernel: another process may have taken one by then.
    """
    import papermill

    for last in (False, False, True):
        try:
            return papermill.execute_notebook(str(path), str(out), given, progress_bar=False)
        except RuntimeError as error:
            if last or "Kernel died before replying" not in str(error):
                raise


def until(condition, seconds: float = 120):
    """Wait until something is true and return it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def slowdown() -> float:
    """Return how many times longer a process takes here now than on a processor of its own, at least 1.

    Limits that users are promised in seconds are multiplied by it: tests run beside each other, on busy machines.
    """
    began, used = time.monotonic(), time.process_time()
    while time.process_time() - used < 0.2:
        pass
    return max(1.0, (time.monotonic() - began) / 0.2)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
