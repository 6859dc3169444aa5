"""Many runs from a list or a grid: side by side, a failed one does not stop the others, and a second start does the rest.

Takes a YAML file, returns one line a run, and makes a page that compares them. See ``read`` for the file's form.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from framing import strict, tables
from framing.errors import BadInput, nearest
from framing.suite import hashes, pages, parameters, places, plan, runs
from framing.suite import notebooks as books
from framing.suite.kernels import Nursery, processors

KEYS = ["name", "runs", "grid"]
OF_A_RUN = ["study", "name", "articles", "lexicon", "parameters"]


@dataclass(frozen=True)
class Wanted:
    """One run that a batch asks for."""

    study: str
    name: str
    articles: str = ""
    lexicon: str = ""
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """What became of one run: ``done``, ``unchanged`` or ``failed``, and where to look or why."""

    run: Wanted
    state: str
    said: str


def read(path: Path) -> tuple[str, list[Wanted]]:
    """Return the name of a batch (the file's, if it gives none) and its runs.

    The file holds ``runs:``, a list of ``{study, name, articles, lexicon, parameters: {…}}``, or ``grid:``, where each of
    these (but the name) is a list of alternatives and every combination is a run; or both. All values are read as text
    and become what the notebooks declare, so ``0012`` stays ``0012``.

    Raises
    ------
    BadInput
        If the file cannot be read, a key is unknown, a value has the wrong form, or two runs have one name.
    """
    asked = strict.plain(strict.parse(strict.read_text(path), path))
    if not isinstance(asked, dict) or not (asked.get("runs") or asked.get("grid")):
        raise BadInput(f"{path} asks for no run: it needs `runs:` (a list) or `grid:` (lists of alternatives)")
    _known(asked, KEYS, path)
    name = _text(asked.get("name", ""), "name", path) or path.stem
    found = [_one(entry, name, path) for entry in (_list(asked["runs"], "runs", path) if asked.get("runs") else [])]
    found += _grid(asked["grid"], name, path) if asked.get("grid") else []
    names = [run.name for run in found]
    twice = next((n for n in names if names.count(n) > 1), "")
    if twice:
        raise BadInput(f"{path}: two runs are called {twice!r}: give them names of their own")
    return name, found


def make(path: Path, *, workers: int = 0, force: bool = False, tell=print) -> tuple[Path, list[Line]]:
    """Make every run of a batch that is not up to date, then the page that compares them.

    Parameters
    ----------
    path : Path
        The batch file.
    workers : int, runs
        How many at a time; 0 is one for each processor.
    force : bool
        Make all of them anew.
    tell : callable
        Gets one line of text whenever a run ends.
    """
    name, wanted = read(path)
    at = places.of(name)
    if name in {run.name for run in wanted} or (at.published / "manifest.json").exists():
        raise BadInput(f"a run is called {name!r} like the batch: give the batch another `name:`")
    home = tables.home()
    chain = books.chain(home / "notebooks")
    for run in wanted:  # refuse a misspelt parameter before the first run starts, not after the ninth
        parameters.assign(run.values, {n.name: n.parameters for n in chain})
    options = runs.Options(workers=1, quiet=True, force=force)
    words = frozenset({"report", "figures"}).union(*(n.words for n in chain))
    lines: dict[str, Line] = {}
    with places.locked(at), Nursery(home, words) as nursery:
        pool = ThreadPoolExecutor(workers or processors(), thread_name_prefix="run")
        futures = [pool.submit(_make, run, options, nursery) for run in wanted]
        try:
            for done in as_completed(futures):
                line = done.result()
                lines[line.run.name] = line
                tell(
                    f"{line.run.name} {line.state}"
                    + (f": {line.said}" if line.state == "failed" else "")
                    + f" ({len(lines)} of {len(wanted)})"
                )
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        ordered = [lines[run.name] for run in wanted]
        _compare(at, ordered, nursery)
    return at.index, ordered


def _make(run: Wanted, options: runs.Options, nursery: Nursery) -> Line:
    try:
        asked = {"articles": run.articles, "lexicon": run.lexicon, "name": run.name, "values": run.values}
        outcome = runs.run(run.study, **asked, options=options, nursery=nursery)
        return Line(run, "done" if outcome.executed else "unchanged", plan.relative(outcome.index))
    except (runs.RunFailed, BadInput, OSError) as error:
        return Line(run, "failed", str(error))


def _compare(at: places.Places, lines: list[Line], nursery: Nursery) -> None:
    """Make the page in a process of its own, beside the old one, and exchange them."""
    told = [vars(line.run) | {"state": "failed" if line.state == "failed" else "done", "said": line.said} for line in lines]
    at.stage.mkdir(parents=True, exist_ok=True)
    places.write(at.stage / "batch.json", {"name": at.run, "runs": told})
    shutil.rmtree(at.pages, ignore_errors=True)
    at.pages.mkdir(parents=True)
    keywords = {"told": str(at.stage / "batch.json"), "out": str(at.pages)}
    child = nursery.call("framing.suite.comparing:make", keywords, env={}, cwd=at.home)
    while child.wait(0.5) is None:
        pass
    if child.poll() != 0:
        raise pages.PagesFailed(f"the page that compares the runs could not be made: {child.said()}")
    for new in hashes.below(at.pages):
        target = at.reports / new.relative_to(at.pages)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(new, target)
    places.clear(at)


def _one(entry: object, batch: str, path: Path) -> Wanted:
    if not isinstance(entry, dict) or not entry.get("study"):
        raise BadInput(f"{path}: every run needs `study:`, a folder or a name under data/raw")
    _known(entry, OF_A_RUN, path)
    values = _values(entry.get("parameters") or {}, path)
    texts = {key: _text(entry.get(key, ""), key, path) for key in ("study", "articles", "lexicon", "name")}
    given = {key: value for key, value in texts.items() if key in ("articles", "lexicon") and value}
    name = texts.pop("name") or _name(batch, texts["study"], given | values)
    tables.folder(name)
    return Wanted(name=name, values=values, **texts)


def _grid(grid: object, batch: str, path: Path) -> list[Wanted]:
    if not isinstance(grid, dict) or not grid.get("study"):
        raise BadInput(f"{path}: the grid needs `study:`, a list of folders or names under data/raw")
    _known(grid, [key for key in OF_A_RUN if key != "name"], path)
    outer = {key: _list(grid[key], key, path) for key in ("study", "articles", "lexicon") if grid.get(key)}
    inner = {key: _list(value, key, path) for key, value in _values(grid.get("parameters") or {}, path).items()}
    found = []
    for chosen in itertools.product(*outer.values(), *inner.values()):
        entry = dict(zip([*outer, *inner], chosen, strict=True))
        values = {key: entry[key] for key in inner}
        varied = {key: value for key, value in entry.items() if len((outer | inner)[key]) > 1 and key != "study"}
        study = entry["study"] if len(outer["study"]) > 1 else ""
        places_of = {key: entry.get(key, "") for key in ("articles", "lexicon")}
        found.append(Wanted(study=entry["study"], name=_name(batch, study, varied), values=values, **places_of))
    return found


def _name(batch: str, study: str, varied: dict[str, object]) -> str:
    """Return a name that says what a run varies, the same whenever the batch is read."""
    words = [batch, Path(study).name, *(f"{key}-{_short(value)}" for key, value in varied.items())]
    name = re.sub(r"[^\w.-]+", "_", "-".join(word for word in words if word)).strip("._-")
    return name if len(name) <= 80 else f"{name[:70]}-{hashes.text(name + json.dumps(varied, sort_keys=True))[:8]}"


def _short(value: object) -> str:
    text = ",".join(value) if isinstance(value, list) else str(value)
    return Path(text).stem if "/" in text else text


def _values(given: object, path: Path) -> dict[str, object]:
    if not isinstance(given, dict):
        raise BadInput(f"{path}: `parameters:` is a mapping of names to values")
    return given


def _list(value: object, key: str, path: Path) -> list:
    if not isinstance(value, list) or not value:
        raise BadInput(f"{path}: `{key}:` is a list here, at least one entry: [{value}]")
    return value


def _text(value: object, key: str, path: Path) -> str:
    if not isinstance(value, str):
        raise BadInput(f"{path}: `{key}:` is one text in a list of runs; lists of alternatives belong under `grid:`")
    return value


def _known(given: dict, keys: list[str], path: Path) -> None:
    for key in given:
        if key not in keys:
            raise BadInput(f"{path}: unknown key {key!r}{nearest(key, keys)}; known are {', '.join(keys)}")
