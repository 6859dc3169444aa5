"""A run's manifest ↔ the study's registration: what was fixed before the numbers were seen, and what has changed since.

``framing run --register`` writes ``registration.json`` into the study's folder: hashes of settings, corpus, lexicon and
code, and every parameter. Later runs are held against it; what was not registered is exploratory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import BadInput

if TYPE_CHECKING:
    import pandas as pd

FILE = "registration.json"
HASHED = ("settings", "corpus", "lexicon", "code")
UNREGISTERED = "EXPLORATORY: this study was not registered before it was run."
SAME = "Registered: settings, corpus, lexicon, code and every parameter are those registered."


def register(folder: Path, manifest: Mapping[str, Any]) -> Path:
    """Write a study's registration from a run's manifest and return its path.

    Raises
    ------
    BadInput
        If the study is registered already with other values: a registration is not overwritten.
    """
    path = folder / FILE
    wanted = _registered(manifest)
    if path.is_file() and read(folder) != wanted:
        raise BadInput(f"{path.name} of {folder.name} registers other values: delete it only if you mean to start the study anew")
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(wanted, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(temporary, path)
    return path


def read(folder: Path) -> dict[str, Any] | None:
    """Return a study's registration, or None if it has none."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {"hashes": dict(kept["hashes"]), "parameters": dict(kept["parameters"])}
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} cannot be read as a registration ({error}): restore it from version control") from error


def drift(registered: Mapping[str, Any], manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return what differs between a registration and a run.

    Returns
    -------
    DataFrame, one row per difference: ``what`` (a hash's name, or notebook and parameter), ``registered``, ``now`` (text)
        "" = not there on that side. No rows: nothing has changed.
    """
    import pandas as pd

    before, now = _flat(registered), _flat(_registered(manifest))
    rows = [(what, before.get(what, ""), now.get(what, "")) for what in sorted({*before, *now}) if before.get(what) != now.get(what)]
    return pd.DataFrame(rows, columns=["what", "registered", "now"]).astype("str")


def state(registered: Mapping[str, Any] | None, manifest: Mapping[str, Any]) -> str:
    """Return the sentence a report bears: registered, changed since, or exploratory."""
    if registered is None:
        return UNREGISTERED
    changed = drift(registered, manifest)["what"].tolist()
    return SAME if not changed else f"EXPLORATORY: changed since the study was registered: {', '.join(changed)}."


def _registered(manifest: Mapping[str, Any]) -> dict[str, Any]:
    hashes = {name: manifest["hashes"].get(name, "") for name in HASHED}
    own = {"run_name", "study_folder", "articles", "lexicon"}  # where things lie is no decision; what they are is hashed
    chosen = {book: {name: v for name, v in given.items() if name not in own} for book, given in manifest["parameters"].items()}
    return {"hashes": hashes, "parameters": chosen}


def _flat(registered: Mapping[str, Any]) -> dict[str, str]:
    values = {f"{name} (hash)": digest for name, digest in registered["hashes"].items()}
    return values | {f"{book}: {name}": str(value) for book, given in registered["parameters"].items() for name, value in given.items()}
