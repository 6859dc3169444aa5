"""Hits and articles to blind coding sheets: what to code, in wide context, with nothing that gives the suite's own answer away.

The sheet shows a word and its surroundings; outlet, article, voice and speaker as the suite sees them are left out and
the order is shuffled. The sample it is made from keeps them, with each hit's weight.
"""

from __future__ import annotations

import bisect
import hashlib

import numpy as np
import pandas as pd

from framing import text
from framing.concordance import by_article
from framing.errors import BadInput
from framing.hits import select

WHOLE = 300  # hits; up to here all of them are coded
FLOOR = 10  # hits drawn at least from each set × voice, where there are so many
COUNTED = ("headline", "standfirst", "subhead", "caption", "lead", "body")
SHEET = ["item", "hit_id", "set", "before", "word", "after", "valid", "voice", "speaker", "note"]
SENTENCE_SHEET = ["item", "sentence_id", "sentence", "n_missed", "missed", "note"]


def sample(hits: pd.DataFrame, *, size: int = WHOLE, seed: int = 0) -> pd.DataFrame:
    """Return the hits to code: all counted ones where there are at most ``size``, else a stratified draw.

    Strata are set × voice, at least 10 from each; within a stratum the draw is spread evenly over the articles.

    Returns
    -------
    DataFrame, one row per hit to code, sorted by article and place, with
        ``stratum`` : "set / voice"; ``weight`` : float >= 1, counted hits that this one stands for.
    """
    if size < 1:
        raise BadInput(f"a sample of {size} hits cannot be coded: say 1 or more")
    counted = select(hits, policy="all").sort_values(["article_id", "start", "end", "hit_id"], kind="stable")
    counted = counted.assign(stratum=counted["set"].astype("str") + " / " + counted["voice"].astype("str"), weight=1.0)
    if len(counted) <= size:
        return counted.reset_index(drop=True)
    rng = np.random.default_rng(seed)
    strata = {stratum: members for stratum, members in counted.groupby("stratum")}
    wanted = _allocation({stratum: len(members) for stratum, members in strata.items()}, size)
    drawn = []
    for stratum, members in strata.items():
        order = members.assign(lot=rng.random(len(members))).sort_values(["article_id", "lot"], kind="stable")
        step = len(order) / wanted[stratum]
        places = np.floor(rng.random() * step + step * np.arange(wanted[stratum])).astype(int)
        drawn.append(order.iloc[places].assign(weight=step).drop(columns="lot"))
    return pd.concat(drawn).sort_values(["article_id", "start", "end", "hit_id"], kind="stable").reset_index(drop=True)


def sheet(sample: pd.DataFrame, articles: pd.DataFrame, *, seed: int = 0, sentences: int = 3) -> pd.DataFrame:
    """Return the blind coding sheet of a sample, shuffled.

    Parameters
    ----------
    sentences : int
        Whole sentences shown on each side, within counted text or not; the hit's own comes on top.

    Returns
    -------
    DataFrame, one row per hit
        ``item`` : int from 1; ``hit_id`` : leave as it is; ``set`` · ``before, word, after`` : the text, one string.
        To fill in: ``valid`` (yes or no: does the word stand here for what the set is about), ``voice`` (own, short,
        direct, indirect, bracket), ``speaker``, ``note``. An empty cell means "not coded".
    """
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    rows = []
    for article_id, own in by_article(sample, ["hit_id", "set", "start", "end"]).items():
        full = texts[article_id]
        spans = text.sentences(full)
        for hit_id, contested, start, end in own:
            first = max(bisect.bisect_right(spans, (start, 1 << 62)) - 1 - sentences, 0)
            last = min(max(bisect.bisect_left(spans, (end, 0)) - 1, 0) + sentences, len(spans) - 1)
            begin, stop = min(spans[first][0], start), max(spans[last][1], end)
            rows.append((hit_id, contested, full[begin:start], full[start:end], full[end:stop]))
    blind = pd.DataFrame(rows, columns=["hit_id", "set", "before", "word", "after"])
    blind = blind.sort_values("hit_id").iloc[np.random.default_rng(seed).permutation(len(blind))].reset_index(drop=True)
    return blind.assign(item=np.arange(1, len(blind) + 1), valid="", voice="", speaker="", note="")[SHEET]


def unhit_sentences(articles: pd.DataFrame, hits: pd.DataFrame, blocks: pd.DataFrame, *, n: int = 100, seed: int = 0) -> pd.DataFrame:
    """Return sentences of counted text in which no hit was found, drawn at random: where misses would be.

    Returns
    -------
    DataFrame, one row per sentence, sorted by article and place
        ``sentence_id`` : 12 hex digits; ``article_id, start, end`` : where; ``weight`` : float, sentences it stands for.
    """
    near = hits.loc[hits["article_id"].isin(articles["article_id"]), ["article_id", "start"]]
    used = by_article(near.sort_values(["article_id", "start"]), ["start"])
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    kept = blocks[blocks["zone"].isin(COUNTED) & blocks["repeat_of"].isna()]
    rows = []
    for article_id, own in by_article(kept.sort_values(["article_id", "start"], kind="stable"), ["start", "end"]).items():
        starts = [start for (start,) in used.get(article_id, [])]
        for low, high in own:
            for a, b in text.sentences(texts[article_id][low:high]):
                if bisect.bisect_left(starts, low + a) == bisect.bisect_left(starts, low + b):
                    rows.append((article_id, low + a, low + b))
    every = pd.DataFrame(rows, columns=["article_id", "start", "end"]).astype({"article_id": "str"})
    kept = np.sort(np.random.default_rng(seed).choice(len(every), size=min(n, len(every)), replace=False))
    drawn = every.iloc[kept].reset_index(drop=True).assign(weight=len(every) / max(len(kept), 1))
    keys = [
        hashlib.sha256(f"{a}|{s}|{e}".encode()).hexdigest()[:12]
        for a, s, e in drawn[["article_id", "start", "end"]].itertuples(index=False)
    ]
    drawn.insert(0, "sentence_id", keys)
    return drawn


def sentence_sheet(sentences: pd.DataFrame, articles: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Return the blind sheet of sentences without a hit, shuffled.

    To fill in: ``n_missed`` (whole number: mentions of what a set is about that the suite should have found; 0 if none)
    and ``missed`` (the words). An empty ``n_missed`` means "not coded".
    """
    texts = articles.set_index("article_id")["text"]
    shown = [" ".join(texts[a][s:e].split()) for a, s, e in sentences[["article_id", "start", "end"]].itertuples(index=False)]
    blind = pd.DataFrame({"sentence_id": sentences["sentence_id"], "sentence": shown}).sort_values("sentence_id")
    blind = blind.iloc[np.random.default_rng(seed).permutation(len(blind))].reset_index(drop=True)
    return blind.assign(item=np.arange(1, len(blind) + 1), n_missed="", missed="", note="")[SENTENCE_SHEET]


def _allocation(sizes: dict[str, int], total: int) -> dict[str, int]:
    """Share a total over strata by size, with a floor for small ones; largest remainders get what is left over."""
    floor = {name: min(size, FLOOR) for name, size in sizes.items()}
    if sum(floor.values()) >= total:
        floor = {name: 1 for name in sizes}
    room = {name: sizes[name] - floor[name] for name in sizes}
    left = max(total - sum(floor.values()), 0)
    exact = {name: left * room[name] / max(sum(room.values()), 1) for name in sizes}
    wanted = {name: floor[name] + int(exact[name]) for name in sizes}
    spare = sorted(sizes, key=lambda name: (int(exact[name]) - exact[name], name))
    for name in spare[: max(total - sum(wanted.values()), 0)]:
        wanted[name] += wanted[name] < sizes[name]
    return wanted
