"""The lines of all articles of an outlet to those that recur, which are the site's and not the articles'.

Two steps, so that a large corpus can be counted a part at a time: `line_counts` of each part, one below the other, give
the `frequent` lines; then `mark_recurring` on each part. `recurring` does both on one table.
"""

from __future__ import annotations

from collections import Counter

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
    outlets = dict(zip(kept["article_id"].tolist(), kept["outlet"].tolist(), strict=True))
    names, lines, _ = _lines(kept, found)
    of_article = dict.fromkeys(zip(names, _numbers(lines).tolist(), strict=True))
    counts = [(outlet, 0, n) for outlet, n in sorted(Counter(outlets.values()).items())]
    counts += sorted((outlet, line, n) for (outlet, line), n in Counter((outlets[name], line) for name, line in of_article).items())
    columns = list(zip(*counts, strict=True)) or [(), (), ()]
    kinds = {"outlet": "str", "line": "uint64", "n": "int64"}
    return pd.DataFrame({c: pd.Series(values, dtype=kinds[c]) for c, values in zip(kinds, columns, strict=True)})


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
    recurrent = {outlet for (outlet, line), n in known.items() if line and outlet and n >= SHARE_SHORT * sizes.get(outlet, 0)}
    concerned = articles[articles["outlet"].isin(recurrent)]
    outlets = dict(zip(concerned["article_id"].tolist(), concerned["outlet"].tolist(), strict=True))
    names, lines, rows = _lines(concerned, found)
    labels: dict[str, list[int]] = {"orphan:recurring-line": [], "footer:recurring-paragraph": []}
    for name, line, number, row in zip(names, lines, _numbers(lines).tolist(), rows, strict=True):
        outlet = outlets[name]
        n_same = known.get((outlet, number), 0)
        if n_same >= LEAST:
            short = line.count(" ") < SHORT and not rules.stopped(line)
            if n_same >= sizes.get(outlet, 0) * (SHARE_SHORT if short else SHARE_LONG):
                labels["orphan:recurring-line" if short else "footer:recurring-paragraph"].append(row)
    changed = found.copy()
    for rule, marked in labels.items():
        changed.loc[marked, ["zone", "rule"]] = ["furniture", rule]
        changed.loc[marked, "repeat_of"] = pd.NA
    return changed


def recurring(articles: pd.DataFrame, found: pd.DataFrame, *, origins: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the blocks with the lines labelled as furniture that recur across the articles of one outlet."""
    return mark_recurring(articles, found, frequent(line_counts(articles, found, origins=origins)))


def _numbers(lines: list[str]) -> np.ndarray:
    """Return 64 bits for each line, the same in every part and process; never 0."""
    return np.maximum(pd.util.hash_array(np.array(lines, dtype=object), categorize=False), 1)


def _lines(articles: pd.DataFrame, found: pd.DataFrame) -> tuple[list[str], list[str], list]:
    """Return the blocks that may recur: article_id, line as compared, row label in `found`."""
    text = dict(zip(articles["article_id"].tolist(), articles["text"].tolist(), strict=True))
    chosen = found[found["zone"].isin(_ARTICLE) & found["article_id"].isin(text.keys()) & (found["end"] - found["start"] < LONG * 8)]
    names = chosen["article_id"].tolist()
    places = zip(names, chosen["start"].tolist(), chosen["end"].tolist(), strict=True)
    return names, [rules.plain(text[name][a:b]).lower() for name, a, b in places], chosen.index.tolist()
