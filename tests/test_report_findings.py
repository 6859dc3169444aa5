"""Findings on a page: level, count, verdict and what coding makes of them."""

import numpy as np
import pandas as pd
import pytest

import report_example
from framing import report, tables


def test_findings_come_back_as_they_went(tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_STAGE", str(tmp_path))
    hits = report_example.build()["hits"]
    n = report.cite(hits, policy="own")
    table = report.findings(
        [report.finding("{who} {n1} {share:.2f}", set="s", level="L2", n=n, verdict="robust", interval="range", who="<x>", n1=n, share=0.5)]
    )
    back = tables.write(table, "findings", run="r", export=True)
    html = report.claims.findings_html(back)
    assert f"evidence/{n.slug}.html" in html and "&lt;x&gt;" in html and "0.50" in html and "robust" in html and "L2" in html
    with pytest.raises(ValueError, match="claim level"):
        report.finding("x", set="s", level="L9", n=1)
    with pytest.raises(ValueError, match="verdict"):
        report.finding("x", set="s", level="L1", n=1, verdict="sure")
    with pytest.raises(KeyError):
        report.finding("{missing} {n}", set="s", level="L1", n=1, other=2)


def test_a_finding_about_the_corpus_says_what_coding_makes_of_it(tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_STAGE", str(tmp_path))
    rows = [(s, "pole share, own voice", 30, *r) for s, *r in (
        ("a", 0.554, 0.5104, 0.64, "no", ""), ("b", 0.39, np.nan, np.nan, "yes", ""),
        ("c", 0.48, 0.44, 0.53, "open", ""), ("d", np.nan, np.nan, np.nan, "", "7 coded hits: no correction below 20"),
        ("e", np.nan, np.nan, np.nan, "", "every hit is coded: the codes are the estimate"))]  # fmt: skip
    corrected = pd.DataFrame(rows, columns=["set", "quantity", "n_coded", "corrected", "low", "high", "survives", "reason"])
    corrected["method"] = np.where(corrected["reason"].str.startswith("every"), "codes", "")
    said = report.claims.after_coding(corrected)
    assert said == {
        "a": "after coding .55 (.51 to .64, coding error only): does not survive",
        "b": "after coding .39: survives",
        "c": "after coding .48 (.44 to .53, coding error only): open",
        "d": "after coding: not known, 7 coded hits: no correction below 20",
        "e": "after coding: no choice is left in own voice",
    }
    found = report.findings([report.finding("x", set=s, level="L2", n=9, unit=u) for s in "ab" for u in ("corpus", "contrast")])
    html = str(report.claims.findings_html(found, corrected))
    assert [html.count(said[s]) for s in "abcd"] == [1, 1, 0, 0]  # not beside the contrasts
    assert html.index(said["a"]) < html.index("<bdi>b</bdi>") < html.index(said["b"])
    assert "after coding" not in report.claims.findings_html(found, corrected.assign(n_coded=0))
    assert str(report.claims.findings_html(found)) == str(report.claims.findings_html(found, corrected.assign(n_coded=0)))
