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


@pytest.mark.parametrize("place", ["reports", "data/processed"])
def test_a_run_does_not_take_the_place_of_a_file(tmp_path, place):
    home = project(tmp_path)
    (home / place).mkdir(parents=True, exist_ok=True)
    (home / place / "README.md").write_text("The codebook.\n")
    done = framing(home, "run", "small", "--name", "README.md", code=2)
    assert f"{place}/README.md is a file, not the folder of a run: choose another name with --name RUN" in done.stderr
    assert (home / place / "README.md").read_text() == "The codebook.\n"


def test_a_folder_whose_name_is_no_run_s_name_is_refused_with_the_cure(tmp_path):
    home = project(tmp_path / "home")
    (tmp_path / "My Texts").mkdir()
    done = framing(home, "run", str(tmp_path / "My Texts"), "--lexicon", "data/lexicons/small.yml", code=2)
    assert "run name 'My Texts'" in done.stderr and "or give another with --name RUN" in done.stderr


def test_a_lexicon_with_an_error_is_refused_before_the_first_notebook(tmp_path):
    home = project(tmp_path)
    lexicon = home / "data/lexicons/small.yml"
    lexicon.write_text(lexicon.read_text().replace("red*", "*"))
    done = framing(home, "run", "small", "--to", "01", code=2)
    assert "small.yml, line 7: " in done.stderr and "01_load" not in done.stderr
    assert not (home / "reports").exists()


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
        (["small", "--cluster", "foo"], "--cluster foo: say `local`, or the address of a Dask scheduler such as tcp://host:8786"),
        (["small", "--cluster", "tcp://host"], "--cluster tcp://host: say"),
        (["small", "--workers", "-1"], "Invalid value"),
        (["small", "--memory", "0"], "Invalid value"),
    ],
)
def test_bad_input_is_one_sentence_exit_2_and_nothing_written(tmp_path, arguments, said):
    home = project(tmp_path)
    done = framing(home, "run", *arguments, code=2)
    assert said in done.stderr
    assert not (home / "reports").exists()
