"""Hits, articles and terms to an explorer for people: choose set, pole, voice, outlet, speaker, dates; read the lines.

The lines are made by the same functions as the report's (``hits.select``, ``concordance``), so what is counted here is
what is counted there. Needs ipywidgets (the extra ``explore``); only ``explorer`` imports it. Every control is a
native form control: it is reached with the tab key, changed with the arrow keys, and has its name beside it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from framing import concordance
from framing import hits as ledger
from framing.errors import BadInput
from framing.report import marked
from framing.report.reading import kwic_html

ANY = "(any)"
UNKNOWN = "(unknown)"
LINES = 25  # lines on one page
EXACT = ("set", "pole", "voice", "outlet", "speaker")  # columns chosen by value


class Explorer:
    """The tables, made ready once, so that every question is answered at once."""

    def __init__(self, hits: pd.DataFrame, articles: pd.DataFrame, terms: pd.DataFrame) -> None:
        about = articles[["article_id", *(c for c in ("outlet", "date") if c not in hits)]]
        self.hits = hits.merge(about, on="article_id", how="left", validate="many_to_one").sort_values(
            ["article_id", "start"], ignore_index=True
        )
        self.articles, self.terms = articles.set_index("article_id", drop=False), terms
        self.sides = {(row.set, row.pole): row.side for row in terms.drop_duplicates(["set", "pole"]).itertuples()}

    def values(self, column: str) -> list[str]:
        """Return what may be chosen of a column: any, then its values, the unknown one last."""
        present = sorted(self.hits[column].unique())
        return [ANY, *(value for value in present if value), *([UNKNOWN] if "" in present else [])]

    def poles(self, set: str) -> list[str]:
        """Return the poles of a set, or all."""
        chosen = self.terms if set == ANY else self.terms[self.terms["set"] == set]
        return [ANY, *chosen["pole"].drop_duplicates()]

    def select(self, *, first: str = "", last: str = "", **chosen: str) -> pd.DataFrame:
        """Return the counted hits that fit: values of set, pole, voice, outlet, speaker; dates from first to last (ISO)."""
        wanted = {column: "" if value == UNKNOWN else value for column, value in chosen.items() if value != ANY}
        found = ledger.select(self.hits, **wanted)
        if first:
            found = found[found["date"] >= first]
        if last:
            found = found[(found["date"] != "") & (found["date"].str[: len(last)] <= last)]
        return found

    def lines(self, found: pd.DataFrame, *, page: int = 1) -> pd.DataFrame:
        """Return one page of concordance lines."""
        some = found.iloc[(page - 1) * LINES : page * LINES]
        return concordance.lines(some, self.articles.loc[some["article_id"].unique()].reset_index(drop=True))

    def paragraph(self, hit_id: str) -> Markup:
        """Return the paragraph around a hit, with every hit of its set marked."""
        line = self.hits[self.hits["hit_id"] == hit_id].head(1)
        if line.empty:
            raise BadInput(f"no hit {hit_id} in this run")
        hit, article = line.iloc[0], self.articles.loc[line["article_id"].iloc[0]]
        text = article["text"]
        start, end = text.rfind("\n", 0, hit["start"]) + 1, text.find("\n", hit["end"])
        near = self.hits[(self.hits["article_id"] == hit["article_id"]) & (self.hits["set"] == hit["set"])]
        none = pd.DataFrame({"start": [], "end": [], "voice": [], "speaker": [], "cue": []})
        html = marked.annotated(text, start, end if end >= 0 else len(text), spans=none, hits=near, sides=self.sides)
        return Markup("<p><b><bdi>{}</bdi></b>, <bdi>{}</bdi> {}</p><p><bdi>{}</bdi></p>").format(
            article["title"], article["outlet"], article["date"], html
        )


def explorer(hits: pd.DataFrame, articles: pd.DataFrame, terms: pd.DataFrame) -> Any:
    """Return the explorer as a widget.

    Raises
    ------
    BadInput
        If ipywidgets is not installed.
    """
    try:
        import ipywidgets as widgets
    except ImportError as error:
        raise BadInput("the explorer needs ipywidgets: install the extra `explore` (make env does)") from error
    asked = Explorer(hits, articles, terms)
    wide = {"description_width": "6em"}
    controls = {name: widgets.Dropdown(options=asked.values(name), value=ANY, description=name, style=wide) for name in EXACT}
    first = widgets.Text(description="from date", placeholder="2016-12", continuous_update=False, style=wide)
    last = widgets.Text(description="to date", placeholder="2016-12-31", continuous_update=False, style=wide)
    page = widgets.BoundedIntText(value=1, min=1, max=1, description="page", style=wide)
    line = widgets.Dropdown(options=[("no line", "")], value="", description="paragraph", style=wide, layout={"width": "40em"})
    shown, whole = widgets.HTML(), widgets.HTML()

    def answer(_: Any = None) -> None:
        found = asked.select(
            first=first.value.strip(), last=last.value.strip(), **{name: control.value for name, control in controls.items()}
        )
        page.max = max(1, -(-len(found) // LINES))
        some = asked.lines(found, page=page.value)
        shown.value = str(kwic_html(some, caption=f"{len(found):,} hits, page {page.value} of {page.max}"))
        line.options = [
            ("no line", ""),
            *((f"{i}: {row.left[-30:]} {row.node} {row.right[:30]}", row.hit_id) for i, row in enumerate(some.itertuples(), start=1)),
        ]

    def narrow(change: Any) -> None:
        controls["pole"].options = asked.poles(change["new"])
        controls["pole"].value = ANY
        answer()

    def expand(change: Any) -> None:
        whole.value = str(asked.paragraph(change["new"])) if change["new"] else ""

    controls["set"].observe(narrow, names="value")
    for control in (*(c for name, c in controls.items() if name != "set"), first, last, page):
        control.observe(answer, names="value")
    line.observe(expand, names="value")
    answer()
    return widgets.VBox(
        [widgets.HBox(list(controls.values()), layout={"flex_flow": "row wrap"}), widgets.HBox([first, last, page]), shown, line, whole]
    )
