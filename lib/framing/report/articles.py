"""Annotated articles: takes an article with its blocks, spans and hits, returns a page that shows all of them in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from framing.report import marked, pages

LONGEST = 400_000  # characters of an article that its page shows


def page(
    article: Any,
    *,
    blocks: pd.DataFrame,
    spans: pd.DataFrame,
    hits: pd.DataFrame,
    sides: Mapping[tuple[str, str], str],
    site: Mapping[str, Any],
) -> str:
    """Return one article's page: every block with its zone, spans underlined by voice, hits marked by pole."""
    text = article.text
    paragraphs = [
        _block(text, block, spans, hits, sides) for block in blocks.sort_values("start").itertuples(index=False) if block.start < LONGEST
    ]
    drawn = sum(hits["start"] < LONGEST)
    used = sorted({(s, sides.get((s, p), "N"), p) for s, p in zip(hits["set"], hits["pole"], strict=True)})
    return pages.render(
        "article.html.j2", site=site, root="../", title=article.title or article.article_id, article=article, paragraphs=paragraphs,
        cut=len(text) > LONGEST, longest=LONGEST, n=len(hits), n_counted=int(hits["counted"].sum()), drawn=int(drawn), poles=used,
    )  # fmt: skip


def _block(text: str, block: Any, spans: pd.DataFrame, hits: pd.DataFrame, sides: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    inside = marked.annotated(text, block.start, min(block.end, LONGEST), spans=spans, hits=hits, sides=dict(sides), anchors=True)
    repeat = not pd.isna(block.repeat_of)
    struck = block.zone == "furniture" or repeat
    says = block.zone if block.zone != "furniture" else "furniture, " + block.rule.partition(":")[0]
    return {
        "zone": block.zone,
        "says": says + (", repeats an earlier paragraph" if repeat else ""),
        "rule": block.rule,
        "struck": struck,
        "html": Markup("{}").format(inside),
    }
