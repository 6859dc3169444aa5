"""A lexicon file to text and to parsed YAML, read strictly (``framing.strict``); what is refused is a ``LexiconError``."""

from __future__ import annotations

from pathlib import Path

from framing import strict
from framing.lexicon.messages import LexiconError, Message


def read_text(path: Path) -> str:
    """Return the text of a dictionary file: UTF-8, at most 4 MB."""
    return _said(strict.read_text, path)


def parse(text: str, path: Path) -> strict.Text | strict.Entries | strict.Items:
    """Return the one document in a YAML text."""
    return _said(strict.parse, text, path)


def _said(function, *given):
    try:
        return function(*given)
    except strict.Unreadable as error:
        raise LexiconError(error.path, Message(error.line, "error", error.rule, error.said, error.cure)) from None
