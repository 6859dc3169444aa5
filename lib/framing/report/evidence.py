"""Evidence pages: takes a cited query and the run's hits, writes the list of the hits it counts.

A list has one entry per hit, at most 500 on a page. A list of more than 5,000 hits shows a seeded sample of 500,
says so, and comes with the ids of all as CSV.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from framing import hits as ledger
from framing.report import cells, marked, pages
from framing.report.cited import Cited, slug

SHARD, WHOLE, SAMPLE = 500, 5_000, 500  # hits on a page; largest list shown whole; hits shown of a larger one
BUDGET = 400_000  # hits shown on all pages together


def chosen(hits: pd.DataFrame, cited: Cited) -> pd.DataFrame:
    """Return the hits that a number counts.

    Raises
    ------
    ValueError
        If they are not as many as the number says: it was made from a filtered table, or from another run.
    """
    counted = ledger.select(hits, **cited.query)
    if len(counted) != cited.n:
        raise ValueError(
            f"a page says {cited.n} for “{cited.title}”, but the run's hits count {len(counted)}: "
            "give report.cite the whole hits table and put every filter into the query"
        )
    return counted


def longest(counts: Iterable[int]) -> int:
    """Return how long a list may be that is shown whole: 5,000 hits, or 500 where all lists together would be too many."""
    return WHOLE if sum(min(n, WHOLE) for n in counts) <= BUDGET else SAMPLE


def shown(counted: pd.DataFrame, name: str, *, whole: int) -> pd.DataFrame:
    """Return the hits that the page will list: all, or the seeded sample of a list longer than ``whole``."""
    if len(counted) <= whole:
        return counted
    return counted.sample(SAMPLE, random_state=seed(name)).sort_index()


def seed(name: str) -> int:
    """Return the seed of a list's sample: the last eight hex digits of its slug."""
    return int(name[-8:], 16)


def write_ids(folder: Path, cited: Cited, counted: pd.DataFrame) -> None:
    """Write the ids of all hits of a list of which only a sample is shown."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{cited.slug}.csv").write_text(
        cells.table_csv(counted[["article_id", "hit_id"]].reset_index(drop=True)), encoding="utf-8", newline=""
    )


def write(folder: Path, cited: Cited, rows: list[dict[str, Any]], *, back: list[tuple[str, str]], site: Mapping[str, Any]) -> None:
    """Write the pages of one list."""
    shards = [rows[i : i + SHARD] for i in range(0, len(rows), SHARD)] or [[]]
    names = [cited.slug + (f"-{i}" if i > 1 else "") + ".html" for i in range(1, len(shards) + 1)]
    for number, part in enumerate(shards, start=1):
        page = pages.render(
            "evidence.html.j2", site=site, root="../", title=cited.title, n=cited.n, part=part, number=number, names=names, back=back,
            first=(number - 1) * SHARD + 1, sampled=cited.n > len(rows), shown=len(rows), seed=seed(cited.slug), csv=f"{cited.slug}.csv",
        )  # fmt: skip
        pages.write(folder / names[number - 1], page)


def rows(
    listed: pd.DataFrame, *, articles: pd.DataFrame, spans: pd.DataFrame, sides: Mapping[tuple[str, str], str], annotated: set[str]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return (set, hit_id) → what its entry shows, for hits of any number of lists.

    Parameters
    ----------
    listed : DataFrame
        Hits, each once.
    articles, spans : DataFrame
        At least those of the articles that the hits are in.
    annotated : set of str
        article_ids that have an annotated page to link to.
    """
    about = articles.set_index("article_id")
    spans_of: dict[str, list[tuple]] = {}  # plain tuples: there may be hundreds of thousands of hits to look up
    for span in zip(*(spans[c].tolist() for c in ("article_id", "start", "end", "voice", "rule")), strict=True):
        spans_of.setdefault(span[0], []).append(span[1:])
    entries = {}
    for article_id, own in listed.groupby("article_id", sort=True):
        article, near = about.loc[article_id], spans_of.get(article_id, [])
        link = f"../articles/{slug(str(article_id))}.html" if article_id in annotated else ""
        for hit in own.itertuples(index=False):
            entries[hit.set, hit.hit_id] = {
                "id": hit.hit_id, "sentence": marked.in_sentence(article["text"], hit, sides.get((hit.set, hit.pole), "N")),
                "article": article["title"] or article_id, "article_id": article_id, "outlet": article["outlet"], "date": article["date"],
                "zone": hit.zone, "voice": hit.voice, "speaker": hit.speaker, "set": hit.set, "pole": hit.pole, "term": hit.term,
                "rule": rule(hit, near), "cue": hit.cue, "why_not": hit.why_not, "link": f"{link}#{hit.hit_id}" if link else "",
            }  # fmt: skip
    return entries


def rule(hit: Any, spans: list[tuple]) -> str:
    """Return the rule that gave a hit its voice: that of the shortest span of this voice around it.

    ``spans`` are (start, end, voice, rule) of the hit's article.
    """
    if hit.voice == "own":
        return "no quotation or attribution covers it"
    around = [span for span in spans if span[0] <= hit.start and span[1] >= hit.end and span[2] == hit.voice]
    return min(around, key=lambda span: span[1] - span[0])[3] if around else ""
