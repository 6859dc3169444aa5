"""Articles, blocks and spans → how many words of each article stand in each voice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.hits.pages import PRIORITY, Pages
from framing.hits.slices import among, slices
from framing.text import arrays

VOICES = sorted([*PRIORITY, "own"])


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
    number, start = arrays.places(pages.texts)
    keys = pages.keys(number, start)
    kind = np.append(among(pages.spans["voice"], pd.Series(VOICES)), VOICES.index("own"))[pages.span(keys)]
    sizes = np.bincount((number * len(VOICES) + kind)[pages.counted(keys)])
    number, which = np.divmod(np.flatnonzero(sizes), len(VOICES))
    found = {
        "article_id": np.array(pages.names, dtype=object)[number],
        "outlet": articles["outlet"].to_numpy(object)[number],
        "voice": np.array(VOICES, dtype=object)[which],
        "n_words": sizes[sizes > 0],
    }
    return pd.DataFrame(found).astype({"article_id": "str", "outlet": "str", "voice": "str", "n_words": "int64"})
