"""A finished run's hits and spans, or its counts of words, to a folder for another tool; and back from such a folder.

These are for one's own machine: ``said`` tells how many words of an article in a row the folder holds, and that the
plain ``framing export`` is what may be passed on. What holds texts that are not free is written only when asked for by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from framing import tables
from framing.errors import BadInput, nearest
from framing.exchange import annotations, brat, cut, features, folders, rows, verbatim
from framing.exchange.finished import finished
from framing.exchange.windows import LINE

FORMATS = ("csv", "jsonl", "w3c", "brat", "dfm")
TEXTS = {"brat": "the articles' whole texts", "w3c": "the words around every hit"}  # what of the texts a format holds
FILES = {"annotations.jsonld": "w3c", "annotation.conf": "brat", "matrix.mtx": "dfm", "hits.csv": "csv", "hits.jsonl": "jsonl"}


@dataclass(frozen=True)
class Exported:
    """What was written, and what was measured in it."""

    folder: Path
    form: str
    n_files: int
    longest: int  # words of an article in a row
    where: str

    @property
    def said(self) -> str:
        """What a person should know before the folder leaves the machine."""
        what = f"{self.n_files} files for your own machine"
        if self.form == "brat":
            return f"{what}: the articles' texts are in it; what may be passed on is `framing export RUN` without --format"
        held = f"the longest run of an article's words in it has {self.longest} words ({self.where})"
        over = f", more than the {LINE} that may be passed on: for that, `framing export RUN` without --format"
        return f"{what}: {held}{over if self.longest > LINE else ''}"


def export(run: str, form: str, *, to: str | Path = "", force: bool = False, with_texts: bool = False) -> Exported:
    """Write a run's hits and spans, or counts of words (dfm), in a format.

    Parameters
    ----------
    form : one of ``FORMATS``
    with_texts : bool
        Write texts, or more than 15 words of one in a row, though the study does not say that they are free.

    Raises
    ------
    BadInput
        If the run is not finished, the format is unknown, the folder is not empty, or texts that are not free would be
        written unasked.
    """
    if form not in FORMATS:
        raise BadInput(f"no format {form!r}{nearest(form, list(FORMATS))}: use {', '.join(FORMATS)}")
    source = finished(run)
    ask = not (source.free or with_texts)
    if ask and form in TEXTS:
        raise BadInput(_refusal(run, f"--format {form} would write {TEXTS[form]}"))
    folder = folders.target(to, f"{run}-{form}", force=force)
    articles = tables.read("articles", run=run)
    if form == "dfm":
        files = features.to_files(tables.read("words", run=run), articles)
    else:
        files = written({name: tables.read(name, run=run) for name in ("hits", "spans")}, articles, form)
    n, where = (0, "") if form == "brat" or source.free else _longest(files, articles)
    if ask and n > LINE:
        raise BadInput(_refusal(run, f"{where} would hold {n} words of an article in a row"))
    folders.write(folder, files)
    return Exported(folder, form, len(files) + 1, n, where)


def written(found: dict[str, pd.DataFrame], articles: pd.DataFrame, form: str) -> dict[str, str]:
    """Return file name → content of hits and spans in a format."""
    if form == "w3c":
        return {"annotations.jsonld": annotations.to_page(found, articles)}
    if form == "brat":
        return brat.to_files(found, articles)
    one = rows.to_csv if form == "csv" else rows.to_jsonl
    return {f"{name}.{form}": one(table) for name, table in found.items()}


def read_back(folder: str | Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a folder that ``export`` wrote: hits and spans, or words.

    Raises
    ------
    BadInput
        If it is not such a folder, or a file in it was changed beyond reading.
    """
    folder = Path(folder)
    form = next((form for name, form in FILES.items() if (folder / name).is_file()), "")
    if not form:
        raise BadInput(f"{folder} holds none of {', '.join(FILES)}: give a folder that `framing export --format` wrote")
    files = {p.name: p.read_bytes().decode("utf-8") for p in sorted(folder.iterdir()) if p.is_file()}
    if form == "w3c":
        return annotations.from_page(files["annotations.jsonld"])
    if form == "brat":
        return brat.from_files(files)
    if form == "dfm":
        return {"words": features.from_files(files)}
    one = rows.from_csv if form == "csv" else rows.from_jsonl
    return {name: one(files[f"{name}.{form}"], name) for name in ("hits", "spans")}


def _longest(files: dict[str, str], articles: pd.DataFrame) -> tuple[int, str]:
    protected = verbatim.protect((i, t, []) for i, t in zip(articles["article_id"], articles["text"], strict=True))
    found = cut.longest([(raw, [verbatim.words(raw)]) for raw in files.values()], protected)
    return max((n, name) for (n, _, _), name in zip(found, files, strict=True))


def _refusal(run: str, what: str) -> str:
    return (
        f"nothing was exported: {what}, and the study does not say that its texts are free; for your own machine add --with-texts, "
        f"to pass on use `framing export {run}` without --format; texts that are free have their `licence` in study.yml"
    )
