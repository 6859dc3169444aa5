"""The index: takes the run's tables and the manifest, returns the page to share and the queries it cites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from framing import audit
from framing.hits import Ledger
from framing.report import cells, marked
from framing.report.cited import Cited, cite, slug
from framing.report.claims import VERDICTS, findings_html, restored

HEADINGS = [
    ("corpus", "The corpus and its limits"),
    ("findings", "Findings"),
    ("examples", "Examples"),
    ("sure", "How sure this is"),
    ("not", "What this does not show"),
    ("methods", "Methods"),
    ("reproduce", "Reproduce"),
    ("pages", "The steps, one page each"),
    ("glossary", "Glossary"),
]
COUNTED_AS = {  # the first three make up the last
    "own voice": {"policy": "own"},
    "attributed": {"policy": "attributed"},
    "captions": {"zone": "caption", "voice": ["own", "bracket"]},
    "all voices": {"policy": "all"},
}
IDEAL, PER_POLE, MOST = 140, 2, 24  # characters of an example sentence; examples of a pole; of all


def corpus(articles: pd.DataFrame, hits: pd.DataFrame | None) -> dict[str, Any]:
    """Return what the corpus is: a sentence, a table by outlet, its limits, the numbers cited. ``articles`` needs no text."""
    outlets = articles["outlet"].replace("", "(unknown)")
    dates = articles.loc[articles["date"] != "", "date"].str[:10]
    first, last = (dates.min(), dates.max()) if len(dates) else ("", "")
    dated = "dated" if len(dates) == len(articles) else f"{len(dates):,} of them dated"
    span = ", none of them dated" if not first else f", {dated} {first}" + (f" to {last}" if last != first else "")
    known = articles.loc[articles["outlet"] != "", "outlet"].nunique()
    nameless = int((articles["outlet"] == "").sum())
    source = f"{known:,} outlet{'s' * (known != 1)}" + (f" and {nameless:,} without an outlet" if nameless else "")
    sentence = f"{len(articles):,} articles from {source}, {int(articles['n_words'].sum()):,} words{span}."
    by = articles.assign(outlet=outlets, date=articles["date"].str[:10]).groupby("outlet")
    table = by.agg(articles=("article_id", "size"), words=("n_words", "sum"), first=("date", "min"), last=("date", "max")).reset_index()
    table = table.sort_values(["articles", "outlet"], ascending=[False, True], ignore_index=True)
    limits: list[str | Markup] = []
    cited: list[Cited] = []
    single = int(((table["articles"] == 1) & (table["outlet"] != "(unknown)")).sum())
    if single:
        limits.append(f"{single} of {known} outlets have one article: what is said of them is said of that article, not of the outlet.")
    undated = int((articles["date"] == "").sum())
    if undated:
        limits.append(f"{undated:,} articles have no date.")
    if hits is not None:
        reasons = {reason: cite(hits, counted=False, why_not=reason) for reason in sorted(set(hits.loc[~hits["counted"], "why_not"]))}
        cited += reasons.values()
        why = Markup(", ").join(Markup("{} {}").format(n, reason) for reason, n in reasons.items())
        left = sum(int(n) for n in reasons.values())
        limits.append(
            Markup("{} of {} hits are not counted{}.").format(f"{left:,}", f"{len(hits):,}", Markup(" ({})").format(why) if left else "")
        )
    limits.append("The articles were chosen by the study; how, its datasheet says. A choice of articles is a choice of words.")
    return {"sentence": sentence, "table": cells.table_html(table, caption="Articles by outlet", rows=12), "limits": limits, "cited": cited}


def counts(hits: pd.DataFrame | Ledger, terms: pd.DataFrame) -> tuple[Markup, list[Cited]]:
    """Return the table of all sets and poles by voice, every number linked to its hits."""
    poles = in_order(terms)
    rows = [
        {"set": pole.set, "pole": pole.pole}
        | {says: cite(hits, set=pole.set, pole=pole.pole, **query) for says, query in COUNTED_AS.items()}
        for pole in poles.itertuples()
    ]
    table = pd.DataFrame(rows, columns=["set", "pole", *COUNTED_AS])
    numbers = [value for row in rows for value in row.values() if isinstance(value, Cited)]
    shown = 60
    return cells.table_html(table, caption="Counted hits by set, pole and voice", rows=shown), numbers[: shown * len(COUNTED_AS)]


def in_order(terms: pd.DataFrame) -> pd.DataFrame:
    """Return one row per set and pole: sets in the lexicon's order, in each the poles A, B, neutral."""
    order = {name: i for i, name in enumerate(terms["set"].drop_duplicates())}
    return terms.drop_duplicates(["set", "pole"]).assign(order=lambda t: t["set"].map(order)).sort_values(["order", "side"], kind="stable")


def examples(hits: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the hits to show as examples, the same rule and number for every pole; ``row`` is their label in ``hits``."""
    length = (hits["sentence_end"] - hits["sentence_start"] - IDEAL).abs()
    ranked = hits.assign(row=hits.index)[hits["counted"] & hits["zone"].isin(["lead", "body", "headline"])].assign(
        away=length, attributed=hits["voice"] != "own"
    )
    ranked = ranked[ranked["away"] <= IDEAL].sort_values(["attributed", "away", "article_id", "start"])
    ranked = ranked.drop_duplicates(["article_id", "sentence_start"]).drop_duplicates(["set", "pole", "sentence_end", "sentence_start"])
    first = ranked.drop_duplicates(["set", "pole", "article_id"]).groupby(["set", "pole"], sort=False).head(PER_POLE)
    order = in_order(terms).reset_index(drop=True).reset_index(names="place")
    return (
        first.merge(order[["set", "pole", "place"]], on=["set", "pole"])
        .sort_values(["place", "attributed", "away"], kind="stable")
        .head(MOST)
    )


def example_entries(
    chosen: pd.DataFrame,
    *,
    hits: pd.DataFrame,
    articles: pd.DataFrame,
    spans: pd.DataFrame,
    sides: Mapping[tuple[str, str], str],
    annotated: set[str],
) -> list[dict]:
    """Return the examples as the template shows them: the sentence with every span and hit in it."""
    about = articles.set_index("article_id")
    entries = []
    for hit in chosen.itertuples(index=False):
        article = about.loc[hit.article_id]
        near = hits[hits["article_id"] == hit.article_id]
        html = marked.annotated(
            article["text"],
            hit.sentence_start,
            hit.sentence_end,
            spans=spans[spans["article_id"] == hit.article_id],
            hits=near,
            sides=dict(sides),
        )
        link = f"articles/{slug(hit.article_id)}.html#{hit.hit_id}" if hit.article_id in annotated else ""
        entry = {"html": html, "article": article["title"] or hit.article_id, "outlet": article["outlet"], "link": link}
        entries.append(entry | {name: getattr(hit, name) for name in ("set", "pole", "zone", "voice", "speaker")})
    return entries


def verdicts(findings: pd.DataFrame) -> Markup:
    """Return how many findings are robust, leaning, fragile or not judged."""
    counted = findings["verdict"].replace("", "not judged").value_counts()
    table = pd.DataFrame(
        [{"verdict": f"{VERDICTS.get(v, '')} {v}".strip(), "findings": int(counted.get(v, 0))} for v in (*VERDICTS, "not judged")]
    )
    return cells.table_html(table, caption="Findings by robustness verdict")


def corrected(table: pd.DataFrame | None) -> Markup | str:
    """Return uncorrected and corrected own-voice shares side by side, and whether the conclusion survives."""
    if table is None or not (table["n_coded"] > 0).any():
        return ""
    wanted = (table["quantity"] == "pole share, own voice") & (table["n_coded"] > 0)
    shown = table.loc[wanted, ["set", "n_own", "uncorrected", "n_coded", "n_own_coded", "corrected", "low", "high", "method", "survives"]]
    caption = "Own-voice pole share as counted, and corrected by the codes; intervals cover coding error only, hits taken as independent"
    labels = {"n_own": "own-voice choices", "n_coded": "coded, all voices", "n_own_coded": "coded valid and own voice"}
    return cells.table_html(shown.reset_index(drop=True), caption=caption, rows=40, labels=labels)


def cited_in(findings: pd.DataFrame) -> list[Cited]:
    """Return every cited number of the findings."""
    return [value for row in findings.itertuples() for value in restored(row.values).values() if isinstance(value, Cited)]


def reproduce(manifest: Mapping[str, Any]) -> Markup:
    """Return hashes and versions as a table."""
    rows = [("framing", manifest.get("framing_version", "")), ("Python", manifest.get("python", ""))]
    rows += [(name, version) for name, version in sorted(manifest.get("packages", {}).items())]
    rows += [(f"{name} (SHA-256)", digest) for name, digest in sorted(manifest.get("hashes", {}).items())]
    rows = [(name, value) for name, value in rows if value]
    return cells.table_html(pd.DataFrame(rows, columns=["what", "version or hash"]), caption="Versions and hashes", rows=60)


def drift(manifest: Mapping[str, Any]) -> Markup | str:
    """Return what differs between the study's registration and this run, as a table; "" where nothing does."""
    rows = pd.DataFrame(manifest.get("drift", []), columns=["what", "registered", "now"])
    return "" if rows.empty else cells.table_html(rows, caption="Changed since the study was registered", rows=60)


def parameters(manifest: Mapping[str, Any]) -> Markup | str:
    """Return the parameters of every notebook as a table."""
    rows = [(book, name, repr(value)) for book, given in sorted(manifest.get("parameters", {}).items()) for name, value in given.items()]
    if not rows:
        return ""
    return cells.table_html(
        pd.DataFrame(rows, columns=["notebook", "parameter", "value"]), caption="Parameters as this run used them", rows=300
    )


def values(
    manifest: Mapping[str, Any], findings: pd.DataFrame | None, agreement: pd.DataFrame | None, correction: pd.DataFrame | None
) -> dict[str, Any]:
    """Return what the template needs that comes from the manifest, the findings and the audit."""
    some = findings is not None and len(findings) > 0
    return {
        "contents": [(name, heading, 2) for name, heading in HEADINGS],
        "question": manifest.get("question", ""),
        "command": manifest.get("command", ""),
        "registration": manifest.get("registration", ""),
        "drift": drift(manifest),
        "audit": manifest.get("audit")
        or (audit.state(agreement, coders=manifest.get("coders", "")) if agreement is not None else audit.UNVALIDATED),
        "corrected": corrected(correction),
        "findings": findings_html(findings, correction) if some else "",
        "verdicts": verdicts(findings) if some else "",
        "reproduce": reproduce(manifest),
        "parameters": parameters(manifest),
    }
