"""Coders' filled sheets to one long table of codes, and to the one code that the coders settle on."""

from __future__ import annotations

import pandas as pd

from framing.errors import BadInput, nearest

VOICES = ("own", "short", "direct", "indirect", "bracket")
YES_NO = {"yes": "yes", "no": "no", "y": "yes", "n": "no", "1": "yes", "0": "no", "true": "yes", "false": "no"}
VARIABLES = {"valid": YES_NO, "voice": {voice: voice for voice in VOICES}}
COLUMNS = ["hit_id", "coder", "variable", "code"]


def codes(sheets: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every code of every coder, one row each, checked.

    Parameters
    ----------
    sheets : dict, name of the coder (or of the file) → filled sheet, all columns text
        A sheet has ``hit_id`` and columns ``valid`` and ``voice``; one sheet may hold several coders as columns
        ``voice_anna``, ``voice_ben``. Empty cells are codes not given.

    Returns
    -------
    DataFrame with ``hit_id, coder, variable, code``, sorted
        ``variable`` : "valid" (codes yes, no) or "voice" (own, short, direct, indirect, bracket).

    Raises
    ------
    BadInput
        If a sheet lacks ``hit_id``, a code is unknown, or a coder codes a hit twice: the message names coder and row.
    """
    rows = []
    for name, filled in sheets.items():
        if "hit_id" not in filled:
            raise BadInput(f"coding sheet {name!r} has no column hit_id: keep the columns of the sheet as it was handed out")
        for column in filled.columns:
            variable, _, coder = str(column).partition("_")
            if variable in VARIABLES:
                rows += _column(filled, column, variable, coder or name, name)
    table = pd.DataFrame(rows, columns=COLUMNS).astype("str")
    twice = table[table.duplicated(["hit_id", "coder", "variable"])]
    if len(twice):
        raise BadInput(f"coder {twice['coder'].iloc[0]!r} codes hit {twice['hit_id'].iloc[0]} twice: keep one row a hit")
    return table.sort_values(["variable", "hit_id", "coder"], ignore_index=True)


def of_counted(codes: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the codes of counted hits: what furniture holds is no figure's base, so it is not judged either.

    Parameters
    ----------
    codes : DataFrame
        As ``codes`` returns it.
    hits : DataFrame
        With ``hit_id`` and ``counted``.
    """
    counted = hits.loc[hits["counted"] & hits["hit_id"].isin(codes["hit_id"]), "hit_id"]
    return codes[codes["hit_id"].isin(counted)].reset_index(drop=True)


def settled(codes: pd.DataFrame) -> pd.DataFrame:
    """Return the code most coders gave each hit, one row per hit, one column per variable; "" where they tie.

    With two coders who differ nothing is settled: such hits are left out of precision, recall and corrections.
    """
    votes = codes.groupby(["variable", "hit_id", "code"]).size().rename("n").reset_index()
    best = votes.groupby(["variable", "hit_id"])["n"].transform("max")
    winners = votes[votes["n"] == best]
    winners = winners.assign(code=winners["code"].mask(winners.duplicated(["variable", "hit_id"], keep=False), ""))
    winners = winners.drop_duplicates(["variable", "hit_id"])
    table = (
        winners.pivot(index="hit_id", columns="variable", values="code")
        .reindex(columns=list(VARIABLES))
        .astype(object)
        .fillna("")
        .astype("str")
    )
    return table.rename_axis(columns=None).reset_index().astype("str")


def _column(filled: pd.DataFrame, column: str, variable: str, coder: str, sheet: str) -> list[tuple]:
    rows = []
    for place, (hit_id, cell) in enumerate(zip(filled["hit_id"], filled[column], strict=True), start=2):
        cell = "" if pd.isna(cell) else str(cell).strip().lower()
        if not cell:
            continue
        if cell not in VARIABLES[variable]:
            known = sorted(set(VARIABLES[variable].values()))
            raise BadInput(
                f"coding sheet {sheet!r}, row {place}, column {column}: {cell!r} is no code; use {', '.join(known)}{nearest(cell, known)}"
            )
        rows.append((str(hit_id), coder, variable, VARIABLES[variable][cell]))
    return rows
