"""Notebook parameters: what a cell declares, and text or values cast to it, strictly.

papermill only warns of a name it does not know, guesses types (``0012`` becomes 12) and pastes names as code. Here a
name must be declared, and a value becomes the declared type or is refused.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass

from framing.errors import BadInput, nearest

TYPES = ("str", "int", "float", "bool", "list[str]")
OWN = {"run_name": "--name", "study_folder": "the STUDY argument", "articles": "--articles", "lexicon": "--lexicon"}
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


@dataclass(frozen=True)
class Parameter:
    """One declared parameter: its name, type, default and what its comment says."""

    name: str
    kind: str
    default: object
    help: str = ""


def declared(code: str, where: str) -> dict[str, Parameter]:
    """Return the parameters that a cell declares as ``name: type = literal  # meaning``.

    >>> declared("top: int = 12  # types drawn", "07")["top"]
    Parameter(name='top', kind='int', default=12, help='types drawn')
    """
    found = {}
    lines = code.splitlines()
    for node in ast.parse(code).body:
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None):
            raise BadInput(f"{where}: every line of the parameters cell reads `name: type = literal`, line {node.lineno} does not")
        name, kind = node.target.id, ast.unparse(node.annotation)
        if kind not in TYPES:
            raise BadInput(f"{where}: parameter {name!r} has the type {kind}; papermill handles only {', '.join(TYPES)}")
        try:
            default = ast.literal_eval(node.value)
        except ValueError:
            raise BadInput(f"{where}: the default of parameter {name!r} must be a literal, not {ast.unparse(node.value)}") from None
        comment = re.search(r"#\s*(.+)$", lines[node.end_lineno - 1][node.end_col_offset :])
        found[name] = Parameter(name, kind, default, comment[1].strip() if comment else "")
    return found


def assign(given: dict[str, object], known: dict[str, dict[str, Parameter]]) -> dict[str, dict[str, object]]:
    """Return for each notebook the values of the given parameters that it declares.

    Parameters
    ----------
    given : dict
        Name to value; text is cast to the declared type, other values must already fit it.
    known : dict of dict
        Notebook name to its declared parameters.

    Raises
    ------
    BadInput
        If no notebook declares a name (the nearest one is named), or a value does not fit.
    """
    names = sorted({name for parameters in known.values() for name in parameters} - set(OWN))
    for name in given:
        if name in OWN:
            raise BadInput(f"parameter {name!r} is set by the suite: use {OWN[name]} instead")
        if name not in names:
            raise BadInput(f"no notebook has a parameter {name!r}{nearest(name, names)}; there are {', '.join(names) or 'none'}")
    return {
        notebook: {name: cast(value, parameters[name], notebook) for name, value in given.items() if name in parameters}
        for notebook, parameters in known.items()
    }


def cast(value: object, parameter: Parameter, where: str = "") -> object:
    """Return a value as the declared type, or refuse it.

    >>> cast("0012", Parameter("code", "str", ""))
    '0012'
    """
    if hasattr(value, "item") and not isinstance(value, (str, bytes)) and getattr(value, "ndim", 1) == 0:
        value = value.item()  # a NumPy scalar
    try:
        return _CAST[parameter.kind](value)
    except (ValueError, TypeError, OverflowError):
        place = f" of {where}" if where else ""
        raise BadInput(f"parameter {parameter.name!r}{place} is {_A[parameter.kind]}; {value!r} is not") from None


def _text(value):
    if isinstance(value, str):
        return value
    raise TypeError


def _whole(value):
    if isinstance(value, bool) or not (isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+\s*", value))):
        raise TypeError
    return int(value)


def _real(value):
    number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None
    if number is None or number != number or number in (float("inf"), float("-inf")):
        raise TypeError
    return number


def _flag(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in YES + NO:
        return value.strip().lower() in YES
    raise TypeError


def _words(value):
    if isinstance(value, str):
        value = json.loads(value) if value.lstrip().startswith("[") else [w.strip() for w in value.split(",") if w.strip()]
    if not isinstance(value, (list, tuple)) or not all(isinstance(word, str) for word in value):
        raise TypeError
    return list(value)


_CAST = {"str": _text, "int": _whole, "float": _real, "bool": _flag, "list[str]": _words}
_A = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list[str]": "a list of words (a,b,c)",
}
