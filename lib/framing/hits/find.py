"""Articles and a lexicon → hits: which term stands where, in whose voice, and whether it counts."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from framing import text
from framing.hits.camps import camp_of
from framing.hits.context import Page, Place, is_hedged, is_negated
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
NOT_COUNTED = ("furniture", "byline", "date")


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
    texts = articles["text"].tolist()
    pages = pages_of(articles, blocks, spans)
    stream = Stream.of(texts, [[(b.start, b.end) for b in page.blocks] for page in pages])
    copies = set(origins.loc[origins["is_copy"].astype(bool), "article_id"]) if origins is not None else set()
    names = articles["article_id"].tolist()
    shas = articles["sha256"].tolist() if "sha256" in articles else [_sha(body) for body in texts]
    bounds = np.searchsorted(stream.number, np.arange(len(texts) + 1)).tolist()
    folded = [text.fold(form) for form in stream.forms]
    camp_cache: dict[str, str] = {}
    rows = []
    for number, start, end, entry, first, _ in lexicon.matcher.matches(stream):
        page, body = pages[number], texts[number]
        each, pole, term = lexicon.matcher.entries[entry]
        block, span = page.block(start), page.span(start)
        zone = block.zone if block else "body"
        _, _, voice, speaker, cue, stance = span or (0, 0, "own", "", "", "")
        if speaker not in camp_cache:
            camp_cache[speaker] = camp_of(speaker, camps or {})
        sentence = page.sentence(start, end)
        before, between = _left(stream, folded, body, first, max(bounds[number], first - 7), sentence[0], start)
        why_not = _why_not(zone, block, names[number] in copies)
        rows.append(
            (
                names[number],
                hit_id(shas[number], start, end, term.pattern),
                start,
                end,
                body[start:end],
                each.name,
                pole,
                term.pattern,
                term.core,
                zone,
                voice,
                speaker,
                camp_cache[speaker],
                cue,
                stance,
                voice == "short" or stance == "distancing" or is_hedged(before),
                is_negated(before, between),
                *sentence,
                why_not == "",
                why_not,
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def pages_of(articles: pd.DataFrame, blocks: pd.DataFrame, spans: pd.DataFrame) -> list[Page]:
    """Return one Page per article, in order."""
    kept = {name: ([], []) for name in articles["article_id"]}
    repeats = blocks["repeat_of"].notna().tolist()
    for name, start, end, zone, repeat in zip(
        blocks["article_id"], blocks["start"].tolist(), blocks["end"].tolist(), blocks["zone"], repeats, strict=True
    ):
        if name in kept:
            kept[name][0].append(Place(start, end, zone, repeat))
    columns = [spans[c].tolist() for c in ("article_id", "start", "end", "voice", "speaker", "cue", "stance")]
    for name, *span in zip(*columns, strict=True):
        if name in kept:
            kept[name][1].append(tuple(span))
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    return [Page(texts[name], *kept[name]) for name in articles["article_id"]]


def _left(stream, folded, body, first, lowest, sentence_start, start) -> tuple[list[str], list[str]]:
    """Return the tokens of the sentence before a hit, folded, and what stands behind each of them."""
    at = [i for i in range(lowest, first) if stream.start[i] >= sentence_start]
    between = [body[int(stream.end[i]) : int(stream.start[i + 1]) if i + 1 < first else start] for i in at]
    return [folded[stream.form[i]] for i in at], between


def _why_not(zone: str, block: Place | None, copy: bool) -> str:
    if zone in NOT_COUNTED:
        return zone
    if block is not None and block.repeat:
        return "repeat"
    return "duplicate origin" if copy else ""


def _sha(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
