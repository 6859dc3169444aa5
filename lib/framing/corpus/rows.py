"""A table file (csv, tsv, jsonl, parquet) to its rows, one after the other: (line number, {column: text}).

Every value stays the text that stands in the file: no type is guessed, so ``NA``, ``null`` and ``0012`` are themselves.
A row that cannot be read becomes a Problem and the next one goes on. Nothing but the row at hand is held in memory.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import BinaryIO

from framing.corpus.decoding import normal, sniff
from framing.corpus.limits import Problem, megabytes
from framing.corpus.records import records
from framing.errors import BadInput

DELIMITERS = {".csv": ",", ".tsv": "\t"}
Row = tuple[int, dict[str, str]]


def read(
    open_file: Callable[[], BinaryIO], name: str, *, encoding: str = "", delimiter: str = "", max_bytes: int, settable: bool = True
) -> Iterator[Row | Problem]:
    """Yield every row of a table file, and a Problem for every one that cannot be read; first a note on the encoding.

    Parameters
    ----------
    open_file : function without parameters
        Opens the file anew, as bytes; called twice, the first time to find out the encoding.
    name : str
        The file's name: its ending says the kind, and the messages show it.
    encoding, delimiter : str
        As given by the user; "" to find out (encoding), or comma for csv and tab for tsv.
    max_bytes : int
        The longest row accepted.
    settable : bool
        Whether ``columns`` in study.yml speaks of this file; if not, the cure is to save it anew.

    Raises
    ------
    BadInput
        If the file is not a table of its kind: wrong delimiter, no header, a column named twice.
    """
    kind = "." + name.rsplit(".", 1)[-1].lower()
    if kind == ".parquet":
        yield from _parquet(open_file, name)
        return
    try:
        with open_file() as stream:
            codec, shown = (encoding, encoding) if encoding else sniff(stream)
    except BadInput as problem:
        raise BadInput(f"{name}: {problem}") from None
    yield Problem(name, 0, "note", f"read as {shown}")
    with open_file() as stream:
        lines = io.TextIOWrapper(
            stream, "utf-8-sig" if codec == "utf-8" else codec, "framing-c1" if codec == "cp1252" else "strict", newline=""
        )
        try:
            yield from (
                _jsonl(lines, name, max_bytes)
                if kind in {".jsonl", ".ndjson"}
                else _csv(lines, name, delimiter or DELIMITERS[kind], max_bytes, settable)
            )
        except UnicodeDecodeError as problem:
            cure = "name its encoding under `columns` in study.yml" if settable else "save it as UTF-8"
            raise BadInput(f"{name} is not {shown} (byte {problem.object[problem.start]:#x}): {cure}") from None
        except LookupError:
            raise BadInput(f"{name}: the encoding {codec!r} is not known: try utf-8, cp1252 or utf-16") from None


def _csv(lines, name: str, delimiter: str, max_bytes: int, settable: bool) -> Iterator[Row | Problem]:
    csv.field_size_limit(max_bytes)
    columns: list[str] = []
    for first, last, row, wrong in records(lines, delimiter):
        until = f" (to line {last})" if last > first else ""
        if wrong == "open":
            told = (
                f"row skipped{until}: a quotation mark that it opens is not closed; close it, and write one inside a text twice"
                if columns
                else "a quotation mark in the line of the columns is not closed: close it"
            )
        elif wrong:
            told = f"a field is larger than {megabytes(max_bytes)}: is a quotation mark not closed?" if "limit" in wrong else wrong
            told = f"row skipped: {told}"
        elif not row:
            continue
        elif not columns:
            columns = _header(row, name, delimiter, settable)
            continue
        elif len(row) != len(columns):
            told = f"row skipped: {len(row)} fields{until}, the header has {len(columns)}; is a quotation mark missing?"
        else:
            yield first, {column: normal(value) for column, value in zip(columns, row, strict=True)}
            continue
        if not columns:
            raise BadInput(f"{name} line {first}: {told}")
        yield Problem(name, first, "refused", told)
    if not columns:
        raise BadInput(f"{name} is empty: its first line must name the columns")


def _header(header: list[str], name: str, delimiter: str, settable: bool) -> list[str]:
    columns = [normal(column).strip().lstrip("\ufeff") for column in header]
    if len(columns) == 1:
        for other, called in ((";", "semicolons"), ("\t", "tabs"), (",", "commas"), ("|", "bars")):
            if other != delimiter and other in columns[0]:
                shown = "\\t" if other == "\t" else other
                cure = f'write `delimiter: "{shown}"` under `columns` in study.yml' if settable else "save it with commas"
                raise BadInput(f"{name} line 1: the columns seem to be separated by {called}: {cure}")
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise BadInput(f"{name} line 1: the column {twice[0]!r} stands there twice: rename one")
    return columns


def _jsonl(lines, name: str, max_bytes: int) -> Iterator[Row | Problem]:
    number = 0
    while line := lines.readline(max_bytes + 1):
        number += 1
        if len(line) > max_bytes:
            while line and not line.endswith("\n"):
                line = lines.readline(max_bytes)
            yield Problem(name, number, "refused", f"row skipped: longer than {megabytes(max_bytes)}")
            continue
        if not line.strip():
            continue
        try:
            entry = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
        except (json.JSONDecodeError, RecursionError) as problem:
            yield Problem(name, number, "refused", f"row skipped: not JSON ({getattr(problem, 'msg', 'nested too deeply')})")
            continue
        if not isinstance(entry, dict):
            yield Problem(name, number, "refused", 'row skipped: not an object like {"title": "…", "text": "…"}')
            continue
        yield number, {str(column): _text(value) for column, value in entry.items()}


def _parquet(open_file: Callable[[], BinaryIO], name: str) -> Iterator[Row | Problem]:
    import pyarrow
    import pyarrow.parquet

    with open_file() as stream:
        try:
            table = pyarrow.parquet.ParquetFile(stream)
        except (pyarrow.ArrowException, OSError) as problem:
            raise BadInput(f"{name} is no Parquet table: {str(problem).splitlines()[0]}") from None
        number = 0
        for batch in table.iter_batches(batch_size=500):
            for entry in batch.to_pylist():
                number += 1
                yield number, {column: _text(value) for column, value in entry.items()}


def _text(value: object) -> str:
    if isinstance(value, str):
        return normal(value)
    if value is None:
        return ""
    if isinstance(value, bytes):
        return normal(value.decode("utf-8", "replace"))
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
