"""One part of a run's tables → its ``hits`` and ``words``; and the check that every hit reproduces its words."""

from __future__ import annotations

import pandas as pd

from framing.hits import pages
from framing.hits.find import find
from framing.hits.slices import slices
from framing.hits.words import words
from framing.lexicon import Lexicon


def of_part(
    articles: pd.DataFrame,
    blocks: pd.DataFrame,
    spans: pd.DataFrame,
    origins: pd.DataFrame,
    *,
    lexicon: Lexicon,
    camps: dict[str, list[str]] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the hits (with ``outlet`` and ``group`` of their article) and the words of some articles.

    Parameters
    ----------
    articles, blocks, spans, origins : DataFrame
        As notebooks 01 to 03 write them; ``origins`` may hold other articles too.
    lexicon : Lexicon
    camps : dict of str to list of str, or None
        Camp → patterns of speakers.
    """
    found, before = [], None
    for each in slices(articles, blocks, spans, origins):
        read = pages.read(*each[:3], after=before)
        found.append(_of_slice(*each, lexicon=lexicon, camps=camps, read=read))
        before = read[1]
    return found[0] if len(found) == 1 else tuple(pd.concat(tables, ignore_index=True) for tables in zip(*found, strict=True))


def _of_slice(articles, blocks, spans, origins, *, lexicon, camps, read) -> tuple[pd.DataFrame, pd.DataFrame]:
    found = find(articles, lexicon, blocks=blocks, spans=spans, origins=origins, camps=camps, read=read)
    named = found.merge(articles[["article_id", "outlet", "group"]], on="article_id", how="left", validate="many_to_one")
    assert len(named) == len(found)
    return named, words(articles, lexicon, blocks=blocks, spans=spans, origins=origins, read=read)


def check(hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return how many hits were checked (``n_hits``); AssertionError unless each reproduces its surface, and no set counts one twice.

    Articles with the very same text have the same ids; only one of them counts, so what is counted stays unique.
    """
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    for hit in hits[["article_id", "start", "end", "surface"]].itertuples(index=False):
        assert texts[hit.article_id][hit.start : hit.end] == hit.surface, f"{hit.article_id} {hit.start}: {hit.surface!r} is not there"
    assert not hits[hits["counted"]].duplicated(["set", "hit_id"]).any(), "a set counts one hit_id twice"
    return pd.DataFrame({"n_hits": [len(hits)]})
