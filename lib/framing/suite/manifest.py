"""What a run is made from, as the manifest and the index page show it."""

from __future__ import annotations

import datetime
import shlex

from framing.suite import hashes, plan
from framing.suite.running import Work


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
    stages = [stage for stage in work.stages if stage.name in work.records]
    defaults = {s.name: {p.name: p.default for p in s.notebook.parameters.values()} for s in stages}
    versions = hashes.versions()
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


def command(asked, *, run: str, articles: bool, lexicon: bool, values: dict[str, object]) -> str:
    """Return the command line that makes a run again, with paths as seen from the project's folder."""
    words = ["framing", "run", plan.relative(asked.folder)]
    words += ["--articles", plan.relative(asked.articles)] if articles else []
    words += ["--lexicon", plan.relative(asked.lexicon)] if lexicon else []
    words += ["--name", run] if run != asked.name else []
    for name, value in values.items():
        words += ["-p", name, ",".join(value) if isinstance(value, list) else str(value)]
    return shlex.join(words)
