"""Lexicon files → a checked, compiled ``Lexicon``: sets of poles of terms, and everything that is wrong with them.

The own format is described in data/lexicons/README.md. Reading is strict (``reading``: no guessing of types, no
aliases), building names every fault with its line (``build``), matching compares integers (``pattern``, ``index``,
``stream``, ``match``, ``contest``).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from framing import strict
from framing.lexicon import checks, decisions, foreign, reading, tree
from framing.lexicon.build import Builder
from framing.lexicon.checks import exit_code
from framing.lexicon.messages import LexiconError, Message
from framing.lexicon.model import Lexicon, Set, Term
from framing.lexicon.stream import Stream
from framing.lexicon.tree import to_quanteda

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Lexicon", "LexiconError", "Message", "Set", "Stream", "Term", "exit_code", "lint", "load", "merge", "to_quanteda"]


def load(path: Path | str) -> Lexicon:
    """Return the lexicon in a file, checked.

    Parameters
    ----------
    path : Path or str
        YAML as data/lexicons/README.md describes it, or the dictionary of another program: quanteda YAML (nested
        names), LIWC ``.dic`` or ``.dicx``, Lexicoder ``.lc3`` or ``.lcd``, or a ``.csv``/``.tsv`` with the columns
        set, pole, term.

    Returns
    -------
    Lexicon
        ``name, language, sets, path, sha256``; ``terms()`` gives one row per term; ``problems`` says what of a
        foreign dictionary was left out.

    Raises
    ------
    LexiconError (a ValueError)
        If the file is missing, not UTF-8, larger than 4 MB, or breaks a rule: names file, line and cure, and holds
        every reason in ``messages``.
    """
    path = Path(path)
    body = reading.read_text(path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv"):
        return foreign.table(body, path, sha256)
    if suffix in foreign.READERS:
        return tree.build(*foreign.READERS[suffix](body, path), path, sha256)
    node = reading.parse(body, path)
    if isinstance(node, strict.Entries) and "sets" not in node and any(not isinstance(v, strict.Text) for v in node.values()):
        return tree.build(tree.from_yaml(node, path), [], path, sha256)
    return Builder(path).lexicon(node, sha256)


def lint(path: Path | str, articles: pd.DataFrame | None = None) -> list[Message]:
    """Return everything that is wrong with a lexicon file, by line (``str(message)`` is readable); [] = clean.

    With ``articles`` (a column ``text``) also which terms never occur there. A sheet of decided candidates beside the
    file (``NAME.candidates.csv``) is checked too. ``exit_code(messages)`` is for the shell.
    """
    try:
        read = load(path)
    except LexiconError as error:
        return list(error.messages)
    return checks.lint(read, articles) + decisions.check(read, decisions.beside(Path(path)))


def merge(path: Path | str) -> str:
    """Return the text of a lexicon file with the accepted candidates of the sheet beside it, provenance included.

    Nothing is written: ``Path(path).write_text(merge(path))`` does, after you have looked at it.
    """
    read = load(path)
    return decisions.merge(read, decisions.beside(read.path))
