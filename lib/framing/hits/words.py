"""Articles → how often each type occurs in each, in the article's own voice and altogether."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.hits.cells import column, tally, typed
from framing.hits.pages import Pages
from framing.hits.pages import read as pages_of
from framing.hits.select import POLICIES
from framing.hits.slices import among
from framing.lexicon import Lexicon, Stream


def words(
    articles: pd.DataFrame,
    lexicon: Lexicon,
    *,
    blocks: pd.DataFrame,
    spans: pd.DataFrame,
    origins: pd.DataFrame | None = None,
    read: tuple[Pages, Stream] | None = None,
) -> pd.DataFrame:
    """Return the word counts of every article, of the zones that count; repeats and copies count nothing.

    ``read`` : the articles as ``pages.read`` returns them, if they have been read already.

    Returns
    -------
    DataFrame, one row per article and type, sorted
        ``type`` : folded token, lower case, at most 64 characters; ``n_own`` : tokens in the article's own voice,
        captions apart (policy own); ``n_all`` : tokens in every voice; ``in_lexicon`` : whether a term of one word
        means this type.
    """
    pages, stream = read or pages_of(articles, blocks, spans)
    counted, own = masks(stream, pages)
    if origins is not None:
        copies = articles["article_id"].isin(origins.loc[origins["is_copy"].astype(bool), "article_id"]).to_numpy(bool)
        counted &= ~np.repeat(copies, np.diff(stream.bounds))
    names, types = typed(stream)
    cells = tally(stream, types, counted=counted, marked=own)
    known = lexicon.matcher.types(names)
    table = {
        "article_id": column(pages.names, cells.number),
        "type": column(names, cells.type),
        "n_own": cells.n_marked,
        "n_all": cells.n_all,
        "in_lexicon": known[cells.type],
    }
    return pd.DataFrame(table)


def masks(stream: Stream, pages: Pages) -> tuple[np.ndarray, np.ndarray]:
    """Return for every token of a stream whether it counts at all, and whether it counts as the article's own."""
    voices, captions = POLICIES["own"]
    keys = pages.keys(stream.number, stream.start)
    block, span = pages.block(keys), pages.span(keys)
    counted = pages.counts[block]
    own = counted & np.append(among(pages.spans["voice"], pd.Series(voices)) >= 0, "own" in voices)[span]
    return counted, own & (captions | (pages.zone != "caption")[block])
