"""What is said about a lexicon: one message with line, severity, rule and cure; an error that carries them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from framing.errors import BadInput


class Message(NamedTuple):
    """One finding. ``line`` 0 = the whole file; ``severity`` error | warning | note; ``cure`` says what to do."""

    line: int
    severity: str
    rule: str
    message: str
    cure: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.severity}: {self.message}" + (f" -- {self.cure}" if self.cure else "")


class LexiconError(BadInput):
    """A lexicon that cannot be used; ``messages`` holds every reason, the text names file, line and cure."""

    def __init__(self, path: Path | str, *messages: Message):
        self.path, self.messages = path, list(messages)
        first = messages[0]
        where = f"{path}, line {first.line}" if first.line else f"{path}"
        more = f" ({len(messages) - 1} more: framing lint {path})" if len(messages) > 1 else ""
        super().__init__(f"{where}: {first.message} -- {first.cure}{more}")

    def __reduce__(self):
        return (type(self), (self.path, *self.messages))
