"""What a part was made from, in a small hidden file beside it: so that a finished part is not made again.

``hits.parquet/.part-00007.made`` holds two hashes: of the function, its keywords and the package's code (``by``), and
of the parts that were read (``of``). A part without one is unfinished or from another time.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

from framing import tables


def by(function: Callable, reads: list[str], keywords: dict) -> str:
    """Return the hash of what makes a part besides its input; a keyword with a ``sha256`` of its own stands for itself."""
    given = {name: getattr(value, "sha256", None) or pickle.dumps(value, protocol=5) for name, value in keywords.items()}
    said = (function.__module__, function.__qualname__, reads, sorted(given.items()), code(function))
    return hashlib.sha256(repr(said).encode()).hexdigest()


def code(function: Callable) -> str:
    """Return the hash of this package's files and of the one that defines a function."""
    source = inspect.getsourcefile(function)
    return package() + (hashlib.sha256(Path(source).read_bytes()).hexdigest() if source else "")


@functools.cache
def package() -> str:
    """Return the hash of this package's files."""
    folder = Path(__file__).resolve().parents[1]
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".yml"})
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()


def of(reads: list[str], run: str, number: int | None) -> str:
    """Return the hash of the files that a part is made from."""
    digests = []
    for name in reads:
        with open(tables.file(name, run=run, part=number), "rb") as stream:
            digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
    return " ".join(digests)


def whole(writes: list[str], run: str, number: int | None, made: dict[str, str]) -> bool:
    """Say whether all tables of a part are there and were made from this."""
    return number is not None and all(
        tables.exists(name, run=run) and tables.file(name, run=run, part=number).is_file() and _read(name, run, number) == made
        for name in writes
    )


def note(writes: list[str], run: str, number: int | None, made: dict[str, str]) -> None:
    """Write down what a finished part was made from."""
    for name in writes if number is not None else ():
        path = _beside(tables.file(name, run=run, part=number))
        temporary = path.with_name(f"{path.name}.{os.urandom(4).hex()}.tmp")
        temporary.write_text(json.dumps(made), encoding="ascii")
        os.replace(temporary, path)


def is_finished(path: Path) -> bool:
    """Say whether a file is a part that was finished."""
    return path.name.startswith("part-") and _beside(path).is_file()


def drop(writes: list[str], run: str, number: int | None) -> None:
    """Remove a part, and what says that it is finished first."""
    for name in writes:
        if tables.exists(name, run=run):
            path = tables.file(name, run=run, part=number)
            _beside(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)


def clear(name: str, run: str, *, keep: list, by: str) -> None:
    """Remove a table but for those of the parts to keep that were finished by the same function."""
    if keep == [None] or not tables.exists(name, run=run) or tables.parts(name, run=run) == [None]:
        tables.clear(name, run=run)
        return
    for number in tables.parts(name, run=run):
        if number not in keep or _read(name, run, number).get("by") != by:
            drop([name], run, number)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.stem}.made")


def _read(name: str, run: str, number: int) -> dict[str, str]:
    try:
        return json.loads(_beside(tables.file(name, run=run, part=number)).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
