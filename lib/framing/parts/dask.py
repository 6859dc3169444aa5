"""The parts of a task to Dask's workers, here or on other machines (docs/cluster.md); a worker that dies costs time only."""

from __future__ import annotations

import asyncio
import atexit
import functools
import os
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

from framing import tables
from framing.errors import BadInput
from framing.parts import made, pools
from framing.parts.task import Outcome

PATIENCE = 30  # seconds for a cluster to answer, and for its first worker
_KILLED = "part {}: every worker that tried it was killed (the system does this when memory runs out: choose a smaller part_size)"
_HERE = {"distributed.scheduler.worker-saturation": 1.0, "distributed.scheduler.allowed-failures": 1}  # one part at a time, tried twice
_TRIM, _MMAP = -1, -3  # glibc's names of what mallopt sets: M_TRIM_THRESHOLD, M_MMAP_THRESHOLD


def map(task: bytes, numbers: list, workers: int, address: str) -> Iterator[Outcome]:
    """Yield the outcome of every part, in order.

    Raises
    ------
    BadInput
        If Dask is not installed, the address does not answer, or a worker sees another disk or another version.
    """
    client, futures = _client(address, workers), []
    try:
        _check(client, address)
        futures = client.map(_do, numbers, task=task, pure=False, retries=2, key=f"framing-{os.urandom(6).hex()}")
        for number, future in zip(numbers, futures, strict=True):
            yield _result(future) or _result(client.submit(_do, number, task=task, pure=False)) or Outcome(_KILLED.format(number))
    except BadInput:
        raise
    except (Exception, asyncio.CancelledError, CancelledError) as error:  # Dask says it in many ways
        _client.cache_clear()
        said = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
        raise BadInput(f"the cluster at {address} went away ({said}): start it and run again; finished parts are not done again") from error
    finally:
        for future in futures:
            future.release()


def _result(future) -> Outcome | None:
    """Return the outcome of a part; None if workers died while they had it, which may be another part's fault."""
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return None


def _do(number: int, task: bytes) -> Outcome:
    _keep_memory()
    return pools.do(number, task)


@functools.cache
def _keep_memory() -> None:
    """Undo Dask's MALLOC_TRIM_THRESHOLD_: memory given back after each array and taken anew costs a third of the time."""
    if sys.platform == "linux" and os.environ.get("MALLOC_TRIM_THRESHOLD_"):
        import ctypes

        library = ctypes.CDLL(None)
        if hasattr(library, "mallopt"):
            library.mallopt(_TRIM, 256 << 20)
            library.mallopt(_MMAP, 32 << 20)


@functools.lru_cache(maxsize=1)
def _client(address: str, workers: int):
    """Return a client of the cluster; the same one from one call to the next."""
    try:
        from dask import config
        from distributed import Client, LocalCluster
    except ImportError:
        raise BadInput("--cluster needs Dask: pip install 'framing[cluster]', or leave --cluster out") from None
    if address == "local":
        with config.set(_HERE):
            cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, memory_limit=0, dashboard_address=None, host="127.0.0.1", silence_logs=50
            )
        client = Client(cluster, set_as_default=False)
        atexit.register(cluster.close)
    elif "://" in address:
        try:
            client = Client(address, timeout=PATIENCE, set_as_default=False)
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            said = " ".join(str(error).split())[:200]
            raise BadInput(
                f"no Dask cluster with a worker answers at {address} within {PATIENCE} s ({said}): see docs/cluster.md"
            ) from None
    else:
        raise BadInput(f"--cluster {address}: say `local`, or the address of a Dask scheduler such as tcp://host:8786")
    atexit.register(client.close)
    return client


def _check(client, address: str) -> None:
    """Refuse a cluster one of whose workers does not see the run's tables, or has another version of this package."""
    if address == "local":
        return
    folder = tables.folder("probe").parent
    probe = folder / f".{os.urandom(6).hex()}.probe"
    probe.write_bytes(b"")
    try:
        seen = client.run(_sees, str(probe))
    finally:
        probe.unlink()
    if blind := [worker for worker, (there, _) in seen.items() if not there]:
        raise BadInput(
            f"the worker {sorted(blind)[0]} does not see {folder}: a cluster needs a disk that all its machines share under one path"
        )
    if other := [worker for worker, (_, code) in seen.items() if code != made.package()]:
        raise BadInput(
            f"the worker {sorted(other)[0]} has another version of framing than this process: install the same one and restart it"
        )


def _sees(probe: str) -> tuple[bool, str]:
    return Path(probe).is_file(), made.package()
