"""Lexicon files → a checked, compiled ``Lexicon``: sets of poles of terms, and everything that is wrong with them.

The own format is described in data/lexicons/README.md. Reading is strict (``strict``: no guessing of types, no
aliases), building names every fault with its line (``build``), matching compares integers (``pattern``, ``index``,
``match``).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from framing.lexicon import strict
from framing.lexicon.build import Builder
from framing.lexicon.index import Stream
from framing.lexicon.messages import LexiconError, Message
from framing.lexicon.model import Lexicon, Set, Term

__all__ = ["Lexicon", "LexiconError", "Message", "Set", "Stream", "Term", "load"]


def load(path: Path | str) -> Lexicon:
    """Return the lexicon in a file, checked.

    Parameters
    ----------
    path : Path or str
        A YAML file as data/lexicons/README.md describes it.

    Returns
    -------
    Lexicon
        ``name, language, sets, path, sha256``; ``terms()`` gives one row per term.

    Raises
    ------
    LexiconError (a ValueError)
        If the file is missing, not UTF-8, larger than 4 MB, not YAML, or breaks a rule: names file, line and cure,
        and holds every reason in ``messages``.
    """
    path = Path(path)
    body = strict.read_text(path)
    return Builder(path).lexicon(strict.parse(body, path), hashlib.sha256(path.read_bytes()).hexdigest())
