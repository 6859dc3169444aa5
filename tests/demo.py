"""The demo study for tests: its files as they are, and a project of its own for a run of it."""

import csv
import shutil
from pathlib import Path

from framing import text

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "data" / "raw"
DEMO = RAW / "demo"


def raw(name: str) -> bytes:
    """Return the bytes of an article."""
    return (DEMO / "articles" / f"{name}.txt").read_bytes()


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, all values text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(body: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [body[a:b] for a, b in text.paragraphs(body)]


def project(folder: Path, *, last_first: bool = False) -> Path:
    """Return a folder with what a run reads; its tables and reports stay in it.

    `last_first` creates the articles in the other order, which is how some file systems then list them.
    """
    for name in ("notebooks", "data/raw/demo", "data/lexicons"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    if last_first:
        articles = folder / "data/raw/demo/articles"
        shutil.rmtree(articles)
        articles.mkdir()
        for path in sorted((ROOT / "data/raw/demo/articles").iterdir(), reverse=True):
            shutil.copy(path, articles)
    return folder
