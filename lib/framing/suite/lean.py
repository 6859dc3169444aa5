"""Import heavy libraries without parts of them that nobody here uses."""

from __future__ import annotations

import contextlib
import sys

UNUSED = (
    "rfc3987_syntax",  # jsonschema's grammar of internationalised addresses: 2 CPU s with every import of nbformat
    "isoduration",  # jsonschema's format of durations, and with it arrow: 0.1 CPU s
    "rfc3986_validator",  # jsonschema's format of plain addresses: 0.04 CPU s
    "sklearn",  # NLTK loads it where it is installed, for classifiers: 0.5 CPU s
    "debugpy",  # the debugger that ipykernel loads into every kernel: 0.1 CPU s a notebook
)


@contextlib.contextmanager
def imports(*more: str):
    """While this is open, the unused packages (and `more`) count as not installed, which their users allow for."""
    hidden = [name for name in (*UNUSED, *more) if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
