"""Import heavy libraries without the part of them that nobody here uses."""

from __future__ import annotations

import contextlib
import sys


@contextlib.contextmanager
def imports():
    """While this is open, jsonschema does not build its grammar of internationalised addresses.

    That takes 2 CPU seconds whenever nbformat is imported, to check a format that no notebook has; jsonschema itself
    does without when the grammar's package is not installed.
    """
    name = "rfc3987_syntax"
    hidden = name not in sys.modules
    if hidden:
        sys.modules[name] = None
    try:
        yield
    finally:
        if hidden:
            del sys.modules[name]
