"""Notebooks 01 to 04 on the demo study: the same tables whether it is one part or five, here, in processes or on Dask."""

from __future__ import annotations

import ast
import json

import nbformat
import pandas as pd
import pytest

from conftest import ROOT
from framing import hits, lexicon, tables
from framing.hits import slices

TABLES = ["articles", "problems", "paragraphs", "origins", "blocks", "spans", "terms", "hits", "words", "candidates"]


def stages(home, run: str, *, part_size: int, workers: int = 1, cluster: str = "") -> dict[str, pd.DataFrame]:
    """Run the code of the notebooks but for what they show, and return the tables they write."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("HOME", ROOT), ("STAGE", home), ("WORKERS", workers), ("CLUSTER", cluster), ("PROGRESS", home / "progress")):
            patch.setenv(f"FRAMING_{name}", str(value))
        for path in sorted((ROOT / "notebooks").glob("0[1-4]_*.ipynb")):
            names = {}
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    exec(compile(without_reports(cell.source), path, "exec"), names)
                if "parameters" in cell.metadata.get("tags", []):
                    names |= {"run_name": run, "study_folder": str(ROOT / "data/raw/demo"), "part_size": part_size}
        return {name: tables.read(name, run=run) for name in TABLES}


def without_reports(source: str) -> ast.Module:
    parsed = ast.parse(source)
    parsed.body = [line for line in parsed.body if not ast.unparse(line).startswith("report.")]
    return parsed


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    home = tmp_path_factory.mktemp("whole")
    return stages(home, "whole", part_size=2000)


@pytest.mark.parametrize(("workers", "cluster"), [(1, ""), (2, ""), (2, "local")])
def test_the_tables_are_the_same_in_parts(whole, tmp_path, workers, cluster):
    found = stages(tmp_path, "parts", part_size=5, workers=workers, cluster=cluster)
    for name in TABLES:
        pd.testing.assert_frame_equal(found[name], whole[name], obj=name)
    parted = {path.name for path in (tmp_path / "parts").iterdir() if path.is_dir()}
    assert parted == {f"{name}.parquet" for name in ("articles", "paragraphs", "origins", "blocks", "spans", "hits", "words")}
    lines = (tmp_path / "progress").read_text().splitlines()
    assert "spans\t5\t5" in lines


def test_a_part_in_slices_gives_the_same_tables(whole, monkeypatch):
    instrument = lexicon.load(ROOT / "data/lexicons/demo.yml")
    given = [whole[name] for name in ("articles", "blocks", "spans", "origins")]
    once = [*hits.of_part(*given, lexicon=instrument), hits.composition(*given[:3])]
    monkeypatch.setattr(slices, "SIZE", 7)
    for found, wanted in zip([*hits.of_part(*given, lexicon=instrument), hits.composition(*given[:3])], once, strict=True):
        pd.testing.assert_frame_equal(found, wanted)


def test_no_cell_of_the_first_four_loads_a_table_of_texts_whole():
    for path in sorted((ROOT / "notebooks").glob("0[1-4]_*.ipynb")):
        for cell in json.loads(path.read_text())["cells"]:
            for call in ast.walk(ast.parse("".join(cell["source"]))) if cell["cell_type"] == "code" else ():
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "tables.read":
                    said = {keyword.arg for keyword in call.keywords}
                    assert said & {"ids", "part", "columns", "categories"}, ast.unparse(call)
