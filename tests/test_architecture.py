"""The house stays as it was drawn (DESIGN.md section 3): imports run down only, modules are small, nothing reaches out."""

import ast
import re
import subprocess
import sys

import pytest

from conftest import ROOT

LIB = ROOT / "lib" / "framing"
LAYERS = [  # a module imports from lower layers, or from its own package
    {"cli"},
    {"suite"},
    {"findings", "explore", "exchange"},
    {"report"},
    {"figures"},
    {"robustness", "audit", "discovery"},
    {"contrasts"},
    {"choices"},
    {"concordance"},
    {"hits"},
    {"lexicon"},
    {"voices"},
    {"cleaning"},
    {"corpus"},
    {"registration", "study"},
    {"parts"},
    {"tables", "strict"},
    {"text", "errors"},
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
MODULES = sorted(path for path in LIB.rglob("*.py") if path != LIB / "__init__.py")
EACH = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIB)))


def concept(path):
    return path.relative_to(LIB).parts[0].removesuffix(".py")


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "framing":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("framing."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("framing."))


def test_every_concept_has_its_layer():
    assert {concept(path) for path in MODULES} == set(RANK)


@EACH
def test_imports_run_down_only(path):
    own = concept(path)
    for name in imported(path):
        if name in RANK and name != own:
            assert RANK[own] < RANK[name], f"{own} imports {name}"


@EACH
def test_a_module_is_one_concept_of_at_most_250_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


@EACH
def test_a_module_says_first_what_it_is(path):
    source = path.read_text(encoding="utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), f"{path.name} has no docstring"


@EACH
def test_a_table_is_called_by_what_it_holds(path):
    assert not re.search(r"\b(df|data_frame|dataframe)\b\s*[=:]", path.read_text(encoding="utf-8"))


def test_the_package_loads_fast_and_pulls_in_nothing_heavy():
    heavy = ("pandas", "nltk", "matplotlib", "scipy")
    code = f"import framing, framing.study, framing.tables, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
