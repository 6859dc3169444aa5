"""What each notebook is made from, as hashes, and whether a finished result of it is still right.

A stage is one notebook in one run. Its result may be used again if everything it was made from is the same: the
notebook, its parameters, the code, the versions, the files it depends on, and the tables it reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from framing import tables
from framing.errors import BadInput
from framing.study import Study
from framing.suite import hashes
from framing.suite.hashes import Hashes
from framing.suite.notebooks import Notebook
from framing.suite.parameters import OWN

SAYS = {  # how a changed input is called in a sentence
    "notebook": "notebook", "parameters": "parameters", "code": "code", "versions": "library versions",
    "settings": "study settings", "corpus": "articles", "lexicon": "lexicon", "coding": "hand work",
}  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """One notebook of a run: its parameters, what it is made from, and the earlier stages it needs."""

    notebook: Notebook
    values: dict[str, object]
    inputs: dict[str, str]
    needs: tuple[str, ...]

    @property
    def name(self) -> str:
        """The notebook's stem."""
        return self.notebook.name


def stages(chain: list[Notebook], study: Study, run: str, assigned: dict[str, dict], files: dict[str, str]) -> list[Stage]:
    """Return the stages of a run in their order.

    Parameters
    ----------
    assigned : dict of dict
        Notebook name to the values given for its parameters.
    files : dict
        Hashes of what lies on disk: ``settings, corpus, lexicon, coding, code, versions``.
    """
    own = {
        "run_name": run,
        "study_folder": relative(study.folder),
        "articles": relative(study.articles),
        "lexicon": relative(study.lexicon),
    }
    found: list[Stage] = []
    for notebook in chain:
        values = {name: own[name] for name in OWN if name in notebook.parameters} | assigned[notebook.name]
        effective = {name: parameter.default for name, parameter in notebook.parameters.items()} | values
        wanted = {"code", "versions"} | ({"settings", "corpus", "lexicon"} if not found else set())
        wanted |= {"lexicon"} & notebook.words | ({"coding"} if _hand_work(notebook) else set())
        inputs = {name: files[name] for name in wanted}
        inputs["notebook"] = notebook.sha256
        inputs["parameters"] = json.dumps(effective, sort_keys=True, ensure_ascii=False)
        last = notebook is chain[-1]
        notebook = replace(notebook, reads=None) if last else notebook  # it tells of everything: any table may matter
        earlier = [
            stage.name for stage in found if stage is found[0] or notebook.reads is None or set(stage.notebook.writes) & set(notebook.reads)
        ]
        found.append(Stage(notebook, values, inputs, tuple(earlier)))
    return found


def files(study: Study, known: Hashes, *, package: Path) -> dict[str, str]:
    """Return the hashes of what a run is made from."""
    beside = [p for p in study.folder.glob("*") if p.is_file() and p.suffix in (".yml", ".csv") and p != study.articles]
    return {
        "settings": known.group(beside, study.folder),
        "corpus": known.group(hashes.below(study.articles), study.articles.parent),
        "lexicon": known.file(study.lexicon),
        "coding": known.group([*hashes.below(study.folder / "coding"), *study.folder.glob("keep.csv")], study.folder),
        "code": known.group(hashes.code(package), package),
        "versions": hashes.text(json.dumps(hashes.versions(), sort_keys=True)),
    }


def _hand_work(notebook: Notebook) -> bool:
    """Say whether a notebook asks the study for more than its settings: for what people decided or coded by hand."""
    asked = {word for word in notebook.words if word.startswith("study.")}
    return bool(asked - {"study.load", "study.keep", "study.of_run"})


def relative(path: Path) -> str:
    """Return a path as pages and manifests show it: relative to the project where it lies in it."""
    home = tables.home()
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)


def owned(name: str, stage: Stage) -> bool:
    """Say whether a file in the tables' folder (``hits.parquet``, ``words.parquet/part-00001.parquet``) is a stage's."""
    table = name.split("/")[0].split(".")[0]
    writer = next((stage.name for _ in (0,) if table in stage.notebook.writes), tables.WRITER.get(table))
    return writer == stage.name


def table_hash(table: str, records: dict[str, dict]) -> str:
    """Return one hash of a table's Parquet files, as the records of the stages have them."""
    lines = sorted(
        f"{name}\0{digest}"
        for record in records.values()
        for name, digest in record["writes"].items()
        if name.split("/")[0] == f"{table}.parquet"
    )
    return hashes.text("\n".join(lines)) if lines else ""


def reads_now(stage: Stage, records: dict[str, dict]) -> dict[str, str]:
    """Return the hash of every table a stage reads; of every earlier table if it does not name them."""
    names = stage.notebook.reads
    earlier = {name: record for name, record in records.items() if name < stage.name}
    if names is None:
        names = {n.split("/")[0].removesuffix(".parquet") for r in earlier.values() for n in r["writes"] if ".parquet" in n}
    return {name: digest for name in sorted(names) if (digest := table_hash(name, earlier))}


def why_stale(stage: Stage, record: dict, records: dict[str, dict]) -> str:
    """Return what has changed since a result was made, "" if nothing has."""
    if not record:
        return "it has not been made yet"
    for name, now in stage.inputs.items():
        then = record["inputs"].get(name, "")
        if then != now:
            return f"it was made from {_differ(name, then, now)}"
    now = reads_now(stage, records)
    for name in sorted(now.keys() | record["reads"].keys()):
        if now.get(name) != record["reads"].get(name):
            return f"the table {name!r} it was made from has changed"
    return ""


def _differ(name: str, then: str, now: str) -> str:
    if name == "parameters" and then:
        old, new = json.loads(then), json.loads(now)
        changed = [f"{k}={old.get(k)!r}, now {new.get(k)!r}" for k in sorted(old | new) if old.get(k) != new.get(k)]
        return "; ".join(changed)
    return f"{SAYS[name]} {then[:7]}…, now {now[:7]}…"


def whole(record: dict, folder: Path, executed: Path, known: Hashes) -> bool:
    """Say whether every file of a stage's result lies there as it was written."""
    return all(known.file(folder / name) == digest for name, digest in record["writes"].items()) and (
        known.file(executed) == record["executed"]
    )


def choose(chain: list[Notebook], first: str, last: str, only: str) -> tuple[set[str], set[str]]:
    """Return the names that may be made, and those that must be made, for ``--from``, ``--to``, ``--only``."""
    numbers = [notebook.number for notebook in chain]
    for option, number in (("--from", first), ("--to", last), ("--only", only)):
        if number and number.zfill(2) not in numbers:
            raise BadInput(f"{option} {number}: there is no notebook of that number; there are {', '.join(numbers)}")
    low, high = (only or first or numbers[0]).zfill(2), (only or last or numbers[-1]).zfill(2)
    if low > high:
        raise BadInput(f"--from {low} --to {high}: nothing lies between them")
    allowed = {n.name for n in chain if low <= n.number <= high}
    return allowed, allowed if (first or only) else set()
