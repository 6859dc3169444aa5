"""The page that compares the runs of a batch, and its table as ``batch.csv``."""

from __future__ import annotations

import base64
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from framing.report import cells, pages


def batch(
    out: Path, name: str, *, runs: list[dict], shares: pd.DataFrame, mattered: pd.DataFrame, poles: dict[str, tuple[str, str]]
) -> None:
    """Write ``index.html`` and ``batch.csv`` into a folder.

    Parameters
    ----------
    out : Path
        Empty folder.
    name : str
        Of the batch.
    runs : list of dict
        ``name, study, state, said``: what became of each run.
    shares : DataFrame, one row per run, set and policy
    mattered : DataFrame, one row per parameter and set
    poles : dict
        Set → its two poles.
    """
    from framing.figures import runs as figures

    pictures = []
    named, named_by = by_what_varies(shares)
    for each, (pole_a, pole_b) in poles.items():
        figure = figures.compare(named, set=each, pole_a=pole_a, pole_b=pole_b, named_by=named_by)
        source = "data:image/png;base64," + base64.b64encode(figure.png()).decode()
        numbers = shares[shares["set"] == each].drop(columns=["set", "state"])
        formats = {"share": ".2f", "low": ".2f", "high": ".2f"}
        table = cells.table_html(numbers, caption=f"{each}: share of “{pole_b}” in each run", rows=60, formats=formats)
        pictures.append({"set": each, "figure": figure, "source": source, "table": table})
    changed = cells.table_html(
        mattered,
        caption="What each parameter changed",
        rows=60,
        formats={"share_moved": ".2f"},
        labels={"share_moved": "own-voice share moved by"},
    )
    failed = [run for run in runs if run["state"] == "failed"]
    site = {"title": f"Batch {name}", "run": name, "pages": []}
    page = pages.render(
        "batch.html.j2", site=site, root="", runs=runs, failed=failed, pictures=pictures, changed=changed if len(mattered) else Markup("")
    )
    pages.write(out / "index.html", page)
    (out / "batch.csv").write_text(cells.table_csv(shares), encoding="utf-8", newline="")


def by_what_varies(shares: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the shares with short names of the runs, the values that vary (files without their folder), and what these are.

    Names made by a grid are long and begin alike, so a figure would cut off what tells them apart. Runs keep their own
    names where the values do not tell them apart.
    """
    varied = list(shares.columns[shares.columns.get_loc("state") + 1 : shares.columns.get_loc("set")])
    values = [" · ".join(Path(value).stem if "/" in value else value for value in row) for row in shares[varied].astype(str).to_numpy()]
    named = shares.assign(run=values)
    told_apart = len(varied) > 0 and named["run"].nunique() == shares["run"].nunique()
    return (named, ", ".join(varied)) if told_apart else (shares, "")
