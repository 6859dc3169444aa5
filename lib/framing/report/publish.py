"""Executed notebooks and a run's tables to the folder that people open: index, one page a notebook, evidence, figures.

Every number that a page cites is asked again of the run's hits; a page is written only if the answer is the same
(METHODS.md section 2). Nothing here knows a date, so the same run gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing import cleaning, tables
from framing.hits import Ledger
from framing.report import articles as annotated_articles
from framing.report import evidence, index, notebooks, pages
from framing.report.cited import Cited, slug

ABOUT = ["article_id", "file", "outlet", "origin", "group", "date", "title", "n_words"]
_PLACE = re.compile(r'<a class="place" href="(articles/[^"#]+)#[^"]*">(.*?)</a>')


def publish(run: str, executed: Path, out: Path, manifest: Mapping[str, Any], *, article_limit: int = 200) -> None:
    """Write all pages of a run.

    Parameters
    ----------
    run : str
        Whose tables to read; those that are missing (a run that stopped early) are left out of the pages.
    executed : Path
        Folder of the executed notebooks, ``NN_*.ipynb``.
    out : Path
        Folder to write into.
    manifest : mapping
        ``run, title, question, coders, command, framing_version, python, packages, hashes, parameters, audit``.
    article_limit : int, articles
        Up to this many get an annotated page; of a larger run those of the examples, those cited by name, and a draw.

    Raises
    ------
    ValueError
        If a page cites a number that the hits do not give, shows a picture without alt text, or passes 5 MB.
    """
    executed, out = Path(executed), Path(out)
    files = sorted(path for path in executed.glob("*.ipynb") if notebooks.NUMBERED.fullmatch(path.name))
    names = {path.stem for path in files}
    books = [notebooks.read(path, pages=names) for path in files]
    site = {"title": manifest.get("title") or run, "run": run, "pages": [(book.file, book.title) for book in books]}

    terms, found = (_maybe(name, run) for name in ("terms", "findings"))
    hits, about = _maybe("hits", run, categories=True), _maybe("articles", run, columns=ABOUT)
    numbers: dict[str, tuple[Cited, list[tuple[str, str]]]] = {}
    for book in books:
        _collect(numbers, (Cited(entry["n"], entry["query"]) for entry in book.cited), (book.file, book.title))
    values = index.values(manifest, found, _maybe("agreement", run), _maybe("corrected", run))
    values |= {"corpus": index.corpus(about, hits) if about is not None else None, "counts": "", "examples": [], "articles": []}
    home = ("index.html", "the report")
    if values["corpus"]:
        _collect(numbers, values["corpus"]["cited"], home)
    if found is not None:
        _collect(numbers, index.cited_in(found), home)
    if hits is not None and terms is not None and about is not None:
        ledger = Ledger(hits)
        values["counts"], cited = index.counts(ledger, terms)
        _collect(numbers, cited, home)
        values |= _hit_pages(run, out, site, ledger, terms, about, numbers, article_limit)
    elif numbers:
        raise ValueError("the notebooks cite hits, but the run has no hits table: run notebooks/04_terms.ipynb first")

    figures = _figures(books, out)
    values["swings"] = [figure["html"] for name, figure in sorted(figures.items()) if name.startswith("voice_swing")]
    steps = [home, *site["pages"]]
    for place, book in enumerate(books, start=1):
        after = steps[place + 1] if place + 1 < len(steps) else None
        page = pages.render("notebook.html.j2", site=site, root="", page=book, before=steps[place - 1], after=after)
        pages.write(out / book.file, _only_live(page, out))
    pages.write(out / "index.html", _only_live(pages.render("index.html.j2", site=site, root="", **values), out))


def _maybe(name: str, run: str, **some: Any) -> pd.DataFrame | None:
    """Return a table, or None where the run has none (a run that stopped early)."""
    return tables.read(name, run=run, **some) if tables.exists(name, run=run) else None


def _only_live(page: str, out: Path) -> str:
    """Drop links to annotated articles that this report has no page of."""
    return _PLACE.sub(lambda link: link[0] if (out / link[1]).is_file() else link[2], page)


def _collect(numbers: dict, cited: Any, page: tuple[str, str]) -> None:
    for number in cited:
        known, back = numbers.setdefault(number.slug, (number, []))
        if known.n != number.n:
            raise ValueError(f"“{number.title}” is {known.n} on one page and {number.n} on {page[0]}: the pages come from different runs")
        if page not in back:
            back.append(page)


def _hit_pages(
    run: str, out: Path, site: dict, ledger: Ledger, terms: pd.DataFrame, about: pd.DataFrame, numbers: dict, limit: int
) -> dict[str, Any]:
    """Write evidence and article pages; return the index's examples and list of articles."""
    hits, sides = ledger.hits, {(row.set, row.pole): row.side for row in terms.drop_duplicates(["set", "pole"]).itertuples()}
    lots, most = evidence.lots(len(hits)), evidence.longest(cited.n for cited, _ in numbers.values())
    listed = {name: evidence.shown(evidence.chosen(ledger, cited), lots, most=most) for name, (cited, _) in sorted(numbers.items())}
    samples = index.examples(hits, terms)
    annotated = _annotated(about, samples, numbers, hits["article_id"].iloc[np.argsort(lots)[:limit]], limit)
    places = np.unique(np.concatenate([samples["row"].to_numpy(), *listed.values()]).astype(np.int64))
    every = _plain(hits.iloc[places])
    needed = annotated | set(every["article_id"])
    articles = tables.read("articles", run=run, ids=needed, columns=[*ABOUT, "text"])
    spans, blocks = (tables.read(name, run=run, ids=needed) for name in ("spans", "blocks"))
    articles["title"] = articles["article_id"].map(cleaning.titles(articles, blocks))
    entries = evidence.entries(every, articles=articles, spans=spans, sides=sides, annotated=annotated)
    for name, rows in listed.items():
        cited, back = numbers[name]
        some = [entries[place] for place in np.searchsorted(places, rows)]
        evidence.write(out / "evidence", cited, some, back=back, site=site)
    near = _plain(hits[hits["article_id"].isin(annotated | set(samples["article_id"]))])
    _article_pages(out, site, articles[articles["article_id"].isin(annotated)], blocks, spans, near, sides)
    shown_ids = articles[articles["article_id"].isin(annotated)].sort_values(["outlet", "date", "article_id"])
    links = [(f"articles/{slug(a.article_id)}.html", a.title or a.article_id, a.outlet) for a in shown_ids.itertuples()]
    show = index.example_entries(samples, hits=near, articles=articles, spans=spans, sides=sides, annotated=annotated)
    return {"examples": show, "articles": links}


def _plain(hits: pd.DataFrame) -> pd.DataFrame:
    """Return some hits with their texts as plain objects, which are ten times as quick to walk through."""
    return hits.astype(dict.fromkeys(hits.select_dtypes(["category", "str"]), object))


def _annotated(about: pd.DataFrame, samples: pd.DataFrame, numbers: dict, drawn: pd.Series, limit: int) -> set[str]:
    """Return the articles that get a page: all, or of many those of the examples, those cited by name, and some that were drawn."""
    if len(about) <= limit:
        return set(about["article_id"])
    named = [cited.query.get("article_id", []) for cited, _ in numbers.values()]
    by_name = sorted({name for names in named for name in ([names] if isinstance(names, str) else names)})
    return set(list(dict.fromkeys([*samples["article_id"], *by_name, *drawn]))[:limit])


def _article_pages(
    out: Path, site: dict, articles: pd.DataFrame, blocks: pd.DataFrame, spans: pd.DataFrame, hits: pd.DataFrame, sides: dict
) -> None:
    few = [table[table["article_id"].isin(articles["article_id"])] for table in (blocks, spans, hits)]
    tables_of = [dict(list(table.groupby("article_id"))) for table in few]
    for article in articles.itertuples(index=False):
        own = [by.get(article.article_id, table.iloc[:0]) for by, table in zip(tables_of, (blocks, spans, hits), strict=True)]
        page = annotated_articles.page(article, blocks=own[0], spans=own[1], hits=own[2], sides=sides, site=site)
        pages.write(out / "articles" / f"{slug(article.article_id)}.html", page)


def _figures(books: list[notebooks.Page], out: Path) -> dict[str, dict[str, Any]]:
    """Write the files of all figures; a name may be used once."""
    figures: dict[str, dict[str, Any]] = {}
    for book in books:
        for name, figure in book.figures.items():
            if name in figures:
                raise ValueError(f"{book.name}: a figure called {name} is already shown by an earlier notebook; give it a name of its own")
            figures[name] = figure
            (out / "figures").mkdir(parents=True, exist_ok=True)
            (out / "figures" / f"{name}.svg").write_bytes(figure["svg"])
            (out / "figures" / f"{name}.png").write_bytes(figure["png"])
            (out / "figures" / f"{name}.csv").write_text(figure["csv"], encoding="utf-8", newline="")
    return figures
