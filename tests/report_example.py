"""A small run made by hand for the tests of pages: tables on disk, executed notebooks, a manifest.

``write(folder, attack="…")`` puts the attack string into every text a study may bring: titles, texts, outlets,
speakers, terms, pole and set names, file names.
"""

import os
from contextlib import contextmanager

import nbformat
import pandas as pd

from framing import figures, report, tables
from framing.report import display

OUTLETS = ["Harbour Post", "North Wire", "Valley Radio"]
PIECES = [  # text, voice of its hits, hits as (surface, pole)
    ("Rebels hold the old bridge at Tessen.", "own", [("Rebels", "self")]),
    ("The governor said the terrorists had fired first.", "indirect", [("terrorists", "state")]),
    ("“We are rebels and we stay,” a baker said.", "direct", [("rebels", "self")]),
    ("Militants shelled the mill, and fighters answered.", "own", [("Militants", "state"), ("fighters", "neutral")]),
    ("The so-called “terrorists” bought bread.", "short", [("terrorists", "state")]),
]


def texts(n, attack):
    for i in range(n):
        pieces = [PIECES[(i + j) % len(PIECES)] for j in range(4)]
        yield i, f"Day {i} at Tessen {attack}".strip(), pieces


def build(n=6, attack=""):
    """Return the tables of the run."""
    articles, blocks, spans, hits = [], [], [], []
    set_name, poles = f"fighters{attack}", {p: f"{p}{attack}" for p in ("state", "self", "neutral")}
    for i, title, pieces in texts(n, attack):
        article_id, body, at = f"a{i:02d}{attack}", title, len(title)
        blocks.append((article_id, 0, at, "headline", "first-line", pd.NA))
        for place, (piece, voice, found) in enumerate([*pieces, (f"Share this page {attack}", "own", [])]):
            body += "\n\n"
            start = len(body)
            body += piece + (f" {attack}" if attack else "")
            zone, rule = ("furniture", "share:share-line") if place == 4 else ("lead" if place == 0 else "body", "paragraph")
            blocks.append((article_id, start, len(body), zone, rule, pd.NA))
            speaker = "" if voice == "own" else f"the governor{attack}"
            if voice != "own":
                spans.append((article_id, start + 4, len(body), voice, speaker, "said", "neutral", f"{voice}-rule"))
            for surface, pole in found:
                a = start + piece.index(surface)
                hit_id = f"{i:02d}{a:010d}"
                hits.append(
                    (
                        article_id,
                        hit_id,
                        a,
                        a + len(surface),
                        surface,
                        set_name,
                        poles[pole],
                        f"{surface.lower().rstrip('s')}*{attack}",
                        True,
                        zone,
                        voice,
                        speaker,
                        "",
                        "",
                        "",
                    )
                    + (voice == "short", False, start, len(body), True, "")
                )
        articles.append(
            (
                article_id,
                f"a{i:02d}{attack}.txt",
                OUTLETS[i % 3] + attack,
                "",
                "",
                "2031-05-0" + str(i % 9 + 1),
                "",
                title,
                "en",
                "utf-8",
                "0" * 64,
                40,
                body,
            )
        )
    tables_ = {
        "articles": pd.DataFrame(articles, columns=list(tables.COLUMNS["articles"])),
        "blocks": pd.DataFrame(blocks, columns=list(tables.COLUMNS["blocks"])),
        "spans": pd.DataFrame(spans, columns=list(tables.COLUMNS["spans"])),
        "hits": pd.DataFrame(hits, columns=list(tables.COLUMNS["hits"])),
    }
    rows = sorted({(set_name, pole, term) for pole, term in zip(tables_["hits"]["pole"], tables_["hits"]["term"], strict=True)})
    side = {poles["state"]: "A", poles["self"]: "B", poles["neutral"]: "N"}
    rows = [(s, "naming", "armed groups", p, side[p], t, True, "", "") for s, p, t in rows]
    tables_["terms"] = pd.DataFrame(rows, columns=["set", "kind", "referent", "pole", "side", "term", "core", "gloss", "source"])
    tables_["choices"] = choices_of(tables_["hits"], tables_["articles"], poles)
    return tables_


def choices_of(hits, articles, poles):
    from framing.hits import select

    rows, name_of = [], hits["set"].iloc[0]
    units = [("article", a.article_id, a.article_id, a.outlet, [a.article_id]) for a in articles.itertuples()]
    units += [("outlet", o, "", o, list(articles.loc[articles["outlet"] == o, "article_id"])) for o in sorted(set(articles["outlet"]))]
    counts = {
        policy: select(hits, policy=policy).groupby(["article_id", "pole"]).size().to_dict()
        for policy in ("own", "wide", "attributed", "all")
    }
    for unit, name, article_id, outlet, ids in units:
        for policy, count in counts.items():
            a, b, neutral = (sum(count.get((i, poles[p]), 0) for i in ids) for p in ("state", "self", "neutral"))
            share = b / (a + b) if a + b else float("nan")
            rows.append(
                (
                    unit,
                    name,
                    article_id,
                    outlet,
                    "",
                    name_of,
                    policy,
                    a,
                    b,
                    neutral,
                    len(ids),
                    share,
                    share - 0.1,
                    share + 0.1,
                    share,
                    "L1" if a + b else "L0",
                    "",
                )
            )
    return pd.DataFrame(rows, columns=list(tables.COLUMNS["choices"]))


@contextmanager
def shown():
    """Collect what the display helpers show as notebook outputs."""
    outputs, before = [], display.show

    def keep(html, text, about, pictures=None):
        data = {"text/html": str(html), "text/plain": text, **(pictures or {})}
        outputs.append(nbformat.v4.new_output("display_data", data=data, metadata={"framing": about}))

    display.show = keep
    try:
        yield outputs
    finally:
        display.show = before


def notebooks(folder, made, attack=""):
    """Write two executed notebooks whose outputs the helpers made."""
    hits, set_name = made["hits"], made["hits"]["set"].iloc[0]
    folder.mkdir(parents=True, exist_ok=True)
    new = nbformat.v4
    with shown() as first:
        n = report.cite(hits, set=set_name, policy="own")
        report.say("{who} has {n} own choices, a share of {share:.0%}.", who=f"The corpus{attack}", n=n, share=0.5)
        report.table(
            pd.DataFrame(
                {
                    "article": made["articles"]["article_id"],
                    "own": [report.cite(hits, article_id=a, policy="own") for a in made["articles"]["article_id"]],
                }
            ),
            caption=f"Own choices by article{attack}",
            rows=4,
        )
        report.figure(figures.voice_swing(made["choices"], made["terms"], set=set_name))
    with shown() as last:
        report.show_findings(made["findings"])
        report.figure(figures.term_by_article(hits, made["terms"], set=set_name))
    plain = new.new_output("execute_result", data={"text/plain": f"7 {attack}", "text/html": f"<b>7</b>{attack}"}, execution_count=3)
    for name, title, after, outputs in (
        ("05_choices", "05 · Which word?", "10_report", [*first, plain]),
        ("10_report", "10 · What was found?", "05_choices", last),
    ):
        book = new.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}})
        book.cells = [
            new.new_markdown_cell(f"# {title}\n\n**Question.** Which word does each article choose? {attack}"),
            new.new_code_cell('run_name: str = "demo"  # whose tables', metadata={"tags": ["parameters"]}, execution_count=1),
            new.new_markdown_cell(
                f"## Count the choices\n\nIt costs $3 or $5; see [the next step]({after}.ipynb) and "
                "[elsewhere](other.ipynb).\n\n### A detail\n\n- one\n- two"
            ),
            new.new_code_cell("table = choices.table(hits)\nreport.say('x')", execution_count=2, outputs=outputs),
        ]
        nbformat.write(book, folder / f"{name}.ipynb")


MANIFEST = {
    "run": "example",
    "study": "example",
    "title": "Which word at Tessen?",
    "question": "Which word does each article choose, and in whose voice?",
    "command": "framing run example",
    "made_on": "2031-05-09",
    "framing_version": "0.1.0",
    "python": "3.11.2",
    "packages": {"pandas": "3.1"},
    "hashes": {"corpus": "ab" * 32, "lexicon": "cd" * 32},
    "parameters": {"05_choices": {"run_name": "example"}},
    "audit": "",
    "notebooks": [],
}


def publish(folder, n=6, attack="", **options):
    """Write the run below a folder, publish it, and return the folder of its pages."""
    os.environ["FRAMING_STAGE"] = str(folder / "tables")
    try:
        made = build(n, attack)
        cited = report.cite(made["hits"], policy="own", set=made["hits"]["set"].iloc[0])
        made["findings"] = report.findings(
            [
                report.finding(
                    "{who} makes {count} own choices.",
                    set="fighters",
                    level="L2",
                    n=cited,
                    verdict="leaning",
                    interval="range .2 to .6",
                    who=f"The corpus{attack}",
                    count=cited,
                )
            ]
        )
        for name, table in made.items():
            tables.write(table, name, run="example")
        notebooks(folder / "executed", made, attack)
        manifest = MANIFEST | {"title": MANIFEST["title"] + attack, "question": MANIFEST["question"] + attack}
        report.publish("example", folder / "executed", folder / "pages", manifest, **options)
    finally:
        del os.environ["FRAMING_STAGE"]
    return folder / "pages"
