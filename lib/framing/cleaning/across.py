"""The lines of all articles of an outlet to those that recur, which are the site's and not the articles'.

Two steps, so that a large corpus can be counted a part at a time: `line_counts` of each part, added up; then
`mark_recurring` on each part. `recurring` does both on one table.
"""

from __future__ import annotations

import pandas as pd

from framing.cleaning import rules

LEAST = 4  # articles of one outlet that must have a line
SHARE_SHORT = 0.05  # of the outlet's articles: a line of up to twelve words without a stop
SHARE_LONG = 0.5  # of the outlet's articles: a sentence or paragraph (a background paragraph may recur rightly)
SHORT, LONG = 12, 80  # words
_ARTICLE = ("subhead", "caption", "standfirst", "lead", "body")


def line_counts(articles: pd.DataFrame, found: pd.DataFrame, *, origins: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return in how many articles of an outlet each line stands, and of how many.

    Copies of one article (by `origins`) are one article: what they share is theirs, not the site's.

    Returns
    -------
    DataFrame, one row per outlet and line: ``outlet``, ``line`` (as compared), ``n``; a row with line "" holds the
    number of the outlet's articles. Tables of several parts may be concatenated and summed by outlet and line.
    """
    kept = articles
    if origins is not None:
        copies = set(origins.loc[origins["is_copy"], "article_id"])
        kept = articles[~articles["article_id"].isin(copies)]
    lines = _lines(kept, found).drop_duplicates(["article_id", "line"])
    counts = lines.groupby(["outlet", "line"], sort=True).size().rename("n").reset_index()
    sizes = kept.groupby("outlet", sort=True).size().rename("n").reset_index().assign(line="")
    return pd.concat([sizes[["outlet", "line", "n"]], counts[counts["n"] > 1]], ignore_index=True)


def mark_recurring(articles: pd.DataFrame, found: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks with recurring lines labelled as furniture: ``orphan:recurring-line`` or ``footer:recurring-paragraph``.

    A line of up to 12 words without a stop recurs if at least 4 articles and 5 % of its outlet's have it; anything
    longer if half of them have it. An outlet that is not known ("") is nobody: its lines are left alone.
    """
    sizes = dict(counts.loc[counts["line"] == "", ["outlet", "n"]].values.tolist())
    known = {(outlet, line): n for outlet, line, n in counts[counts["line"] != ""].values.tolist()}
    lines = _lines(articles, found)
    short = ~lines["line"].str.contains(rules.STOPPED) & (lines["line"].str.count(" ") < SHORT)
    n_same = pd.Series([known.get(key, 0) for key in zip(lines["outlet"], lines["line"], strict=True)], index=lines.index, dtype="int64")
    of = lines["outlet"].map(sizes).fillna(0)
    recurs = (n_same >= LEAST) & (lines["outlet"] != "") & (n_same >= of * short.map({True: SHARE_SHORT, False: SHARE_LONG}))
    changed = found.copy()
    changed.loc[lines.index[recurs & short], ["zone", "rule"]] = ["furniture", "orphan:recurring-line"]
    changed.loc[lines.index[recurs & ~short], ["zone", "rule"]] = ["furniture", "footer:recurring-paragraph"]
    changed.loc[lines.index[recurs], "repeat_of"] = pd.NA
    return changed


def recurring(articles: pd.DataFrame, found: pd.DataFrame, *, origins: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the blocks with the lines labelled as furniture that recur across the articles of one outlet."""
    return mark_recurring(articles, found, line_counts(articles, found, origins=origins))


def _lines(articles: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks that may recur, with outlet and line as compared; the index is that of `found`."""
    text = dict(zip(articles["article_id"], articles["text"], strict=True))
    outlet = dict(zip(articles["article_id"], articles["outlet"], strict=True))
    chosen = found[found["zone"].isin(_ARTICLE) & found["article_id"].isin(text.keys()) & (found["end"] - found["start"] < LONG * 8)]
    lines = [rules.plain(text[name][a:b]).lower() for name, a, b in zip(chosen["article_id"], chosen["start"], chosen["end"], strict=True)]
    outlets = [outlet[name] for name in chosen["article_id"]]
    columns = {"article_id": chosen["article_id"], "outlet": outlets, "line": lines}
    return pd.DataFrame(columns, index=chosen.index).astype("str")
