"""Articles, blocks and spans → how many words of each article stand in each voice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import text
from framing.hits.context import voices
from framing.hits.find import NOT_COUNTED, pages_of


def composition(articles: pd.DataFrame, blocks: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Return the words of each article by voice.

    Returns
    -------
    DataFrame, one row per article × voice that occurs in it
        ``article_id, outlet, voice``; ``n_words`` : int, tokens in zones that count, repeats apart.

    >>> # ten words, four of them inside one quotation: own 6, direct 4
    """
    rows = []
    outlets = dict(zip(articles["article_id"], articles["outlet"], strict=True))
    for name, page in zip(articles["article_id"], pages_of(articles, blocks, spans), strict=True):
        counted = [b for b in page.blocks if b.zone not in NOT_COUNTED and not b.repeat]
        starts = np.array([b.start + a for b in counted for a, _ in text.tokens(page.body[b.start : b.end])], dtype=np.int64)
        kinds, sizes = np.unique(np.asarray(voices(starts, page.spans), dtype="str"), return_counts=True)
        rows += [(name, outlets[name], str(kind), int(size)) for kind, size in zip(kinds, sizes, strict=True)]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "voice", "n_words"]).astype(
        {"article_id": "str", "outlet": "str", "voice": "str", "n_words": "int64"}
    )
