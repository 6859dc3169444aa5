"""The runs of a batch to one table of their shares, to what each parameter changed, and to the page that shows both."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from framing import tables
from framing.suite import places

SHOWN = ["n_a", "n_b", "n_neutral", "share", "low", "high", "level"]


def make(told: str, out: str) -> None:
    """Write ``index.html`` and ``batch.csv`` for the runs that a JSON file tells of, into a folder."""
    from framing.report.batch import batch as page

    batch = json.loads(Path(told).read_text(encoding="utf-8"))
    shares = table(batch["runs"])
    varied = varying(batch["runs"])
    poles = {
        row.set: (row.a, row.b)
        for run in batch["runs"]
        if run["state"] != "failed" and tables.exists("terms", run=run["name"])
        for row in _poles(tables.read("terms", run=run["name"])).itertuples()
    }
    changed = mattered(batch["runs"], shares, varied)
    page(Path(out), batch["name"], runs=batch["runs"], shares=shares, mattered=changed, poles=poles)


def varying(runs: list[dict]) -> list[str]:
    """Return what is not the same in all runs: ``study, articles, lexicon`` or names of parameters."""
    given = [_given(run) for run in runs]
    names = list(dict.fromkeys(name for each in given for name in each))
    return [name for name in names if len({json.dumps(each.get(name, "")) for each in given}) > 1]


def table(runs: list[dict]) -> pd.DataFrame:
    """Return one row per run, set and policy: what varied, then ``n_a … level`` over all articles.

    A run that failed, or has no table of choices, has one row without numbers.
    """
    varied, rows = varying(runs), []
    for run in runs:
        given = _given(run)
        about = {"run": run["name"], "state": run["state"], **{name: _shown(given.get(name, "")) for name in varied}}
        if run["state"] == "failed" or not tables.exists("choices", run=run["name"]):
            rows.append(about | {"set": "", "policy": ""})
            continue
        choices = tables.read("choices", run=run["name"])
        whole = choices[(choices["unit"] == "corpus") & choices["policy"].isin(["own", "all"])]
        rows += [about | {"set": row.set, "policy": row.policy} | {k: getattr(row, k) for k in SHOWN} for row in whole.itertuples()]
    shares = pd.DataFrame(rows).reindex(columns=["run", "state", *varied, "set", "policy", *SHOWN])
    counts = {name: "Int64" for name in SHOWN[:3]}
    return shares.astype(counts).assign(level=shares["level"].fillna(""))


def mattered(runs: list[dict], shares: pd.DataFrame, varied: list[str]) -> pd.DataFrame:
    """Return one row per varied parameter and set: between its values, how far the mean own-voice share moves.

    ``share_moved`` : 0–1, largest minus smallest mean share; NaN if fewer than two values have one.
    ``tables`` : names of the tables that are not the same in runs that differ in nothing else.
    """
    own = shares[shares["policy"] == "own"]
    rows = []
    for name in varied:
        changed = _tables_changed(runs, name)
        for each, chosen in own.groupby("set", sort=False):
            means = chosen.groupby(name, sort=False)["share"].mean().dropna()
            moved = means.max() - means.min() if len(means) > 1 else float("nan")
            rows.append(
                {"parameter": name, "values": ", ".join(chosen[name].unique()), "set": each, "share_moved": moved, "tables": changed}
            )
    return pd.DataFrame(rows, columns=["parameter", "values", "set", "share_moved", "tables"])


def _tables_changed(runs: list[dict], name: str) -> str:
    groups: dict[str, list[dict[str, str]]] = {}
    for run in runs:
        manifest = places.read(tables.folder(run["name"]) / "manifest.json")
        if run["state"] == "failed" or not manifest:
            continue
        rest = json.dumps({k: v for k, v in _given(run).items() if k != name}, sort_keys=True)
        written = {n.split(".")[0]: h for r in manifest["stages"].values() for n, h in r["writes"].items() if n.endswith(".parquet")}
        groups.setdefault(rest, []).append(written)
    found = {t for group in groups.values() for t in set().union(*group) if len({w.get(t) for w in group}) > 1}
    return ", ".join(sorted(found)) or "none"


def _given(run: dict) -> dict[str, object]:
    return {"study": run["study"], "articles": run["articles"], "lexicon": run["lexicon"], **run["values"]}


def _shown(value: object) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def _poles(terms: pd.DataFrame) -> pd.DataFrame:
    sides = terms.drop_duplicates(["set", "side"]).pivot(index="set", columns="side", values="pole").reset_index()
    return sides.rename(columns={"A": "a", "B": "b"})
