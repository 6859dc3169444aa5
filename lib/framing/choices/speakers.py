"""Spans and hits to who speaks: speakers' shares of the attributed words, concentration, camps, relabelled words."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pandas as pd

from framing.hits import select
from framing.text import arrays, runs

ATTRIBUTED = ("indirect", "direct", "short")  # later ones overwrite earlier ones where spans overlap
UNKNOWN = "unknown"
SINGLE_SOURCE = 0.8
CONCENTRATION = [
    "article_id", "n_words", "n_speakers", "share_unknown", "hhi", "hhi_high", "effective_voices", "effective_voices_low",
    "largest", "share_largest", "single_source",
]  # fmt: skip
RELABELLED = [
    "speaker", "camp", "set", "pole", "reported", "sentence", "hit_id", "article_id",
    "direct_pole", "direct", "direct_sentence", "direct_hit_id", "direct_article_id", "n_direct",
]  # fmt: skip


def speakers(spans: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return how many attributed words each speaker has in each article.

    Returns
    -------
    DataFrame, one row per article × speaker, most words first; ``speaker`` is "" where unknown
        ``n_words`` : int, tokens inside the speaker's spans; a token in two spans counts once, for the inner one. A
        family name counts with the fuller name of the article that holds it ("Rook" with "Ansel Rook").
        ``share`` : 0–1, of the article's attributed words, those of unknown speakers included.
    """
    voices = {voice: rank for rank, voice in enumerate((*ATTRIBUTED, "bracket"))}
    known = articles[articles["article_id"].isin(spans["article_id"].unique())]
    number, rank = pd.Index(known["article_id"]).get_indexer(spans["article_id"]), spans["voice"].map(voices).to_numpy(float)
    order = np.lexsort([spans["start"], rank, number])
    order = order[(number >= 0)[order] & ~np.isnan(rank)[order]]
    codes, names = pd.factorize(np.append("", spans["speaker"].to_numpy(object)[order]))  # 0 is unknown
    codes = np.where(rank[order] == voices["bracket"], -1, codes[1:])
    places = (number[order], spans["start"].to_numpy("int64")[order], spans["end"].to_numpy("int64")[order], codes)
    which, speaker, n_words = _owned(known["text"].tolist(), *places)
    owned = pd.DataFrame({"article_id": known["article_id"].to_numpy(object)[which], "speaker": names[speaker], "n_words": n_words})
    table = one_name(owned)
    table["share"] = table["n_words"] / table.groupby("article_id")["n_words"].transform("sum")
    table = table.astype({"article_id": "str", "speaker": "str", "n_words": "int64", "share": float})
    return table.sort_values(["article_id", "n_words", "speaker"], ascending=[True, False, True], ignore_index=True)


def _owned(texts: list[str], number: np.ndarray, start: np.ndarray, end: np.ndarray, speaker: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return how many tokens of each text are whose: text, speaker and tokens. Spans by text, later ones count more; -1 is nobody."""
    found, first, many = [np.zeros((0, 3), dtype=np.int64)], 0, int(speaker.max(initial=0)) + 1
    for joined, begins in arrays.pieces(texts):
        tokens, last = runs.read(joined).start, first + len(begins)
        mine = slice(*np.searchsorted(number, [first, last]))
        text = number[mine] - first
        stops = np.append(begins[1:], len(joined))[text]
        places = np.searchsorted(tokens, np.minimum([begins[text] + start[mine], begins[text] + end[mine]], stops))
        owner = np.full(len(tokens), -1, dtype=np.int64)
        for a, b, who in zip(*places.tolist(), speaker[mine].tolist(), strict=True):
            if who:
                owner[a:b] = who
            else:  # unknown: keep the speaker of a span around it
                np.maximum(owner[a:b], 0, out=owner[a:b])
        owned = np.flatnonzero(owner >= 0)
        cells, sizes = np.unique((np.searchsorted(begins, tokens[owned], side="right") - 1) * many + owner[owned], return_counts=True)
        found.append(np.stack([first + cells // many, cells % many, sizes], axis=1))
        first = last
    return tuple(np.concatenate(found).T)


def one_name(owned: pd.DataFrame) -> pd.DataFrame:
    """Return words by article and speaker with family names put to the one fuller name of the article that holds them.

    A single capitalised word (no acronym) is taken as a family name where a capitalised word stands before it in exactly one longer
    name of the article: "Pell" in "Colonel Jorun Pell of the general staff", but "Syria" not in "the envoy for Syria".

    >>> one_name(pd.DataFrame({"article_id": "a", "speaker": ["Rook", "Ansel Rook"], "n_words": [2, 3]}))["n_words"].tolist()
    [5]
    """
    articles, names, n_words = (owned[column].tolist() for column in ("article_id", "speaker", "n_words"))
    known = set(names)
    families = {name: _families(name, known) for name in known}
    holds: dict[tuple[str, str], set[str]] = {}
    for article_id, name in zip(articles, names, strict=True):
        for family in families[name]:
            holds.setdefault((article_id, family), set()).add(name)
    total: dict[tuple[str, str], int] = {}
    for article_id, name, n in zip(articles, names, n_words, strict=True):
        fuller = holds.get((article_id, name), ())
        key = (article_id, next(iter(fuller)) if len(fuller) == 1 else name)
        total[key] = total.get(key, 0) + n
    table = pd.DataFrame(list(total), columns=["article_id", "speaker"], dtype=object)
    return table.astype("str").assign(n_words=np.array(list(total.values()), dtype=np.int64))


def _families(name: str, known: set[str]) -> list[str]:
    """Return the words of a name that are a known family name: capitalised, no acronym, a capitalised word before them."""
    words = name.split()
    pairs = [(before, word) for before, word in itertools.pairwise(words) if word.rstrip(",") in known] if len(words) > 1 else ()
    return [word.rstrip(",") for before, word in pairs if before[:1].isupper() and word[:1].isupper() and not word.isupper()]


def concentration(speakers: pd.DataFrame) -> pd.DataFrame:
    """Return how concentrated the attributed words are on few speakers.

    Parameters
    ----------
    speakers : DataFrame
        As ``speakers`` returns it; put outlets into ``article_id`` to judge outlets.

    Returns
    -------
    DataFrame, one row per article with attributed words
        ``n_words`` : int, attributed words; ``n_speakers`` : int, known ones; ``share_unknown`` : 0–1.
        ``hhi`` : 0–1, Σ share², as if each word of an unknown speaker came from a speaker of its own;
        ``hhi_high`` : the same as if all unknown words came from the largest speaker.
        ``effective_voices`` : 1 / hhi; NaN where no speaker is known. ``effective_voices_low`` : 1 / hhi_high.
        ``largest`` : speaker with most words, "" if none is known; ``share_largest`` : 0–1.
        ``single_source`` : bool, share_largest >= 0.8.

    Example: shares .5, .3, .2: hhi = .25 + .09 + .04 = .38, effective voices 1 / .38 = 2.63.
    """
    by = speakers.groupby("article_id")["n_words"]
    table = pd.DataFrame({"n_words": by.sum()})
    named = speakers[speakers["speaker"] != ""].sort_values(["article_id", "n_words", "speaker"], ascending=[True, False, True])
    share = named["n_words"] / named["article_id"].map(table["n_words"])
    largest = named.drop_duplicates("article_id").set_index("article_id")
    table["n_speakers"] = named.groupby("article_id").size().reindex(table.index, fill_value=0)
    table["share_unknown"] = 1 - named.groupby("article_id")["n_words"].sum().reindex(table.index, fill_value=0) / table["n_words"]
    table["hhi"] = (share**2).groupby(named["article_id"]).sum().reindex(table.index, fill_value=0.0)
    table["share_largest"] = (largest["n_words"] / table["n_words"]).reindex(table.index).fillna(0.0)
    table["hhi_high"] = table["hhi"] - table["share_largest"] ** 2 + (table["share_largest"] + table["share_unknown"]) ** 2
    table["effective_voices"] = 1 / table["hhi"].where(table["hhi"] > 0)
    table["effective_voices_low"] = 1 / table["hhi_high"]
    table["largest"] = largest["speaker"].reindex(table.index).fillna("").astype("str")
    table["single_source"] = table["share_largest"] >= SINGLE_SOURCE
    return table.reset_index()[CONCENTRATION]


def camps(hits: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return whose mouth the words stand in: attributed hits by camp of the speaker and pole.

    Returns
    -------
    DataFrame, one row per set × camp × pole; the camp "unknown" has its row in every set, last
        ``n, n_direct, n_indirect, n_short`` : int, hits. ``n_articles`` : int.
        ``share`` : 0–1, of the camp's hits in the set; NaN where it has none.
    """
    columns = ["article_id", "hit_id", "set", "pole", "camp", "voice", "zone", "counted"]
    chosen = select(hits[columns], policy="attributed").astype(dict.fromkeys(["set", "pole", "camp"], "str"))
    chosen = chosen.assign(camp=chosen["camp"].where(chosen["camp"] != "", UNKNOWN))
    poles = terms[["set", "pole", "side"]].drop_duplicates().sort_values(["side"], kind="stable")
    poles = poles.assign(order=poles["set"].map({s: i for i, s in enumerate(terms["set"].drop_duplicates())})).sort_values(
        "order", kind="stable"
    )
    present = pd.DataFrame({"camp": [*sorted(set(chosen["camp"]) - {UNKNOWN}), UNKNOWN]})
    rows = poles.merge(present, how="cross").sort_values(["order"], kind="stable")
    by = chosen.groupby(["set", "camp", "pole"])
    counts = by.agg(n=("hit_id", "size"), n_articles=("article_id", "nunique"))
    for voice in ("direct", "indirect", "short"):
        counts[f"n_{voice}"] = by["voice"].agg(lambda voices, voice=voice: int((voices == voice).sum()))
    rows = rows.merge(counts.reset_index(), on=["set", "camp", "pole"], how="left")
    names = ["n", "n_direct", "n_indirect", "n_short", "n_articles"]
    rows[names] = rows[names].fillna(0).astype("int64")
    total = rows.groupby(["set", "camp"])["n"].transform("sum")
    rows["share"] = rows["n"] / total.where(total > 0)
    assert rows["n"].sum() == len(chosen)
    rows["last"] = rows["camp"] == UNKNOWN
    rows = rows.sort_values(["order", "last", "camp", "side"], kind="stable", ignore_index=True)
    return rows[["set", "camp", "pole", "side", *names, "share"]]


def relabelled(hits: pd.DataFrame) -> pd.DataFrame:
    """Return reported words that the speaker's camp never uses when it is quoted directly, each with a direct one.

    In reported speech and in brackets the noun is the reporter's choice. A camp without any direct quotation in the
    set, and a speaker without a camp, allow no comparison and give no row.

    Returns
    -------
    DataFrame, one row per relabelled hit
        ``speaker, camp, set`` · ``pole, reported, hit_id, article_id`` : the reported word ·
        ``direct_pole, direct, direct_hit_id, direct_article_id`` : the camp's first direct use in the set, from the same
        article where there is one · ``n_direct`` : int, direct uses of the set by the camp · ``place, direct_place`` :
        (start, end) of the two sentences, for ``with_sentences``.

    Source: METHODS §1; White 2006; Semino & Short 2004.
    """
    columns = ["article_id", "start", "hit_id", "set", "pole", "surface", "voice", "speaker", "camp", "sentence_start", "sentence_end"]
    known = select(hits[hits["camp"] != ""])[columns]
    known = known[known["voice"].isin(["direct", "indirect", "bracket"])].sort_values(["article_id", "start"])
    used, first, here, n = {}, {}, {}, Counter()
    for hit in known[known["voice"] == "direct"].itertuples():
        key = (hit.camp, hit.set)
        used.setdefault(key, set()).add(hit.pole)
        first.setdefault(key, hit)
        here.setdefault((*key, hit.article_id), hit)
        n[key] += 1
    rows = []
    for hit in known[known["voice"] != "direct"].itertuples():
        key = (hit.camp, hit.set)
        if key not in used or hit.pole in used[key]:
            continue
        quoted = here.get((*key, hit.article_id), first[key])
        rows.append({
            "speaker": hit.speaker, "camp": hit.camp, "set": hit.set, "pole": hit.pole, "reported": hit.surface,
            "hit_id": hit.hit_id, "article_id": hit.article_id, "direct_pole": quoted.pole, "direct": quoted.surface,
            "direct_hit_id": quoted.hit_id, "direct_article_id": quoted.article_id, "n_direct": n[key],
            "place": (hit.sentence_start, hit.sentence_end), "direct_place": (quoted.sentence_start, quoted.sentence_end),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=[*(c for c in RELABELLED if "sentence" not in c), "place", "direct_place"])


def with_sentences(relabelled: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return relabelled words with the two sentences, ``sentence`` and ``direct_sentence``; ``articles`` are those they stand in."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    more = {}
    for side in ("", "direct_"):
        places = zip(relabelled[f"{side}article_id"], relabelled[f"{side}place"], strict=True)
        more[f"{side}sentence"] = [" ".join(texts[article_id][start:end].split()) for article_id, (start, end) in places]
    return relabelled.assign(**more)[RELABELLED]
