"""Articles, blocks and spans → how many words of each article stand in each voice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.hits.pages import Pages
from framing.hits.slices import slices
from framing.lexicon import Stream


def composition(articles: pd.DataFrame, blocks: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Return the words of each article by voice.

    Returns
    -------
    DataFrame, one row per article × voice that occurs in it
        ``article_id, outlet, voice``; ``n_words`` : int, tokens in zones that count, repeats apart.

    >>> # ten words, four of them inside one quotation: own 6, direct 4
    """
    found = [_of_slice(*each) for each in slices(articles, blocks, spans)]
    return found[0] if len(found) == 1 else pd.concat(found, ignore_index=True)


def _of_slice(articles: pd.DataFrame, blocks: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    pages = Pages(articles, blocks, spans)
    stream = Stream.of(pages.texts)
    keys = pages.keys(stream.number, stream.start)
    kinds, kind = np.unique(pages.voice(keys).astype("str"), return_inverse=True)
    cells, sizes = np.unique((stream.number * len(kinds) + kind)[pages.counted(keys)], return_counts=True)
    outlets = articles["outlet"].tolist()
    named = zip(*(part.tolist() for part in np.divmod(cells, max(len(kinds), 1))), sizes.tolist(), strict=True)
    rows = [(pages.names[number], outlets[number], str(kinds[which]), size) for number, which, size in named]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "voice", "n_words"]).astype(
        {"article_id": "str", "outlet": "str", "voice": "str", "n_words": "int64"}
    )
