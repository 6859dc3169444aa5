"""Counts of words as a document-feature table that scikit-learn and quanteda read, and back to the same counts.

``matrix.mtx`` (Matrix Market, one row an article, one column a type, counts as whole numbers), ``features.txt`` (a type a
line, in the order of the columns) and ``documents.csv`` (an article a line, in the order of the rows). The order of types
is that of their code points, so that it is the same everywhere.

Source: NIST, "Matrix Market exchange formats".
"""

from __future__ import annotations

import io

import pandas as pd

from framing.errors import BadInput
from framing.exchange import rows

ABOUT = ["article_id", "outlet", "origin", "group", "date", "language", "sha256", "n_words"]


def to_files(words: pd.DataFrame, articles: pd.DataFrame, *, column: str = "n_all") -> dict[str, str]:
    """Return file name → content.

    Parameters
    ----------
    words : DataFrame with ``article_id, type`` and the counts.
    articles : DataFrame; every one is a row of the matrix, also one without words.
    column : "n_all" (every counted word) or "n_own" (those in the article's own voice)
    """
    types = sorted(set(words["type"]))
    kept = words[words[column] > 0]
    row = kept["article_id"].map({name: i for i, name in enumerate(articles["article_id"], start=1)})
    feature = kept["type"].map({name: i for i, name in enumerate(types, start=1)})
    cells = pd.DataFrame({"row": row, "column": feature, "n": kept[column]}).sort_values(["column", "row"])
    out = io.StringIO()
    out.write("%%MatrixMarket matrix coordinate integer general\n")
    out.write(f"% rows: documents.csv; columns: features.txt; counts: {column}\n{len(articles)} {len(types)} {len(cells)}\n")
    cells.to_csv(out, sep=" ", header=False, index=False, lineterminator="\n")
    about = articles[[c for c in ABOUT if c in articles]]
    return {"matrix.mtx": out.getvalue(), "features.txt": "".join(f"{t}\n" for t in types), "documents.csv": rows.to_csv(about)}


def from_files(files: dict[str, str], *, column: str = "n_all") -> pd.DataFrame:
    """Return ``article_id, type`` and the counts above zero, by article and type.

    Raises
    ------
    BadInput
        If the three files do not belong together.
    """
    import csv

    names = [rows.unguarded(row[0]) for row in csv.reader(io.StringIO(files["documents.csv"], newline=""))][1:]
    types = files["features.txt"].split("\n")[:-1]
    lines = [line for line in files["matrix.mtx"].split("\n") if line and not line.startswith("%")]
    n_rows, n_columns, n = map(int, lines[0].split(" "))
    if (n_rows, n_columns, n) != (len(names), len(types), len(lines) - 1):
        there = f"{len(names)} documents and {len(types)} features"
        raise BadInput(f"matrix.mtx is {n_rows} × {n_columns}, but there are {there}: keep the three files of one export together")
    cells = [tuple(map(int, line.split(" "))) for line in lines[1:]]
    table = pd.DataFrame([(names[i - 1], types[j - 1], k) for i, j, k in cells], columns=["article_id", "type", column])
    return table.sort_values(["article_id", "type"], ignore_index=True)
