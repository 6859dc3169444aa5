"""One file, or one row of a table file, to an article: its columns as text, and what the reader must know about it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from framing.corpus import credits, decoding, documents, finding, metadata, rows
from framing.corpus.limits import Problem, shown
from framing.errors import BadInput, nearest

C1 = [chr(byte) for byte in sorted(decoding.UNDEFINED)]
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


def of_file(item: finding.Item, study, known: metadata.Metadata, ids: Counter, most: dict[str, int]) -> Iterator[dict[str, str] | Problem]:
    """Yield the article in a file, after what the reader must know about it; or only a problem."""
    name = shown(item.name)
    given = known.of(item.name, stem(item.name)) or known.of(name, shown(stem(item.name)))
    raw = item.bytes(most["file"])
    document = documents.read(raw, item.suffix, encoding=given.get("encoding", ""), max_unpacked=most["unpacked"])
    text, notes = document.text, list(document.notes)
    if "guessed" in document.encoding:
        notes.insert(0, ("note", f"read as {document.encoding}; name its encoding in articles.csv if that is wrong"))
    if given.get("repair", "").lower() == "mojibake":
        text, n_changed = decoding.repair(text)
        notes = [n for n in notes if "wrongly decoded" not in n[1]] + [
            ("note", f"mojibake repaired in {n_changed} places, as articles.csv asks")
        ]
    if not text.strip():
        yield Problem(name, 0, "warning", "no text: the file is empty; it is left out of every count")
        return
    digest = hashlib.sha256(raw).hexdigest()
    if given.get("sha256") and given["sha256"].lower() != digest:
        notes.append(
            (
                "warning",
                f"is not the file that {known.name} describes (sha256 {digest[:12]}…, there {given['sha256'][:12]}…): offsets may differ",
            )
        )
    folders = [part for part in PurePosixPath(item.name).parts[:-1] if not part.lower().endswith(".zip")]
    about = {**document.about, "outlet": shown(folders[0]) if folders else document.about.get("outlet", "")}
    article = {"file": name, "encoding": document.encoding, "sha256": digest, "text": text}
    yield from _finish(article, _unique(shown(stem(item.name)), ids, name, 0), given, about, study, known, notes, line=0)


def of_table(item: finding.Item, study, known: metadata.Metadata, ids: Counter, longest: int) -> Iterator[dict[str, str] | Problem]:
    """Yield the articles in a table file, one per row, and a problem for each row that has none."""
    name, encoding, columns = shown(item.name), "", None
    n_control, broken, first_broken = 0, 0, ("", 0)
    partition = of_partition(item.name) if item.suffix == ".parquet" else {}
    options = {key: study.columns.get(key, "") for key in OPTIONS}
    for row in rows.read(item.open, name, **options, max_bytes=longest):
        if isinstance(row, Problem):
            encoding = row.message.removeprefix("read as ") if row.severity == "note" else encoding
            if row.severity != "note" or "guessed" in row.message:
                yield row
            continue
        line, values = row
        values |= partition
        columns = columns or _columns(values, study, name)
        text = values.get(columns["text"], "")
        title = " ".join(values.get(columns.get("title", ""), "").split())
        number = _unique(values.get(columns.get("id", ""), "").strip() or f"{stem(name)}-{line:06d}", ids, name, line)
        if not text.strip():
            ids[number[0]] -= 1
            yield Problem(name, line, "warning", f"no text in column {columns['text']!r}: the row is left out of every count")
            continue
        whole = f"{title}\n\n{text}" if title else text
        n_control += sum(map(whole.count, C1)) if "cp1252" in encoding else 0
        if complaint := next((told for severity, told in decoding.complaints(whole) if severity == "warning"), ""):
            broken, first_broken = broken + 1, first_broken if broken else (complaint, line)
        about = {key: " ".join(values.get(columns.get(key, ""), "").split()) for key in ("outlet", "date", "url", "language", "origin")}
        about["title"] = title
        used = set(columns.values())
        own = {(c if c not in metadata.CORE else f"own_{c}"): value for c, value in values.items() if c not in used}
        article = {"file": name, "encoding": encoding, "sha256": hashlib.sha256(whole.encode()).hexdigest(), "text": whole, **own}
        yield from _finish(article, number, known.of("", number[0]), about, study, known, [], line=line)
    if n_control:
        yield Problem(name, 0, "note", f"{n_control} bytes have no character in windows-1252: kept as control characters")
    if broken:
        yield Problem(name, first_broken[1], "warning", f"{broken} rows look wrongly decoded; the first: {first_broken[0]}")


def _columns(values: dict[str, str], study, name: str) -> dict[str, str]:
    """Return which column of a table file holds what: as the study says, else by its usual names."""
    chosen = {key: column for key, column in study.columns.items() if key not in OPTIONS}
    if unknown := sorted(set(chosen) - set(USUAL) - {"group"}):
        raise BadInput(
            f"study.yml: `columns` has no {unknown[0]!r}{nearest(unknown[0], list(USUAL))}: "
            f"it knows {', '.join(USUAL)}, delimiter, encoding"
        )
    for key, column in chosen.items():
        if column not in values:
            raise BadInput(
                f"{name} line 1: no column {column!r} for `{key}`{nearest(column, list(values))}: "
                f"it has {', '.join(values)}; correct `columns` in study.yml"
            )
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


def of_partition(name: str) -> dict[str, str]:
    """Return the columns that the folders of a partitioned Parquet table name.

    >>> of_partition("outlet=The%20Herald/year=2016/part-0.parquet")
    {'outlet': 'The Herald', 'year': '2016'}
    """
    pairs = (folder.split("=", 1) for folder in PurePosixPath(name).parts[:-1] if "=" in folder)
    return {unquote(column): unquote(value) for column, value in pairs}


def stem(name: str) -> str:
    """Return a file's name without folders and ending: the article_id of a text."""
    return PurePosixPath(name).stem
