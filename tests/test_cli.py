"""The command itself: help, exit codes, what goes to standard output and what to standard error."""

from __future__ import annotations

import subprocess
import sys

import pytest

from framing import corpus, study
from small_project import environment, framing, project

COMMANDS = ["run", "batch", "lint", "new", "verify"]


def test_help_lists_every_command_and_each_has_examples(tmp_path):
    home = project(tmp_path)
    told = framing(home, "--help").stdout
    for command in COMMANDS:
        assert f"\n  {command} " in told
        own = framing(home, command, "--help").stdout
        assert f"  framing {command} " in own.partition("Examples:")[2], command


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["run"], ["run", "a", "b"], ["run", "small", "--nonsense"], ["run", "small", "-p", "step"], ["lint"], []]
)
def test_wrong_usage_is_exit_2_without_a_traceback(tmp_path, arguments):
    done = framing(project(tmp_path), *arguments, code=2)
    assert "Usage: framing" in done.stderr + done.stdout or "Error: " in done.stderr


def test_lint_says_what_is_wrong_with_its_line(tmp_path):
    home = project(tmp_path)
    (home / "bad.yml").write_text(
        "name: bad\nlanguage: en\nsets:\n  colour:\n    kind: naming\n    poles: {warm: ['*'], cold: ['blue*']}\n"
    )
    done = framing(home, "lint", "bad.yml", code=2)
    assert "bad.yml: line 6: error: " in done.stdout
    assert framing(home, "lint", "data/lexicons/small.yml").returncode == 0
    assert "none.yml" in framing(home, "lint", "none.yml", code=2).stdout


def test_verify_compares_texts_with_the_metadata(tmp_path):
    import hashlib

    home = project(tmp_path)
    folder = home / "data/raw/small"
    digest = hashlib.sha256((folder / "articles/a.txt").read_bytes()).hexdigest()
    (folder / "articles.csv").write_text(f"id,sha256\na,{digest}\nb,{'0' * 64}\nz,{digest}\n")
    done = framing(home, "verify", "small", code=1)
    assert "1 of 3 described articles are there and the same" in done.stdout
    assert "b: another text" in done.stdout and "z: not there" in done.stdout
    (folder / "articles.csv").write_text(f"id,sha256\na,{digest}\n")
    assert "1 of 1" in framing(home, "verify", "small").stdout
    (folder / "articles.csv").write_text("id,outlet\na,courier\n")
    assert "nothing is described in study small" in framing(home, "verify", "small", code=2).stderr


def test_a_new_study_describes_files_of_any_name_and_verifies(tmp_path):
    import os

    home = project(tmp_path / "home")
    for place, name in (("north", b"caf\xe9.txt"), ("north", b"a.txt"), ("south", b"a.txt")):
        (tmp_path / "texts" / place).mkdir(parents=True, exist_ok=True)
        with open(os.path.join(os.fsencode(tmp_path / "texts" / place), name), "w") as stream:
            stream.write(f"Red house, {place}.")
    framing(home, "new", "mine", "--articles", str(tmp_path / "texts"), "--lexicon", "data/lexicons/small.yml")
    assert "3 of 3 described articles are there and the same" in framing(home, "verify", "mine").stdout
    problems = corpus.load(study.load(home / "data/raw/mine"))[1]
    assert problems[problems["severity"] == "warning"].empty, problems  # every row of articles.csv found its file
    (tmp_path / "none").mkdir()
    assert "could be read" in framing(home, "new", "empty", "--articles", str(tmp_path / "none"), code=2).stderr
    assert sorted(path.name for path in (home / "data/raw").iterdir()) == ["mine", "small"]


def test_importing_the_package_is_light():
    code = (
        "import sys, framing; print(sorted(set(sys.modules) & {'pandas', 'numpy', 'matplotlib', 'nltk', 'papermill', 'seaborn', 'scipy'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_command_loads_nothing_heavy_to_say_up_to_date_or_to_refuse(tmp_path):
    home = project(tmp_path)
    code = (
        "import sys\nfrom framing import suite\n"
        "try:\n    suite.run('small', values={'no': 1})\nexcept ValueError:\n    pass\n"
        "print(sorted(set(sys.modules) & {'pandas', 'numpy', 'matplotlib', 'nltk', 'papermill', 'nbformat', 'zmq', 'asyncio'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(home), capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_new_study_can_be_run_at_once(tmp_path):
    home = project(tmp_path / "home")
    made = framing(home, "new", "mine", "--articles", "data/raw/small/articles", "--lexicon", "data/lexicons/small.yml")
    assert made.stdout.strip() == str(home / "data/raw/mine")
    assert (home / "data/raw/mine/study.yml").is_file()
    framing(home, "run", "mine")
    assert (home / "reports/mine/index.html").is_file()
    assert "there already" in framing(home, "new", "mine", "--articles", "data/raw/small/articles", code=2).stderr
