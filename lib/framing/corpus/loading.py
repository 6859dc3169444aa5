"""A study to its articles, whole or a part at a time; every article from its file, its row and what is known of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pandas as pd

from framing import text as words
from framing.corpus import credits, documents, finding, limits, metadata, rows
from framing.corpus.limits import Problem, shown
from framing.errors import BadInput, nearest

if TYPE_CHECKING:
    from framing.study import Study

USUAL = {  # columns of a table file that need no mapping, best first
    "id": ["id", "article_id"],
    "title": ["title", "headline"],
    "text": ["text", "content", "body"],
    "outlet": ["outlet", "source", "publisher"],
    "date": ["date", "published"],
    "url": ["url", "link"],
    "language": ["language"],
    "origin": ["origin"],
}
OPTIONS = {"delimiter", "encoding"}  # keys of `columns` that say how a table file is written


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
        yield _tables(batch, problems, columns=known.columns)


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
        entry = known.of(item.name, _stem(item.name))
        if entry.get("sha256") and entry["line"] not in found:
            try:
                found[entry["line"]] = _file_hash(item) if item.suffix in finding.TABLES else hashlib.sha256(item.bytes(maximum)).hexdigest()
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
    items = [i for i in finding.items(study.articles, skip=study.metadata)]
    yield from (item for item in items if isinstance(item, Problem))
    readable = sorted((i for i in items if not isinstance(i, Problem)), key=lambda item: (_stem(item.name), item.name))
    for item in readable:
        try:
            if item.suffix in finding.TABLES:
                yield from _rows_of(item, study, known, ids, most["row"])
            else:
                yield from _file(item, study, known, ids, most)
        except limits.Refused as problem:
            yield Problem(shown(item.name), 0, "refused", str(problem))
        except BadInput as problem:
            if item.suffix in finding.TABLES and study.articles.is_file() and len(readable) == 1:
                raise
            yield Problem(shown(item.name), 0, "refused", str(problem).removeprefix(item.name).lstrip(": "))


def _file(item: finding.Item, study: Study, known: metadata.Metadata, ids: Counter, most: dict[str, int]) -> Iterator[dict[str, str] | Problem]:
    name, stem = shown(item.name), shown(_stem(item.name))
    given = known.of(item.name, _stem(item.name))
    raw = item.bytes(most["file"])
    document = documents.read(raw, item.suffix, encoding=given.get("encoding", ""), max_unpacked=most["unpacked"])
    text, notes = document.text, list(document.notes)
    if "guessed" in document.encoding:
        notes.insert(0, ("note", f"read as {document.encoding}; name its encoding in articles.csv if that is wrong"))
    if given.get("repair", "").lower() == "mojibake":
        from framing.corpus import decoding

        text, n_changed = decoding.repair(text)
        notes = [n for n in notes if "wrongly decoded" not in n[1]] + [("note", f"mojibake repaired in {n_changed} places, as articles.csv asks")]
    if not text.strip():
        yield Problem(name, 0, "warning", "no text: the file is empty; it is left out of every count")
        return
    digest = hashlib.sha256(raw).hexdigest()
    if given.get("sha256") and given["sha256"].lower() != digest:
        notes.append(("warning", f"is not the file that {known.name} describes (sha256 {digest[:12]}…, there {given['sha256'][:12]}…): its offsets may differ"))
    folders = [part for part in PurePosixPath(item.name).parts[:-1] if not part.lower().endswith(".zip")]
    about = {**document.about, "outlet": shown(folders[0]) if folders else document.about.get("outlet", "")}
    article = {"file": name, "encoding": document.encoding, "sha256": digest, "text": text}
    yield from _finish(article, _unique(stem, ids, name, 0), given, about, study, known, notes, line=0)


def _rows_of(item: finding.Item, study: Study, known: metadata.Metadata, ids: Counter, longest: int) -> Iterator[dict[str, str] | Problem]:
    name, encoding, columns = shown(item.name), "", None
    options = {key: study.columns.get(key, "") for key in OPTIONS}
    for row in rows.read(item.open, name, **options, max_bytes=longest):
        if isinstance(row, Problem):
            encoding = row.message.removeprefix("read as ") if row.severity == "note" else encoding
            if row.severity != "note" or "guessed" in row.message:
                yield row
            continue
        line, values = row
        columns = columns or _columns(values, study, name)
        text = values.get(columns["text"], "")
        title = " ".join(values.get(columns.get("title", ""), "").split())
        number = _unique(values.get(columns.get("id", ""), "").strip() or f"{_stem(name)}-{line:06d}", ids, name, line)
        if not text.strip():
            ids[number[0]] -= 1
            yield Problem(name, line, "warning", f"no text in column {columns['text']!r}: the row is left out of every count")
            continue
        whole = f"{title}\n\n{text}" if title else text
        about = {key: " ".join(values.get(columns.get(key, ""), "").split()) for key in ("outlet", "date", "url", "language", "origin")}
        about["title"] = title
        used = set(columns.values())
        own = {(c if c not in metadata.CORE else f"own_{c}"): value for c, value in values.items() if c not in used}
        article = {"file": name, "encoding": encoding, "sha256": hashlib.sha256(whole.encode()).hexdigest(), "text": whole, **own}
        yield from _finish(article, number, known.of("", number[0]), about, study, known, [], line=line)


def _columns(values: dict[str, str], study: Study, name: str) -> dict[str, str]:
    """Return which column of a table file holds what: as the study says, else by its usual names."""
    chosen = {key: column for key, column in study.columns.items() if key not in OPTIONS}
    if unknown := sorted(set(chosen) - set(USUAL) - {"group"}):
        raise BadInput(f"study.yml: `columns` has no {unknown[0]!r}{nearest(unknown[0], list(USUAL))}: it knows {', '.join(USUAL)}, delimiter, encoding")
    for key, column in chosen.items():
        if column not in values:
            raise BadInput(f"{name} line 1: no column {column!r} for `{key}`{nearest(column, list(values))}: it has {', '.join(values)}; correct `columns` in study.yml")
    taken = set(chosen.values())
    for key, usual in USUAL.items():
        if key not in chosen and (column := next((u for u in usual if u in values and u not in taken), None)):
            chosen[key] = column
    if "text" not in chosen:
        raise BadInput(f"{name} line 1: no column holds the text: it has {', '.join(values)}; write `columns: {{text: …}}` in study.yml")
    return chosen


def _finish(article, number, given, about, study, known, notes, *, line) -> Iterator[dict[str, str] | Problem]:
    """Yield an article with all that is known of it, best source first: its metadata row, its own page, its text."""
    article_id, problem = number
    name = article["file"]
    if problem:
        yield problem
    said = metadata.from_text(article["text"]) if not (about.get("date") and about.get("url")) else {}
    for key in metadata.GIVEN:
        article[key] = given.get(key) or about.get(key) or ""
    if (day := metadata.iso(article["date"], study.dates)) is None:
        hint = "write `dates:` in study.yml" if not study.dates else f"it is not written as {study.dates!r}"
        yield Problem(name, line, "warning", f"date {article['date']!r} cannot be read for sure: {hint}, or YYYY-MM-DD")
    article["date"] = day or ""
    for key in ("date", "url"):
        if not article[key] and key in said:
            value, evidence = said[key]
            article[key] = metadata.iso(value) or "" if key == "date" else value
            yield Problem(name, line, "note", f"{key} {article[key]} taken from the text: {evidence[:80]!r}")
    if not article["origin"]:
        article["origin"], evidence = credits.origin(article["text"], title=article["title"])
        if evidence:
            yield Problem(name, line, "note", f"origin {article['origin']} taken from the text: {evidence[:80]!r}")
    article["group"] = article["group"] or study.group_of(article["outlet"])
    article["language"] = article["language"] or study.language
    article["article_id"] = article_id
    for column in known.columns:
        article[column if column not in metadata.CORE else f"own_{column}"] = given.get(column, "")
    yield from (Problem(name, line, severity, message) for severity, message in notes)
    yield article


def _unique(wanted: str, ids: Counter, name: str, line: int) -> tuple[str, Problem | None]:
    """Return an id that no earlier article has, and a note if the one wanted was taken."""
    ids[wanted] += 1
    if ids[wanted] == 1:
        return wanted, None
    number = ids[wanted]
    while f"{wanted}-{number}" in ids:
        number += 1
    ids[f"{wanted}-{number}"] += 1
    return f"{wanted}-{number}", Problem(name, line, "note", f"id {wanted!r} stands there already: this one is called {wanted}-{number}")


def _tables(batch: list[dict[str, str]], problems: list[Problem], columns: list[str] = []) -> tuple[pd.DataFrame, pd.DataFrame]:
    own = list(dict.fromkeys([c for article in batch for c in article if c not in metadata.CORE] + [c for c in columns if c not in metadata.CORE]))
    n_words = {"n_words": [len(words.tokens(article["text"])) for article in batch]}
    table = pd.DataFrame({c: n_words.get(c, [article.get(c, "") for article in batch]) for c in metadata.CORE + own})
    table = table.astype({c: "int64" if c == "n_words" else "str" for c in table.columns})
    told = pd.DataFrame(problems, columns=list(Problem._fields)).astype({"file": "str", "line": "int64", "severity": "str", "message": "str"})
    return table.sort_values("article_id", kind="stable", ignore_index=True), told


def _file_hash(item: finding.Item) -> str:
    digest = hashlib.sha256()
    with item.open() as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _stem(name: str) -> str:
    return PurePosixPath(name).stem
