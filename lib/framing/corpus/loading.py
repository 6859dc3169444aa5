"""A study to its articles, whole or a part at a time; every article from its file, its row and what is known of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from framing.corpus import finding, limits, metadata
from framing.corpus.articles import of_file, of_table, stem
from framing.corpus.limits import Problem, shown
from framing.errors import BadInput
from framing.text import arrays

if TYPE_CHECKING:
    from framing.study import Study


def read(study: Study) -> pd.DataFrame:
    """Return the articles of a study, sorted by ``article_id`` (see `load`)."""
    return load(study)[0]


def load(study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles of a study and what the reader must know about its files.

    Parameters
    ----------
    study : Study
        ``articles`` names a folder, a file or a zip; ``metadata`` what is known about each file.

    Returns
    -------
    articles : DataFrame, one row per article with text, sorted by article_id
        ``n_words`` is int, tokens; all other columns text. ``sha256`` is of the file's bytes, of a table file's row of
        its text in UTF-8. ``text[i:j]`` offsets are Python string offsets.
    problems : DataFrame, one row per thing to know: file, line (0 = whole file), severity, message

    Raises
    ------
    BadInput
        If there is no article at all, or a table file has no column with the text.
    """
    parts = list(stream(study, size=5000))
    articles = pd.concat([part for part, _ in parts], ignore_index=True)
    problems = pd.concat([part for _, part in parts], ignore_index=True)
    own = [column for column in articles.columns if column not in metadata.CORE]
    articles = articles[metadata.CORE + own].fillna({column: "" for column in own})
    return articles.sort_values("article_id", kind="stable", ignore_index=True), problems


def stream(study: Study, size: int = 2000) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Yield the articles and problems of a study in parts of at most `size` articles; each part as `load` returns it.

    A part is all that is held in memory, whatever the size of the corpus (of ids, their names).

    Raises
    ------
    BadInput
        As `load`; if nothing was readable, the first problem is told.
    """
    if size < 1:
        raise BadInput(f"a part holds at least 1 article, not {size}")
    if not study.articles.exists():
        raise BadInput(f"articles {study.articles} are not there: put the texts into that place, or name them with --articles PATH")
    known = metadata.Metadata(study.metadata)
    batch: list[dict[str, str]] = []
    problems: list[Problem] = list(known.problems)
    first_problem, n_articles = "", 0
    for found in _articles(study, known):
        if isinstance(found, Problem):
            problems.append(found)
            first_problem = first_problem or (f"; {found.file} {found.message}" if found.severity != "note" else "")
            continue
        batch.append(found)
        n_articles += 1
        if len(batch) == size:
            yield _tables(batch, problems)
            batch, problems = [], []
    if not n_articles:
        raise BadInput(f"no article in {study.articles} could be read{first_problem or ': put texts there (' + finding.KINDS + ')'}")
    problems += known.unclaimed()
    if batch or problems:
        yield _tables(batch, problems, columns=tuple(known.columns))


def in_parts(study: Study, size: int = 2000) -> Iterator[tuple[int | None, pd.DataFrame, pd.DataFrame]]:
    """Yield the articles and problems of a study in parts: (number, articles, problems); all in one, numbered None, if they fit.

    A large corpus is written part by part as it is read (``tables.write(articles, "articles", part=number)``). A part
    holds consecutive articles, sorted by ``article_id`` within it. A column that only some rows of a table file have is
    missing from parts without such a row (``tables.align``).

    Raises
    ------
    BadInput
        As `stream`.
    """
    pieces = stream(study, size)
    held, number = next(pieces), 0
    for articles, problems in pieces:
        if articles.empty:  # what was noticed after the last article
            held = (held[0], pd.concat([held[1], problems], ignore_index=True))
            continue
        yield number, *held
        held, number = (articles, problems), number + 1
    yield number or None, *held


def verify(study: Study) -> pd.DataFrame:
    """Return whether each file is still the one that the metadata describes: file, expected, found (sha256), ok.

    A file that is described with a hash but not there has an empty ``found``. A table file of articles is compared as
    a whole if a row of the metadata names it.
    """
    known = metadata.Metadata(study.metadata)
    entries = {e["line"]: (key, e) for index in (known.by_id, known.by_file) for key, e in index.items() if e.get("sha256")}
    found: dict[str, str] = {}
    maximum = limits.of(study)["file"]
    for item in finding.items(study.articles, skip=study.metadata):
        if isinstance(item, Problem):
            continue
        entry = known.of(item.name, stem(item.name)) or known.of(shown(item.name), shown(stem(item.name)))
        if entry.get("sha256") and entry["line"] not in found:
            try:
                found[entry["line"]] = (
                    _file_hash(item) if item.suffix in finding.TABLES else hashlib.sha256(item.bytes(maximum)).hexdigest()
                )
            except BadInput:
                continue
    checks = [
        {"file": key, "expected": entry["sha256"].lower(), "found": found.get(line, "")}
        for line, (key, entry) in sorted(entries.items(), key=lambda pair: pair[1][0])
    ]
    table = pd.DataFrame(checks, columns=["file", "expected", "found"], dtype="str")
    return table.assign(ok=table["expected"] == table["found"])


def _articles(study: Study, known: metadata.Metadata) -> Iterator[dict[str, str] | Problem]:
    """Yield each article as its columns, and each problem, in the order of the files."""
    ids: Counter[str] = Counter()
    most = limits.of(study)
    readable = []
    for item in finding.items(study.articles, skip=study.metadata):
        if isinstance(item, Problem):
            yield item
        else:
            readable.append(item)
    readable.sort(key=lambda item: (stem(item.name), item.name))
    for item in readable:
        try:
            if item.suffix in finding.TABLES:
                yield from of_table(item, study, known, ids, most["row"])
            else:
                yield from of_file(item, study, known, ids, most)
        except limits.Refused as problem:
            yield Problem(shown(item.name), 0, "refused", str(problem))
        except BadInput as problem:
            if item.suffix in finding.TABLES and study.articles.is_file() and len(readable) == 1:
                raise
            yield Problem(shown(item.name), 0, "refused", str(problem).removeprefix(item.name).lstrip(": "))


def _tables(batch: list[dict[str, str]], problems: list[Problem], columns: tuple[str, ...] = ()) -> tuple[pd.DataFrame, pd.DataFrame]:
    own = list(
        dict.fromkeys([c for article in batch for c in article if c not in metadata.CORE] + [c for c in columns if c not in metadata.CORE])
    )
    n_words = {"n_words": arrays.count([article["text"] for article in batch])}
    table = pd.DataFrame({c: n_words.get(c, [article.get(c, "") for article in batch]) for c in metadata.CORE + own})
    table = table.astype({c: "int64" if c == "n_words" else "str" for c in table.columns})
    told = pd.DataFrame(problems, columns=list(Problem._fields)).astype(
        {"file": "str", "line": "int64", "severity": "str", "message": "str"}
    )
    return table.sort_values("article_id", kind="stable", ignore_index=True), told


def _file_hash(item: finding.Item) -> str:
    digest = hashlib.sha256()
    with item.open() as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
