"""One part of a run's tables → its ``hits`` and ``words``; and the check that every hit reproduces its words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.hits import pages
from framing.hits.find import find
from framing.hits.slices import among, slices
from framing.hits.words import words
from framing.lexicon import Lexicon
from framing.text.cut import Laid


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
    number = among(found["article_id"], articles["article_id"])
    named = {name: articles[name].array.take(number) for name in ("outlet", "group")}
    return found.assign(**named), words(articles, lexicon, blocks=blocks, spans=spans, origins=origins, read=read)


def check(hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return how many hits were checked (``n_hits``); AssertionError unless each reproduces its surface, and no set counts one twice.

    Articles with the very same text have the same ids; only one of them counts, so what is counted stays unique.
    """
    number, start, end = among(hits["article_id"], articles["article_id"]), hits["start"].to_numpy(), hits["end"].to_numpy()
    wrong = np.flatnonzero(~Laid(articles["text"]).holds(number, start, end, hits["surface"]))
    assert not len(wrong), "{article_id} {start}: {surface!r} is not there".format(**hits.iloc[wrong[0]])
    assert not hits[hits["counted"]].duplicated(["set", "hit_id"]).any(), "a set counts one hit_id twice"
    return pd.DataFrame({"n_hits": [len(hits)]})
