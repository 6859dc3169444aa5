"""The lines of all articles of an outlet to those that recur, which are the site's and not the articles'.

Two steps, so that a large corpus can be counted a part at a time: `line_counts` of each part, one below the other, give
the `frequent` lines; then `mark_recurring` on each part. `recurring` does both on one table.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.cleaning import rules

LEAST = 4  # articles of one outlet that must have a line
SHARE_SHORT = 0.05  # of the outlet's articles: a line of up to twelve words without a stop
SHARE_LONG = 0.5  # of the outlet's articles: a sentence or paragraph (a background paragraph may recur rightly)
SHORT, LONG = 12, 80  # words
_ARTICLE = ("subhead", "caption", "standfirst", "lead", "body")


def line_counts(articles: pd.DataFrame, found: pd.DataFrame, origins: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return in how many articles of an outlet each line stands, and of how many.

    Copies of one article (by `origins`) are one article: what they share is theirs, not the site's.

    Returns
    -------
    DataFrame, one row per outlet and line: ``outlet``; ``line``, a number of 64 bits for the line as compared, 0 for
    all articles of the outlet; ``n``. Tables of several parts may be put one below the other (`frequent`).
    """
    kept = articles
    if origins is not None:
        copies = set(origins.loc[origins["is_copy"], "article_id"])
        kept = articles[~articles["article_id"].isin(copies)]
    lines = _lines(kept, found)
    lines = lines.assign(line=_numbers(lines["line"])).drop_duplicates(["article_id", "line"])
    counts = lines.groupby(["outlet", "line"], sort=True).size().rename("n").reset_index()
    sizes = kept.groupby("outlet", sort=True).size().rename("n").reset_index().assign(line=np.uint64(0))
    return pd.concat([sizes[["outlet", "line", "n"]], counts], ignore_index=True)


def frequent(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of all parts that stand in enough articles to recur, and the numbers of articles of each outlet."""
    added = counts.groupby(["outlet", "line"], sort=True)["n"].sum().reset_index()
    return added[(added["n"] >= LEAST) | (added["line"] == 0)].reset_index(drop=True)


def mark_recurring(articles: pd.DataFrame, found: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks with recurring lines labelled as furniture: ``orphan:recurring-line`` or ``footer:recurring-paragraph``.

    A line of up to 12 words without a stop recurs if at least 4 articles and 5 % of its outlet's have it; anything
    longer if half of them have it. An outlet that is not known ("") is nobody: its lines are left alone.
    """
    known = {(outlet, line): n for outlet, line, n in zip(*(counts[c].tolist() for c in ("outlet", "line", "n")), strict=True)}
    sizes = {outlet: n for (outlet, line), n in known.items() if line == 0}
    lines = _lines(articles, found)
    short = ~lines["line"].str.contains(rules.STOPPED) & (lines["line"].str.count(" ") < SHORT)
    keys = zip(lines["outlet"].tolist(), _numbers(lines["line"]).tolist(), strict=True)
    n_same = pd.Series([known.get(key, 0) for key in keys], index=lines.index, dtype="int64")
    of = lines["outlet"].map(sizes).fillna(0)
    recurs = (n_same >= LEAST) & (lines["outlet"] != "") & (n_same >= of * short.map({True: SHARE_SHORT, False: SHARE_LONG}))
    changed = found.copy()
    changed.loc[lines.index[recurs & short], ["zone", "rule"]] = ["furniture", "orphan:recurring-line"]
    changed.loc[lines.index[recurs & ~short], ["zone", "rule"]] = ["furniture", "footer:recurring-paragraph"]
    changed.loc[lines.index[recurs], "repeat_of"] = pd.NA
    return changed


def recurring(articles: pd.DataFrame, found: pd.DataFrame, *, origins: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the blocks with the lines labelled as furniture that recur across the articles of one outlet."""
    return mark_recurring(articles, found, frequent(line_counts(articles, found, origins=origins)))


def _numbers(lines: pd.Series) -> np.ndarray:
    """Return 64 bits for each line, the same in every part and process; never 0."""
    return np.maximum(pd.util.hash_array(lines.to_numpy(dtype=object), categorize=False), 1)


def _lines(articles: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks that may recur, with outlet and line as compared; the index is that of `found`."""
    text = dict(zip(articles["article_id"], articles["text"], strict=True))
    outlet = dict(zip(articles["article_id"], articles["outlet"], strict=True))
    chosen = found[found["zone"].isin(_ARTICLE) & found["article_id"].isin(text.keys()) & (found["end"] - found["start"] < LONG * 8)]
    lines = [rules.plain(text[name][a:b]).lower() for name, a, b in zip(chosen["article_id"], chosen["start"], chosen["end"], strict=True)]
    outlets = [outlet[name] for name in chosen["article_id"]]
    columns = {"article_id": chosen["article_id"], "outlet": outlets, "line": lines}
    return pd.DataFrame(columns, index=chosen.index).astype("str")
