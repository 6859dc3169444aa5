"""House rules of the notebooks (STYLE.md): what a reader may rely on in each of them."""

import ast
import json
import re

import nbformat
import pytest

from conftest import ROOT
from framing import tables

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CHAIN = [path for path in NOTEBOOKS if not path.name.startswith("9")]
ONE = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
CHAINED = pytest.mark.parametrize("path", CHAIN, ids=lambda path: path.stem)
LITERAL_TYPES = {"str", "int", "float", "bool", "list[str]"}


def read(path):
    return nbformat.read(path, as_version=4)


def code(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def prose(path):
    return [cell for cell in read(path).cells if cell.cell_type == "markdown"]


def test_the_suite_is_numbered_without_gaps():
    assert [path.name[:2] for path in CHAIN] == [f"{n:02d}" for n in range(1, 11)]
    assert (ROOT / "notebooks" / "90_explore.ipynb").is_file()


@ONE
def test_stored_without_outputs_or_papermill_metadata(path):
    raw = json.loads(path.read_text())
    assert raw["metadata"]["kernelspec"] == {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert "papermill" not in raw["metadata"]
    for cell in raw["cells"]:
        assert "papermill" not in cell["metadata"]
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None


@ONE
def test_one_parameters_cell_of_typed_literals_with_their_meaning(path):
    tagged = [cell for cell in code(path) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    for line in tagged[0].source.splitlines():
        statement = ast.parse(line).body[0]
        assert isinstance(statement, ast.AnnAssign), line
        assert ast.unparse(statement.annotation) in LITERAL_TYPES, line
        ast.literal_eval(statement.value)
        assert re.search(r"  # \S+", line), f"say what it means: {line}"
    assert tagged[0].source.startswith("run_name: str = ")


@ONE
def test_no_function_no_path_no_install(path):
    for cell in code(path):
        tree = ast.parse(cell.source)
        assert not [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))]
        assert not re.search(r"sys\.path|pip install|%|^!|/data/|data/raw|\.\./", cell.source, re.M), cell.source


@ONE
def test_cells_are_short_and_prose_stands_between_them(path):
    run = 0
    for cell in read(path).cells:
        run = run + 1 if cell.cell_type == "code" else 0
        assert run <= 2, "more than two code cells without prose"
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= 15, cell.source


@ONE
def test_first_and_last_cells_say_where_the_reader_is(path):
    first, last = prose(path)[0].source, prose(path)[-1].source
    number = path.name[:2]
    assert first.startswith(f"# {number} · ") and first.splitlines()[0].endswith("?")
    assert all(word in first for word in ("**Question.**", "**Reads**", "**Writes**"))
    links = re.findall(r"\]\((\w+\.ipynb)\)", last)
    assert links and all((path.parent / link).is_file() for link in links)


@ONE
def test_headings_descend_without_a_gap_and_no_prose_holds_a_count(path):
    levels = [len(m) for cell in prose(path) for m in re.findall(r"^(#+) ", cell.source, re.M)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))


def tables_of(path, verb):
    source = "\n".join(cell.source for cell in code(path))
    if verb == "write":
        named = re.findall(r'tables\.write\([^"]*?"(\w+)"', source) + re.findall(r'tables\.write\(\w+\[?"?\w*"?\]?, "(\w+)"', source)
        lists = re.findall(r"writes=\[([^\]]*)\]", source)
    else:
        named = re.findall(r'tables\.(?:read|each|n_rows)\("(\w+)"', source)
        lists = re.findall(r"reads=\[([^\]]*)\]", source)
    return set(named) | {name for group in lists for name in re.findall(r'"(\w+)"', group)}


def test_a_table_has_one_writer_and_only_later_readers():
    writer = {}
    for path in NOTEBOOKS:
        for name in tables_of(path, "write"):
            assert name not in writer, f"{name} is written by {writer.get(name)} and {path.stem}"
            writer[name] = path.stem
    assert writer == tables.WRITER
    for path in NOTEBOOKS:
        for name in tables_of(path, "read"):
            assert writer[name] <= path.stem, f"{path.stem} reads {name}, which {writer[name]} writes"


@CHAINED
def test_every_notebook_says_what_its_numbers_do_not_show(path):
    assert any(cell.source.startswith("## What this does not show") for cell in prose(path)), path.stem
