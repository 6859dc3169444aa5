"""Hits to one row per unit, set and policy: the choices table with shares, intervals and claim levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from framing.choices.intervals import bootstrap, jeffreys, kinds_of, zero_bound
from framing.errors import BadInput
from framing.hits import POLICIES, select

COUNTS = ["n_a", "n_b", "n_neutral"]
WHOLE = 5_000  # articles; of more, an article is listed only in the sets it has a hit in
NO_SAMPLE = "these articles are described; their outlets are no sample, so no interval"
KEYS = ["unit", "name", "article_id", "outlet", "group", "set", "policy"]
COLUMNS = [*KEYS, *COUNTS, "n_articles", "share", "low", "high", "share_a_of_all", "level", "reason",
           "n_deciding", "share_mean", "interval", "n_words", "rate_a", "rate_b", "rate_a_mean", "rate_b_mean",
           "zero_bound_a", "zero_bound_b"]  # fmt: skip


def sides(hits: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the hits with a column ``side`` ("A", "B" or "N"): which pole of its set a hit's word belongs to.

    Raises
    ------
    BadInput
        If a hit's set and pole are not among the terms: both must come from the same lexicon.
    """
    known = {(s, p): side for s, p, side in terms[["set", "pole", "side"]].drop_duplicates().itertuples(index=False)}
    (set_codes, sets), (pole_codes, poles) = (pd.factorize(hits[column]) for column in ("set", "pole"))
    place, pairs = pd.factorize(set_codes * max(len(poles), 1) + pole_codes)
    found = [(sets[pair // len(poles)], poles[pair % len(poles)]) for pair in pairs]
    for s, p in found:
        if (s, p) not in known:
            raise BadInput(f"hits hold pole {p!r} of set {s!r}, which the terms lack: run notebooks/04_terms.ipynb again")
    side = pd.array([known[pair] for pair in found], dtype="str")
    return hits.assign(side=side.take(place)).reset_index(drop=True)


def by_article(sided: pd.DataFrame, ids: pd.Series, sets: list[str], *, policy: str) -> np.ndarray:
    """Return how many hits of each side a policy counts, for each article and set.

    Parameters
    ----------
    sided : DataFrame
        As ``sides`` returns it.
    ids : Series of str, article_ids; sets : list of str

    Returns
    -------
    array of int, shape (articles, sets, 3): A, B, N

    Raises
    ------
    BadInput
        If a hit belongs to none of the articles.
    """
    chosen = select(sided[["article_id", "set", "side", "voice", "zone", "counted"]], policy=policy)
    codes, names = pd.factorize(chosen["article_id"])
    article = pd.Index(ids.astype("str")).get_indexer(pd.Index(names).astype("str"))
    if (article < 0).any():
        raise BadInput("some hits belong to no article of the articles table: run notebooks/04_terms.ipynb again")
    place = article[codes] * len(sets)
    for column, values in (("set", sets), ("side", ["A", "B", "N"])):
        codes, names = pd.factorize(chosen[column])
        place = (place + pd.Index(values).get_indexer(pd.Index(names).astype("str"))[codes]) * (3 if column == "set" else 1)
    return np.bincount(place, minlength=len(ids) * len(sets) * 3).reshape(len(ids), len(sets), 3)


def sizes(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the words of each article: ``article_id, n_own, n_all``, from the parts of the table ``words``."""
    return pd.concat([part.groupby("article_id")[["n_own", "n_all"]].sum().reset_index().astype({"article_id": "str"}) for part in parts])


def table(
    hits: pd.DataFrame,
    terms: pd.DataFrame,
    articles: pd.DataFrame,
    words: pd.DataFrame | None = None,
    *,
    seed: int = 0,
    copies: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return how often each article, outlet, group and the corpus chose each pole of each set.

    Parameters
    ----------
    hits, terms, articles : DataFrame
        As notebooks 01 and 04 write them. ``articles`` needs ``article_id``, ``outlet``, ``group``.
    words : DataFrame, optional
        With it come the rates per 1,000 words and the bounds of zeros. Its rows may be summed up by article.
    seed : int
        Of the resamples behind the intervals of outlets, groups and the corpus.
    copies : article_id → article_id, optional
        Articles whose words are another's and counted there: nothing is said of them, and they are in no ``n_articles``.

    Returns
    -------
    DataFrame, one row per unit × set × policy; units with unknown name are left out, and of more than 5,000 articles
        those sets in which an article has no hit
        ``n_a, n_b, n_neutral`` : int, counted hits of each pole under the policy.
        ``n_articles`` / ``n_deciding`` : int, articles of the unit / those with a choice (n_a + n_b > 0).
        ``share`` : 0–1, n_b / (n_a + n_b); NaN without a choice. ``share_mean`` : mean of the articles' shares.
        ``share_a_of_all`` : 0–1, n_a among all mentions, neutral ones included.
        ``low, high`` : 0–1, 95 % interval of ``share``; ``interval`` names its kind. For an article Jeffreys, "if this
        article's choices were exchangeable", from two choices on; for others over articles, NaN where ``reason`` says so:
        a corpus of several outlets, or of unknown ones, is described and never inferred from.
        ``level`` : "L0"–"L3", what may be said (METHODS §3), "" of a copy; ``reason`` : one sentence.
        ``n_words`` : int, own-voice words (policies own and wide), other's words (attributed), all words (all).
        ``rate_a, rate_b`` : per 1,000 ``n_words``, pooled; ``rate_a_mean, rate_b_mean`` : mean of the articles' rates.
        ``zero_bound_a, zero_bound_b`` : highest rate per word behind a zero, 95 %; NaN where the count is not zero.

    Source: METHODS.md §3–4; Labov 1972; Brown, Cai & DasGupta 2001.

    Example: n_a 1 and n_b 3 in the article's own voice: share 3 / 4 = .75, level L1.
    """
    known = articles[["article_id", "outlet", "group"]].sort_values("article_id").reset_index(drop=True).astype("str")
    sets, sided = terms["set"].drop_duplicates().tolist(), sides(hits, terms)
    counts = np.stack([by_article(sided, known["article_id"], sets, policy=policy) for policy in POLICIES], axis=2)
    size = np.stack([_sizes(known["article_id"], words, policy) for policy in POLICIES], axis=1)
    copied = {str(copy): str(of) for copy, of in dict(copies if copies is not None else {}).items()}
    original = known["article_id"].map(copied).astype("str").fillna("")
    rows = [_of_articles(known, sets, counts, size, original)]
    rows += [_of_units(known.assign(copy=original != ""), sets, counts, size, unit, seed) for unit in ("outlet", "group", "corpus")]
    return _measured(pd.concat([part for part in rows if len(part)], ignore_index=True))[COLUMNS]


def _sizes(ids: pd.Series, words: pd.DataFrame | None, policy: str) -> np.ndarray:
    if words is None:
        return np.zeros(len(ids), dtype=np.int64)
    own, every = (words.groupby("article_id")[c].sum().reindex(ids, fill_value=0).to_numpy("int64") for c in ("n_own", "n_all"))
    return {"own": own, "wide": own, "attributed": every - own, "all": every}[policy]


def _of_articles(known: pd.DataFrame, sets: list[str], counts: np.ndarray, size: np.ndarray, original: pd.Series) -> pd.DataFrame:
    """One row an article, set and policy, with the Jeffreys interval."""
    every = np.ones(counts.shape[:2], dtype=bool) if len(known) <= WHOLE else counts.any(axis=(2, 3))
    article, contested = (np.repeat(place, len(POLICIES)) for place in np.nonzero(every))
    n_a, n_b, n_neutral = counts[every].reshape(-1, 3).T
    about = {column: known[column].take(article).reset_index(drop=True) for column in known}
    cells = pd.DataFrame(about | {"n_a": n_a, "n_b": n_b, "n_neutral": n_neutral}).assign(
        unit="article", name=about["article_id"], n_articles=1, set=pd.array(sets, dtype="str").take(contested),
        policy=pd.array(list(POLICIES), dtype="str").take(np.tile(np.arange(len(POLICIES)), int(every.sum()))),
        n_words=size[article].ravel()[np.arange(len(article)) * len(POLICIES) + np.arange(len(article)) % len(POLICIES)],
    )  # fmt: skip
    n = n_a + n_b
    several = n > 1
    low, high = jeffreys(np.where(several, n_b, 0), np.where(several, n, 0))
    pairs, place, _ = kinds_of(np.stack([n_b, n], axis=1))
    said = [_article_reason(k, of) for k, of in pairs.tolist()]
    silent = (n == 0) & (cells["policy"] == "own").to_numpy()
    reason = pd.array([*said, "this article makes no own-voice choice in this set"], dtype="str").take(np.where(silent, len(said), place))
    of = original.take(article).reset_index(drop=True)
    reason = pd.Series(reason).mask(of != "", "its words are a copy of " + of + ", counted there")
    level = pd.Series(_either(n > 0, "L1", "L0")).mask(of != "", "")
    return cells.assign(
        n_deciding=(n > 0).astype("int64"), low=low, high=high, share_mean=n_b / np.where(n > 0, n, np.nan),
        interval=_either(several, "Jeffreys", ""), level=level, reason=reason, **_rates(cells, "rate_{}_mean"),
    )  # fmt: skip


def _article_reason(k: int, n: int) -> str:
    if n == 0:
        return "no choice in this article under this policy"
    if n == 1:
        return "one choice allows no interval"
    return f"{k} of {n} choices; the interval holds if this article's choices were exchangeable"


def _either(flag: np.ndarray, yes: str, no: str):
    return pd.array([no, yes], dtype="str").take(np.asarray(flag, dtype=np.int64))


def _of_units(known: pd.DataFrame, sets: list[str], counts: np.ndarray, size: np.ndarray, unit: str, seed: int) -> pd.DataFrame:
    """One row an outlet (or group, or the corpus), set and policy, with an interval over articles where it is allowed."""
    names = known[unit] if unit != "corpus" else pd.Series("all", index=known.index)
    rows = []
    for name, members in known[names != ""].groupby(names):
        mixed = unit == "corpus" and (members["outlet"].nunique() > 1 or not members["outlet"].iloc[0])
        groups, members = members["group"].unique(), members[~members["copy"]]
        lonely, place = 0 if unit == "outlet" else _single_articles(members["outlet"]), members.index.to_numpy()
        about = {"unit": unit, "name": name, "article_id": "", "outlet": name if unit == "outlet" else "",
                 "group": groups[0] if unit != "corpus" and len(groups) == 1 else "", "n_articles": len(place)}  # fmt: skip
        for s, contested in enumerate(sets):
            for p, policy in enumerate(POLICIES):
                row = _unit_row(counts[place, s, p], size[place, p], lonely, seed, describe=mixed)
                rows.append(about | {"set": contested, "policy": policy} | row)
    return pd.DataFrame(rows)


def _unit_row(counts: np.ndarray, n_words: np.ndarray, lonely: int, seed: int, *, describe: bool = False) -> dict:
    """What a unit's articles chose: ``counts`` (articles, 3), ``n_words`` (articles,); ``describe``: never more than L2."""
    n = counts[:, 0] + counts[:, 1]
    chose = n > 0
    low, high, method, refusal = (
        (np.nan, np.nan, "", NO_SAMPLE) if describe or not len(n) else bootstrap(counts[:, 0], counts[:, 1], seed=seed)
    )
    if not len(n):
        level, reason = "", "its articles are copies of others, counted there"
    elif not chose.any():
        level, reason = "L0", f"no choice in {len(n)} articles" if len(n) > 1 else "no choice in its one article"
    elif len(n) == 1:
        level, reason = "L1", "n = 1, no interval"
    elif lonely and not describe:
        level, reason = "L2", f"{'an outlet has' if lonely == 1 else f'{lonely} outlets have'} one article only: description, no interval"
    elif not method:
        level, reason = "L2", refusal
    else:
        level, reason = "L3", f"{int(chose.sum())} articles with a choice; 95 % interval from {method}"
    if level != "L3":
        low, high, method = np.nan, np.nan, ""
    words = np.where(n_words > 0, n_words, np.nan)
    return {
        **dict(zip(COUNTS, counts.sum(axis=0).tolist(), strict=True)), "n_words": int(n_words.sum()),
        "n_deciding": int(chose.sum()), "low": low, "high": high, "share_mean": _mean(counts[:, 1] / np.where(chose, n, np.nan)),
        "rate_a_mean": _mean(1000 * counts[:, 0] / words), "rate_b_mean": _mean(1000 * counts[:, 1] / words),
        "interval": method, "level": level, "reason": reason,
    }  # fmt: skip


def _mean(values: np.ndarray) -> float:
    return pd.Series(values).mean()


def _single_articles(outlets: pd.Series) -> int:
    """Return how many outlets have one article only: what it says cannot be told apart from what the outlet says."""
    return int((outlets[outlets != ""].value_counts() == 1).sum())


def _rates(counts: pd.DataFrame, name: str) -> dict[str, pd.Series]:
    words = counts["n_words"].where(counts["n_words"] > 0)
    return {name.format(side): 1000 * counts[f"n_{side}"] / words for side in ("a", "b")}


def _measured(choices: pd.DataFrame) -> pd.DataFrame:
    """Add the shares, rates and zero bounds that follow from the counts."""
    n = choices["n_a"] + choices["n_b"]
    every = n + choices["n_neutral"]
    bound = zero_bound(choices["n_words"])
    return choices.assign(
        share=choices["n_b"] / n.where(n > 0),
        share_a_of_all=choices["n_a"] / every.where(every > 0),
        zero_bound_a=np.where(choices["n_a"] == 0, bound, np.nan),
        zero_bound_b=np.where(choices["n_b"] == 0, bound, np.nan),
        **_rates(choices, "rate_{}"),
    )
