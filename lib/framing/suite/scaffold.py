"""A name and some articles to a new study's folder, with the files to fill in."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from pathlib import Path

from framing import tables
from framing.errors import BadInput
from framing.study import Study

SETTINGS = """title: {title}
question: Which word does each article choose, and in whose voice?
language: en
articles: {articles}
{columns}lexicon: {lexicon}
groups: {{}}       # named groups of outlets:  state: [outlet-a, outlet-b]
contrasts: []    # what you will compare, named before you look:  - {{name: a v b, target: a, reference: b}}
camps: {{}}        # who speaks for whom, patterns of speakers:  government: ["ministry*", "*spokesman*"]
coders: ""       # who filled in the coding sheets, once they are: person or program, and what they did not see
seed: 1
"""
DATASHEET = """# {title}: data sheet

Who chose these articles, from what, and how? Which are missing? Fill this in before you publish a number.

- **Source and period:**
- **How the articles were drawn:**
- **What was left out, and why:**
- **Licence of the texts, and who may see them:**
"""
COLUMNS = {  # what a table's columns are often called
    "id": ("id", "article_id", "unit_id", "doc_id"),
    "title": ("title", "headline", "article_title"),
    "text": ("text", "content", "body", "article_content", "article"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper"),
    "date": ("date", "published", "publish_date", "published_at"),
}
TABLES = {".csv", ".tsv"}


def scaffold(name: str, articles: str | Path, *, lexicon: str | Path = "") -> Path:
    """Write ``data/raw/NAME`` with study.yml, articles.csv (for a folder of files) and README.md; return the folder.

    Columns of a CSV or TSV table are found by their usual names; files get the name of their sub-folder as outlet.

    Raises
    ------
    BadInput
        If the study is there already, or the articles are not, or none of them can be read. Nothing is left behind.
    """
    tables.folder(name)  # refuses a name that is no plain name
    folder = tables.home() / "data" / "raw" / name
    source = Path(articles).expanduser().resolve()
    if not source.exists():
        raise BadInput(f"articles {articles} are not there: name a folder of texts or a table file")
    if folder.exists():
        raise BadInput(f"study {name!r} is there already: choose another name, or remove {folder}")
    try:
        str(source).encode()
    except UnicodeEncodeError:
        raise BadInput(f"articles {os.fsencode(source)!r}: study.yml cannot hold a name with such bytes: rename that folder") from None
    title = name.replace("-", " ").replace("_", " ").capitalize()
    instrument = Path(lexicon).expanduser().resolve() if lexicon else tables.home() / "data" / "lexicons" / "syria.yml"
    written = {
        "study.yml": SETTINGS.format(
            title=title, articles=_quoted(str(source)), columns=_columns(source), lexicon=_quoted(str(instrument))
        ),
        "README.md": DATASHEET.format(title=title),
    }
    if source.is_dir():
        written["articles.csv"] = _metadata(source, name)
    begun = folder.with_name(f".{name}.{os.getpid()}.tmp")
    begun.mkdir(parents=True)
    try:
        for file, content in written.items():
            (begun / file).write_text(content, encoding="utf-8")
        begun.rename(folder)
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return folder


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _columns(source: Path) -> str:
    if source.suffix.lower() not in TABLES:
        return ""
    with open(source, encoding="utf-8", errors="replace", newline="") as lines:
        header = next(csv.reader(lines, delimiter="\t" if source.suffix.lower() == ".tsv" else ","), [])
    known = {column.strip().lower(): column for column in header}
    found = {key: next((known[name] for name in names if name in known), "") for key, names in COLUMNS.items()}
    if not found["text"]:
        raise BadInput(f"{source.name} line 1: no column looks like the text of an article; name it `text`")
    return "columns: {" + ", ".join(f"{key}: {_quoted(column)}" for key, column in found.items() if column) + "}\n"


def _metadata(source: Path, name: str) -> str:
    """Return a row for each text, as the corpus reads it; what is unknown is left to fill in."""
    from framing import corpus
    from framing.corpus.finding import TABLES as OF_ROWS  # a table describes its own rows

    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(["id", "file", "outlet", "origin", "date", "url", "sha256", "n_words"])
    for articles, _ in corpus.stream(Study(folder=source, name=name, title=name, articles=source, lexicon=source)):
        for article in articles.itertuples():
            if Path(article.file).suffix.lower() not in OF_ROWS:
                writer.writerow([article.article_id, article.file, article.outlet, "", "", "", article.sha256, article.n_words])
    return target.getvalue()
