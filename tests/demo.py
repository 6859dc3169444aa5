"""A project of its own for a run of the demo study: copies of the repository's notebooks, lexicons and this study."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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
