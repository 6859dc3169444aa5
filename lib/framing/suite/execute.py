"""One notebook to its executed form: papermill runs it, we check it.

The result is written only when every code cell ran and none failed.
"""

from __future__ import annotations

import json
import logging
import signal
import threading
from pathlib import Path

from framing.suite import lean, places, verify
from framing.suite.kernels import Nursery
from framing.suite.notebooks import Notebook, heading
from framing.suite.nursery import THEN, wanted
from framing.suite.stopping import Interrupted

ONE_AT_A_TIME = threading.Lock()  # notebooks side by side import it once


class NotebookFailed(RuntimeError):
    """A notebook did not come to its end. The message says where and why; `executed` is what there is of it."""

    def __init__(self, message: str, executed: dict | None = None):
        super().__init__(message)
        self.executed = executed


def execute(
    notebook: Notebook,
    values: dict[str, object],
    target: Path,
    *,
    nursery: Nursery,
    env: dict[str, str],
    time_limit: float | None = None,
    memory: int = 0,
) -> None:
    """Execute a notebook with papermill in a fresh kernel and write it to `target` if it is sound.

    Parameters
    ----------
    notebook : Notebook
    values : dict
        Parameters, already cast.
    target : Path
        Written whole, or not at all.
    nursery : Nursery
        Where the kernel comes from.
    env : dict
        Environment variables of the kernel.
    time_limit : float, seconds
        For the whole notebook.
    memory : int, bytes
        Address space of the kernel; 0 is no limit.

    Raises
    ------
    NotebookFailed
        With the notebook's name, the heading of the cell, and the reason.
    """
    papermill, engine = prepare()
    child = []

    def launch(arguments):
        patient = bool(wanted(notebook.words & THEN.keys()))
        child.append(nursery.kernel(arguments, patient=patient, env=env, cwd=notebook.path.parent, memory=memory))
        return child[-1]

    short = f"{next(nursery.numbers)}.json"  # sockets are made beside it, and their paths may have 107 bytes
    found = {"connection": str(nursery.folder / short), "cell": 0}
    trouble = None
    try:
        papermill.execute_notebook(
            str(notebook.path).replace("{", "{{").replace("}", "}}"),  # papermill formats paths
            None,
            parameters=values,
            engine_name=engine.NAME,
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            launch=launch,
            found=found,
            time_limit=time_limit,
        )
    except papermill.PapermillExecutionError:
        pass  # the cell itself shows it
    except Exception as error:
        trouble = error
    if nursery.closed:  # the kernel did not fail, it was told to stop
        raise Interrupted
    executed = json.loads(json.dumps(found.get("notebook"))) if found.get("notebook") else None
    why = _trouble(trouble, found, executed, child, time_limit, memory) if trouble else verify.fault(executed, memory=memory)
    if executed:
        verify.clean(executed)
    if why:
        raise NotebookFailed(f"{notebook.name}.ipynb {why}", executed)
    places.write(target, executed)


def prepare():
    """Import papermill and the engine: two seconds, so only when something is to be executed."""
    with ONE_AT_A_TIME, lean.imports("pyarrow"):  # papermill's, for notebooks in Hadoop: 0.2 CPU s
        import papermill

        from framing.suite import engine

    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL + 1)
    return papermill, engine


def _trouble(error, found, executed, child, time_limit, memory) -> str:
    """Say in one sentence what papermill raised instead of finishing."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    place = f"in “{heading(executed['cells'], found['cell'])}”" if executed else "before its first cell"
    if isinstance(error, CellTimeoutError):
        return f"{place}: not done within {time_limit:g} seconds; raise --timeout, or choose fewer articles"
    status = child[-1].poll() if child else None
    if isinstance(error, DeadKernelError) or status is not None:
        if status is not None and status < 0:
            name = signal.Signals(-status).name
            hint = " (the system does this when memory runs out)" if status == -signal.SIGKILL else ""
            return f"{place}: its process was ended by {name}{hint}"
        said = f": {child[-1].said()}" if child and child[-1].said() else ""
        limit = f" under --memory {memory / 1e9:g}" if memory else ""
        return f"{place}: its process ended by itself with status {status}{limit}{said}"
    return f"{place}: {type(error).__name__}: {' '.join(str(error).split())[:300]}"
