"""What a run is made from, as the manifest and the index page show it."""

from __future__ import annotations

import datetime
import shlex

from framing import registration
from framing.suite import hashes, plan
from framing.suite.running import Work


def decided(work: Work, files: dict[str, str]) -> dict:
    """Return what a registration fixes: hashes and the parameters of every notebook."""
    values = {s.name: {p.name: p.default for p in s.notebook.parameters.values()} | s.values for s in work.stages}
    return {"hashes": {kind: digest for kind, digest in files.items() if kind != "versions"}, "parameters": values}


def make(work: Work, asked, files: dict[str, str], command: str) -> dict:
    """Return the manifest of a finished run; ``made_on`` is the only date in all that a run writes.

    Parameters
    ----------
    work : Work
        With the records of its stages.
    asked : Study
    files : dict
        Hashes of what the run is made from.
    command : str
        What makes the same run again.
    """
    fixed = decided(work, files)
    registered = registration.read(asked.folder)
    versions = hashes.versions()
    return {
        "run": work.at.run,
        "study": plan.relative(asked.folder),
        "title": asked.title,
        "question": asked.question,
        "coders": asked.coders,
        "made_on": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "command": command,
        "articles": plan.relative(asked.articles),
        "lexicon": plan.relative(asked.lexicon),
        "parameters": {name: values for name, values in fixed["parameters"].items() if name in work.records},
        "hashes": fixed["hashes"],
        "registration": registration.state(registered, fixed),
        "drift": registration.drift(registered, fixed).to_dict("records") if registered else [],
        "framing_version": versions.pop("framing"),
        "python": versions.pop("python"),
        "packages": versions,
        "stages": work.records,
    }


def command(asked, *, run: str, articles: bool, lexicon: bool, values: dict[str, object]) -> str:
    """Return the command line that makes a run again, with paths as seen from the project's folder."""
    words = ["framing", "run", plan.relative(asked.folder)]
    words += ["--articles", plan.relative(asked.articles)] if articles else []
    words += ["--lexicon", plan.relative(asked.lexicon)] if lexicon else []
    words += ["--name", run] if run != asked.name else []
    for name, value in values.items():
        words += ["-p", name, ",".join(value) if isinstance(value, list) else str(value)]
    return shlex.join(words)
