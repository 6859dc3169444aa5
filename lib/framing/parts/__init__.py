"""A pure function over the parts of a run's tables: here, in worker processes or on Dask, the same bytes each way.

Takes names of tables; each part is read, handed to the function, and what it returns is written under the same part
number (`apply`) or handed back (`gather`). Memory is bounded by one part a worker. A part that is finished is not done
again: beside it lies what it was made from.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from framing import tables
from framing.parts import made, pools, progress
from framing.parts.pools import die_with_parent
from framing.parts.task import Task

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PartFailed", "apply", "die_with_parent", "gather"]


class PartFailed(RuntimeError):
    """The function failed on some parts. The message names their articles; the other parts are written."""


def apply(
    function: Callable,
    *,
    reads: list[str],
    writes: list[str],
    run: str,
    workers: int | None = None,
    cluster: str | None = None,
    **keywords,
) -> None:
    """Call a function on every part of some tables and write what it returns.

    Parameters
    ----------
    function : callable
        Called as ``function(*tables, **keywords)`` with one DataFrame for each of `reads`; returns one DataFrame for
        each of `writes` (a bare one if there is only one). Defined in a module, so that workers find it.
    reads, writes : list of str
        Names of tables, each in one of the lists only. The first of `reads` says which parts there are; one that is a
        single file while the first has parts is read whole for each part.
    run : str
        Whose tables.
    workers : int, processes
        1 calls the function in this process. None takes FRAMING_WORKERS from the environment, 1 if unset.
    cluster : str
        "local" starts Dask with so many workers here, an address (``tcp://host:port``) uses the one there; docs/cluster.md
        says what it needs. None takes FRAMING_CLUSTER from the environment; "" is no cluster.
    **keywords
        Handed to the function unchanged.

    Raises
    ------
    PartFailed
        If the function failed on a part; the articles are named, and every other part is written.
    BadInput
        If the cluster cannot be used.
    """
    if both := set(reads) & set(writes):
        raise ValueError(
            f"{', '.join(sorted(both))} cannot be read and written at once: a part cut short could not be told from a whole one"
        )
    task = Task.of(function, reads, writes, run, keywords)
    numbers = tables.parts(reads[0], run=run)
    for name in writes:
        made.clear(name, run, keep=numbers, by=task.by)
    for _ in _outcomes(task, numbers, " ".join(writes), workers, cluster):
        pass


def gather(
    function: Callable, *, reads: list[str], run: str, workers: int | None = None, cluster: str | None = None, **keywords
) -> pd.DataFrame:
    """Call a function on every part of some tables and return what it returns, one below the other.

    Parameters
    ----------
    function : callable
        As in `apply`, but returns one DataFrame, a small one: sums, counts, a few rows of each part.
    reads, run, workers, cluster, **keywords
        As in `apply`.

    Raises
    ------
    PartFailed
        If the function failed on a part.
    """
    import pandas as pd

    task = Task.of(function, reads, None, run, keywords)
    found = list(_outcomes(task, tables.parts(reads[0], run=run), function.__name__, workers, cluster))
    return found[0] if len(found) == 1 else pd.concat(found, ignore_index=True)


def _outcomes(task: Task, numbers: list, label: str, workers: int | None, cluster: str | None):
    """Yield what the parts returned, in their order; in the end raise PartFailed if some of them failed."""
    wanted = max(1, int(workers or os.environ.get("FRAMING_WORKERS") or 1))
    address = os.environ.get("FRAMING_CLUSTER", "") if cluster is None else cluster
    failures = []
    for outcome in progress.shown(pools.map(task, numbers, wanted, address), total=len(numbers), label=label):
        if outcome.failure:
            failures.append(outcome.failure)
        else:
            yield outcome.value
    if failures:
        raise PartFailed(_sentence(failures, len(numbers)))


def _sentence(failures: list[str], total: int) -> str:
    shown = "; ".join(failures[:5]) + (f"; and {len(failures) - 5} more" if len(failures) > 5 else "")
    rest = total - len(failures)
    return f"failed on {shown}." + (f" The other {rest} of {total} parts are done." if rest else "")
