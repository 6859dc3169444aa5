"""The name of a run to what was published of it: refuses a run that is not there or did not come to its end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from framing import study as studies
from framing import tables
from framing.errors import BadInput, nearest

FREE = ("CC0", "CC-BY-4", "CC-BY-3", "CC-BY-2", "CC-BY-SA", "CC BY 4", "CC BY-SA", "PDDL", "PUBLIC DOMAIN", "PDM")


@dataclass(frozen=True)
class Finished:
    """A run whose tables and pages belong together."""

    run: str
    study: studies.Study
    manifest: dict
    folder: Path
    reports: Path

    @property
    def free(self) -> bool:
        """Whether the study says that its texts may be passed on by anyone."""
        return self.study.licence.upper().startswith(FREE)

    @property
    def tables(self) -> list[str]:
        """The names of the run's tables, in the order of the notebooks that wrote them."""
        written = (name for stage in self.manifest["stages"].values() for name in stage["writes"])
        return list(dict.fromkeys(name.partition(".parquet")[0] for name in written if ".parquet" in name))


def finished(run: str) -> Finished:
    """Return a finished run.

    Raises
    ------
    BadInput
        If there is no such run, it stopped early, or its pages were made from other tables.
    """
    folder = tables.folder(run)
    reports = tables.home() / "reports" / run
    if not folder.is_dir():
        known = sorted(p.name for p in folder.parent.glob("*") if p.is_dir() and not p.name.startswith("."))
        there = f"; there are {', '.join(known)}" if known else ""
        raise BadInput(f"no run {run!r} in {_seen(folder.parent)}{nearest(run, known)}{there}: make it with `framing run`")
    manifest = _manifest(folder / "manifest.json")
    if "10_report" not in manifest.get("stages", {}) or not (reports / "index.html").is_file():
        raise BadInput(f"run {run!r} did not come to its end, so there is no report to export: finish it with `framing run` first")
    if manifest != _manifest(reports / "manifest.json"):
        raise BadInput(f"the pages in {_seen(reports)} are not of the tables in {_seen(folder)}: run `framing run` again")
    return Finished(run, studies.of_run(run), manifest, folder, reports)


def _manifest(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _seen(path: Path) -> str:
    home = tables.home()
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)
