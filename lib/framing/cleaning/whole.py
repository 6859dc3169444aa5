"""A run's tables in parts to what only the whole corpus shows: which articles are copies, which lines recur.

Each function of a part is pure and is called by ``parts.apply`` or ``parts.gather``; only `copies` and `checked` read
tables, and of those only the articles they need.
"""

from __future__ import annotations

import pandas as pd

from framing import tables
from framing.cleaning.across import mark_recurring
from framing.cleaning.copies import in_pairs, judged, worded
from framing.cleaning.prints import pairs
from framing.cleaning.tally import apply_keep
from framing.cleaning.zones import COUNTED


def copies(prints: pd.DataFrame, *, run: str) -> pd.DataFrame:
    """Return the articles of a run that are copies, each with the one that speaks for it: the rows of `origins` that say so.

    Parameters
    ----------
    prints : DataFrame
        The ``fingerprints`` of all parts, one below the other; 150 bytes or so an article.
    run : str
        Of its tables ``articles`` and ``paragraphs`` only the articles in a possible pair are read.
    """
    found = pairs(prints)
    wanted = in_pairs(prints, found)
    texts = tables.read("articles", run=run, columns=["article_id", "text"], ids=wanted)
    origins = judged(prints, found, worded(texts, tables.read("paragraphs", run=run, ids=wanted), wanted=wanted))
    return origins[origins["is_copy"]].reset_index(drop=True)


def origins_of(articles: pd.DataFrame, *, copies: pd.DataFrame) -> pd.DataFrame:
    """Return the origins of the articles of a part: each is its own but for the copies."""
    own = pd.DataFrame({"article_id": articles["article_id"], "cluster": articles["article_id"], "containment": 1.0, "is_copy": False})
    own = own.set_index("article_id")
    known = copies[copies["article_id"].isin(own.index)].set_index("article_id")
    own.loc[known.index, ["cluster", "containment", "is_copy"]] = known[["cluster", "containment", "is_copy"]]
    return own.reset_index().astype({"cluster": "str", "is_copy": bool})


def checked(keep: pd.DataFrame | None, *, run: str) -> pd.DataFrame | None:
    """Return what a person decided in ``keep.csv``, having found every paragraph that it names; None if there is nothing.

    Raises
    ------
    BadInput
        As ``apply_keep``.
    """
    if keep is not None:
        apply_keep(tables.read("paragraphs", run=run, ids=keep["article_id"] if "article_id" in keep else []), keep)
    return keep


def finished(articles: pd.DataFrame, paragraphs: pd.DataFrame, *, lines: pd.DataFrame, keep: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the blocks of a part: its paragraphs with recurring lines marked, and last of all what a person decided.

    Parameters
    ----------
    lines : DataFrame
        The ``frequent`` lines of the corpus.
    keep : DataFrame or None
        As ``apply_keep`` takes it; rows of articles in other parts are left alone.
    """
    blocks = mark_recurring(articles, paragraphs, lines)
    return blocks if keep is None else apply_keep(blocks, keep[keep["article_id"].isin(articles["article_id"])])


def zone_sizes(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return how much each rule put into each zone: one row per zone and rule, with ``paragraphs, characters, repeats``.

    Tables of several parts may be put one below the other and summed.
    """
    sized = blocks.assign(characters=blocks["end"] - blocks["start"], repeats=blocks["repeat_of"].notna())
    by = sized.groupby(["zone", "rule"], sort=True)
    return by.agg(paragraphs=("start", "size"), characters=("characters", "sum"), repeats=("repeats", "sum")).reset_index()


def silent(origins: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the articles of a part that hold nothing but furniture: ``article_id``. They have no text and stand in no denominator."""
    return origins.loc[~origins["article_id"].isin(blocks.loc[blocks["zone"].isin(COUNTED), "article_id"]), ["article_id"]]
