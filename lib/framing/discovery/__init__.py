"""Articles and a lexicon → candidate words that the lexicon may lack, found on one half of the articles, measured on the other.

Three traces betray a missing word. *Slots*: it stands where several known terms stand (``X-held``, ``X fighters``).
*Coordination*: it is joined to a known term (*activists, militants and …*). *Log-odds*: one group of outlets prefers it
in its own voice. A word is proposed by its ranks in the three lists; a person decides (``sheet``).
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from framing.discovery import traces
from framing.discovery.traces import Half, Slot
from framing.lexicon import Lexicon, Stream

__all__ = ["candidates", "sheet"]

COLUMNS = {
    **dict.fromkeys(("candidate", "found_by", "like"), "str"),
    **dict.fromkeys(("n_found", "n_measured", "evidence_found", "evidence_measured", "articles"), "int64"),
    **dict.fromkeys(("group", "evidence", "examples"), "str"),
}
MIN_TOKENS = 3  # of a candidate, in the half it is found in
KEEP = 100  # places of each of the three lists that are looked at
DAMP = 10  # the first place of a list counts twice the eleventh
SIDE = 7  # words of context a side in an example
FUNCTION_WORDS = frozenset(
    """a about after again against all also although am an and another any are as at be became because been before being
    between both but by can could did do does during each either few first for from had has have he her here him his how
    i if in including into is it its itself last later least less many me might more most much must my near neither no
    nor not now of off on once one only or other our out over own per said same says second several she should since so
    some still such than that the their them then there these they this those three through to told too two under until
    up upon us very was we were what when where which while who whom whose why will with within without would yet you
    your monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december""".split()
)


def candidates(
    articles: pd.DataFrame,
    lexicon: Lexicon,
    *,
    blocks: pd.DataFrame,
    spans: pd.DataFrame,
    seed: int = 0,
    top: int = 40,
) -> pd.DataFrame:
    """Return words that behave like the terms of a lexicon and are not in it, the most likely first.

    Parameters
    ----------
    articles : DataFrame with ``article_id, text`` and perhaps ``group`` ("" = none; with fewer than two groups the
        log-odds are silent).
    lexicon : Lexicon
    blocks, spans : DataFrame, as ``cleaning.table`` and ``voices.table`` return them.
    seed : int
        Which half of the articles proposes; the other half only measures.
    top : int, rows

    Returns
    -------
    DataFrame, one row per candidate (a type), best first
        ``found_by`` : slots, coordination, log-odds, joined by ", "; ``like`` : the known term it shares most with;
        ``n_found, n_measured`` : its tokens in the half that proposed it and in the other; ``evidence_found,
        evidence_measured`` : those that stand in a shared slot or beside a known term (compounds such as *X-held*
        too); ``articles`` : of the measuring half that use it; ``group`` : the group whose own voice prefers it in
        the finding half ("" = none); ``evidence`` : up to six slots it shares; ``examples`` : up to three lines of the
        measuring half, one below the other.
        Empty with fewer than two articles: nothing could be found on one half and measured on the other.
    """
    if len(articles) < 2:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    order, middle = np.random.default_rng(seed).permutation(len(articles)), len(articles) // 2
    half, other = (Half(articles.iloc[np.sort(part)], lexicon, blocks, spans) for part in (order[:middle], order[middle:]))
    shared, groups = traces.slots(half), traces.by_groups(half)
    worth = _worth(half, lexicon, shared)
    lists = {
        "slots": traces.by_slots(shared, half),
        "coordination": traces.by_coordination(half),
        "log-odds": {word: z for word, (z, _) in groups.items()},
    }
    ranks = {name: _ranks(found, worth) for name, found in lists.items()}
    score = {word: sum(1 / (DAMP + found[word]) for found in ranks.values() if word in found) for word in worth}
    chosen = sorted((word for word in worth if score[word]), key=lambda word: (-score[word], word))[:top]
    rows = []
    for word in chosen:
        stands = sorted((name for name in shared if word in shared[name].words), key=lambda n: (-shared[n].weight, n))
        places = other.places[word] if word in other.places else []
        rows.append(
            (
                word,
                ", ".join(name for name, found in ranks.items() if word in found),
                _like(stands, shared, half, word, lexicon),
                half.total[word],
                len(places),
                _evidence(half, word, set(stands)),
                _evidence(other, word, set(stands)),
                len({int(other.stream.number[at]) for at in places}),
                groups[word][1] if word in ranks["log-odds"] else "",
                " · ".join(stands[:6]),
                "\n".join(_line(other.stream, at) for at in places[:: max(1, len(places) // 3)][:3]),
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def sheet(candidates: pd.DataFrame) -> pd.DataFrame:
    """Return the candidates as a sheet to decide on: add ``decision, set, pole, by, note``, empty.

    Written as ``<lexicon>.candidates.csv`` beside the lexicon and filled in (decision: accepted or rejected),
    ``framing lint`` checks it and can merge what was accepted (``lexicon.merge``).
    """
    blank = pd.DataFrame("", index=candidates.index, columns=["decision", "set", "pole", "by", "note"])
    return pd.concat([candidates[["candidate"]], blank.astype("str"), candidates.drop(columns="candidate")], axis=1)


def _worth(half: Half, lexicon: Lexicon, shared: dict[str, Slot]) -> list[str]:
    """Return the types that could be candidates: words that mean something, not rare, not in the lexicon."""
    types = sorted(half.total)
    known = {half.types[at] for at in half.known}
    return [
        word
        for word, in_lexicon in zip(types, lexicon.matcher.types(types), strict=True)
        if not in_lexicon and word not in known and half.total[word] >= MIN_TOKENS
        if len(word) > 2 and word[0].isalpha() and word not in FUNCTION_WORDS
        if f"X-{word.partition('-')[2]}" not in shared  # X-held: X is the candidate
    ]


def _ranks(found: dict[str, float], worth: list[str]) -> dict[str, int]:
    best = sorted((word for word in worth if word in found), key=lambda word: (-found[word], word))
    return {word: rank for rank, word in enumerate(best[:KEEP])}


def _like(stands: list[str], shared: dict[str, Slot], half: Half, word: str, lexicon: Lexicon) -> str:
    """Return the known term that shares the most with a word."""
    votes: Counter[int] = Counter()
    for name in stands:
        for entry, count in shared[name].terms.items():
            votes[entry] += shared[name].weight * np.log1p(count)
    votes.update(entry for at, entry in half.beside.items() if half.types[at] == word)
    return lexicon.matcher.entries[min(votes, key=lambda e: (-votes[e], e))][2].pattern if votes else ""


def _evidence(half: Half, word: str, stands: set[str]) -> int:
    """Count the tokens of a word that stand in one of the slots or beside a known term."""
    return sum(at in half.beside or any(n in stands and w == word for n, w in half.around(at)) for at in half.of(word))


def _line(stream: Stream, at: int) -> str:
    """Return a token in its context, a few words a side, within its line."""
    number, start, end = int(stream.number[at]), int(stream.start[at]), int(stream.end[at])
    body = stream.texts[number]
    near = [i for i in range(max(at - SIDE, 0), min(at + SIDE + 1, len(stream.form))) if stream.number[i] == number]
    a = max(int(stream.start[near[0]]), body.rfind("\n", 0, start) + 1)
    b = min(int(stream.end[near[-1]]), (body.find("\n", end) + len(body) + 1) % (len(body) + 1))
    return f"{body[a:start].strip()} [{body[start:end]}] {body[end:b].strip()}".strip()
