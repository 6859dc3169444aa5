"""Notebooks to a verified run: plan, execute in a hidden folder, check every cell, publish whole, write the manifest.

Takes a study and options; returns where the report lies. Nothing heavy is imported unless a notebook has to be executed.
"""

from __future__ import annotations

import datetime
import os
import shlex
import shutil
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

from framing import study as studies
from framing import tables
from framing.errors import BadInput
from framing.suite import hashes, notebooks, pages, parameters, places, plan, running
from framing.suite.execute import NotebookFailed
from framing.suite.hashes import Hashes
from framing.suite.kernels import Nursery, clean_left_overs
from framing.suite.places import Places
from framing.suite.progress import Progress


class RunFailed(RuntimeError):
    """A run did not come to its end; nothing was published. The message says where, why, and what is kept."""


class Interrupted(KeyboardInterrupt):
    """The run was told to stop (ctrl-C, SIGTERM, SIGHUP)."""


@dataclass(frozen=True)
class Outcome:
    """What a run did: the page to share, the notebooks executed, the names of those left out as stale."""

    index: Path
    executed: list[str]
    missing: list[str]


@dataclass(frozen=True)
class Options:
    """How a run is made; what is made does not depend on them (but for `first`, `last`, `only`)."""

    first: str = ""
    last: str = ""
    only: str = ""
    workers: int = 0
    force: bool = False
    quiet: bool = False
    time_limit: float | None = None
    memory: int = 0


def run(
    study: str | Path,
    *,
    articles: str | Path = "",
    lexicon: str | Path = "",
    name: str = "",
    values: dict[str, object] | None = None,
    options: Options = Options(),
    nursery: Nursery | None = None,
) -> Outcome:
    """Execute the chain of notebooks on a study, or find that nothing has changed.

    Parameters
    ----------
    study : path or name
        A folder, or a name under ``data/raw``.
    articles, lexicon : path, optional
        Instead of what ``study.yml`` says.
    name : str, optional
        The run's name; the study's if not said.
    values : dict, optional
        Notebook parameters; text is cast to the declared type.
    options : Options
    nursery : Nursery, optional
        A prepared process to share between runs.

    Raises
    ------
    BadInput
        If the study, an option or a parameter cannot be used, or another process makes this run.
    RunFailed
        If a notebook or the pages failed. What was published before is untouched.
    """
    asked = studies.load(study, articles=articles, lexicon=lexicon)
    at = places.of(name or asked.name)
    chain = notebooks.chain(at.home / "notebooks")
    assigned = parameters.assign(values or {}, {n.name: n.parameters for n in chain})
    allowed, must = plan.choose(chain, options.first, options.last, options.only)
    command = ["framing", "run", plan.relative(asked.folder)]
    command += ["--articles", plan.relative(asked.articles)] if articles else []
    command += ["--lexicon", plan.relative(asked.lexicon)] if lexicon else []
    command += ["--name", at.run] if at.run != asked.name else []
    command += [word for key, value in (values or {}).items() for word in ("-p", key, str(value))]
    with _signals(), places.locked(at):
        places.recover(at)
        known = Hashes(at.published.parent / f".{at.run}.hashes.json")
        files = plan.files(asked, known, package=Path(__file__).resolve().parents[1])
        stages = plan.stages(chain, asked, at.run, assigned, files)
        everything = {stage.name for stage in stages}
        work = running.Work(at, stages, known, Progress(len(stages), quiet=True), must=everything if options.force else must, allowed=allowed)
        if work.all_right() and _pages_whole(at, known):
            known.save()
            return Outcome(at.index, [], [])
        if why := work.refusal():
            raise BadInput(why)
        work.time_limit, work.memory = options.time_limit, options.memory
        work.workers = options.workers or min(2, os.cpu_count() or 1)
        work.progress = Progress(len(stages), quiet=options.quiet)
        clean_left_overs()
        try:
            if nursery:
                _work(work, asked, files, nursery, shlex.join(command))
            else:
                with Nursery(at.home) as nursery:
                    _work(work, asked, files, nursery, shlex.join(command))
        except NotebookFailed as error:
            raise RunFailed(_failed(work, error)) from error
        finally:
            work.progress.close()
        known.save()
        return Outcome(at.index, work.executed, [s.name for s in stages if s.name not in work.records])


def _work(work: running.Work, asked, files: dict[str, str], nursery: Nursery, command: str) -> None:
    running.prepare(work.at)
    work.records.clear()
    running.do(work, nursery)
    manifest = _manifest(work, asked, files, command)
    places.write(work.at.staged / "manifest.json", manifest)
    _pages(work, manifest, nursery)
    _carry(work.at)
    places.publish(work.at)


def _manifest(work: running.Work, asked, files: dict[str, str], command: str) -> dict:
    stages = [s for s in work.stages if s.name in work.records]
    versions = hashes.versions()
    defaults = {s.name: {p.name: p.default for p in s.notebook.parameters.values()} for s in stages}
    return {
        "run": work.at.run,
        "study": plan.relative(asked.folder),
        "title": asked.title,
        "question": asked.question,
        "made_on": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "command": command,
        "articles": plan.relative(asked.articles),
        "lexicon": plan.relative(asked.lexicon),
        "parameters": {s.name: defaults[s.name] | s.values for s in stages},
        "hashes": {kind: digest for kind, digest in files.items() if kind != "versions"},
        "framing_version": versions.pop("framing"),
        "python": versions.pop("python"),
        "packages": versions,
        "stages": work.records,
    }


def _pages(work: running.Work, manifest: dict, nursery: Nursery) -> None:
    at = work.at
    shutil.rmtree(at.pages, ignore_errors=True)
    at.pages.mkdir(parents=True)
    keywords = {"run": at.run, "executed": str(at.executed), "out": str(at.pages), "manifest": str(at.staged / "manifest.json")}
    child = nursery.call("framing.suite.pages:make", keywords, env={"FRAMING_STAGE": str(at.stage)}, cwd=at.home)
    while child.wait(0.2) is None:
        pass
    if child.poll() != 0 or not (at.pages / "index.html").is_file():
        raise RunFailed(f"the pages could not be made: {child.said() or 'no index.html was written'}")
    for stage in work.records:
        places.link(at.executed / f"{stage}.ipynb", at.pages / "notebooks" / f"{stage}.ipynb")
    manifest["pages"] = {p.relative_to(at.pages).as_posix(): hashes.content(p) for p in hashes.below(at.pages)}
    for folder in (at.pages, at.staged):
        places.write(folder / "manifest.json", manifest)


def _carry(at: Places) -> None:
    """Keep files that people put into the published folders: those that no manifest knows."""
    old = places.read(at.published / "manifest.json")
    made = {name for record in old.get("stages", {}).values() for name in record["writes"]}
    for published, new, ours in ((at.published, at.staged, made), (at.reports, at.pages, set(old.get("pages", {})))):
        for path in hashes.below(published) if old else []:
            name = path.relative_to(published).as_posix()
            if name not in ours and name != "manifest.json" and not name.endswith((".failed.ipynb", ".tmp")) and not (new / name).exists():
                places.link(path, new / name)


def _pages_whole(at: Places, known: Hashes) -> bool:
    listed = places.read(at.published / "manifest.json").get("pages", {})
    same = known.file(at.published / "manifest.json") == known.file(at.reports / "manifest.json")
    return bool(listed) and same and all(known.file(at.reports / name) == digest for name, digest in listed.items())


def _failed(work: running.Work, error: NotebookFailed) -> str:
    """Keep the failed notebook, mark what is published as older, and return the sentence."""
    at, stage = work.at, error.stage
    kept = at.reports / f"{stage.name}.failed.ipynb"
    if error.executed:
        places.write(kept, error.executed)
    later = [s.name for s in work.stages if s.name not in work.records and s.name != stage.name]
    tail = f"; it is kept as {plan.relative(kept)}" if error.executed else ""
    tail += f"; not run: {', '.join(later)}" if later else ""
    if (at.published / "manifest.json").is_file():
        tail += "; what was published before is unchanged and marked as older"
        pages.mark_older(at.index, f"A later run failed: {error}")
    return f"{error}{tail}"


class _signals:
    """While this is open, ctrl-C, SIGTERM and SIGHUP raise Interrupted in the main thread."""

    def __enter__(self):
        self.before = {}
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                self.before[number] = signal.signal(number, self._stop)

    def _stop(self, number, _):
        raise Interrupted(signal.Signals(number).name)

    def __exit__(self, *_):
        for number, handler in self.before.items():
            signal.signal(number, handler)
