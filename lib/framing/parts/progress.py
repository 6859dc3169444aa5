"""How many parts are done: told to the suite, on a terminal, in JupyterLab, or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator


def shown(outcomes: Iterable, *, total: int, label: str) -> Iterator:
    """Pass outcomes on and show how far we are."""
    report_to = os.environ.get("FRAMING_PROGRESS")
    by_hand = sys.stderr.isatty() or "JPY_SESSION_NAME" in os.environ  # JupyterLab sets the latter
    if total > 1 and not report_to and by_hand:
        from tqdm import tqdm

        outcomes = tqdm(outcomes, total=total, desc=label, unit="part", file=sys.stderr, leave=False)
    for done, outcome in enumerate(outcomes, start=1):
        if report_to and total > 1:
            with open(report_to, "a", encoding="utf-8") as stream:  # one short line: appended whole
                stream.write(f"{label}\t{done}\t{total}\n")
        yield outcome
