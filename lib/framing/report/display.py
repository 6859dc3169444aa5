"""What a notebook shows: takes a sentence, a table or a figure, displays it as escaped HTML with a plain twin.

Only outputs made here may be HTML on a published page: they carry ``{"framing": {...}}`` in their metadata, with the
queries of all numbers they cite. In JupyterLab they look like any other output.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from framing.figures import Figure
from framing.report import cells
from framing.report.cited import Cited

BEHIND = 40  # rows of the table behind a figure that are shown; all are in the CSV beside it


def sentence(template: str, values: Mapping[str, Any]) -> tuple[Markup, str]:
    """Return a computed sentence as HTML and as text. The template itself is escaped too.

    >>> str(sentence("{who} has {n}.", {"who": "A & B", "n": 3})[0])
    '<bdi>A &amp; B</bdi> has 3.'
    """
    if not values:
        return escape(template), template
    html = {
        key: Markup("<bdi>{}</bdi>").format(cells.CONTROL.sub("\ufffd", value)) if _is_text(value) else value
        for key, value in values.items()
    }
    return escape(template).format(**html), template.format(**values)


def say(template: str, /, **values: Any) -> None:
    """Display a computed sentence, the finding of a step.

    Parameters
    ----------
    template : str
        With fields: ``"{who} chose it {n} times, a share of {share:.0%}."``. Without values it is shown as it is.
    **values
        Text is escaped and isolated; a ``report.cite(...)`` becomes a link to its evidence.
    """
    html, text = sentence(template, values)
    show(
        Markup('<p class="finding mathjax_ignore tex2jax_ignore">{}</p>').format(html),
        text,
        {"kind": "say", "cited": cited(values.values())},
    )


def table(
    table: pd.DataFrame,
    *,
    caption: str,
    rows: int = 12,
    formats: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> None:
    """Display the first rows of a table, everything in it escaped.

    Parameters
    ----------
    table : DataFrame
        A named index becomes the first column. Cells may be ``Cited``.
    caption : str
        What the table shows; required.
    rows : int
        How many are shown; a line under the table says how many there are.
    formats, labels : column → format of its numbers (``".1%"``), column → heading
    names : article_id → what to call it, shown in its stead
    """
    if not caption.strip():
        raise ValueError("a table needs a caption: say what its rows are")
    html = cells.table_html(table, caption=caption, rows=rows, formats=formats, labels=labels, names=names)
    values = (value for name in table.columns for value in table[name].head(rows)) if len(table) else ()
    show(
        html,
        cells.table_text(table, caption=caption, rows=rows, names=names),
        {"kind": "table", "caption": caption, "cited": cited(values)},
    )


def figure(figure: Figure) -> None:
    """Display a figure: picture with alt text, caption, and the table behind it folded away."""
    png, svg = figure.png(), figure.svg().decode("utf-8")
    encoded = base64.b64encode(png).decode("ascii")
    width = round(figure.fig.get_figwidth() * 96)
    behind = cells.table_html(figure.table, caption=f"Behind the figure: {figure.title}", rows=BEHIND)
    html = Markup(
        '<figure class="figure mathjax_ignore tex2jax_ignore"><div class="scroll" tabindex="0" role="group" aria-label="Figure: {title}">'
        '<img src="data:image/png;base64,{png}" width="{width}" style="--w:{width}px" alt="{alt}"></div>'
        "<figcaption>{caption}</figcaption><details><summary>The numbers behind this figure ({rows} rows)</summary>{behind}</details>"
        '<p class="files">This figure as <a href="figures/{name}.svg" aria-label="SVG: {name}">SVG</a> or '
        '<a href="figures/{name}.png" aria-label="PNG: {name}">PNG</a>, '
        'its numbers as <a href="figures/{name}.csv" aria-label="CSV: {name}">CSV</a>.</p></figure>'
    ).format(
        title=figure.title,
        png=encoded,
        width=width,
        alt=figure.alt,
        caption=figure.caption,
        rows=f"{len(figure.table):,}",
        behind=behind,
        name=figure.name,
    )
    about = {key: getattr(figure, key) for key in ("name", "title", "alt", "caption")}
    shown = (value for name in figure.table.columns for value in figure.table[name].head(BEHIND))
    about |= {"kind": "figure", "csv": cells.table_csv(figure.table), "cited": cited(shown)}
    show(html, f"{figure.title}\n{figure.alt}", about, {"image/png": encoded, "image/svg+xml": svg})


def cited(values: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what the cited numbers among some values ask, each once, in order."""
    return list({value.slug: value.as_dict() for value in values if isinstance(value, Cited)}.values())


def show(html: Markup, text: str, about: dict[str, Any], pictures: Mapping[str, str] | None = None) -> None:
    interactive = sys.modules.get("IPython.core.interactiveshell")
    if interactive is None or not interactive.InteractiveShell.initialized():
        print(text)
        return
    from IPython.display import display

    display({"text/html": str(html), "text/plain": text, **(pictures or {})}, raw=True, metadata={"framing": about})


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not hasattr(value, "__html__")
