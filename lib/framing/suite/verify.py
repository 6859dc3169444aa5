"""An executed notebook to what went wrong in it, in one sentence; and to the form in which it is kept.

papermill marks every cell "completed" after ctrl-C, a dead kernel, a time-out or ``sys.exit(0)``. So only what a cell
itself shows counts: an execution count, and no error among its outputs.
"""

from __future__ import annotations

from framing.suite.notebooks import heading, source


def fault(notebook: dict, *, memory: int = 0) -> str:
    """Return what is wrong with an executed notebook, "" if every code cell ran and none failed.

    `memory` is the limit it ran under, in bytes; 0 is none.
    """
    cells = notebook["cells"]
    for index, cell in enumerate(cells):
        if cell["cell_type"] != "code" or not source(cell).strip():
            continue
        place = f"in “{heading(cells, index)}”"
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                return f"{place}: {_error(output, memory)}"
        if cell.get("execution_count") is None:
            return f"stopped before {place.removeprefix('in ')} ran"
    return ""


def _error(output: dict, memory: int) -> str:
    name, value = output.get("ename", ""), " ".join(output.get("evalue", "").split())
    if name == "SystemExit":
        return f"the cell left the notebook with sys.exit({value})"
    if name.endswith("MemoryError"):
        limit = f"the {memory / 1e9:g} GB of --memory" if memory else "the memory there is"
        return f"it needs more than {limit}{' (' + value + ')' if value else ''}; raise the limit, or use fewer articles"
    if name == "BadInput":
        return value
    return f"{name}: {value}" if value else name


def clean(notebook: dict) -> dict:
    """Return the notebook without what differs from one execution to the next: times, paths, cell ids."""
    notebook["metadata"].pop("papermill", None)
    for number, cell in enumerate(notebook["cells"], start=1):
        for key in ("papermill", "execution"):
            cell["metadata"].pop(key, None)
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = f"parameters-{number}"
    return notebook
