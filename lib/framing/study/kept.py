"""A run ↔ the study it is of, written down by notebook 01 for the notebooks that follow."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from framing import tables
from framing.errors import BadInput
from framing.study.settings import Contrast, Study


def keep(study: Study, *, run: str) -> None:
    """Write down which study a run is of, for the notebooks that follow. Paths inside the project are kept relative to it."""
    path = tables.folder(run) / "study.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(asdict(study), default=_relative, indent=1, ensure_ascii=False), encoding="utf-8")
    os.replace(temporary, path)


def of_run(run: str) -> Study:
    """Return the study that a run is of.

    Raises
    ------
    BadInput
        If the run was not started: notebook 01 comes first.
    """
    path = tables.folder(run) / "study.json"
    if not path.is_file():
        raise BadInput(f"run {run!r} has not been started: run notebooks/01_load.ipynb first, or `framing run` for all of them")
    kept = json.loads(path.read_text(encoding="utf-8"))
    for key in ("folder", "articles", "lexicon", "metadata"):
        kept[key] = tables.home() / kept[key] if kept[key] else None
    kept["contrasts"] = [Contrast(**contrast) for contrast in kept["contrasts"]]
    return Study(**kept)


def _relative(path: Path) -> str:
    return str(path.relative_to(tables.home()) if path.is_relative_to(tables.home()) else path)
