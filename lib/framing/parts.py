"""A pure function over the parts of a run's tables: here, in worker processes, the same bytes either way.

Takes names of tables; each part is read, handed to the function, and what it returns is written under the same part
number. Memory is bounded by one part a worker.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from framing import tables

if TYPE_CHECKING:
    import pandas as pd


class PartFailed(RuntimeError):
    """The function failed on some parts. The message names their articles; the other parts are written."""


def apply(
    function: Callable,
    *,
    reads: list[str],
    writes: list[str],
    run: str,
    workers: int | None = None,
    **keywords,
) -> None:
    """Call a function on every part of some tables and write what it returns.

    Parameters
    ----------
    function : callable
        Called as ``function(*tables, **keywords)`` with one DataFrame for each of `reads`; returns one DataFrame for
        each of `writes` (a bare one if there is only one). Defined in a module, so that worker processes find it.
    reads, writes : list of str
        Names of tables. The first of `reads` says which parts there are; one that is a single file while the first
        has parts is read whole for each part.
    run : str
        Whose tables.
    workers : int, processes
        1 calls the function in this process. None takes FRAMING_WORKERS from the environment, 1 if unset.
    **keywords
        Handed to the function unchanged.

    Raises
    ------
    PartFailed
        If the function failed on a part; the articles are named, and every other part is written.
    """
    numbers = tables.parts(reads[0], run=run)
    for name in writes:
        tables.clear(name, run=run)
    one = partial(_one, function=function, reads=reads, writes=writes, run=run, keywords=keywords)
    wanted = max(1, int(workers or os.environ.get("FRAMING_WORKERS") or 1))
    outcomes = map(one, numbers) if min(wanted, len(numbers)) == 1 else _in_processes(one, numbers, wanted)
    failures = [failure for failure in _shown(outcomes, total=len(numbers), label=" ".join(writes)) if failure]
    if failures:
        raise PartFailed(_sentence(failures, len(numbers)))


def _one(number, *, function, reads, writes, run, keywords) -> str:
    """Do one part; return "" or what went wrong, in words that can cross processes."""
    try:
        inputs = [_read(name, run, number) for name in reads]
    except Exception as error:
        return f"part {number or 0}, which cannot be read: {_said(error)}"
    try:
        results = function(*inputs, **keywords)
        results = results if isinstance(results, tuple) else (results,)
        if len(results) != len(writes):
            raise TypeError(f"{function.__name__} returned {len(results)} tables for {len(writes)} names")
        for table, name in zip(results, writes, strict=True):
            tables.write(table, name, run=run, part=number)
    except Exception as error:
        return f"part {number or 0}, {_articles(inputs[0], function, inputs[1:], keywords)}: {_said(error)}"
    return ""


def _read(name: str, run: str, number) -> pd.DataFrame:
    single = tables.parts(name, run=run) == [None]
    return tables.read(name, run=run, part=None if single else number)


def _articles(first: pd.DataFrame, function, others, keywords) -> str:
    """Name the articles of a part that failed: one if it fails alone too, else the first and the last."""
    if "article_id" not in first or first.empty:
        return f"{len(first)} rows"
    suspects = list(dict.fromkeys(first["article_id"]))
    while len(suspects) > 1:
        half = suspects[: len(suspects) // 2]
        rest = suspects[len(suspects) // 2 :]
        if _fails(half, first, function, others, keywords):
            suspects = half
        elif _fails(rest, first, function, others, keywords):
            suspects = rest
        else:  # only together
            return f"articles {suspects[0]} to {suspects[-1]} ({len(suspects)} together)"
    return f"article {suspects[0]}"


def _fails(ids, first, function, others, keywords) -> bool:
    chosen = [t[t["article_id"].isin(ids)] if "article_id" in t else t for t in (first, *others)]
    try:
        function(*chosen, **keywords)
    except Exception:
        return True
    return False


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _sentence(failures: list[str], total: int) -> str:
    shown = "; ".join(failures[:5]) + (f"; and {len(failures) - 5} more" if len(failures) > 5 else "")
    rest = total - len(failures)
    return f"failed on {shown}." + (f" The other {rest} of {total} parts are written." if rest else "")


def _in_processes(one, numbers, workers: int):
    """Yield outcomes from worker processes, in the order of the parts."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(numbers)), mp_context=context, initializer=die_with_parent) as pool:
        futures = [pool.submit(one, number) for number in numbers]
        for number, future in zip(numbers, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:  # a worker was killed: do its part here
                yield one(number)


def die_with_parent() -> None:
    """Ask the system (Linux) to end this process when its parent ends, however it ends."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _shown(outcomes, *, total: int, label: str):
    """Pass outcomes on and show how far we are: to the suite, on a terminal, in JupyterLab, or not at all."""
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
