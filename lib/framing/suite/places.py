"""Where a run lies, how it is locked, and how a finished one is published whole.

A run never writes into what is published. It works in two hidden folders beside the targets:

    data/processed/.stage-RUN/   RUN/ tables (hard links to the published ones where these are still right),
                                 executed/ notebooks, state.json: what is finished
    reports/.stage-RUN/          the pages

When all is verified, a READY mark is written and each pair of folders changes places in one system call. Whoever finds
the mark later (after a power cut between the two calls) finishes the exchange; without the mark, what was
published stays as it was and the next run goes on from the stages that state.json lists.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from framing import tables
from framing.errors import BadInput
from framing.suite import hashes


@dataclass(frozen=True)
class Places:
    """The folders of one run."""

    home: Path
    run: str

    @property
    def published(self) -> Path:
        """The folder of the published tables and the manifest."""
        return self.home / "data" / "processed" / self.run

    @property
    def reports(self) -> Path:
        """The folder of the published pages."""
        return self.home / "reports" / self.run

    @property
    def stage(self) -> Path:
        """The hidden folder a run works in; its sub-folder `run` holds the tables."""
        return self.home / "data" / "processed" / f".stage-{self.run}"

    @property
    def staged(self) -> Path:
        """The tables of a run that works."""
        return self.stage / self.run

    @property
    def executed(self) -> Path:
        """The notebooks a working run has executed."""
        return self.stage / "executed"

    @property
    def pages(self) -> Path:
        """The pages of a run that is about to be published."""
        return self.home / "reports" / f".stage-{self.run}"

    @property
    def index(self) -> Path:
        """The page to share."""
        return self.reports / "index.html"


def of(run: str) -> Places:
    """Return the places of a run; its name is checked."""
    tables.folder(run)
    home = tables.home()
    for folder in (home / "data" / "processed", home / "reports"):
        if folder.exists() and home not in folder.resolve().parents:
            raise BadInput(f"{folder} leads out of the project: outputs stay under {home}, replace the link by a folder")
        if (folder / run).is_symlink():
            raise BadInput(f"{folder / run} is a link: outputs are not written through links, remove it")
        if (folder / run).exists() and not (folder / run).is_dir():
            raise BadInput(f"{folder / run} is a file, not the folder of a run: choose another name with --name RUN")
    return Places(home, run)


@contextlib.contextmanager
def locked(places: Places):
    """Hold the run's lock; it ends with this process, however that ends.

    Raises
    ------
    BadInput
        If another process holds it; the message names that process.
    """
    path = places.home / "data" / "processed" / f".{places.run}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            stream.seek(0)
            holder = stream.read().strip() or "another process"
            raise BadInput(f"run {places.run!r} is being made by process {holder}: wait for it, stop it, or use --name") from None
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def link(source: Path, target: Path) -> None:
    """Give a file a second name; copy it where the system has no hard links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise
        shutil.copy2(source, target)


def write(path: Path, value: object) -> None:
    """Write JSON whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_text(json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(temporary, path)


def read(path: Path) -> dict:
    """Return the JSON of a file, {} if it is not there or not whole."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def recover(places: Places) -> None:
    """Finish a publication that was cut short; remove half-written pages and temporary files."""
    ready = read(places.stage / "READY")
    if ready:
        _exchange_all(places, ready["manifest"])
    shutil.rmtree(places.pages, ignore_errors=True)
    for left in [*places.stage.rglob("*.tmp"), *places.published.parent.glob(f".{places.run}.*.tmp")]:
        left.unlink(missing_ok=True)


def publish(places: Places) -> None:
    """Put the staged tables and pages in the place of the published ones. Both hold the same ``manifest.json``."""
    for path in [*hashes.below(places.staged), *hashes.below(places.pages)]:
        if path.stat().st_nlink == 1:
            _to_disk(path)
    mark = hashes.content(places.staged / "manifest.json")
    write(places.stage / "READY", {"manifest": mark})
    _to_disk(places.stage / "READY")
    _exchange_all(places, mark)


def _exchange_all(places: Places, mark: str) -> None:
    for new, target in ((places.pages, places.reports), (places.staged, places.published)):
        if hashes.content(new / "manifest.json") == mark:  # else it is already in its place
            _exchange(new, target)
    clear(places)


def clear(places: Places) -> None:
    """Remove what is left of a working run."""
    shutil.rmtree(places.pages, ignore_errors=True)
    shutil.rmtree(places.stage, ignore_errors=True)


def _exchange(new: Path, target: Path) -> None:
    """Let two folders change names; simply rename where there is no target yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not _swap(new, target):
        aside = new.with_name(new.name + ".old")
        shutil.rmtree(aside, ignore_errors=True)
        os.rename(target, aside)
        os.rename(new, target)
        shutil.rmtree(aside, ignore_errors=True)
    elif not target.exists():
        os.rename(new, target)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two names in one step (Linux); return False where the system cannot."""
    import ctypes

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    here = -100  # AT_FDCWD: relative to the working directory
    return renameat2(here, os.fsencode(one), here, os.fsencode(other), 2) == 0  # RENAME_EXCHANGE


def _to_disk(path: Path) -> None:
    with open(path, "rb") as stream:
        os.fsync(stream.fileno())
