"""The suite on a small project: order, parameters, reuse, what is published. Real notebooks, real kernels."""

from __future__ import annotations

import json
import time

import pytest
from small_project import framing, project, tree


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = project(tmp_path_factory.mktemp("made"))
    first = framing(home, "run", "small")
    return home, first


def test_a_run_publishes_pages_tables_notebooks_and_manifest(made):
    home, first = made
    assert first.stdout.strip() == str(home / "reports" / "small" / "index.html")
    published = {p.name for p in (home / "data" / "processed" / "small").iterdir()}
    assert published == {"letters.parquet", "letters.csv", "counts.parquet", "study.json", "manifest.json"}
    assert {p.name for p in (home / "reports" / "small" / "notebooks").iterdir()} == {"01_load.ipynb", "02_count.ipynb", "03_show.ipynb"}
    manifest = json.loads((home / "data" / "processed" / "small" / "manifest.json").read_text())
    assert manifest["parameters"]["02_count"] == {
        "run_name": "small", "step": 1, "label": "a", "ratio": 0.5, "loud": False, "words": ["x"],
    }  # fmt: skip
    assert manifest == json.loads((home / "reports" / "small" / "manifest.json").read_text())


def test_nothing_changed_is_up_to_date_in_under_a_second(made):
    home, first = made
    before = tree(home / "data" / "processed" / "small"), tree(home / "reports")
    time.sleep(2.1)  # so that the hashes of the new files may be remembered
    framing(home, "run", "small")
    began = time.monotonic()
    again = framing(home, "run", "small")
    assert time.monotonic() - began < 1
    assert "up to date" in again.stderr
    assert again.stdout == first.stdout
    assert (tree(home / "data" / "processed" / "small"), tree(home / "reports")) == before
