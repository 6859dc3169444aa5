"""A task to the outcomes of its parts, in their order: done here, in worker processes, or by Dask's workers."""

from __future__ import annotations

import atexit
import functools
import os
import pickle
import sys
from collections.abc import Iterator

from framing import tables
from framing.parts.task import Outcome, Task

_kept: dict[int, object] = {}  # processes from one call to the next: number of them -> pool


def map(task: Task, numbers: list, workers: int, cluster: str) -> Iterator[Outcome]:
    """Yield the outcome of every part, in order."""
    if len(numbers) > 1 and cluster:
        from framing.parts import dask

        yield from dask.map(packed(task), numbers, workers, cluster)
    elif min(workers, len(numbers)) > 1:
        yield from _in_processes(packed(task), numbers, workers)
    else:
        for number in numbers:
            yield task.do(number)


def packed(task: Task) -> bytes:
    """Return a task as a worker needs it: with where the run lies."""
    where = {"FRAMING_HOME": str(tables.home()), "FRAMING_STAGE": os.environ.get("FRAMING_STAGE", "")}
    return pickle.dumps((where, task))


def do(number: int, task: bytes) -> Outcome:
    """Do one part in a worker. The task is unpacked once for all its parts, so what it prepares is prepared once."""
    where, unpacked = _unpacked(task)
    os.environ.update(where)
    return unpacked.do(number)


@functools.lru_cache(maxsize=1)
def _unpacked(task: bytes) -> tuple[dict[str, str], Task]:
    return pickle.loads(task)


def _in_processes(task: bytes, numbers: list, workers: int) -> Iterator[Outcome]:
    """Yield outcomes from worker processes; a part at which one died is done again, alone."""
    from concurrent.futures.process import BrokenProcessPool

    waiting = list(numbers)
    while waiting:
        futures = [_pool(workers).submit(do, number, task) for number in waiting]
        try:
            for future in futures:
                outcome = future.result()
                waiting.pop(0)
                yield outcome
        except BrokenProcessPool:
            _end(workers)
            yield _alone(task, waiting.pop(0))
        finally:
            for future in futures:
                future.cancel()


def _alone(task: bytes, number: int) -> Outcome:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return _pool(1).submit(do, number, task).result()
    except BrokenProcessPool:
        _end(1)
        return Outcome(
            f"part {number}: its process was killed twice (the system does this when memory runs out: choose a smaller part_size)"
        )


def _pool(workers: int):
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    if workers not in _kept:
        context = multiprocessing.get_context("spawn")
        _kept[workers] = ProcessPoolExecutor(workers, mp_context=context, initializer=die_with_parent)
        atexit.register(_end, workers)
    return _kept[workers]


def _end(workers: int) -> None:
    pool = _kept.pop(workers, None)
    if pool:
        pool.shutdown(wait=False, cancel_futures=True)


def die_with_parent() -> None:
    """Ask the system (Linux) to end this process when its parent ends, however it ends."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
