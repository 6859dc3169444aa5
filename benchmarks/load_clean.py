"""How long loading and cleaning take, as a multiple of reading the same text and splitting it into paragraphs.

    python benchmarks/load_clean.py PATH/TO/FA-KES-Dataset.csv [copies]
    python benchmarks/load_clean.py CORPUS.csv

The 804 articles of FA-KES are written out `copies` times (default 25: 20,100 articles); every copy but the first has
words of its own put into each article, so that no copy is a near duplicate of another. Any other table, such as
corpora.py writes, is read as it is. Everything runs in one process.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from framing import cleaning, corpus, text
from framing.study import Study

COLUMNS = {"id": "unit_id", "title": "article_title", "text": "article_content", "outlet": "source", "date": "date"}


def multiplied(source: Path, target: Path, copies: int) -> None:
    """Write the rows of FA-KES `copies` times; in each copy a fourth of the words are that copy's own."""
    csv.field_size_limit(1 << 24)
    with source.open(encoding="cp1252", errors="replace", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        for number in range(copies):
            for place, row in enumerate(rows):
                words = row["article_content"].split(" ")
                if number:
                    words[20::4] = [f"{word}{number}" for word in words[20::4]]
                writer.writerow({**row, "unit_id": f"{number:03d}-{place:04d}", "article_content": " ".join(words)})


def timed(steps: dict[str, float], name: str, function, *given):
    """Run a function, note the processor seconds it took, and return what it returned."""
    started = time.process_time()
    found = function(*given)
    steps[name] = time.process_time() - started
    return found


def floor(path: Path, columns: dict[str, str]) -> int:
    """Read the table and split every text into paragraphs: the least that any loader must do."""
    title, body = columns.get("title", "title"), columns.get("text", "text")
    csv.field_size_limit(1 << 24)
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(len(text.paragraphs(row[title] + "\n\n" + row[body])) for row in csv.DictReader(stream))


def main(source: Path, copies: int = 25) -> pd.DataFrame:
    """Return one row per step: processor seconds, articles and words per second, multiple of the floor."""
    if not source.name.startswith("FA-KES"):
        return measured(source, {}, "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.csv"
        multiplied(source, path, copies)
        return measured(path, COLUMNS, "%m/%d/%Y")


def measured(path: Path, columns: dict[str, str], dates: str) -> pd.DataFrame:
    """Load and clean the articles of a table; return one row per step."""
    study = Study(folder=path.parent, name="bench", title="bench", articles=path, lexicon=path, columns=columns, dates=dates)
    steps: dict[str, float] = {}
    timed(steps, "floor: read and split into paragraphs", floor, path, columns)
    articles, _ = timed(steps, "01 corpus.load", corpus.load, study)
    blocks = timed(steps, "02 cleaning.table", cleaning.table, articles)
    timed(steps, "02 cleaning.origins", cleaning.origins, articles, blocks)
    timed(steps, "02 cleaning.recurring", cleaning.recurring, articles, blocks)
    steps["01 + 02 together"] = sum(seconds for name, seconds in steps.items() if not name.startswith("floor"))
    found = pd.DataFrame({"step": list(steps), "seconds": list(steps.values())})
    found["articles_per_second"] = (len(articles) / found["seconds"]).round(0).astype(int)
    found["words_per_second"] = (articles["n_words"].sum() / found["seconds"]).round(-3).astype(int)
    found["times_the_floor"] = (found["seconds"] / found["seconds"][0]).round(1)
    print(f"{len(articles):,} articles, {articles['n_words'].sum():,} words; {memory():,.0f} MB at most")
    return found.round({"seconds": 2})


def memory() -> float:
    """Return the most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    print(main(Path(sys.argv[1]), *map(int, sys.argv[2:3])).to_string(index=False))
