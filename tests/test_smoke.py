"""The smoke run: every notebook on the demo study, and every exported table as it was when somebody last looked at it."""

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT
from framing import hits as ledger

EXPECTED = ROOT / "tests" / "expected"
PAGES = [f"{path.stem}.html" for path in sorted((ROOT / "notebooks").glob("*.ipynb")) if not path.name.startswith("9")]


def tables(run: Path) -> Path:
    return run / "data" / "processed" / "demo"


def reports(run: Path) -> Path:
    return run / "reports" / "demo"


@pytest.mark.parametrize("expected", sorted(EXPECTED.glob("*.csv")), ids=lambda path: path.stem)
def test_exported_tables_are_those_expected_byte_for_byte(demo_run, expected):
    made = (tables(demo_run) / expected.name).read_bytes()
    assert made == expected.read_bytes(), f"{expected.name} changed: look at it, run `make expected`, say so in CHANGELOG.md"


def test_every_exported_table_is_expected(demo_run):
    assert sorted(path.name for path in tables(demo_run).glob("*.csv")) == sorted(path.name for path in EXPECTED.glob("*.csv"))
    assert len(list(EXPECTED.glob("*.csv"))) >= 8


def test_ten_pages_and_an_index(demo_run):
    assert {"index.html", *PAGES} <= {path.name for path in reports(demo_run).glob("*.html")}
    assert len(PAGES) == 10


def test_precision_and_recall_are_printed_by_voice_set_and_term(demo_run):
    page = (reports(demo_run) / "09_audit.html").read_text(encoding="utf-8")
    captions = (
        "Precision and recall of the rules for each voice",
        "Precision of the lexicon, all hits and by set",
        "Precision of each term",
    )
    printed = {caption: re.findall(rf"<caption>{caption}.*?</table>", page, re.DOTALL) for caption in captions}
    assert [len(found) for found in printed.values()] == [1, 1, 1]
    accuracy = pd.read_csv(tables(demo_run) / "accuracy.csv")
    shown = [(accuracy["by"] == "voice").sum(), accuracy["by"].isin(["all", "set"]).sum(), (accuracy["by"] == "term").sum()]
    assert [found[0].count('<th scope="row"') for found in printed.values()] == shown
    assert min(shown) >= 5


def test_every_hit_reproduces_its_words(demo_run):
    articles = pd.read_parquet(tables(demo_run) / "articles.parquet")
    hits = pd.read_parquet(tables(demo_run) / "hits.parquet")
    assert len(hits) > 100
    ledger.check(hits, articles)


def test_cells_of_a_partition_sum_to_its_rows(demo_run):
    hits = pd.read_parquet(tables(demo_run) / "hits.parquet")
    counted = ledger.select(hits)
    captions = counted["zone"].eq("caption") & counted["voice"].isin(["own", "bracket"])
    assert len(ledger.select(hits, policy="own")) + len(ledger.select(hits, policy="attributed")) + captions.sum() == len(counted)
    assert hits["why_not"].eq("").sum() == len(counted)


def test_every_number_equals_the_rows_of_the_page_it_links_to(demo_run):
    checked = 0
    for page in reports(demo_run).glob("*.html"):
        for link in re.finditer(r'<a class="cited" href="(evidence/[^"#]+)"[^>]*>([\d,]+)</a>', page.read_text(encoding="utf-8")):
            target, number = link[1], int(link[2].replace(",", ""))
            evidence = reports(demo_run) / target
            shards = [evidence, *evidence.parent.glob(evidence.stem + "-[0-9]*.html")]
            listed = sum(len(re.findall(r'<li [^>]*id="[0-9a-f]{12}', shard.read_text(encoding="utf-8"))) for shard in shards)
            assert listed == number, (page.name, target)
            checked += 1
    assert checked > 50


def test_links_resolve_and_nothing_is_loaded_from_elsewhere(demo_run):
    folder = reports(demo_run)
    anchors: dict[Path, set[str]] = {}
    checked = 0
    for page in folder.rglob("*.html"):
        source = page.read_text(encoding="utf-8")
        assert "<script" not in source and "default-src &#39;none&#39;" in source, page.name
        assert not re.search(r'(?:src|poster|data)="(?!data:)', source), page.name
        for href in re.findall(r'<a [^>]*href="([^"]+)"', source):
            if href.startswith(("http:", "https:", "mailto:")):
                continue
            path, _, anchor = href.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.is_file(), (page.name, href)
            if anchor and target.suffix == ".html":
                found = anchors.setdefault(target, set(re.findall(r'id="([^"]+)"', target.read_text(encoding="utf-8"))))
                assert anchor in found, (page.name, href)
            checked += 1
    assert checked > 200


def test_the_manifest_says_what_was_run(demo_run):
    manifest = json.loads((tables(demo_run) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run"] == "demo" and {"corpus", "lexicon", "code"} <= set(manifest["hashes"])


def test_the_manifest_alone_says_when(demo_run):
    day = json.loads((tables(demo_run) / "manifest.json").read_text(encoding="utf-8"))["made_on"][:10].encode()
    files = [path for folder in (tables(demo_run), reports(demo_run)) for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 50
    assert {path.name for path in files if day in path.read_bytes()} == {"manifest.json"}


def test_formulas_in_exported_cells_are_defused(demo_run):
    for path in tables(demo_run).glob("*.csv"):
        with open(path, newline="", encoding="utf-8") as lines:
            for row in csv.reader(lines):
                assert not any(re.match(r"[=+@\t\r]|-(?!inf|[\d.])", cell) for cell in row), path.name
