"""Every notebook also runs alone: by papermill itself, from the folder notebooks/, on the tables of an earlier run."""

import os
import shutil

import pytest
from papermill import PapermillExecutionError

from conftest import ROOT
from small_project import papermill, tree

NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]


@pytest.fixture(scope="module")
def finished(demo_run, tmp_path_factory):
    """A copy of the demo run, for notebooks to write into."""
    return shutil.copytree(demo_run, tmp_path_factory.mktemp("alone") / "home")


@pytest.mark.parametrize("name", NAMES)
def test_papermill_runs_it_by_itself(name, finished, tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    monkeypatch.setenv("FRAMING_HOME", str(finished))
    before = tree(finished / "data" / "processed" / "demo")
    out = papermill(f"{name}.ipynb", tmp_path / "out.ipynb", {"run_name": "demo"})
    executed = [cell for cell in out.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in executed)
    assert len(executed) >= 3
    after = tree(finished / "data" / "processed" / "demo")
    assert [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)] == []


def test_a_notebook_opened_first_says_which_one_to_run_before(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(ROOT / "notebooks")
    monkeypatch.setenv("FRAMING_HOME", str(tmp_path))
    with pytest.raises(PapermillExecutionError, match=r"run notebooks/01_load\.ipynb first|run notebooks/04_terms\.ipynb first"):
        papermill("05_choices.ipynb", tmp_path / "out.ipynb", {"run_name": "demo"})
    assert os.path.exists(tmp_path / "out.ipynb")
