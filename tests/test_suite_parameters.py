"""Parameters: what a cell declares, what a value may be, and that papermill reads the same cell the same way."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import BadInput
from framing.suite.parameters import TYPES, Parameter, assign, cast, declared

CELL = """run_name: str = "demo"  # whose tables
min_freq: int = 5  # tokens; rarer types are dropped
level: float = 0.95
loud: bool = False
outlets: list[str] = ["sana", "tass"]"""


def test_a_cell_by_hand():
    found = declared(CELL, "07")
    assert list(found) == ["run_name", "min_freq", "level", "loud", "outlets"]
    assert found["min_freq"] == Parameter("min_freq", "int", 5, "tokens; rarer types are dropped")
    assert found["outlets"].default == ["sana", "tass"]


def test_papermill_infers_the_same_names_types_and_comments():
    import nbformat
    from papermill.translators import PythonTranslator

    theirs = PythonTranslator.inspect(nbformat.v4.new_code_cell(CELL))
    ours = declared(CELL, "07")
    assert [(p.name, p.inferred_type_name, p.help) for p in theirs] == [(p.name, p.kind, p.help) for p in ours.values()]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("a = 1", "name: type = literal"),
        ("import os", "name: type = literal"),
        ("a: int | None = 1", "has the type int | None"),
        ("a: int = 1 + 1", "must be a literal"),
        ("a: int = len('x')", "must be a literal"),
    ],
)
def test_a_cell_that_papermill_would_misread_is_refused(code, said):
    with pytest.raises(BadInput, match=said.replace("|", r"\|")):
        declared(code, "07_contrasts")


@pytest.mark.parametrize("text", ["0012", "nan", "None", "null", "true", "1e3", "", " a ", "{x}", "'; import os", "a\nb", "é"])
def test_text_stays_text(text):
    assert cast(text, Parameter("label", "str", "")) == text


@pytest.mark.parametrize(
    ("kind", "given_", "wanted"),
    [
        ("int", "12", 12), ("int", "-3", -3), ("int", 7, 7), ("float", "0.5", 0.5), ("float", "1e-3", 0.001), ("float", 2, 2.0),
        ("bool", "true", True), ("bool", "No", False), ("bool", "0", False), ("bool", True, True),
        ("list[str]", "a, b,c", ["a", "b", "c"]), ("list[str]", '["a,b", "c"]', ["a,b", "c"]), ("list[str]", ["a"], ["a"]),
        ("list[str]", "", []),
    ],
)  # fmt: skip
def test_values_become_the_declared_type(kind, given_, wanted):
    got = cast(given_, Parameter("x", kind, None))
    assert got == wanted and type(got) is type(wanted)


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("int", "1.5"), ("int", "abc"), ("int", True), ("int", 1.0), ("int", ""), ("int", None),
        ("float", "nan"), ("float", "inf"), ("float", "x"), ("float", None), ("bool", "maybe"), ("bool", 2),
        ("list[str]", "[1, 2]"), ("list[str]", "[oops"), ("list[str]", 3), ("str", 12), ("str", None),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused_by_name(kind, bad):
    with pytest.raises(BadInput, match="'top' of 07 is"):
        cast(bad, Parameter("top", kind, None), "07")


def test_numpy_scalars_become_plain_ones_and_dates_and_paths_are_refused():
    import datetime
    from pathlib import Path

    import numpy as np

    assert type(cast(np.int64(3), Parameter("x", "int", 0))) is int
    assert type(cast(np.float32(0.5), Parameter("x", "float", 0.0))) is float
    for bad in (datetime.date(2016, 12, 1), Path("x")):
        with pytest.raises(BadInput):
            cast(bad, Parameter("x", "str", ""))


@settings(derandomize=True, max_examples=60)
@given(st.text(string.printable), st.sampled_from(TYPES))
def test_any_text_is_cast_to_its_type_or_refused_in_a_sentence(text, kind):
    kinds = {"str": str, "int": int, "float": float, "bool": bool, "list[str]": list}
    try:
        assert type(cast(text, Parameter("x", kind, None))) is kinds[kind]
    except BadInput as error:
        assert "'x' is" in str(error)


def test_a_parameter_goes_to_the_notebooks_that_declare_it():
    known = {"01": declared('run_name: str = "x"', "01"), "07": declared(CELL, "07"), "08": declared("min_freq: int = 3", "08")}
    assert assign({"min_freq": "9"}, known) == {"01": {}, "07": {"min_freq": 9}, "08": {"min_freq": 9}}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("min_frq", r"did you mean min_freq\?"),
        ("zzz", "no notebook has a parameter 'zzz'"),
        ("run_name", "use --name"),
        ("x; import os", "no notebook"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(name, said):
    with pytest.raises(BadInput, match=said):
        assign({name: "1"}, {"07": declared(CELL, "07")})
