"""A table's name and a run to a checked table on disk, and back.

A run's tables lie in ``data/processed/<run>/NAME.parquet``: one file, or a folder of parts where the table is large.
Every write goes to a temporary name first and is then renamed, so a reader finds the old table or the new one,
never half of one. Final tables are also exported as CSV.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import BadInput
from framing.tables.schema import COLUMNS, REPEATED, TEXT, WRITER

if TYPE_CHECKING:
    import pandas as pd

_NAME = re.compile(r"[\w][\w.-]*")
SPREADSHEET = 1_048_575  # rows that a spreadsheet opens; a longer table has no CSV


def home() -> Path:
    """Return the project's folder: the environment's FRAMING_HOME, or the nearest one with `notebooks` and `data`.

    Looked for upward from the working directory, then from this file.
    """
    if os.environ.get("FRAMING_HOME"):
        return Path(os.environ["FRAMING_HOME"]).resolve()
    for place in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (place, *place.parents):
            if (folder / "notebooks").is_dir() and (folder / "data").is_dir():
                return folder
    raise BadInput("no project here: change into the folder that holds notebooks/ and data/, or set FRAMING_HOME to it")


def folder(run: str) -> Path:
    """Return the folder of a run's tables.

    It lies in ``data/processed``, or in the folder that the environment's FRAMING_STAGE names: there a run of the
    suite works until it is whole.
    """
    if not _NAME.fullmatch(run):
        raise BadInput(f"run name {run!r}: use letters, digits, dots, hyphens and underscores only, or give another with --name RUN")
    return Path(os.environ.get("FRAMING_STAGE") or home() / "data" / "processed") / run


def exists(name: str, *, run: str) -> bool:
    """Say whether a run has a table."""
    return _path(name, run).exists()


def parts(name: str, *, run: str) -> list[int | None]:
    """Return the parts of a table in order; ``[None]`` for a table in one file."""
    path = _found(name, run)
    return [int(p.stem.removeprefix("part-")) for p in sorted(path.glob("part-*.parquet"))] if path.is_dir() else [None]


def file(name: str, *, run: str, part: int | None = None) -> Path:
    """Return where a run's table lies, or one part of it; of a table in one file, that file."""
    path = _found(name, run)
    return path / f"part-{part:05d}.parquet" if part is not None and path.is_dir() else path


def n_rows(name: str, *, run: str) -> int:
    """Return how many rows a run's table has, without reading them."""
    import pyarrow.parquet

    return sum(pyarrow.parquet.read_metadata(file(name, run=run, part=part)).num_rows for part in parts(name, run=run))


def read(
    name: str,
    *,
    run: str,
    columns: list[str] | None = None,
    part: int | None = None,
    ids: Iterable[str] | None = None,
    categories: bool = False,
) -> pd.DataFrame:
    """Return a run's table, or some of it.

    Parameters
    ----------
    columns : list of str, optional
        Only these.
    part : int, optional
        Only this part.
    ids : iterable of str, optional
        Only the rows of these articles, in the order of the table. Memory holds what is returned, and a part.
    categories : bool
        Text columns whose values repeat (``REPEATED``) as pandas categoricals, which sort as the text does: a table
        of millions of rows in a tenth of the memory. Else every text column is ``str``.

    Raises
    ------
    BadInput
        If the run has no such table; the message names the notebook that writes it.
    """
    path = file(name, run=run, part=part)
    import pandas as pd
    import pyarrow.compute
    import pyarrow.parquet

    repeated: list[str] = []
    if categories:
        present = pyarrow.parquet.read_schema(file(name, run=run, part=parts(name, run=run)[0])).names
        repeated = [column for column in present if column in REPEATED and (columns is None or column in columns)]
    wanted = None
    if ids is not None:
        wanted = pyarrow.compute.field("article_id").isin(pyarrow.array(sorted(set(ids)), pyarrow.large_string()))
    table = pd.read_parquet(path, columns=columns, filters=wanted, **({"read_dictionary": repeated} if repeated else {}))
    for column in repeated:
        table[column] = table[column].cat.set_categories(sorted(table[column].cat.categories))
    return table


def each(name: str, *, run: str, columns: list[str] | None = None, categories: bool = False) -> Iterator[pd.DataFrame]:
    """Yield the parts of a run's table in order, one at a time; a table in one file is one part."""
    for part in parts(name, run=run):
        yield read(name, run=run, columns=columns, part=part, categories=categories)


def draw(name: str, n: int, *, run: str, seed: int) -> list[str]:
    """Return the ids of some rows of a run's table, drawn with a seed: the same ones however many parts there are."""
    import numpy as np

    size = n_rows(name, run=run)
    places = np.random.RandomState(seed).choice(size, size=min(n, size), replace=False)  # as DataFrame.sample draws
    found, before = {}, 0
    for part in each(name, run=run, columns=["article_id"]):
        for place in places[(places >= before) & (places < before + len(part))].tolist():
            found[place] = part["article_id"].iat[place - before]
        before += len(part)
    return [found[place] for place in places.tolist()]


def align(name: str, *, run: str) -> None:
    """Give every part of a run's table the text columns that any part has, "" where it has none."""
    import pyarrow.parquet

    present = {part: pyarrow.parquet.read_schema(file(name, run=run, part=part)).names for part in parts(name, run=run)}
    every = list(dict.fromkeys(column for columns in present.values() for column in columns))
    for part, columns in present.items():
        if columns != every:
            new = dict.fromkeys(set(every) - set(columns), TEXT)
            write(read(name, run=run, part=part).reindex(columns=every, fill_value="").astype(new), name, run=run, part=part)


def write(table: pd.DataFrame, name: str, *, run: str, part: int | None = None, export: bool = False) -> pd.DataFrame:
    """Write a run's table, or one part of it, and return it as it will be read back.

    Parameters
    ----------
    table : DataFrame
        Must have the columns of ``COLUMNS[name]``; more may follow. Text columns have no missing values.
    part : int, optional
        Number of the part; without it the table is one file.
    export : bool
        Also write ``NAME.csv``, unless the table has more rows than a spreadsheet opens. A cell there that a spreadsheet
        would take for a formula gets a leading ``'``.
    """
    checked = _checked(table, name)
    path = _path(name, run)
    if part is None:
        if path.is_dir():
            shutil.rmtree(path)
        _replace(path, lambda temporary: checked.to_parquet(temporary, index=False, compression="zstd"))
    else:
        if path.is_file():
            path.unlink()
        part_path = path / f"part-{part:05d}.parquet"
        _replace(part_path, lambda temporary: checked.to_parquet(temporary, index=False, compression="zstd"))
    if export and len(checked) <= SPREADSHEET:
        from framing.tables import export as csv

        _replace(path.with_suffix(".csv"), lambda temporary: csv.write(checked, temporary))
    return checked


def clear(name: str, *, run: str) -> None:
    """Remove a run's table, all its parts and its CSV, if they are there."""
    path = _path(name, run)
    path.with_suffix(".csv").unlink(missing_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _path(name: str, run: str) -> Path:
    return folder(run) / f"{name}.parquet"


def _found(name: str, run: str) -> Path:
    path = _path(name, run)
    if not path.exists():
        first = f"notebooks/{WRITER[name]}.ipynb" if name in WRITER else "the notebook that writes it"
        raise BadInput(f"run {run!r} has no table {name!r} yet: run {first} first, or `framing run` for all of them")
    return path


def _checked(table: pd.DataFrame, name: str) -> pd.DataFrame:
    wanted = COLUMNS.get(name, {})
    missing = [column for column in wanted if column not in table]
    if missing:
        raise ValueError(f"table {name!r} lacks the columns {', '.join(missing)}")
    checked = table[[*wanted, *(c for c in table if c not in wanted)]].reset_index(drop=True)
    for column, kind in wanted.items():
        if kind == TEXT and checked[column].isna().any():
            raise ValueError(f"table {name!r}, column {column!r} has missing values; unknown text is the empty string")
    return checked.astype(wanted)


def _replace(path: Path, fill) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        fill(temporary)
        os.replace(temporary, path)
    except OSError as error:
        if error.errno == 28:
            raise BadInput(f"no space left on the disk that holds {path.parent}: free some and run again") from error
        raise
    finally:
        temporary.unlink(missing_ok=True)
