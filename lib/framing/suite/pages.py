"""Executed notebooks and tables to the pages of a run, and the mark on pages that have become older."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path

MARK = "<!-- framing: older -->"


def make(run: str, executed: str, out: str, manifest: str) -> None:
    """Write a run's pages into an empty folder. Called in a process forked from the prepared one."""
    from framing import report

    report.publish(run, Path(executed), Path(out), json.loads(Path(manifest).read_text(encoding="utf-8")))


def mark_older(index: Path, sentence: str) -> None:
    """Say at the top of a published page that a later run did not succeed; replaces such a sentence if there is one."""
    try:
        text = index.read_text(encoding="utf-8")
    except OSError:
        return
    text = re.sub(re.escape(MARK) + r".*?</p>\n?", "", text, flags=re.S)
    said = f'{MARK}<p role="status"><strong>Older results.</strong> {html.escape(sentence)}</p>\n'
    marked = re.sub(r"(<main\b[^>]*>|<body\b[^>]*>(?!.*<main\b))", lambda m: m[1] + said, text, count=1, flags=re.S)
    temporary = index.with_name(f".{index.name}.{os.getpid()}.tmp")
    temporary.write_text(marked, encoding="utf-8")
    os.replace(temporary, index)
