"""Every notebook also runs alone: by papermill itself, from the folder notebooks/, on the tables of an earlier run."""

import os

import papermill
import pytest

from conftest import ROOT

NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]


@pytest.mark.parametrize("name", NAMES)
def test_papermill_runs_it_by_itself(name, demo_run, tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    monkeypatch.setenv("FRAMING_HOME", str(demo_run))
    out = papermill.execute_notebook(f"{name}.ipynb", str(tmp_path / "out.ipynb"), {"run_name": "demo"}, progress_bar=False)
    executed = [cell for cell in out.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in executed)
    assert len(executed) >= 3


def test_a_notebook_opened_first_says_which_one_to_run_before(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(ROOT / "notebooks")
    monkeypatch.setenv("FRAMING_HOME", str(tmp_path))
    with pytest.raises(papermill.PapermillExecutionError, match=r"run notebooks/01_load\.ipynb first|run notebooks/04_terms\.ipynb first"):
        papermill.execute_notebook("05_choices.ipynb", str(tmp_path / "out.ipynb"), {"run_name": "demo"}, progress_bar=False)
    assert os.path.exists(tmp_path / "out.ipynb")
