"""One run of the chain of notebooks: what is stale is made again in a hidden folder, and published when all is sound."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from framing import registration, tables
from framing import study as studies
from framing.errors import BadInput
from framing.suite import manifest, notebooks, pages, parameters, places, plan, running, stopping
from framing.suite.execute import NotebookFailed
from framing.suite.hashes import Hashes
from framing.suite.kernels import Nursery, clean_left_overs, processors
from framing.suite.progress import Progress

PACKAGE = Path(__file__).resolve().parents[1]


class RunFailed(RuntimeError):
    """A run did not come to its end; nothing was published. The message says where, why, and what is kept."""


@dataclass(frozen=True)
class Options:
    """How a run is made. What comes out does not depend on it, but for `first`, `last` and `only`."""

    first: str = ""
    last: str = ""
    only: str = ""
    workers: int = 0
    cluster: str = ""
    force: bool = False
    quiet: bool = False
    register: bool = False
    time_limit: float | None = None
    memory: int = 0


@dataclass(frozen=True)
class Outcome:
    """What a run did: the page to share, the notebooks executed, those left out because they are stale, those never made."""

    index: Path
    executed: list[str]
    missing: list[str]
    unmade: list[str] = field(default_factory=list)


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
    command = manifest.command(asked, run=at.run, articles=bool(articles), lexicon=bool(lexicon), values=values or {})
    with places.locked(at):
        places.recover(at)
        known = Hashes(at.published.parent / f".{at.run}.hashes.json")
        files = plan.files(asked, known, package=PACKAGE)
        stages = plan.stages(chain, asked, at.run, assigned, files)
        work = running.Work(at, stages, known, Progress(len(stages), quiet=options.quiet))
        work.allowed, work.must = allowed, {s.name for s in stages} & allowed if options.force else must
        work.time_limit, work.memory = options.time_limit, options.memory
        work.workers, work.cluster = options.workers or processors(), options.cluster
        if options.register:
            registration.register(asked.folder, manifest.decided(work, files))
        state = registration.state(registration.read(asked.folder), manifest.decided(work, files))
        if work.all_right() and pages.whole(at, known) and places.read(at.published / "manifest.json").get("registration") == state:
            places.clear(at)
            known.save()
            return Outcome(at.index, [], [])
        if why := work.refusal():
            raise BadInput(why)
        _check(asked.lexicon)
        never = {s.name for s in stages if not any(record for record, _, _ in work.candidates(s.name))}
        times = at.published.parent / f".{at.run}.seconds.json"
        work.seconds = places.read(times)
        _publish(work, asked, files, command, nursery)
        places.write(times, work.seconds)
        known.save()
        left = [s.name for s in stages if s.name not in work.records]
        return Outcome(at.index, work.executed, [n for n in left if n not in never], [n for n in left if n in never])


def _check(instrument: Path) -> None:
    """Refuse a lexicon that has errors before the first notebook starts, not in the fourth."""
    from framing import lexicon

    lexicon.load(instrument)


def _publish(work: running.Work, asked, files: dict[str, str], command: str, nursery: Nursery | None) -> None:
    clean_left_overs()
    words = frozenset({"report"}).union(*(s.notebook.words for s in work.stages if s.name in work.allowed))
    own = None if nursery else Nursery(work.at.home, words)
    try:
        running.prepare(work.at)
        running.do(work, nursery or own)
        _still(asked, files, work)
        names = {*tables.WRITER, *(name for stage in work.stages for name in stage.notebook.writes)}
        pages.build(work.at, manifest.make(work, asked, files, command), nursery or own, names=names)
        with stopping.held_back():
            places.publish(work.at)
    except NotebookFailed as error:
        raise RunFailed(_failed(work, error)) from error
    except pages.PagesFailed as error:
        raise RunFailed(str(error)) from error
    finally:
        work.progress.close()
        if own:
            own.close()


def _still(asked, files: dict[str, str], work: running.Work) -> None:
    """Refuse to publish results whose sources changed while they were made (code is what was imported at the start)."""
    now = plan.files(asked, work.known, package=PACKAGE)
    changed = [said for kind, said in plan.SAYS.items() if kind in now and kind not in ("code", "versions") and now[kind] != files[kind]]
    if changed:
        raise RunFailed(f"{' and '.join(changed)} changed while the run was working, so nothing was published: run again")


def _failed(work: running.Work, error: NotebookFailed) -> str:
    """Keep the failed notebook, mark what is published as older, and return the sentence."""
    at, stage = work.at, error.stage
    kept = at.reports / f"{stage.name}.failed.ipynb"
    if error.executed:
        places.write(kept, error.executed)
    later = [s.name for s in work.stages if s.name not in work.records and s.name != stage.name]
    said = [str(error)]
    said += [f"it is kept as {plan.relative(kept)}"] if error.executed else []
    said += [f"not run: {', '.join(later)}"] if later else []
    if (at.published / "manifest.json").is_file():
        said += ["what was published before is unchanged and marked as older"]
        pages.mark_older(at.index, f"A later run failed: {error}")
    return "; ".join(said)
