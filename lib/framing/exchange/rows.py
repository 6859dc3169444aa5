"""Hits and spans as CSV and JSONL, and back to the same tables.

CSV: one file a table, every text cell quoted, a cell that a spreadsheet would take for a formula with a leading ``'``.
JSONL: one object a row, keys as the columns are called. Both are UTF-8.
"""

from __future__ import annotations

import csv
import io
import json
import re

import pandas as pd

from framing import tables
from framing.errors import BadInput

GUARD = re.compile(r"'*[=+\-@\t\r]")  # in front of such a cell, to_csv puts one ' more
_FLAGS = {"True": True, "False": False}


def to_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(list(table))
    for row in table.itertuples(index=False, name=None):
        writer.writerow(["'" + cell if isinstance(cell, str) and GUARD.match(cell) else cell for cell in row])
    return out.getvalue()


def from_csv(raw: str, name: str) -> pd.DataFrame:
    """Return the table ``name`` of a CSV file that ``to_csv`` wrote, with its types.

    Raises
    ------
    BadInput
        If a column is missing or a cell is not of its column's kind; the message names the line.
    """
    rows = csv.reader(io.StringIO(raw, newline=""))
    columns = next(rows, [])
    records = []
    for row in rows:
        if len(row) != len(columns):
            raise BadInput(f"{name}.csv, line {rows.line_num}: {len(row)} cells under {len(columns)} columns; export it again")
        records.append([unguarded(cell) for cell in row])
    return typed(pd.DataFrame(records, columns=columns, dtype="str"), name)


def unguarded(cell: str) -> str:
    """Return a cell without the ``'`` that ``to_csv`` put in front of it, if it did."""
    return cell[1:] if cell[:1] == "'" and GUARD.match(cell) else cell


def to_jsonl(table: pd.DataFrame) -> str:
    """Return a table as JSON lines."""
    columns = list(table)
    rows = zip(*(table[c].tolist() for c in columns), strict=True)
    return "".join(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)


def from_jsonl(raw: str, name: str) -> pd.DataFrame:
    """Return the table ``name`` of a JSONL file that ``to_jsonl`` wrote, with its types."""
    records = []
    for number, line in enumerate(raw.split("\n"), start=1):
        if line.strip():
            try:
                records.append(json.loads(line))
            except ValueError as error:
                raise BadInput(f"{name}.jsonl, line {number} is not JSON ({error}); export it again") from error
    return typed(pd.DataFrame(records, columns=list(records[0]) if records else list(tables.COLUMNS[name])), name)


def typed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table with the columns and types that the suite's own has; more columns are text."""
    kinds = tables.COLUMNS[name]
    missing = [column for column in kinds if column not in table]
    if missing:
        raise BadInput(f"{name} without the column {missing[0]!r}: it was not exported by `framing export`, or was edited")
    result = {}
    for column in table:
        kind = kinds.get(column, "str")
        try:
            cells = table[column].map(lambda v: _FLAGS.get(v, v)) if kind == "bool" else table[column]
            result[column] = cells.astype(kind)
        except (ValueError, TypeError) as error:
            raise BadInput(f"{name}, column {column}: {error}; export it again") from error
    return pd.DataFrame(result)
