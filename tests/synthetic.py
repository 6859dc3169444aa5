"""Seeded synthetic tables for the tests of the numbers: articles, terms, hits and words that no one wrote."""

import hashlib

import numpy as np
import pandas as pd

TERMS = pd.DataFrame(
    [
        ("fighters", "naming", "the armed groups", "state", "A", "alpha", True),
        ("fighters", "naming", "the armed groups", "state", "A", "alpine", True),
        ("fighters", "naming", "the armed groups", "self", "B", "beta", True),
        ("fighters", "naming", "the armed groups", "self", "B", "bravo", False),
        ("fighters", "naming", "the armed groups", "neutral", "N", "nu", True),
        ("event", "event", "what happened", "freed", "A", "gamma", True),
        ("event", "event", "what happened", "taken", "B", "delta", True),
    ],
    columns=["set", "kind", "referent", "pole", "side", "term", "core"],
).assign(gloss="", source="")

COLUMNS = [
    "article_id", "hit_id", "start", "end", "surface", "set", "pole", "term", "core", "zone", "voice", "speaker", "camp", "cue", "stance",
    "distanced", "negated", "sentence_start", "sentence_end", "counted", "why_not",
]  # fmt: skip


def hits(rows, **every) -> pd.DataFrame:
    """A hits table of (article_id, term) or (article_id, term, {column: value}) rows; the rest takes plain defaults."""
    terms = TERMS.set_index("term")
    table = []
    for place, row in enumerate(rows):
        article_id, term = row[:2]
        said = {
            "article_id": article_id, "term": term, "surface": term, "set": terms.at[term, "set"], "pole": terms.at[term, "pole"],
            "core": bool(terms.at[term, "core"]), "start": 20 * place, "end": 20 * place + len(term), "zone": "body", "voice": "own",
            "speaker": "", "camp": "", "cue": "", "stance": "", "distanced": False, "negated": False, "counted": True, "why_not": "",
            "sentence_start": 20 * place, "sentence_end": 20 * place + 20,
        } | every | (row[2] if len(row) > 2 else {})  # fmt: skip
        said["hit_id"] = hashlib.sha256(f"{article_id}|{place}|{term}".encode()).hexdigest()[:12]
        table.append(said)
    return pd.DataFrame(table, columns=COLUMNS)


def articles(outlets: dict[str, int], *, groups: dict[str, str] | None = None) -> pd.DataFrame:
    """An articles table with so many articles of each outlet: x-1, x-2 … for outlet x."""
    rows = [(f"{outlet}-{i + 1}", outlet, (groups or {}).get(outlet, "")) for outlet, n in outlets.items() for i in range(n)]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "group"]).assign(date="", text="x" * 400)


def draw(outlets: dict[str, int], *, seed: int, share: dict[str, float] | None = None, mean: float = 4, concentration: float = 2.0):
    """Articles and hits: each article's pole share is Beta-distributed round its outlet's, choices are 1 + Poisson."""
    rng = np.random.default_rng(seed)
    known = articles(outlets)
    rows = []
    for article_id, outlet in known[["article_id", "outlet"]].itertuples(index=False):
        centre = (share or {}).get(outlet, 0.5)
        theta = rng.beta(centre * concentration, (1 - centre) * concentration)
        for _ in range(1 + rng.poisson(mean)):
            term = ("beta", "bravo") if rng.random() < theta else ("alpha", "alpine")
            voice = rng.choice(["own", "own", "direct", "indirect", "short"])
            extra = {
                "voice": str(voice), "zone": str(rng.choice(["headline", "lead", "body", "body", "caption"])),
                "distanced": bool(rng.random() < 0.1), "negated": bool(rng.random() < 0.05),
                "speaker": "" if voice == "own" else str(rng.choice(["", "Ann", "Bo"])),
            }  # fmt: skip
            rows.append((article_id, str(rng.choice(term)), extra))
        if rng.random() < 0.5:
            rows.append((article_id, "nu", {}))
    return known, hits(rows)
