"""Executed notebooks and tables to the pages of a run; and whether published pages are whole, or older than they say."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from pathlib import Path

from framing.suite import hashes, places
from framing.suite.hashes import Hashes
from framing.suite.kernels import Nursery
from framing.suite.places import Places

MARK = "<!-- framing: older -->"
SHEETS = ("sheet", "sentence_sheet")  # tables that people fill in


class PagesFailed(RuntimeError):
    """The report could not be made from the executed notebooks."""


def make(run: str, executed: str, out: str, manifest: str) -> None:
    """Write a run's pages into an empty folder. Called in a process forked from the prepared one."""
    from framing import report

    report.publish(run, Path(executed), Path(out), json.loads(Path(manifest).read_text(encoding="utf-8")))


def build(at: Places, manifest: dict, nursery: Nursery, *, names: set[str]) -> None:
    """Fill the hidden folder of pages, list them in the manifest, and put the manifest into both folders.

    `names` are the tables that notebooks write; files of other names in the published folders are people's, and stay.

    Raises
    ------
    PagesFailed
        If the report could not be made; the message has the reason.
    """
    shutil.rmtree(at.pages, ignore_errors=True)
    at.pages.mkdir(parents=True)
    path = at.stage / "manifest.json"
    places.write(path, manifest)
    keywords = {"run": at.run, "executed": str(at.executed), "out": str(at.pages), "manifest": str(path)}
    child = nursery.call("framing.suite.pages:make", keywords, env={"FRAMING_STAGE": str(at.stage)}, cwd=at.home)
    while child.wait(0.5) is None:
        pass
    if child.poll() != 0 or not (at.pages / "index.html").is_file():
        raise PagesFailed(f"the pages could not be made: {child.said() or 'no index.html was written'}")
    for stage in manifest["stages"]:
        places.link(at.executed / f"{stage}.ipynb", at.pages / "notebooks" / f"{stage}.ipynb")
    made = {p.relative_to(at.pages).as_posix(): hashes.content(p) for p in hashes.below(at.pages)}
    _carry(at, names)
    for folder in (at.pages, at.staged):
        places.write(folder / "manifest.json", manifest | {"pages": made})


def whole(at: Places, known: Hashes) -> bool:
    """Say whether every published page lies there as it was written, and belongs to the published tables."""
    listed = places.read(at.published / "manifest.json").get("pages", {})
    same = known.file(at.published / "manifest.json") == known.file(at.reports / "manifest.json")
    return bool(listed) and same and all(known.file(at.reports / name) == digest for name, digest in listed.items())


def mark_older(index: Path, sentence: str) -> None:
    """Say at the top of a published page that a later run did not succeed; replaces such a sentence if there is one."""
    try:
        text = index.read_text(encoding="utf-8")
    except OSError:
        return
    text = re.sub(re.escape(MARK) + r".*?</p>\n?", "", text, flags=re.S)
    place = re.search(r"<main\b[^>]*>", text) or re.search(r"<body\b[^>]*>", text)
    if place:
        said = f'\n{MARK}<p role="status"><strong>Older results.</strong> {html.escape(sentence)}</p>\n'
        temporary = index.with_name(f".{index.name}.{os.getpid()}.tmp")
        temporary.write_text(text[: place.end()] + said.lstrip("\n") + text[place.end() :], encoding="utf-8")
        os.replace(temporary, index)


def _carry(at: Places, names: set[str]) -> None:
    """Keep what people put into the published folders: files that no notebook makes, and CSV files they edited.

    A CSV that differs was edited if its own Parquet table is as it was published; if that differs too, a notebook made both
    by itself (Run all, plain papermill), and neither is kept beside the new results. Sheets to fill in are kept in any case.
    """
    old = places.read(at.published / "manifest.json")
    made = {name: digest for record in old.get("stages", {}).values() for name, digest in record["writes"].items()}
    for path in hashes.below(at.published):
        name = path.relative_to(at.published).as_posix()
        ours = (
            name in made
            or name in ("manifest.json", "study.json")
            or (name.split("/")[0].split(".")[0] in names and ".edited." not in name)
        )
        if not ours and path.suffix != ".tmp" and not (at.staged / name).exists():
            places.link(path, at.staged / name)
        elif ours and path.suffix == ".csv" and hashes.content(path) not in (made.get(name), hashes.content(at.staged / name)):
            table = name.removesuffix(".csv")
            parquet = [other for other in made if other.startswith(f"{table}.parquet")]
            if table in SHEETS or all(_same(at.published / other, made[other]) for other in parquet):
                places.link(path, (at.staged / name).with_suffix(".edited.csv"))
    for path in hashes.below(at.reports):
        name = path.relative_to(at.reports).as_posix()
        passing = name == "manifest.json" or name.endswith((".failed.ipynb", ".tmp"))
        if name not in old.get("pages", {}) and not passing and not (at.pages / name).exists():
            places.link(path, at.pages / name)


def _same(path: Path, digest: str) -> bool:
    return path.is_file() and hashes.content(path) == digest
