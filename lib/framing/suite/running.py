"""Stages to a verified set of results: reuse what is right, execute the rest side by side, stop at the first failure."""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from framing.parts import made
from framing.suite import hashes, notebooks, places, plan
from framing.suite.execute import NotebookFailed, execute
from framing.suite.hashes import Hashes
from framing.suite.kernels import Nursery
from framing.suite.places import Places
from framing.suite.plan import Stage
from framing.suite.progress import Progress


@dataclass
class Work:
    """A run while it works. `records` says of each finished stage what it was made from and what it wrote."""

    at: Places
    stages: list[Stage]
    known: Hashes
    progress: Progress
    must: set[str] = field(default_factory=set)
    allowed: set[str] = field(default_factory=set)
    time_limit: float | None = None
    memory: int = 0
    workers: int = 2
    cluster: str = ""
    records: dict[str, dict] = field(default_factory=dict)
    executed: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def left(self) -> float | None:
        """Return the seconds still to go, from how long each notebook took last time; None if that is not known."""
        ends: dict[str, float] = {}
        for stage in self.stages:
            if stage.name in self.records or stage.name not in self.allowed:
                continue
            if stage.name not in self.seconds:
                return None
            ends[stage.name] = self.seconds[stage.name] + max((ends.get(need, 0.0) for need in stage.needs), default=0.0)
        together = sum(self.seconds[name] for name in ends) / self.workers
        return max([together, *ends.values()])

    def candidates(self, name: str):
        """Yield the results of a stage that may still be right: (record, tables folder, executed notebook)."""
        left = places.read(self.at.stage / "state.json").get("stages", {})
        done = places.read(self.at.published / "manifest.json").get("stages", {})
        if name in left:
            yield left[name], self.at.staged, self.at.executed / f"{name}.ipynb"
        if name in done:
            yield done[name], self.at.published, self.at.reports / "notebooks" / f"{name}.ipynb"

    def reusable(self, stage: Stage) -> tuple | None:
        """Return the candidate that is right, if any."""
        if stage.name in self.must:
            return None
        for record, folder, notebook in self.candidates(stage.name):
            if not plan.why_stale(stage, record, self.records) and plan.whole(record, folder, notebook, self.known):
                return record, folder, notebook
        return None

    def all_right(self) -> bool:
        """Say whether every stage that may be made is published and right, with all that it needs."""
        for stage in self.stages:
            if stage.name > max(self.allowed):
                break
            found = self.reusable(stage)
            if not found or found[1] != self.at.published:
                self.records.clear()
                return False
            self.records[stage.name] = found[0]
        return True

    def refusal(self) -> str:
        """Return why the stages that may not be made now stand in the way, "" if they do not."""
        lowest = min(self.allowed)
        for stage in self.stages:
            if stage.name >= lowest:
                break
            found = self.reusable(stage)
            if not found:
                whys = [plan.why_stale(stage, record, self.records) for record, _, _ in self.candidates(stage.name)]
                why = next((w for w in whys if w), "its result is not whole" if whys else "it has not been made yet")
                self.records.clear()
                return f"{stage.name} cannot be used as it is: {why}: run again from {stage.notebook.number}"
            self.records[stage.name] = found[0]
        self.records.clear()
        return ""


def do(work: Work, nursery: Nursery) -> None:
    """Bring every allowed stage to a right result in the stage folder.

    Raises
    ------
    NotebookFailed
        Of the first notebook that failed; notebooks beside it were let finish and are kept.
    """
    waiting = {stage.name: stage for stage in work.stages}
    running: dict[Future, Stage] = {}
    failed: NotebookFailed | None = None
    pool = ThreadPoolExecutor(work.workers, thread_name_prefix="notebook")
    try:
        while waiting or running:
            for stage in [] if failed else list(waiting.values()):
                if any(need in waiting or need in {s.name for s in running.values()} for need in stage.needs):
                    continue
                found = work.reusable(stage)
                if found:
                    _reuse(work, stage, *found)
                elif stage.name not in work.allowed or any(need not in work.records for need in stage.needs):
                    _remove(work, stage)  # stale, and not to be made now: it is not published
                elif len(running) < work.workers:
                    running[pool.submit(_make, work, stage, nursery)] = stage
                else:
                    continue
                del waiting[stage.name]
            if not running:
                if failed:
                    break
                continue
            finished, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            work.progress.look(work.at.stage / "progress")
            for future in finished:
                stage = running.pop(future)
                try:
                    work.records[stage.name] = future.result()
                    work.executed.append(stage.name)
                    work.progress.line(stage.name, "done", seconds=work.seconds[stage.name], left=work.left())
                    _remember(work)
                except NotebookFailed as error:
                    work.progress.line(stage.name, "failed")
                    failed = failed or error
                    failed.stage = stage
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    if failed:
        raise failed


def _reuse(work: Work, stage: Stage, record: dict, folder: Path, notebook: Path) -> None:
    if folder != work.at.staged:
        _remove(work, stage)
        for name in record["writes"]:
            places.link(folder / name, work.at.staged / name)
        places.link(notebook, work.at.executed / f"{stage.name}.ipynb")
    work.records[stage.name] = record
    work.progress.line(stage.name, "unchanged")


def _remove(work: Work, stage: Stage, *, but_parts: bool = False) -> None:
    """Take a stage's earlier files out of the stage folder (what is published keeps its own names for them).

    `but_parts`: finished parts stay; ``parts.apply`` knows whether they can be used.
    """
    for path in hashes.below(work.at.staged):
        if plan.owned(path.relative_to(work.at.staged).as_posix(), stage) and not (but_parts and made.is_finished(path)):
            path.unlink()
    (work.at.executed / f"{stage.name}.ipynb").unlink(missing_ok=True)


def _make(work: Work, stage: Stage, nursery: Nursery) -> dict:
    """Execute one notebook and return its record."""
    if notebooks.read(stage.notebook.path).sha256 != stage.notebook.sha256:
        raise NotebookFailed(f"{stage.name}.ipynb was changed while the run was working: run again")
    _remove(work, stage, but_parts=stage.name not in work.must)
    before = {path: stamp for path, stamp in _stamps(work.at.staged).items() if not made.is_finished(path)}
    work.progress.line(stage.name, "runs")
    started = time.monotonic()
    target = work.at.executed / f"{stage.name}.ipynb"
    reads = plan.reads_now(stage, work.records)
    env = {
        "FRAMING_STAGE": str(work.at.stage),
        "FRAMING_PROGRESS": str(work.at.stage / "progress"),
        "FRAMING_WORKERS": str(work.workers),
        "FRAMING_CLUSTER": work.cluster,
    }
    execute(stage.notebook, stage.values, target, nursery=nursery, env=env, time_limit=work.time_limit, memory=work.memory)
    work.seconds[stage.name] = round(time.monotonic() - started, 2)
    others = [s for s in work.stages if s.name != stage.name]
    mine = [
        path
        for path, stamp in _stamps(work.at.staged).items()
        if before.get(path) != stamp and not any(plan.owned(path.relative_to(work.at.staged).as_posix(), s) for s in others)
    ]
    return {
        "inputs": stage.inputs,
        "reads": reads,
        "writes": {p.relative_to(work.at.staged).as_posix(): hashes.content(p) for p in sorted(mine)},
        "executed": hashes.content(target),
        "parameters": stage.values,
    }


def _stamps(folder: Path) -> dict[Path, tuple]:
    found = {}
    for path in hashes.below(folder):
        try:
            seen = path.stat()
        except OSError:
            continue
        if path.suffix != ".tmp":
            found[path] = (seen.st_ino, seen.st_size, seen.st_mtime_ns)
    return found


def _remember(work: Work) -> None:
    """Write down what is finished, so that a run that is cut short goes on from there."""
    places.write(work.at.stage / "state.json", {"stages": {n: r for n, r in work.records.items()}})


def prepare(at: Places) -> None:
    """Make the stage folder ready for work."""
    at.staged.mkdir(parents=True, exist_ok=True)
    at.executed.mkdir(parents=True, exist_ok=True)
    (at.stage / "progress").write_bytes(b"")
    shutil.rmtree(at.pages, ignore_errors=True)
    kept = {name for record in places.read(at.stage / "state.json").get("stages", {}).values() for name in record["writes"]}
    for path in hashes.below(at.staged):
        if path.relative_to(at.staged).as_posix() not in kept and not made.is_finished(path):
            os.unlink(path)
