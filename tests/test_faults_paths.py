"""FAULTS.md, "Paths", as far as the suite has a hand in them: outputs stay in the project, odd names work."""

from __future__ import annotations

import pytest

from small_project import framing, project, tree


@pytest.mark.parametrize("name", ["../../etc", "/etc/x", "~/x", "a/b", ".hidden", "..", "a b", "x\ny", "-x"])
def test_a_run_s_name_cannot_lead_out(tmp_path, name):
    home = project(tmp_path / "home")
    before = tree(tmp_path)
    done = framing(home, "run", "small", f"--name={name}", code=2)
    assert "letters, digits, dots, hyphens and underscores only" in done.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize("place", ["reports", "data/processed", "reports/small", "data/processed/small"])
def test_outputs_are_not_written_through_links(tmp_path, place):
    home = project(tmp_path / "home")
    outside = tmp_path / "outside"
    outside.mkdir()
    (home / place).parent.mkdir(parents=True, exist_ok=True)
    (home / place).symlink_to(outside)
    done = framing(home, "run", "small", code=2)
    assert str(home / place) in done.stderr and "link" in done.stderr
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", ["with {braces} and {0}", "spaces & 'quotes' %s $HOME", "Ünïcödé ✓", "a" * 150])
def test_a_project_lies_anywhere(tmp_path, name):
    home = project(tmp_path / name)
    done = framing(home, "run", "small")
    assert done.stdout.strip() == str(home / "reports/small/index.html")
    assert (home / "reports/small/notebooks/03_show.ipynb").is_file()


def test_a_study_outside_the_project_is_read_and_not_written_to(tmp_path):
    home = project(tmp_path / "home")
    texts = tmp_path / "my {texts}"
    texts.mkdir()
    (texts / "one.txt").write_text("A red house.\n")
    before = tree(texts)
    framing(home, "run", str(texts), "--lexicon", "data/lexicons/small.yml", "--name", "mine")
    assert (home / "reports/mine/index.html").is_file()
    assert tree(texts) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "study nowhere is not a folder"),
        (["small", "--lexicon", "none.yml"], "none.yml is not there"),
        (["small", "--articles", "none"], "none are not there"),
        (["small", "--from", "12"], "--from 12: there is no notebook of that number; there are 01, 02, 03"),
        (["small", "--from", "03", "--to", "02"], "nothing lies between them"),
        (["small", "-p", "steep", "1"], "did you mean step?"),
        (["small", "-p", "step", "one"], "'one' is not"),
        (["small", "-p", "step", "1", "-p", "step", "2"], "given twice"),
        (["small", "--only", "02"], "01_load cannot be used as it is: it has not been made yet: run again from 01"),
        (["small", "--workers", "-1"], "Invalid value"),
        (["small", "--memory", "0"], "Invalid value"),
    ],
)
def test_bad_input_is_one_sentence_exit_2_and_nothing_written(tmp_path, arguments, said):
    home = project(tmp_path)
    done = framing(home, "run", *arguments, code=2)
    assert said in done.stderr
    assert not (home / "reports").exists()
