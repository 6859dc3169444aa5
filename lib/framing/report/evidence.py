"""Evidence pages: takes a cited query and the run's hits, writes the list of the hits it counts.

A list has one entry per hit, 500 on a page. While all lists of a report together have at most 200,000 entries they are
complete; in a larger report each list longer than a page shows a seeded sample, says so, and says how to get the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from framing.hits import Ledger
from framing.report import marked, pages
from framing.report.cited import Cited, slug

SHARD = 500  # hits on a page
BUDGET = 200_000  # entries of all lists together, up to which every list is complete: 140 MB
FEWEST = 20  # hits that a sample shows at least
SEED = 2016  # draws the lots


def chosen(ledger: Ledger, cited: Cited) -> np.ndarray:
    """Return the places of the hits that a number counts.

    Raises
    ------
    ValueError
        If they are not as many as the number says: it was made from a filtered table, or from another run.
    """
    counted = ledger.rows(**cited.query)
    if len(counted) != cited.n:
        raise ValueError(
            f"a page says {cited.n} for “{cited.title}”, but the run's hits count {len(counted)}: "
            "give report.cite the whole hits table and put every filter into the query"
        )
    return counted


def longest(counts: Iterable[int]) -> int:
    """Return how many hits a list shows at most: all of them, or in a large report a page of them, fewer if the lists are many."""
    counts = list(counts)
    if sum(counts) <= BUDGET:
        return max(counts, default=0)
    return min(SHARD, max(BUDGET // len(counts), FEWEST))


def lots(n: int) -> np.ndarray:
    """Return the lot of each of n hits. Every sample takes the lowest ones, so that lists within lists show the same hits."""
    return np.random.default_rng(SEED).permutation(n)


def shown(counted: np.ndarray, lots: np.ndarray, *, most: int) -> np.ndarray:
    """Return the places of the hits that a list shows: all, or of a longer one those with the lowest lots."""
    if len(counted) <= most:
        return counted
    return np.sort(counted[np.argpartition(lots[counted], most)[:most]])


def write(folder: Path, cited: Cited, entries: list[Markup], *, back: list[tuple[str, str]], site: Mapping[str, Any]) -> None:
    """Write the pages of one list."""
    shards = [entries[i : i + SHARD] for i in range(0, len(entries), SHARD)] or [[]]
    names = [cited.slug + (f"-{i}" if i > 1 else "") + ".html" for i in range(1, len(shards) + 1)]
    for number, part in enumerate(shards, start=1):
        page = pages.render(
            "evidence.html.j2", site=site, root="../", title=cited.title, n=cited.n, part=part, number=number, names=names, back=back,
            first=(number - 1) * SHARD + 1, shown=len(entries), seed=SEED, query=query(cited.query),
        )  # fmt: skip
        pages.write(folder / names[number - 1], page)


def query(asked: Mapping[str, Any]) -> str:
    """Return a query as the arguments of ``hits.select``.

    >>> query({"policy": "own", "set": "event"})
    "policy='own', set='event'"
    """
    return ", ".join(f"{name}={value!r}" for name, value in asked.items())


def entries(
    listed: pd.DataFrame, *, articles: pd.DataFrame, spans: pd.DataFrame, sides: Mapping[tuple[str, str], str], annotated: set[str]
) -> list[Markup]:
    """Return what is shown of each hit, the same in every list, in the order of ``listed``.

    Parameters
    ----------
    listed : DataFrame
        Hits.
    articles, spans : DataFrame
        At least those of the articles that the hits are in.
    annotated : set of str
        article_ids that have an annotated page to link to.
    """
    about = {article.article_id: article for article in articles.itertuples(index=False)}
    spans_of: dict[str, list[tuple]] = {}  # plain tuples: there may be hundreds of thousands of hits to look up
    for span in zip(*(spans[c].tolist() for c in ("article_id", "start", "end", "voice", "rule")), strict=True):
        spans_of.setdefault(span[0], []).append(span[1:])
    entry = pages.part("hit.html.j2")
    made = []
    for hit in listed.itertuples(index=False):
        article = about[hit.article_id]
        link = f"../articles/{slug(str(hit.article_id))}.html#{hit.hit_id}" if hit.article_id in annotated else ""
        sentence = marked.in_sentence(article.text, hit, sides.get((hit.set, hit.pole), "N"))
        made.append(entry(hit, article, sentence, rule(hit, spans_of.get(hit.article_id, [])), link))
    return made


def rule(hit: Any, spans: list[tuple]) -> str:
    """Return the rule that gave a hit its voice: that of the shortest span of this voice around it.

    ``spans`` are (start, end, voice, rule) of the hit's article.
    """
    if hit.voice == "own":
        return "no quotation or attribution covers it"
    around = [span for span in spans if span[0] <= hit.start and span[1] >= hit.end and span[2] == hit.voice]
    return min(around, key=lambda span: span[1] - span[0])[3] if around else ""
