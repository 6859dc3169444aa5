"""Values and tables to escaped HTML: takes anything a table holds, returns ``Markup``.

Everything passes through here: cells **and** labels, captions and titles are escaped, text of the corpus is isolated
(``<bdi>``) so that right-to-left marks in it cannot reorder the page, and numbers are rounded to what a reader uses.
"""

from __future__ import annotations

import csv
import io
import numbers
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from framing.report.cited import Cited, place

LABELS = {  # column → heading, where the name alone would not be read
    "article_id": "article",
    "hit_id": "hit",
    "n_a": "hits of A",
    "n_b": "hits of B",
    "n_neutral": "neutral hits",
    "n_own": "own voice",
    "n_all": "all voices",
    "n": "n",
    "hhi": "HHI",
    "hhi_high": "HHI, highest",
    "log_ratio": "log ratio",
    "g2": "G²",
    "bic": "BIC",
    "lrc": "conservative log ratio",
    "k_remove": "hits to remove",
    "k_tie": "hits to a tie",
    "k_recode": "hits to recode",
    "n_articles": "articles",
    "n_words": "words",
    "n_attributed": "attributed",
    "n_direct": "direct",
    "n_indirect": "indirect",
    "n_short": "short",
    "n_flips": "turn it",
    "n_touched": "articles touched",
    "n_leading": "hits of the leading pole",
    "n_specifications": "specifications",
    "definedness": "give a value",
    "dimension": "decision",
}
SHORT, LONG = 18, 60  # characters; a cell up to the first is not broken, one above the second gets a column to read in
CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]")


def shown(value: Any, spec: str = "") -> Markup:
    """Return one value as a reader wants it: numbers rounded, unknown as a dash, text isolated and escaped."""
    if hasattr(value, "__html__"):
        return value.__html_format__(spec) if spec and hasattr(value, "__html_format__") else Markup(value.__html__())
    if value is None or (not isinstance(value, (list, tuple, dict)) and pd.isna(value)):
        return Markup('<span class="none" aria-label="none">–</span>')
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return Markup("yes" if value else "no")
    if isinstance(value, numbers.Number):
        return escape(format(value, spec) if spec else _rounded(value))
    if isinstance(value, (list, tuple)):
        return Markup(", ").join(shown(item) for item in value)
    return Markup("<bdi>{}</bdi>").format(CONTROL.sub("\ufffd", str(value)))


def text(value: Any, spec: str = "") -> str:
    """Return the same as plain text."""
    return Markup(re.sub(r"<[^>]*>", "", str(shown(value, spec)))).unescape()


def _rounded(value: Any) -> str:
    if isinstance(value, numbers.Integral):
        return f"{value:,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 100 else f"{round(value, 2) + 0.0:.2f}"  # no -0.00


def table_html(
    table: pd.DataFrame,
    *,
    caption: str,
    rows: int = 12,
    formats: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Markup:
    """Return a table as HTML with a caption, headers with scope, and a line that says what is not shown.

    Where a table has ``article_id`` and ``hit_id``, each hit leads to its sentence in the annotated article. ``names``
    are shown instead of the article_ids they belong to.
    """
    formats, labels = dict(formats or {}), dict(labels or {})
    flat = flat_table(table)
    if flat.empty:
        return Markup('<p class="more">{}: no rows.</p>').format(caption)
    if {"article_id", "hit_id"} <= set(flat.columns):
        links = [place(a, h) for a, h in flat.head(rows)[["article_id", "hit_id"]].itertuples(index=False)]
        flat = flat.head(rows).assign(hit_id=pd.Series(links, index=flat.index[:rows], dtype="object"))  # a text column would unmark them
    columns = [(" / ".join(map(str, name)) if isinstance(name, tuple) else str(name)) for name in flat.columns]
    right = [pd.api.types.is_numeric_dtype(flat.iloc[:, i]) or _cited(flat.iloc[:, i]) for i in range(len(columns))]
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_side(side), escape(labels.get(name, LABELS.get(name, name.replace("_", " ")))))
        for name, side in zip(columns, right, strict=True)
    )
    body = []
    for line in flat.head(rows).itertuples(index=False, name=None):
        cells = [shown(_called(value, names), formats.get(name, "")) for name, value in zip(columns, line, strict=True)]
        first = Markup('<th scope="row"{}>{}</th>').format(_side(right[0], cells[0]), cells[0]) if cells else Markup("")
        rest = (Markup("<td{}>{}</td>").format(_side(side, cell), cell) for side, cell in zip(right[1:], cells[1:], strict=True))
        body.append(Markup("<tr>{}{}</tr>").format(first, Markup("").join(rest)))
    more = Markup('<p class="more">{} of {} rows shown.</p>').format(f"{rows:,}", f"{len(table):,}") if len(table) > rows else Markup("")
    return Markup(
        '<div class="scroll mathjax_ignore tex2jax_ignore" tabindex="0" role="group" aria-label="Table: {}"><table><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}"
    ).format(caption, caption, head, Markup("").join(body), more)


def _called(value: Any, names: Mapping[str, str] | None) -> Any:
    return names.get(value, value) if names and isinstance(value, str) else value


def flat_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without index: a named one becomes the first columns, bare row numbers are dropped."""
    return table.reset_index(drop=all(name is None for name in table.index.names))


def table_text(table: pd.DataFrame, *, caption: str, rows: int = 12, names: Mapping[str, str] | None = None) -> str:
    """Return the same table as plain text."""
    flat = (flat_table(table)).head(rows)
    written = pd.DataFrame({str(c): [text(_called(v, names)) for v in flat.iloc[:, i]] for i, c in enumerate(flat.columns)})
    return f"{caption}\n{written.to_string(index=False)}" if len(written) else f"{caption}\n(no rows)"


def table_csv(table: pd.DataFrame) -> str:
    """Return all of a table as CSV; a cell that a spreadsheet would take for a formula gets a leading ``'``."""
    flat = flat_table(table)
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_safe(name) for name in flat.columns])
    for line in flat.itertuples(index=False, name=None):
        writer.writerow([_safe(value) for value in line])
    return target.getvalue()


def _safe(value: Any) -> str:
    if isinstance(value, Cited):
        return str(value.n)
    if isinstance(value, float) or type(value).__name__.startswith("float"):
        return "" if pd.isna(value) else f"{value:.10g}"
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    cell = str(value)
    return "'" + cell if isinstance(value, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _cited(column: pd.Series) -> bool:
    return len(column) > 0 and all(isinstance(cell, (Cited, numbers.Number)) for cell in column)


def _side(right: bool, cell: Markup | None = None) -> Markup:
    if right:
        return Markup(' class="n"')
    length = SHORT + 1 if cell is None else len(re.sub("<[^>]*>", "", cell))
    return Markup(' class="s"' if length <= SHORT else ' class="t"' if length > LONG else "")
