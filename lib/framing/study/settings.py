"""A study's folder to its question, paths, groups and parameters.

A study is a folder with a ``study.yml`` (every key optional but ``title``), or just a folder of texts.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from framing import tables
from framing.errors import BadInput
from framing.study import form


@dataclass(frozen=True)
class Contrast:
    """Two sides to compare, each a list of outlets, named before the numbers are seen."""

    name: str
    target: list[str]
    reference: list[str]


@dataclass(frozen=True)
class Study:
    """What is asked of which articles, with which instrument. Paths are absolute."""

    folder: Path
    name: str
    title: str
    articles: Path
    lexicon: Path
    question: str = ""
    language: str = "en"
    columns: dict[str, str] = field(default_factory=dict)
    dates: str = ""
    metadata: Path | None = None
    groups: dict[str, list[str]] = field(default_factory=dict)
    contrasts: list[Contrast] = field(default_factory=list)
    camps: dict[str, list[str]] = field(default_factory=dict)
    coders: str = ""  # who filled in the coding sheets, person or program, and what they did not see; "" = not declared
    seed: int = 2016
    limits: dict[str, str] = field(default_factory=dict)  # largest file, row, unpacked document, in megabytes
    licence: str = ""  # of the articles' texts, as an SPDX name; "" = not free, so `framing export` leaves them out

    def group_of(self, outlet: str) -> str:
        """Return the group that an outlet belongs to, "" if none."""
        return next((name for name, outlets in self.groups.items() if outlet in outlets), "")


def load(folder: str | Path, *, articles: str | Path = "", lexicon: str | Path = "") -> Study:
    """Return the study in a folder, or of a name under ``data/raw/``.

    Parameters
    ----------
    folder : path or name
        A folder with ``study.yml``, or a folder of texts (then `lexicon` is needed and the title is the folder's name).
    articles, lexicon : path, optional
        Used instead of what ``study.yml`` says; relative to the working directory or to the project.

    Raises
    ------
    BadInput
        If a file is missing or a key is unknown or malformed; the message names the file and the cure.
    """
    place = _place(folder)
    settings_file = place / "study.yml"
    settings = form.read(settings_file) if settings_file.is_file() else {"title": place.name, "articles": "."}
    text_folder = _given(articles) if articles else place / settings.get("articles", "articles/")
    instrument = _given(lexicon) if lexicon else place / settings.get("lexicon", "")
    if not lexicon and "lexicon" not in settings:
        raise BadInput(f"{place.name} names no lexicon: add `lexicon:` to {settings_file.name}, or give --lexicon FILE")
    if not instrument.is_file():
        raise BadInput(f"lexicon {instrument} is not there: correct `lexicon:` in {settings_file}, or give --lexicon FILE")
    if not text_folder.exists():
        raise BadInput(f"articles {text_folder} are not there: put the texts into that place, or name them with --articles PATH")
    groups = {name: _words(outlets) for name, outlets in settings.get("groups", {}).items()}
    _one_group_each(groups, settings_file)
    metadata = place / (settings.get("metadata") or "articles.csv")
    if settings.get("metadata") and not metadata.is_file():
        raise BadInput(f"metadata {metadata} is not there: correct `metadata:` in {settings_file}, or leave that line out")
    return Study(
        folder=place,
        name=place.name,
        title=settings["title"],
        question=" ".join(settings.get("question", "").split()),
        language=settings.get("language", "en"),
        articles=Path(os.path.abspath(text_folder)),
        columns=settings.get("columns", {}),
        dates=settings.get("dates", ""),
        metadata=metadata if metadata.is_file() else None,
        lexicon=instrument.resolve(),
        groups=groups,
        contrasts=[_contrast(entry, groups, settings_file) for entry in settings.get("contrasts", [])],
        camps={camp: _words(patterns) for camp, patterns in settings.get("camps", {}).items()},
        coders=" ".join(settings.get("coders", "").split()).rstrip("."),
        seed=_seed(settings.get("seed", "2016"), settings_file),
        limits=settings.get("limits", {}),
        licence=settings.get("licence", ""),
    )


def _given(path: str | Path) -> Path:
    given = Path(path).expanduser()
    return (given if given.is_absolute() or given.exists() else tables.home() / given).resolve()


def _place(folder: str | Path) -> Path:
    given = Path(folder).expanduser()
    candidates = [given, tables.home() / given, *([tables.home() / "data" / "raw" / given] if len(given.parts) == 1 else [])]
    place = next((candidate for candidate in candidates if candidate.is_dir()), None)
    if place is None:
        raise BadInput(f"study {folder} is not a folder: give a folder of texts or a study under data/raw/")
    return place.resolve()


def _words(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _one_group_each(groups: dict[str, list[str]], path: Path) -> None:
    seen: dict[str, str] = {}
    for group, outlets in groups.items():
        for outlet in outlets:
            if outlet in seen:
                raise BadInput(f"{path}: outlet {outlet!r} stands in the groups {seen[outlet]!r} and {group!r}; leave it in one")
            seen[outlet] = group


def _contrast(entry: dict, groups: dict[str, list[str]], path: Path) -> Contrast:
    sides = {side: [o for name in _words(entry[side]) for o in groups.get(name, [name])] for side in ("target", "reference")}
    name = entry.get("name") or " v ".join(" and ".join(_words(entry[side])) for side in sides)
    if both := [outlet for outlet in sides["target"] if outlet in sides["reference"]]:
        raise BadInput(f"{path}: the contrast {name!r} has the outlet {both[0]!r} on both sides; leave it on one")
    return Contrast(name=name, **sides)


def _seed(value: str, path: Path) -> int:
    if not str(value).isdecimal():
        raise BadInput(f"{path}: `seed: {value}` is not a whole number")
    return int(value)
