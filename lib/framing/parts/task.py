"""One part: read it, hand it to the function, write what it returns; or say what went wrong and with which articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from framing import tables
from framing.errors import BadInput
from framing.parts import made

if TYPE_CHECKING:
    import pandas as pd


class Outcome(NamedTuple):
    """What a part came to: what went wrong, in words that can cross processes ("" = nothing), and what it returned."""

    failure: str = ""
    value: Any = None


@dataclass(frozen=True)
class Task:
    """A function and the tables it reads and writes; ``writes`` None: what it returns is handed back."""

    function: Callable
    reads: list[str]
    writes: list[str] | None
    run: str
    keywords: dict
    by: str

    @classmethod
    def of(cls, function: Callable, reads: list[str], writes: list[str] | None, run: str, keywords: dict) -> Task:
        return cls(function, reads, writes, run, keywords, "" if writes is None else made.by(function, reads, keywords))

    def do(self, number: int | None) -> Outcome:
        """Do one part, unless it is done already."""
        writes = self.writes or []
        try:
            from_what = {"by": self.by, "of": made.of(self.reads, self.run, number)} if writes else {}
            if writes and made.whole(writes, self.run, number, from_what):
                return Outcome()
            made.drop(writes, self.run, number)
            inputs = [tables.read(name, run=self.run, part=number) for name in self.reads]
        except Exception as error:
            return Outcome(f"part {number or 0}, which cannot be read: {_said(error)}")
        try:
            results = self.function(*inputs, **self.keywords)
            if self.writes is None:
                return Outcome(value=results)
            results = results if isinstance(results, tuple) else (results,)
            if len(results) != len(writes):
                raise TypeError(f"{self.function.__name__} returned {len(results)} tables for {len(writes)} names")
            for table, name in zip(results, writes, strict=True):
                tables.write(table, name, run=self.run, part=number)
            made.note(writes, self.run, number, from_what)
        except BadInput as error:  # says itself what is wrong and where
            return Outcome(f"part {number or 0}: {error}")
        except Exception as error:
            return Outcome(f"part {number or 0}, {self._articles(inputs)}: {_said(error)}")
        return Outcome()

    def _articles(self, inputs: list[pd.DataFrame]) -> str:
        """Name the articles of a part that failed: one if it fails alone too, else the first and the last."""
        if "article_id" not in inputs[0] or inputs[0].empty:
            return f"{len(inputs[0])} rows"
        suspects = list(dict.fromkeys(inputs[0]["article_id"]))
        while len(suspects) > 1:
            half = suspects[: len(suspects) // 2]
            rest = suspects[len(suspects) // 2 :]
            if self._fails(half, inputs):
                suspects = half
            elif self._fails(rest, inputs):
                suspects = rest
            else:  # only together
                return f"articles {suspects[0]} to {suspects[-1]} ({len(suspects)} together)"
        return f"article {suspects[0]}"

    def _fails(self, ids: list[str], inputs: list[pd.DataFrame]) -> bool:
        try:
            self.function(*(t[t["article_id"].isin(ids)] if "article_id" in t else t for t in inputs), **self.keywords)
        except Exception:
            return True
        return False


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
