"""Texts to read inside a notebook: concordance lines, and articles with their furniture and voices marked."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from framing.report import cells, marked
from framing.report.cited import place
from framing.report.display import show

NO_HITS = pd.DataFrame({"start": [], "end": []}, dtype="int64")
NO_SPANS = pd.DataFrame({"start": [], "end": [], "voice": [], "speaker": [], "cue": []})


def kwic(lines: pd.DataFrame, *, caption: str) -> None:
    """Display concordance lines with the node in the middle; each links to its sentence in the annotated article.

    Parameters
    ----------
    lines : DataFrame
        As ``concordance.lines`` returns it.
    caption : str
    """
    text = "\n".join(f"{line.left:>60.60} [{line.node}] {line.right:<60.60}" for line in lines.itertuples(index=False))
    show(kwic_html(lines, caption=caption), f"{caption}\n{text}", {"kind": "kwic", "caption": caption, "cited": []})


def kwic_html(lines: pd.DataFrame, *, caption: str) -> Markup:
    """Return concordance lines as an escaped table."""
    rows = [
        Markup(
            '<tr><th scope="row"><bdi>{}</bdi></th><td class="left">{}</td><td class="node"><mark>{}</mark></td><td>{}</td><td>{}</td></tr>'
        ).format(
            line.outlet or line.article_id,
            *(
                cells.shown(part)
                for part in (line.left, place(line.article_id, line.hit_id, line.node), line.right, line.speaker or line.voice)
            ),
        )
        for line in lines.itertuples(index=False)
    ]
    return Markup(
        '<div class="scroll mathjax_ignore tex2jax_ignore" tabindex="0" role="group" aria-label="Lines: {}">'
        '<table class="kwic"><caption>{}</caption><thead><tr>'
        '<th scope="col">outlet</th><th scope="col">left</th><th scope="col">node</th>'
        '<th scope="col">right</th><th scope="col">speaker or voice</th>'
        "</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, f"{caption}: {len(lines):,} lines", Markup("").join(rows))


def annotated(articles: pd.DataFrame, blocks: pd.DataFrame, *, spans: pd.DataFrame | None = None, n: int = 2, seed: int = 0) -> None:
    """Display some articles, drawn with the seed, with furniture and repeats struck through and voices underlined.

    Parameters
    ----------
    articles, blocks : DataFrame
    spans : DataFrame or None
        None: voices are not marked.
    n : int, articles
    seed : int
    """
    for article in articles.sample(min(n, len(articles)), random_state=seed).sort_values("article_id").itertuples(index=False):
        own = spans[spans["article_id"] == article.article_id] if spans is not None else NO_SPANS
        paragraphs = [
            _paragraph(article.text, block, own) for block in blocks[blocks["article_id"] == article.article_id].itertuples(index=False)
        ]
        html = Markup('<section class="article mathjax_ignore tex2jax_ignore"><p class="caption"><bdi>{}</bdi></p>{}</section>').format(
            _name(article), Markup("").join(paragraphs)
        )
        show(html, _name(article), {"kind": "annotated", "cited": []})


def _paragraph(text: str, block, spans: pd.DataFrame) -> Markup:
    inside = marked.annotated(text, block.start, block.end, spans=spans, hits=NO_HITS, sides={})
    struck = block.zone == "furniture" or not pd.isna(block.repeat_of)
    said = block.zone + (f" ({block.rule})" if struck else "")
    body = Markup("<s>{}</s>").format(inside) if struck else inside
    return Markup('<p><small class="zone">{}</small> {}</p>').format(said, body)


def _name(article) -> str:
    return f"{article.article_id}: {article.title}" if article.title else article.article_id
