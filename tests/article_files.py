"""Files of articles for the tests of reading them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd

from framing.study import Study

ARTICLE = "Café owner: “They won’t leave”\n\nThe owner of a café in Port Lume said on Monday that he would stay – whatever came."


def study_of(place: Path, **settings) -> Study:
    """Return a study of the articles in a place."""
    folder = place if place.is_dir() else place.parent
    return Study(folder=folder, name="s", title="s", articles=place, lexicon=folder / "l.yml", **settings)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file below a folder and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def told(problems: pd.DataFrame, file: str) -> str:
    """Return what is said about a file."""
    return " · ".join(problems.loc[problems["file"] == file, "message"])


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
