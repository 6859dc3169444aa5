"""Articles and a lexicon → hits: which term stands where, in whose voice, and whether it counts."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from framing.hits import context
from framing.hits.camps import camp_of
from framing.hits.cells import column, strings
from framing.hits.pages import Pages
from framing.hits.pages import read as pages_of
from framing.lexicon import Lexicon, Stream

COLUMNS = {
    **dict.fromkeys(("article_id", "hit_id"), "str"),
    **dict.fromkeys(("start", "end"), "int64"),
    **dict.fromkeys(("surface", "set", "pole", "term"), "str"),
    "core": "bool",
    **dict.fromkeys(("zone", "voice", "speaker", "camp", "cue", "stance"), "str"),
    **dict.fromkeys(("distanced", "negated"), "bool"),
    **dict.fromkeys(("sentence_start", "sentence_end"), "int64"),
    "counted": "bool",
    "why_not": "str",
}


def hit_id(sha256: str, start: int, end: int, term: str) -> str:
    """Return the name of a hit: 12 hexadecimal digits that change with the article, the place and the term."""
    return hashlib.sha256(f"{sha256}|{start}|{end}|{term}".encode()).hexdigest()[:12]


def find(
    articles: pd.DataFrame,
    lexicon: Lexicon,
    *,
    blocks: pd.DataFrame | None = None,
    spans: pd.DataFrame | None = None,
    origins: pd.DataFrame | None = None,
    camps: dict[str, list[str]] | None = None,
    read: tuple[Pages, Stream] | None = None,
) -> pd.DataFrame:
    """Return every match of the lexicon in the articles.

    Parameters
    ----------
    articles : DataFrame with ``article_id, text`` and, for ``hit_id``, ``sha256`` (taken from the text if absent).
    lexicon : Lexicon
    blocks, spans : DataFrame or None
        As ``cleaning.table`` and ``voices.table`` return them; None = made here.
    origins : DataFrame or None
        As ``cleaning.origins`` returns it; hits in a copy (``is_copy``) do not count. None = no copies.
    camps : dict of str to list of str, or None
        Camp → patterns of speakers (``*`` = anything, capitals do not matter). The first camp that fits wins.
    read : (Pages, Stream) or None
        The articles as ``pages.read`` returns them; None = read here.

    Returns
    -------
    DataFrame, one row per hit, in the order of the articles and of the text
        ``start, end`` characters into the text, ``text[start:end] == surface``; ``zone`` of the block, ``voice,
        speaker, cue, stance`` of the span at ``start`` (own and "" where there is none); ``counted`` and, if not,
        ``why_not`` (furniture, byline, date, repeat, duplicate origin). Empty text = unknown or none.
    """
    if blocks is None:
        from framing import cleaning

        blocks = cleaning.table(articles)
    if spans is None:
        from framing import voices

        spans = voices.table(articles, blocks)
    pages, stream = read or pages_of(articles, blocks, spans)
    matches = lexicon.matcher.find(stream)
    keys = pages.keys(matches.number, matches.start)
    block, span = pages.block(keys), pages.span(keys)
    sentence_start, sentence_end = pages.sentences(keys, pages.keys(matches.number, matches.end))
    left = context.Left(stream, matches.first, sentence_start, pages.keys(stream.number, stream.start))
    voice, stance, speaker = pages.said("voice", span, otherwise="own"), pages.said("stance", span), pages.said("speaker", span)
    camp = {name: camp_of(name, camps or {}) for name in set(speaker)}
    why_not = _why_not(pages, block, _copies(origins, pages.names)[matches.number])
    start, end = matches.start.tolist(), matches.end.tolist()
    terms = [(each.name, pole, term.pattern) for each, pole, term in lexicon.matcher.entries]
    core = np.array([term.core for _, _, term in lexicon.matcher.entries], dtype=bool)
    shas = articles["sha256"].tolist() if "sha256" in articles else [_sha(body) for body in pages.texts]
    named = zip(matches.number.tolist(), start, end, matches.entry.tolist(), strict=True)
    columns = {
        "article_id": column(pages.names, matches.number),
        "hit_id": [hit_id(shas[number], a, b, terms[entry][2]) for number, a, b, entry in named],
        "start": matches.start,
        "end": matches.end,
        "surface": [pages.texts[number][a:b] for number, a, b in zip(matches.number.tolist(), start, end, strict=True)],
        **{name: column([term[i] for term in terms], matches.entry) for i, name in enumerate(("set", "pole", "term"))},
        "core": core[matches.entry],
        "zone": pages.zone[block],
        "voice": voice,
        "speaker": speaker,
        "camp": [camp[name] for name in speaker],
        "cue": pages.said("cue", span),
        "stance": stance,
        "distanced": (voice == "short") | (stance == "distancing") | context.hedged(left),
        "negated": context.negated(left),
        "sentence_start": sentence_start - matches.number * pages.stride,
        "sentence_end": sentence_end - matches.number * pages.stride,
        "counted": why_not == "",
        "why_not": why_not,
    }
    texts = {name: strings(values) for name, values in columns.items() if COLUMNS[name] == "str"}
    return pd.DataFrame(columns | texts)


def _why_not(pages: Pages, block: np.ndarray, copy: np.ndarray) -> np.ndarray:
    """Return the first reason why a hit does not count, "" if it does."""
    reasons = [pages.apart[block], pages.repeat[block], copy]
    return np.select(reasons, [pages.zone[block], "repeat", "duplicate origin"], default="").astype(object)


def _copies(origins: pd.DataFrame | None, names: list[str]) -> np.ndarray:
    """Return for each article whether it is a copy of another."""
    copies = set() if origins is None else set(origins.loc[origins["is_copy"].astype(bool), "article_id"])
    return np.array([name in copies for name in names], dtype=bool)


def _sha(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
