"""The tables `blocks` and `hits` to what people decide and want to know: lines kept by hand, titles, attrition."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.cleaning.vocabulary import Vocabulary
from framing.cleaning.zones import COUNTED, Block, blocks_of
from framing.errors import BadInput

ZONES = (*COUNTED, "byline", "date", "furniture")
AT_ONCE = 64  # articles: what is worked on fits the processor's cache


def table(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks of every article, one row per paragraph, in the order of the articles (a part at a time).

    Parameters
    ----------
    articles : DataFrame with article_id, text

    Returns
    -------
    DataFrame
        ``article_id``, ``start`` and ``end`` (Python string offsets into the article's text), ``zone``, ``rule``,
        ``repeat_of`` (Int64, start of the block that this one repeats, or <NA>). See `blocks`.
    """
    ids, texts = articles["article_id"].tolist(), articles["text"].tolist()
    names, columns, vocabulary = [], [[] for _ in Block._fields], Vocabulary()
    for first in range(0, len(ids), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        for name, of_article in zip(ids[some], blocks_of(texts[some], vocabulary), strict=True):
            names += [name] * len(of_article)
            for column, values in zip(columns, zip(*of_article, strict=True), strict=False):  # an article without text has none
                column += values
    start, end, zone, rule, repeat_of = columns
    typed = {
        "article_id": pd.Series(names, dtype="str"),
        "start": np.array(start, dtype="int64"),
        "end": np.array(end, dtype="int64"),
        "zone": pd.Series(zone, dtype="str"),
        "rule": pd.Series(rule, dtype="str"),
        "repeat_of": pd.array(repeat_of, dtype="Int64"),
    }
    return pd.DataFrame(typed)


def apply_keep(found: pd.DataFrame, keep: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks with the zones that a person gave in ``keep.csv`` instead of the rules'.

    Parameters
    ----------
    found : DataFrame
        The table `blocks`.
    keep : DataFrame, one row per block to overrule: article_id, start, zone
        ``zone`` is any zone; "" means body. A kept block is counted again, also if it repeats another.

    Raises
    ------
    BadInput
        If a row names no block, or a zone that is not known; with the row's line in ``keep.csv``.
    """
    changed = found.copy()
    if missing := [column for column in ("article_id", "start", "zone") if column not in keep]:
        raise BadInput(f"keep.csv line 1: the column {missing[0]!r} is missing: it needs article_id, start, zone")
    place = {key: row for row, key in enumerate(zip(found["article_id"], found["start"], strict=True))}
    for line, name, start, zone in zip(keep.index + 2, keep["article_id"], keep["start"], keep["zone"], strict=True):
        zone = str(zone).strip() or "body"
        row = place.get((str(name), int(start))) if str(start).strip().isdecimal() else None
        if row is None:
            raise BadInput(
                f"keep.csv line {line}: no block of {name} begins at {start}: take article_id and start from the table of notebook 02"
            )
        if zone not in ZONES:
            raise BadInput(f"keep.csv line {line}: zone {zone!r} is not known: use one of {', '.join(ZONES)}")
        changed.loc[row, ["zone", "rule"]] = [zone, "kept by hand" if zone != "furniture" else "orphan:by-hand"]
        changed.loc[row, "repeat_of"] = pd.NA
    return changed


def titles(articles: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Return a title for each article_id: its own, else the text of its first headline block, else ""."""
    text = dict(zip(articles["article_id"], articles["text"], strict=True))
    known = dict(zip(articles["article_id"], articles["title"], strict=True))
    first = found[found["zone"] == "headline"].drop_duplicates("article_id")
    read = {
        n: " ".join(text[n][a:b].split()) for n, a, b in zip(first["article_id"], first["start"], first["end"], strict=True) if n in text
    }
    return pd.Series({name: known[name] or read.get(name, "") for name in known}, name="title", dtype="str")


def attrition(hits: pd.DataFrame) -> pd.DataFrame:
    """Return how many hits are left after each step of cleaning, per set and term.

    Parameters
    ----------
    hits : DataFrame
        The table `hits`: ``set``, ``pole``, ``term``, ``zone``, ``voice``, ``counted``, ``why_not``.

    Returns
    -------
    DataFrame, one row per set and term, sorted; then one per set with term "" (all its terms)
        ``raw`` : hits in the text as it came · ``minus_furniture`` : without furniture, bylines, dates ·
        ``minus_repeats`` : without repeats inside an article · ``minus_copies`` : without copies of another article
        (= counted) · ``own_voice`` : of these, in the article's own voice (voice own or bracket, no caption).
        Each is at most the one before.
    """
    why = hits["why_not"]
    furniture = why.isin(["furniture", "byline", "date"])
    steps = pd.DataFrame(
        {
            "set": hits["set"],
            "pole": hits["pole"],
            "term": hits["term"],
            "raw": 1,
            "minus_furniture": (~furniture).astype("int64"),
            "minus_repeats": (~furniture & (why != "repeat")).astype("int64"),
            "minus_copies": hits["counted"].astype("int64"),
            "own_voice": (hits["counted"] & hits["voice"].isin(["own", "bracket"]) & (hits["zone"] != "caption")).astype("int64"),
        }
    )
    counts = ["raw", "minus_furniture", "minus_repeats", "minus_copies", "own_voice"]
    by_term = steps.groupby(["set", "pole", "term"], sort=True)[counts].sum().reset_index()
    by_set = by_term.groupby("set", sort=True)[counts].sum().reset_index().assign(pole="", term="")
    return pd.concat([by_term, by_set], ignore_index=True)[["set", "pole", "term", *counts]]
