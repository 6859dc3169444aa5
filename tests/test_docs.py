"""What the documentation says to type is typed: every tutorial's cell, every command of the front page, as written."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

from conftest import ROOT
from demo import project
from framing.cli import commands

TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.ipynb"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "data" / "lexicons" / "README.md"]
BY_CI = ("make ", "conda ", "eval ", "_FRAMING")  # what runs these tests; a registry out of reach; a shell's own settings
SWEEP = "runs:\n  - {study: data/raw/mine, parameters: {many: 2}}\n"


def surroundings(home: Path) -> dict[str, str]:
    commands_of = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return os.environ | {"FRAMING_HOME": str(home), "HOME": str(home), "PATH": commands_of}


def typed(page: Path) -> list[str]:
    """Return the command lines of a page's shell blocks, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def kept(home: Path) -> set[str]:
    """Return the files of a project that a reader sees, but for tables and reports of runs."""
    found = {path.relative_to(home) for path in home.rglob("*") if path.is_file()}
    return {p.as_posix() for p in found if not any(part.startswith(".") for part in p.parts) and p.parts[0] not in ("reports", "snap")}


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_runs_from_its_first_cell_to_its_last_and_cleans_up(path, tmp_path, monkeypatch):
    from nbclient import NotebookClient

    home = project(tmp_path / "project")
    shutil.copytree(ROOT / "docs", home / "docs")
    before = kept(home)
    for name, value in surroundings(home).items():
        monkeypatch.setenv(name, value)
    done = NotebookClient(nbformat.read(path, 4), timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    assert len(code) >= 8 and all(cell.execution_count for cell in code)
    assert kept(home) == before


def test_both_pages_give_the_same_codings_on_the_same_base():
    benchmarks = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    front = (ROOT / "README.md").read_text(encoding="utf-8")
    for study in ("aleppo-2016", "fa-kes"):
        row = next(line for line in benchmarks.splitlines() if line.startswith(f"| `{study}`,"))
        valid, *voice = [cell.strip() for cell in row.strip("| ").split("|")][2:]
        told = next(line for line in front.splitlines() if line.startswith("| voice of each contested word") and f"`{study}`" in line)
        assert f"the {valid} valid" in told and f"same voice {voice[0]}" in told
        assert "precision {}, recall {}".format(*voice[1:]) in told


def test_three_tutorials():
    assert len(TUTORIALS) == 3


def test_every_command_of_the_front_page_does_what_it_says(tmp_path):
    home = project(tmp_path / "project")
    shutil.copytree(ROOT / "data" / "raw" / "fa-kes", home / "data" / "raw" / "fa-kes", ignore=shutil.ignore_patterns("coding"))
    for folder in ("texts/harbour", "texts/lakeside", "my-texts"):
        (home / folder).mkdir(parents=True)
    for source in sorted((ROOT / "data/raw/demo/articles").glob("[hl]*-[12].txt")):
        for folder in (f"texts/{source.stem.split('-')[0]}", "my-texts"):
            shutil.copy(source, home / folder)
    groups = yaml.safe_load((ROOT / "data/raw/fa-kes/study.yml").read_text(encoding="utf-8"))["groups"]
    written = "The rebels left. “Terrorists stayed in the town,” a minister said."
    table = ["unit_id,article_title,article_content,source,date,location"]
    table += [f'{n},A town,"{written}",{outlet},4/{n}/2012,x' for n, outlet in enumerate(sum(groups.values(), []), 1)]
    (home / "FA-KES-Dataset.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
    (home / "sweep.yml").write_text(SWEEP, encoding="utf-8")
    lines = [line for line in typed(ROOT / "README.md") if not line.startswith(BY_CI)]
    assert len(lines) >= 7
    for line in lines:
        line = line.replace("data/raw/demo", "data/raw/demo --to 02")  # tests/test_smoke.py runs all of it
        done = subprocess.run(["bash", "-c", line], cwd=home, env=surroundings(home), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_in_the_documentation_is_one_that_there_is(page):
    for line in typed(page):
        words = shlex.split(line)
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), line
        if words[0] == "framing" and words[1] in commands.commands:
            commands.commands[words[1]].make_context(words[1], words[2:])
        elif words[0] == "framing":
            raise AssertionError(line)


def test_the_reference_is_the_commands_own_help(tmp_path):
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import reference
    finally:
        sys.path.pop(0)
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run: python docs/reference.py"
    assert set(re.findall(r"^## framing (\w+)", reference.page(), re.MULTILINE)) == set(commands.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_land(page):
    targets = re.findall(r"\]\(([^)#:\s]+)\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


def test_the_shell_completes_commands_and_studies(tmp_path):
    project(tmp_path)
    asked = {"COMP_WORDS": "framing run de", "COMP_CWORD": "2", "_FRAMING_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "framing")], env=surroundings(tmp_path) | asked, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["plain,demo"]
