"""The project's notebooks, read as data: parameters, the tables they name, their headings. Nothing is executed."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from framing.errors import BadInput
from framing.suite.parameters import Parameter, declared

NUMBERED = re.compile(r"(\d\d)_\w+\.ipynb")
LAST = "89"  # 90 and above are for people only


@dataclass(frozen=True)
class Notebook:
    """One notebook of the chain.

    `reads` is None where the code does not name its tables literally. `words` are all names in the code; those taken
    from the module ``study`` appear as ``study.of_run`` too.
    """

    path: Path
    number: str
    parameters: dict[str, Parameter]
    reads: tuple[str, ...] | None
    writes: tuple[str, ...]
    words: frozenset[str] = field(repr=False)
    sha256: str = field(repr=False)

    @property
    def name(self) -> str:
        """The file's stem, e.g. ``05_choices``."""
        return self.path.stem


def chain(folder: Path) -> list[Notebook]:
    """Return the notebooks of a run in their order.

    Raises
    ------
    BadInput
        If there are none, two have the same number, or one has no cell tagged ``parameters``.
    """
    paths = sorted(p for p in folder.glob("*.ipynb") if (m := NUMBERED.fullmatch(p.name)) and m[1] <= LAST)
    if not paths:
        raise BadInput(f"no notebooks in {folder}: the project's folder must hold notebooks/01_….ipynb (or set FRAMING_HOME)")
    for first, second in zip(paths, paths[1:], strict=False):
        if first.name[:2] == second.name[:2]:
            raise BadInput(f"{first.name} and {second.name} have the same number: renumber one of them")
    return [read(path) for path in paths]


def read(path: Path) -> Notebook:
    """Return what a notebook declares."""
    cells = _cells(path)
    tagged = [c for c in cells if c["cell_type"] == "code" and "parameters" in c.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise BadInput(f"{path.name} needs exactly one cell tagged `parameters`, it has {len(tagged)}: tag it in JupyterLab")
    code = [source(c) for c in cells if c["cell_type"] == "code"]
    reads, writes, words = _tables(code, path)
    return Notebook(
        path=path,
        number=path.name[:2],
        parameters=declared(source(tagged[0]), path.name),
        reads=reads,
        writes=writes,
        words=words,
        sha256=_hash(cells),
    )


def source(cell: dict) -> str:
    """Return a cell's text; the file may hold it as a list of lines."""
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def heading(cells: list[dict], index: int) -> str:
    """Return the nearest Markdown heading at or above a cell, without its marks."""
    for cell in reversed(cells[: index + 1]):
        found = re.findall(r"^#{1,6}\s+(.+?)\s*$", source(cell), re.M) if cell["cell_type"] == "markdown" else []
        if found:
            return found[-1]
    return f"cell {index + 1}"


def _cells(path: Path) -> list[dict]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} is not a notebook that can be read ({' '.join(str(error).split())}): restore it from git") from error


def _hash(cells: list[dict]) -> str:
    """Hash what decides the result: kinds, sources and tags of cells, not their outputs or ids."""
    seen = [(c["cell_type"], source(c), c.get("metadata", {}).get("tags", [])) for c in cells]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def _tables(code: list[str], path: Path) -> tuple[tuple[str, ...] | None, tuple[str, ...], frozenset[str]]:
    """Return the tables that the code reads and writes, and every name it mentions."""
    reads: set[str] = set()
    writes: set[str] = set()
    words: set[str] = set()
    literal = True
    for text in code:
        parsed = _parsed(text, path)
        loops = _loops(parsed)
        for node in ast.walk(parsed):
            words |= {getattr(node, key) for key in ("id", "attr", "name") if isinstance(getattr(node, key, None), str)}
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "study":
                words.add(f"study.{node.attr}")
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            call = f"{getattr(node.func.value, 'id', '')}.{node.func.attr}"
            keywords = {k.arg: k.value for k in node.keywords}
            if call in ("tables.read", "tables.exists", "tables.parts", "tables.each", "tables.n_rows", "tables.draw") and node.args:
                literal &= _add(node.args[0], reads, loops)
            elif call == "tables.write" and len(node.args) > 1:
                literal &= _add(node.args[1], writes, loops)
            elif call == "parts.apply":
                literal &= _add(keywords.get("reads"), reads, loops) & _add(keywords.get("writes"), writes, loops)
            elif call == "parts.gather":
                literal &= _add(keywords.get("reads"), reads, loops)
    return tuple(sorted(reads - writes)) if literal else None, tuple(sorted(writes)), frozenset(words)


def _parsed(text: str, path: Path) -> ast.AST:
    plain = "\n".join("pass" if line.lstrip()[:1] in ("%", "!") else line for line in text.splitlines())
    try:
        return ast.parse(plain)
    except SyntaxError as error:
        raise BadInput(f"{path.name}: {error.msg} in a code cell ({(error.text or '').strip()}): correct it in JupyterLab") from error


def _loops(parsed: ast.AST) -> dict[str, list[ast.AST]]:
    """Return what names run over: ``for name in ("hits", "words")``, in loops and comprehensions."""
    found: dict[str, list[ast.AST]] = {}
    for node in ast.walk(parsed):
        if isinstance(node, (ast.For, ast.comprehension)):
            for target in [n for n in ast.walk(node.target) if isinstance(n, ast.Name)]:
                found.setdefault(target.id, []).append(node.iter if target is node.target else node.target)
    return found


def _add(node: ast.AST | None, into: set[str], loops: dict[str, list[ast.AST]]) -> bool:
    """Add the literal table names of an argument; return whether all of them were literal."""
    if isinstance(node, ast.Name) and node.id in loops:
        return all([_add(each, into, {}) for each in loops[node.id]])
    try:
        value = ast.literal_eval(node) if node is not None else None
    except ValueError:
        return False
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)):
        return False
    into.update(names)
    return True
