"""A finished run to the folder that may be passed on: its report, tables, study and lexicon, without the articles' texts.

What the articles say goes out only as words of the lexicon where they stand, and as a few keyword lines of each article
(``windows``). Everything else that repeats an article for more than 4 words is cut, titles and names of speakers after 7.
Then every file is read again, as a stranger would: if one still holds more than 15 words of an article in a row, it is
named and nothing is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from framing import tables
from framing.errors import BadInput
from framing.exchange import cut, folders, readme, verbatim, windows
from framing.exchange.finished import Finished, finished
from framing.exchange.verbatim import Protected
from framing.report import cells

LIMIT = windows.LINE  # words of an article in a row
RUN = 5  # words: from here on a repetition is no chance
PLACE = "FOLDER-OF-TEXTS"  # stands for where the texts lie on the machine the run was made on
KEPT_BACK = {"sheet", "sentence_sheet", "concordance"}  # tables that are made of sentences
TEXT_COLUMNS = {"text", "before", "after", "sentence", "left", "right", "examples"}
BATCH = 4_000_000  # characters of pages cut at a time
_LOCAL = re.compile(r'<a\b[^>]*href="(?:\.\./)?(?:articles|notebooks)/[^"]*"[^>]*>(.*?)</a>', re.S)


@dataclass(frozen=True)
class Shared:
    """What was written, and what was measured in it."""

    folder: Path
    zip: Path | None
    n_files: int
    longest: int  # words of an article in a row
    where: str  # the file that holds them
    share: float  # of the words of the article most of which is shown: in runs of 5 words or more
    free: bool

    @property
    def said(self) -> str:
        """What a person should read before passing it on."""
        where = f"{self.n_files} files" + (f", also as {self.zip.name}" if self.zip else "")
        if self.free:
            return f"{where}; the study says that its texts are free, so they are in it whole"
        return (
            f"{where}; no article is in it: the longest run of an article's words has {self.longest} words ({self.where}), "
            f"{LIMIT} are the limit; of no article do more than {self.share:.0%} of the words stand in runs of {RUN} or more"
        )


def share(run: str, *, to: str | Path = "", force: bool = False, pack: bool = True) -> Shared:
    """Write the folder (and its zip) that may be passed on, and return what was measured.

    Raises
    ------
    BadInput
        If the run is not finished, the folder is not empty, or a file would hold more than 15 words of an article in a
        row: the message names file, line and article, never the words.
    """
    source = finished(run)
    folder = folders.target(to, run, force=force)
    articles = tables.read("articles", run=run)
    hits = tables.read("hits", run=run)
    lines = windows.lines(hits, articles)
    places = windows.places(lines, hits, articles)
    protected = verbatim.protect(_named(source, articles) + [(i, t, places[i]) for i, t in _both(articles, "text")])
    files = _pages(source, protected) | _tables(source, protected) | _study(source, protected)
    if source.free:
        files |= {f"texts/{name}.txt": text for name, text in _both(articles, "text")}
        n, where, part = 0, "", 0.0
    else:
        files["tables/concordance.csv"] = cells.table_csv(_short(lines[windows.COLUMNS], protected, but=("left", "node", "right")))
        n, where, part = measured(files, protected)
    files["README.md"] = readme.text(source, longest=n, where=where, share=part, n_lines=len(lines), place=PLACE)
    folders.write(folder, files)
    return Shared(folder, folders.zipped(folder) if pack else None, len(files) + 1, n, where, part, source.free)


def _named(source: Finished, articles: pd.DataFrame) -> list[tuple[str, str, list[tuple[int, int]]]]:
    """Return names of speakers, and titles, of which the first 7 words may be shown; they come before the texts."""
    speakers = {name for table in ("spans", "hits") for name in tables.read(table, run=source.run, columns=["speaker"])["speaker"]}
    named = [*(("a speaker", name) for name in sorted(speakers - {""})), *_both(articles, "title")]
    return [(of, name, [(0, [*verbatim.words(name), (0, 0)][: windows.SIDE][-1][1] or len(name))]) for of, name in named]


def _both(articles: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    return list(zip(articles["article_id"], articles[column], strict=True))


def _pages(source: Finished, protected: Protected) -> dict[str, str | bytes]:
    """Return the report's pages and figures: without the annotated articles and the executed notebooks, passages cut."""
    names = [n for n in source.manifest["pages"] if source.free or n.partition("/")[0] not in ("articles", "notebooks")]
    files: dict[str, str | bytes] = {}
    batch: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        path = source.reports / name
        if name.endswith(".html"):
            batch[name] = _unlocal(source, path.read_text(encoding="utf-8"))
        elif name.endswith((".csv", ".svg", ".ipynb")):
            raw = _unlocal(source, path.read_text(encoding="utf-8"))
            files[f"report/{name}"] = cut.csv_file(raw, protected) if name.endswith(".csv") and not source.free else raw
        elif name.endswith(".png"):
            files[f"report/{name}"] = path.read_bytes()
        if batch and (number == len(names) or sum(map(len, batch.values())) > BATCH):
            pages = list(batch.values())
            if not source.free:
                pages = cut.pages([_LOCAL.sub(r"\1", page) for page in pages], protected)
                pages = [re.sub(r"<main\b[^>]*>", rf"\g<0>\n{readme.BANNER}", page, count=1) for page in pages]
            files |= dict(zip((f"report/{n}" for n in batch), pages, strict=True))
            batch = {}
    return files


def _tables(source: Finished, protected: Protected) -> dict[str, str]:
    """Return the run's tables as CSV, in parts where they are: no column of text, and long cells cut."""
    files = {}
    for name in source.tables:
        if not source.free and name in KEPT_BACK:
            continue
        for part in tables.parts(name, run=source.run):
            table = tables.read(name, run=source.run, part=part)
            if not source.free:
                gone = TEXT_COLUMNS - ({"sentence"} if name == "findings" else set())
                table = table.drop(columns=[c for c in table if c in gone])
                table = _short(table, protected)
            elif name == "articles":
                table = table.drop(columns="text")  # each lies in texts/
            files[f"tables/{name}.csv" if part is None else f"tables/{name}/part-{part:05d}.csv"] = cells.table_csv(table)
    return files


def _short(table: pd.DataFrame, protected: Protected, but: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return a table with its long cells cut, but for the keyword lines themselves."""
    new = {}
    for column in table.drop(columns=list(but)).select_dtypes(include=["str", "object"]):
        long = [v for v in table[column].unique() if isinstance(v, str) and len(verbatim.words(v)) > windows.SIDE]
        instead = dict(zip(long, cut.cells(long, protected), strict=True))
        new[column] = table[column].map(lambda v, instead=instead: instead.get(v, v)) if long else table[column]
    return table.assign(**new)


def _study(source: Finished, protected: Protected) -> dict[str, str]:
    """Return the study's files, hand codes and lexicon, and the manifest without this machine's paths."""
    folder, files = source.study.folder, {}
    for path in [*sorted(folder.glob("*.*")), *sorted((folder / "coding").glob("*.csv"))]:
        name = path.relative_to(folder).as_posix()
        if name in ("study.yml", "README.md", "registration.json", "keep.csv", "articles.csv") or name.startswith("coding/"):
            raw = path.read_text(encoding="utf-8-sig")
            files[f"study/{name}"] = raw if source.free or path.suffix != ".csv" else _coded(raw, protected)
    if source.study.lexicon.is_file():
        files[f"study/{source.study.lexicon.name}"] = source.study.lexicon.read_text(encoding="utf-8")
    manifest = {key: value for key, value in source.manifest.items() if key != "pages"}
    files["manifest.json"] = _unlocal(source, json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)) + "\n"
    return files


def _coded(raw: str, protected: Protected) -> str:
    """Return a sheet without its columns of text: whoever has the texts finds the places by their offsets."""
    import csv
    import io

    rows = [row for row in csv.reader(io.StringIO(raw, newline="")) if row]
    keep = [i for i, column in enumerate(rows[0]) if column not in TEXT_COLUMNS] if rows else []
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([row[i] for i in keep if i < len(row)] for row in rows)
    return cut.csv_file(out.getvalue(), protected)


def _unlocal(source: Finished, raw: str) -> str:
    """Return a text without the paths of the machine that the run was made on."""
    for path, instead in ((str(source.study.articles), PLACE), (str(tables.home()) + "/", "")):
        raw = raw.replace(path, instead) if len(path) > 2 and source.manifest["articles"].startswith("/") or not instead else raw
    return raw


def measured(files: dict[str, str | bytes], protected: Protected) -> tuple[int, str, float]:
    """Read every file again; return the longest run of an article's words, its file, and how much of an article is shown."""
    worst, shown = (0, ""), np.zeros(len(protected.numbers), bool)
    for batch in _batches({name: raw for name, raw in sorted(files.items()) if isinstance(raw, str)}):
        read = [(raw, verbatim.words_of_page(raw) if name.endswith((".html", ".svg")) else [verbatim.words(raw)]) for name, raw in batch]
        for (name, raw), (n, at, article) in zip(batch, cut.longest(read, protected), strict=True):
            if n > LIMIT:
                raise BadInput(_refusal(name, raw.count("\n", 0, at) + 1, n, article))
            worst = max(worst, (n, name))
        length, _ = verbatim.runs(protected.numbers, protected.encode(read))
        long = np.flatnonzero(length >= RUN)
        edges = np.zeros(len(length) + 1, np.int64)
        np.add.at(edges, long, 1)
        np.add.at(edges, long + length[long], -1)
        shown |= np.cumsum(edges)[:-1] > 0
    size = np.maximum(np.bincount(protected.owner), 1)
    parts = np.bincount(protected.owner, weights=shown) / size
    return *worst, float(parts[size > windows.LINE / windows.SHARE].max(initial=0.0))


def _batches(files: dict[str, str]) -> Iterator[list[tuple[str, str]]]:
    batch: list[tuple[str, str]] = []
    for name, raw in files.items():
        batch.append((name, raw))
        if sum(len(raw) for _, raw in batch) > BATCH:
            yield batch
            batch = []
    yield batch


def _refusal(name: str, line: int, n: int, article: str) -> str:
    whose = f"in the study's {name.partition('/')[2]}" if name.startswith("study/") else "where it comes from"
    return (
        f"nothing was exported: {name}, line {line}, would hold {n} words in a row of article {article}, and {LIMIT} are the limit; "
        f"shorten that text {whose} and export again"
    )
