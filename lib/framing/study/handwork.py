"""A study to what people decided by hand in its folder: ``keep.csv`` and the filled sheets in ``coding/``. All text.

A sheet that cannot be read for sure is refused with file, line and cure: hand work is never left out silently.
"""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import BadInput
from framing.study.settings import Study

if TYPE_CHECKING:
    import pandas as pd

CURE = "save it as CSV, in UTF-8, with commas"
SPREADSHEETS = (".xlsx", ".xls", ".ods", ".numbers", ".tsv")


def overrides(study: Study) -> pd.DataFrame | None:
    """Return what people decided about single paragraphs (``keep.csv`` in the study's folder, all text), or None."""
    path = study.folder / "keep.csv"
    return _read(path, "keep.csv") if path.is_file() else None


def coding(study: Study) -> dict[str, pd.DataFrame]:
    """Return the coders' filled sheets of hits (``coding/*.csv`` with a column ``hit_id``), all text, by file stem."""
    return {name: sheet for name, sheet in _sheets(study).items() if "hit_id" in sheet}


def handed_out(study: Study) -> pd.DataFrame:
    """Return which hits were handed to coders and how many hits each stands for: ``hit_id, weight``.

    Read from ``coding/sample.csv``, kept when the sheet was handed out; no rows where every hit was coded.

    Raises
    ------
    BadInput
        If a column is missing or a weight is no number above 0.
    """
    import pandas as pd

    kept = _sheets(study).get("sample", pd.DataFrame({"hit_id": [], "weight": []}, dtype="str"))
    if missing := [column for column in ("hit_id", "weight") if column not in kept]:
        raise BadInput(f"coding/sample.csv line 1: the column {missing[0]!r} is missing: keep it as notebook 09 wrote it")
    for line, weight in zip(kept.index + 2, kept["weight"], strict=True):
        if not _positive(weight):
            raise BadInput(f"coding/sample.csv line {line}: the weight {weight!r} is no number above 0: keep it as notebook 09 wrote it")
    return kept[["hit_id", "weight"]].astype({"weight": "float64"}).reset_index(drop=True)


def sentence_codes(study: Study) -> pd.DataFrame:
    """Return the filled sheet of sentences without a hit: ``sentence_id, n_missed``, all text; no rows if there is none."""
    import pandas as pd

    filled = [sheet for sheet in _sheets(study).values() if "sentence_id" in sheet]
    return filled[0] if filled else pd.DataFrame({"sentence_id": [], "n_missed": []}, dtype="str")


def _sheets(study: Study) -> dict[str, pd.DataFrame]:
    """The sheets in ``coding/`` by file stem, each of hits or of sentences; hidden files are no one's sheets."""
    there = [path for path in sorted((study.folder / "coding").glob("*")) if not path.name.startswith((".", "~$"))]
    for path in there:
        if path.suffix.lower() in SPREADSHEETS:
            raise BadInput(f"coding/{path.name}: a spreadsheet is not read; {CURE}, and move this file elsewhere")
    paths = [path for path in there if path.suffix.lower() == ".csv"]
    found = {path.stem: _read(path, f"coding/{path.name}") for path in paths}
    for path in paths:
        sheet = found[path.stem]
        if not {"hit_id", "sentence_id"} & set(sheet):
            what = "has neither the column hit_id nor sentence_id: keep the columns as they were handed out, or move the file elsewhere"
            raise BadInput(f"coding/{path.name} line 1: {what}")
        if "hit_id" not in sheet and "n_missed" not in sheet:
            raise BadInput(f"coding/{path.name} line 1: the column 'n_missed' is missing: keep the columns as they were handed out")
    return found


def _read(path: Path, name: str) -> pd.DataFrame:
    """Return a sheet, all text, its index the line on which a row begins, less 2."""
    import pandas as pd

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise BadInput(f"{name} line {line}: this is not UTF-8; {CURE}") from None
    except OSError as problem:
        raise BadInput(f"{name} cannot be read: {problem.strerror}") from None
    if "\x00" in text:
        raise BadInput(f"{name} line {text.count(chr(10), 0, text.index(chr(0))) + 1}: this is no text; {CURE}")
    reader, rows, first = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    try:
        for row in reader:
            rows += [(first, row)] if row else []
            first = reader.line_num + 1
    except csv.Error:
        what = "a quotation mark is not closed, or text follows one that closes a cell: write one inside a cell twice"
        raise BadInput(f"{name} line {first}: {what}; {CURE}") from None
    if not rows:
        raise BadInput(f"{name} is empty: its first line must name the columns; {CURE}")
    columns = [column.strip() for column in rows[0][1]]
    for other, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(columns) == 1 and other in columns[0]:
            raise BadInput(f"{name} line 1: the columns seem to be separated by {called}; {CURE}")
    if twice := sorted({column for column in columns if column and columns.count(column) > 1}):
        raise BadInput(f"{name} line 1: the column {twice[0]!r} stands there twice: rename one")
    for line, row in rows[1:]:
        if any(cell.strip() for cell in row[len(columns) :]):
            raise BadInput(f"{name} line {line}: {len(row)} cells, the first line names {len(columns)} columns; {CURE}")
    whole = [[*row, *[""] * len(columns)][: len(columns)] for _, row in rows[1:]]
    return pd.DataFrame(whole, columns=columns, index=[line - 2 for line, _ in rows[1:]], dtype="str")


def _positive(written: str) -> bool:
    try:
        return 0 < float(written) < math.inf
    except ValueError:
        return False
