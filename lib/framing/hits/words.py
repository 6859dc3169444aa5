"""Articles → how often each type occurs in each, in the article's own voice and altogether."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.hits.pages import Pages
from framing.hits.select import POLICIES
from framing.lexicon import Lexicon, Stream
from framing.lexicon.index import type_of

COLUMNS = {"article_id": "str", "type": "str", "n_own": "int64", "n_all": "int64", "in_lexicon": "bool"}


def words(
    articles: pd.DataFrame,
    lexicon: Lexicon,
    *,
    blocks: pd.DataFrame,
    spans: pd.DataFrame,
    origins: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the word counts of every article, of the zones that count; repeats and copies count nothing.

    Returns
    -------
    DataFrame, one row per article and type, sorted
        ``type`` : folded token, lower case, at most 64 characters; ``n_own`` : tokens in the article's own voice,
        captions apart (policy own); ``n_all`` : tokens in every voice; ``in_lexicon`` : whether a term of one word
        means this type.
    """
    copies = set(origins.loc[origins["is_copy"].astype(bool), "article_id"]) if origins is not None else set()
    articles = articles[~articles["article_id"].isin(copies)]
    stream = Stream.of(articles["text"].tolist())
    counted, own = masks(stream, Pages(articles, blocks, spans))
    types = [type_of(form) for form in stream.forms]
    names = sorted(set(types))
    number = {name: i for i, name in enumerate(names)}
    type_ids = np.array([number[each] for each in types], dtype=np.int64)[stream.form]
    key = (stream.number * len(names) + type_ids)[counted]
    cells, n_all = np.unique(key, return_counts=True)
    n_own = np.bincount(np.searchsorted(cells, key), weights=own[counted], minlength=len(cells))
    known = lexicon.matcher.types(names)
    which, kind = np.divmod(cells, max(len(names), 1))
    ids = articles["article_id"].to_numpy(dtype=object)
    table = pd.DataFrame(
        {
            "article_id": ids[which],
            "type": np.array(names, dtype=object)[kind],
            "n_own": n_own,
            "n_all": n_all,
            "in_lexicon": known[kind],
        }
    )
    return table.astype(COLUMNS)


def masks(stream: Stream, pages: Pages) -> tuple[np.ndarray, np.ndarray]:
    """Return for every token of a stream whether it counts at all, and whether it counts as the article's own."""
    voices, captions = POLICIES["own"]
    keys = pages.keys(stream.number, stream.start)
    counted, own = pages.counted(keys), np.isin(pages.voice(keys).astype("str"), voices)
    return counted, counted & own & (captions | (pages.zone[pages.block(keys)] != "caption"))
