"""Hits → which articles have an opportunity at all, and how often and where each term first occurs."""

from __future__ import annotations

import pandas as pd

from framing.hits.select import select


def coverage(hits: pd.DataFrame, articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return for every article and set whether there was a choice to make, and whether the article made it itself.

    Returns
    -------
    DataFrame, one row per article × set, the sets in the lexicon's order
        ``article_id, set``; ``n_hits`` : counted hits in any voice, neutral words included (0 = no opportunity, which is
        not the same as choosing neither); ``n_own`` : those in the article's own voice; ``n_poles`` : of these, those of
        the two poles (0 with ``n_own`` > 0 = it used neutral words only).
    """
    sets = list(dict.fromkeys(terms["set"]))
    own = select(hits, policy="own")
    neutral = terms.loc[terms["side"].eq("N"), ["set", "pole"]].drop_duplicates().itertuples(index=False, name=None)
    poles = own
    for contested, pole in neutral:
        poles = poles[(poles["set"] != contested) | (poles["pole"] != pole)]
    cells = pd.MultiIndex.from_product([articles["article_id"], sets], names=["article_id", "set"])
    counted = {
        name: part.groupby(["article_id", "set"]).size().reindex(cells, fill_value=0).astype("int64").to_numpy()
        for name, part in (("n_hits", select(hits)), ("n_own", own), ("n_poles", poles))
    }
    return cells.to_frame(index=False).astype("str").assign(**counted)


def first_uses(hits: pd.DataFrame) -> pd.DataFrame:
    """Return of each term the hit where it first counts, own voice before others: one row per set, pole and term (the index)."""
    counted = pd.concat([select(hits, policy="own"), select(hits)])
    return counted.drop_duplicates(["set", "pole", "term"]).set_index(["set", "pole", "term"])


def by_term(hits: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return every term of the lexicon with its counts and its first example, those that never occur too.

    Parameters
    ----------
    hits, terms : DataFrame
    articles : DataFrame
        ``article_id, text``; only those of ``first_uses`` are needed.

    Returns
    -------
    DataFrame, one row per term, in the lexicon's order
        ``set, pole, term, core``; ``n_hits, n_own`` : counted hits in any voice and in own voice; ``n_articles`` : articles
        with a counted hit; ``article_id, example`` : where it first counts (own voice before others), the sentence with
        the word in square brackets; "" if nowhere.
    """
    counted = select(hits)
    own = select(hits, policy="own")
    key = ["set", "pole", "term"]
    first = first_uses(hits)
    texts = articles.set_index("article_id")["text"]
    sizes, owns = counted.groupby(key).size(), own.groupby(key).size()
    spread = counted.groupby(key)["article_id"].nunique()
    rows = []
    for term in terms[[*key, "core"]].itertuples(index=False, name=None):
        name = term[:3]
        example = ("", "")
        if name in first.index:
            hit = first.loc[name]
            example = (hit["article_id"], _marked(texts[hit["article_id"]], hit))
        rows.append((*term, sizes.get(name, 0), owns.get(name, 0), spread.get(name, 0), *example))
    columns = [*key, "core", "n_hits", "n_own", "n_articles", "article_id", "example"]
    whole = {name: "int64" for name in columns if name.startswith("n_")}
    return pd.DataFrame(rows, columns=columns).astype({**dict.fromkeys(columns, "str"), "core": "bool", **whole})


def _marked(body: str, hit: pd.Series) -> str:
    """Return a hit's sentence on one line, the hit in square brackets."""
    sentence = f"{body[hit['sentence_start'] : hit['start']]}[{hit['surface']}]{body[hit['end'] : hit['sentence_end']]}"
    return " ".join(sentence.split())
