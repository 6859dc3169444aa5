"""The lexicon as objects: sets of poles of terms; ``Lexicon.terms()`` gives them as the table ``terms``."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framing.lexicon.messages import Message

if TYPE_CHECKING:
    from framing.lexicon.match import Matcher

KINDS = ("naming", "event", "salience")
NEUTRAL = "neutral"
COLUMNS = ["set", "kind", "referent", "pole", "side", "term", "core", "gloss", "source"]


@dataclass(frozen=True)
class Term:
    """One entry: the pattern as written, what excludes it, the sentences that test it, and its line in the file."""

    pattern: str
    core: bool = True
    case: bool = False
    parts: bool = False
    gloss: str = ""
    source: str = ""
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Set:
    """One contested choice: two poles (A, B in file order) and perhaps a neutral one, each with its terms.

    ``keys`` is where the set stood in a nested dictionary of another program, so that it can be written back there.
    """

    name: str
    poles: dict[str, tuple[Term, ...]]
    kind: str = "naming"
    referent: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    line: int = 0
    keys: tuple[str, ...] = ()

    def side(self, pole: str) -> str:
        """Return "A", "B" or "N" (neutral)."""
        return "N" if pole == NEUTRAL else "AB"[[p for p in self.poles if p != NEUTRAL].index(pole)]


@dataclass(frozen=True)
class Lexicon:
    """A checked lexicon. ``sha256`` is that of the file; ``problems`` are entries of a foreign file left out."""

    name: str
    language: str
    sets: tuple[Set, ...]
    path: Path
    sha256: str
    problems: tuple[Message, ...] = ()

    def entries(self) -> list[tuple[Set, str, Term]]:
        """Return every (set, pole, term) in file order."""
        return [(each, pole, term) for each in self.sets for pole, terms in each.poles.items() for term in terms]

    def terms(self) -> pd.DataFrame:
        """Return one row per term: ``set, kind, referent, pole, side`` (A, B, N), ``term, core, gloss, source``."""
        rows = [
            (each.name, each.kind, each.referent, pole, each.side(pole), t.pattern, t.core, t.gloss, t.source)
            for each, pole, t in self.entries()
        ]
        table = pd.DataFrame(rows, columns=COLUMNS)
        return table.astype({name: bool if name == "core" else "str" for name in COLUMNS})

    @functools.cached_property
    def matcher(self) -> Matcher:
        """The lexicon compiled for matching."""
        from framing.lexicon.match import Matcher

        return Matcher(self)
