"""A study's folder to its question, paths, groups and parameters; what a run was made from, as hashes.

A study is a folder with a ``study.yml`` (every key optional but ``title``), or just a folder of texts.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from framing import tables
from framing.errors import BadInput, nearest

if TYPE_CHECKING:
    import pandas as pd

KEYS = "title question language articles columns dates metadata lexicon groups contrasts camps seed".split()
SMALL = 64_000_000  # bytes; a corpus up to this size is hashed by content, a larger one by names, sizes and times


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
    seed: int = 2016

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
    settings = _settings(settings_file) if settings_file.is_file() else {"title": place.name, "articles": "."}
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
    metadata = place / settings.get("metadata", "articles.csv")
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
        seed=_seed(settings.get("seed", "2016"), settings_file),
    )


def keep(study: Study, *, run: str) -> None:
    """Write down which study a run is of, for the notebooks that follow."""
    path = tables.folder(run) / "study.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(asdict(study), default=str, indent=1, ensure_ascii=False), encoding="utf-8")
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
        kept[key] = Path(kept[key]) if kept[key] else None
    kept["contrasts"] = [Contrast(**contrast) for contrast in kept["contrasts"]]
    return Study(**kept)


def overrides(study: Study) -> pd.DataFrame | None:
    """Return what people decided about single paragraphs (``keep.csv`` in the study's folder, all text), or None."""
    import pandas as pd

    path = study.folder / "keep.csv"
    return pd.read_csv(path, dtype="str", keep_default_na=False) if path.is_file() else None


def coding(study: Study) -> dict[str, pd.DataFrame]:
    """Return the coders' filled sheets of hits (``coding/*.csv`` with a column ``hit_id``), all text, by file stem."""
    return {name: sheet for name, sheet in _sheets(study).items() if "hit_id" in sheet}


def handed_out(study: Study) -> pd.DataFrame:
    """Return which hits were handed to coders and how many hits each stands for: ``hit_id, weight``.

    Read from ``coding/sample.csv``, kept when the sheet was handed out; no rows where every hit was coded.
    """
    import pandas as pd

    kept = _sheets(study).get("sample", pd.DataFrame({"hit_id": [], "weight": []}, dtype="str"))
    return kept[["hit_id", "weight"]].astype({"weight": "float64"})


def sentence_codes(study: Study) -> pd.DataFrame:
    """Return the filled sheet of sentences without a hit: ``sentence_id, n_missed``, all text; no rows if there is none."""
    import pandas as pd

    filled = [sheet for sheet in _sheets(study).values() if {"sentence_id", "n_missed"} <= set(sheet)]
    return filled[0] if filled else pd.DataFrame({"sentence_id": [], "n_missed": []}, dtype="str")


def _sheets(study: Study) -> dict[str, pd.DataFrame]:
    import pandas as pd

    return {p.stem: pd.read_csv(p, dtype="str", keep_default_na=False) for p in sorted((study.folder / "coding").glob("*.csv"))}


def fingerprints(study: Study) -> dict[str, str]:
    """Return SHA-256 hashes of what a run of this study is made from: settings, corpus and lexicon."""
    beside = sorted(p for p in study.folder.glob("*") if p.suffix in {".yml", ".csv"} and p.is_file())
    beside += sorted((study.folder / "coding").glob("*.csv"))
    return {"settings": _hash(beside), "corpus": _hash(_files(study.articles)), "lexicon": _hash([study.lexicon])}


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(Path(root) / name for root, _, names in os.walk(place) for name in names if not name.startswith("."))


def _hash(files: list[Path]) -> str:
    digest = hashlib.sha256()
    regular = [path for path in files if path.is_file()]
    by_content = sum(path.stat().st_size for path in regular) <= SMALL
    for path in regular:
        seen = path.stat()
        digest.update(f"{path.name}|{seen.st_size}|".encode(errors="surrogateescape"))
        digest.update(path.read_bytes() if by_content else str(seen.st_mtime_ns).encode())
    return digest.hexdigest()


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


def _settings(path: Path) -> dict:
    try:
        settings = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as YAML: {' '.join(str(error).split())}") from error
    if not isinstance(settings, dict) or not settings.get("title"):
        raise BadInput(f"{path} has no `title:`: every study needs one")
    for key in settings:
        if key not in KEYS:
            raise BadInput(f"{path}: unknown key {key!r}{nearest(key, KEYS)}; known are {', '.join(KEYS)}")
    for key, kind in {"columns": dict, "groups": dict, "camps": dict, "contrasts": list}.items():
        if key in settings and not isinstance(settings[key], kind):
            raise BadInput(f"{path}: `{key}:` must be a {'list' if kind is list else 'mapping of names'}; see data/raw/demo/study.yml")
    return settings


def _words(value) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _one_group_each(groups: dict[str, list[str]], path: Path) -> None:
    seen: dict[str, str] = {}
    for group, outlets in groups.items():
        for outlet in outlets:
            if outlet in seen:
                raise BadInput(f"{path}: outlet {outlet!r} stands in the groups {seen[outlet]!r} and {group!r}; leave it in one")
            seen[outlet] = group


def _contrast(entry, groups: dict[str, list[str]], path: Path) -> Contrast:
    if not isinstance(entry, dict) or not {"target", "reference"} <= set(entry):
        raise BadInput(f"{path}: every contrast needs `target:` and `reference:`, each a group, an outlet or a list of outlets")
    sides = {side: [o for name in _words(entry[side]) for o in groups.get(name, [name])] for side in ("target", "reference")}
    return Contrast(name=entry.get("name", f"{entry['target']} v {entry['reference']}"), **sides)


def _seed(value: str, path: Path) -> int:
    if not str(value).isdecimal():
        raise BadInput(f"{path}: `seed: {value}` is not a whole number")
    return int(value)
