"""How large a file may be before it is refused, and the record of what could not be read.

The limits are the defaults of the suite; ``limits:`` in ``study.yml`` changes them (in megabytes).
"""

from __future__ import annotations

from typing import NamedTuple

from framing.errors import BadInput

DEFAULTS = {"file": 50, "row": 16, "unpacked": 200}  # MB: one text or document · one row of a table · what a zip or docx member becomes


class Problem(NamedTuple):
    """One row of the table `problems`; line 0 means the whole file."""

    file: str
    line: int
    severity: str
    message: str


class Refused(BadInput):
    """A file that is reported and skipped; the rest of the study goes on."""


def of(study: object) -> dict[str, int]:
    """Return the limits of a study in bytes: ``file``, ``row``, ``unpacked``."""
    given = getattr(study, "limits", None) or {}
    if unknown := sorted(set(given) - set(DEFAULTS)):
        raise BadInput(f"study.yml: limits has no {unknown[0]!r}: it knows {', '.join(DEFAULTS)} (in megabytes)")
    try:
        return {name: int(float(given.get(name, usual)) * 1_000_000) for name, usual in DEFAULTS.items()}
    except (TypeError, ValueError):
        raise BadInput("study.yml: limits are numbers of megabytes, such as `limits: {file: 100}`") from None


def megabytes(n_bytes: int) -> str:
    """Return a size for people: ``0.1 MB``, ``50 MB``."""
    return f"{n_bytes / 1_000_000:.3g} MB"


def shown(name: str) -> str:
    """Return a file's name so that it can be stored and printed: undecodable bytes and line breaks are spelled out.

    >>> shown("a\\nb.txt")
    'a\\\\nb.txt'
    """
    plain = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in plain)
