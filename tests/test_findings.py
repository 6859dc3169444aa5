"""Findings say what the claim level allows, and every number in them counts the hits its link asks for."""

import json

import pandas as pd

import synthetic
from framing import choices, contrasts, figures, findings, report, robustness
from framing.hits import select

TERMS = synthetic.TERMS


def study(rows, outlets):
    articles = synthetic.articles(outlets).assign(title="")
    hits = synthetic.hits(rows).merge(articles[["article_id", "outlet", "group"]], on="article_id")
    return articles, hits, choices.table(hits, TERMS, articles)


def verdicts(verdict="robust", contrast=""):
    return pd.DataFrame([{"set": "fighters", "contrast": contrast, "verdict": verdict}])


def ranges(hits, articles):
    return robustness.ranges(robustness.influence(hits, TERMS, articles))


def told(rows):
    table = report.findings(rows)
    return [report.claims.sentence(row.sentence, report.claims.restored(row.values))[1] for row in table.itertuples()], table


def test_an_article_is_told_with_exact_counts_in_both_ways_of_counting():
    articles, hits, chosen = study([("a-1", "alpha"), ("a-1", "beta"), ("a-1", "beta", {"voice": "direct"})], {"a": 1})
    said, table = told(findings.of_articles(chosen, hits, TERMS, articles, set="fighters"))
    assert said == ["“a-1”: own voice 1 “state” and 1 “self” terms; counting every voice, 1 and 2."]
    assert table["level"].tolist() == ["L1"] and table["n"].tolist() == [2]


def test_no_own_choice_is_said_as_such_and_is_no_half():
    articles, hits, chosen = study([("a-1", "beta", {"voice": "direct"})], {"a": 1})
    said, table = told(findings.of_articles(chosen, hits, TERMS, articles, set="fighters"))
    assert said == ["“a-1”: no choice in its own voice; counting every voice, 0 “state” and 1 “self” terms."]
    assert table["level"].tolist() == ["L0"] and table["interval"].tolist() == [""]


def test_an_outlet_with_one_article_is_never_named():
    rows = [("a-1", "alpha"), ("b-1", "beta"), ("b-2", "beta")]
    articles, hits, chosen = study(rows, {"a": 1, "b": 2})
    said, _ = told(findings.of_articles(chosen, hits, TERMS, articles, set="fighters"))
    assert [s.split(":")[0] for s in said] == ["“a-1”", "“b-1” (b)", "“b-2” (b)"]
    outlets = findings.of_units(chosen, hits, TERMS, set="fighters", unit="outlet")
    assert [row["name"] for row in outlets] == ["b"]


def test_one_deciding_article_is_described_and_not_judged():
    articles, hits, chosen = study([("a-1", "alpha"), ("a-2", "beta", {"voice": "direct"})], {"a": 2})
    _, table = told(findings.of_corpus(chosen, ranges(hits, articles), verdicts(), hits, TERMS, set="fighters"))
    assert table["verdict"].tolist() == [""]


def test_the_corpus_says_which_article_turns_the_direction():
    rows = [("a-1", "alpha"), ("a-1", "alpha"), ("a-2", "beta"), ("a-3", "beta"), ("a-3", "beta")]
    articles, hits, chosen = study(rows, {"a": 3})
    said, table = told(
        findings.of_corpus(chosen, ranges(hits, articles), verdicts("fragile"), hits, TERMS, set="fighters", titles={"a-3": "Third"})
    )
    # 3 of 5 B; without a-3 1 of 3 = .33, without a-1 3 of 3
    assert "between .33 (without “Third”) and 1.00 (without “a-1”); the direction turns without “Third”." in said[0]
    assert table["verdict"].tolist() == ["fragile"] and table["level"].tolist() == ["L2"]


def test_a_set_without_own_choices_is_told_once_and_one_without_hits_is_not():
    articles, hits, chosen = study([("a-1", "beta", {"voice": "direct"})], {"a": 1})
    said, table = told(findings.of_corpus(chosen, ranges(hits, articles), verdicts(), hits, TERMS, set="fighters"))
    assert said == ["No article chooses in its own voice; counting every voice, 0 “state” and 1 “self” terms."]
    assert table[["level", "n"]].values.tolist() == [["L0", 0]]
    assert findings.of_corpus(chosen, ranges(hits, articles), verdicts(), hits, TERMS, set="event") == []


def test_every_cited_number_counts_the_hits_its_query_asks_for():
    articles, hits = synthetic.draw({"a": 9, "b": 9}, seed=3, share={"a": 0.2, "b": 0.8})
    hits = hits.merge(articles[["article_id", "outlet", "group"]], on="article_id")
    chosen = choices.table(hits, TERMS, articles)
    table = contrasts.table(hits, TERMS, articles, [contrasts.Contrast("a v b", ["a"], ["b"])])
    rows = findings.of_corpus(chosen, ranges(hits, articles), verdicts(), hits, TERMS, set="fighters")
    rows += findings.of_contrasts(table, verdicts("robust", "a v b"), hits, TERMS, set="fighters")
    rows += findings.of_units(chosen, hits, TERMS, set="fighters", unit="outlet")
    rows += findings.of_articles(chosen, hits, TERMS, articles.assign(title=""), set="fighters")
    cited = [value for row in rows for value in json.loads(row["values"]).values() if isinstance(value, dict)]
    assert len(cited) > 60
    for value in cited:
        assert value["n"] == len(select(hits, **value["query"]))


def test_a_contrast_says_its_test_or_that_there_is_none():
    articles, hits = synthetic.draw({"a": 2, "b": 2}, seed=5)
    hits = hits.merge(articles[["article_id", "outlet", "group"]], on="article_id")
    table = contrasts.table(hits, TERMS, articles, [contrasts.Contrast("a v b", ["a"], ["b"])])
    (row,) = findings.of_contrasts(table, verdicts(), hits, TERMS, set="fighters")
    assert "not testable with these articles" in row["interval"] and " p = " not in row["interval"]


def test_every_own_voice_share_comes_with_its_other_end():
    rows = [("a-1", "alpha"), ("a-1", "beta"), ("a-2", "beta"), *[("a-2", "alpha", {"voice": "indirect"})] * 3]
    articles, hits, chosen = study(rows, {"a": 2})
    (whole,) = findings.of_corpus(chosen, ranges(hits, articles), verdicts(), hits, TERMS, set="fighters")
    assert "share of “self” .67; .33 with reported speech, n 6: with it the sides change places;" in whole["interval"]
    first, second = findings.of_articles(chosen, hits, TERMS, articles, set="fighters")
    assert "reported speech adds none" in first["interval"] and "; .25 with reported speech, n 4: with it" in second["interval"]
    shown = report.counts(chosen, hits, TERMS, set="fighters", unit="article")
    assert shown["with reported speech"].tolist() == [".50 (n 2)", ".25 (n 4)"]
    assert figures.choice_interval(chosen, TERMS, set="fighters").table["share_wide"].tolist() == [0.5, 0.25]
    swing = figures.voice_swing(chosen, TERMS, set="fighters")
    assert swing.table["share_wide"].tolist() == [0.5, 0.25] and "tick" in swing.caption


def test_an_even_share_has_no_direction_and_one_article_may_even_it():
    def ends(rows):
        articles, hits, chosen = study(rows, {"a": 4})
        (whole,) = findings.of_corpus(chosen, ranges(hits, articles), verdicts(), hits, TERMS, set="fighters")
        return whole["sentence"].rpartition("; ")[2]

    assert ends([("a-1", "alpha"), ("a-2", "beta")]) == "the sides are even, so that there is no direction to turn."
    assert ends([("a-1", "alpha"), ("a-2", "beta"), ("a-3", "beta")]) == "none turns the direction, but one evens the sides."
    assert ends([("a-1", "alpha"), *[(f"a-{n}", "beta") for n in (2, 3, 4)]]) == "none turns the direction."


def test_a_contrast_comes_with_the_other_end_of_its_band():
    rows = [("a-1", "alpha"), ("a-2", "beta"), ("b-1", "beta"), *[("a-2", "alpha", {"voice": "indirect"})] * 2]
    articles, hits, _ = study([*rows, *[("b-2", "alpha", {"voice": "indirect"})] * 3], {"a": 2, "b": 2})
    table = contrasts.table(hits, TERMS, articles, [contrasts.Contrast("a v b", ["a"], ["b"])])
    fighters = table[table["set"] == "fighters"].iloc[0]
    assert fighters[["share_target", "share_reference", "wide_target", "wide_reference"]].tolist() == [0.5, 1.0, 0.25, 0.25]
    (row,) = findings.of_contrasts(table, verdicts(), hits, TERMS, set="fighters")
    assert "difference −.50 (.25 against .25 with reported speech, 0);" in row["interval"]


def test_all_sets_stand_in_one_table_whose_counts_lead_to_their_hits():
    rows = [("a-1", "alpha"), ("a-1", "beta"), ("a-1", "nu"), ("a-2", "beta"), *[("a-2", "alpha", {"voice": "indirect"})] * 3]
    articles, hits, chosen = study(rows, {"a": 2})
    shown = report.of_sets(chosen, hits, TERMS)
    assert shown["set"].tolist() == TERMS["set"].unique().tolist()
    fighters = shown.set_index("set").loc["fighters"]
    assert [int(fighters[column]) for column in ("own A", "own B", "own N", "all A", "all B", "all N")] == [1, 2, 1, 4, 2, 1]
    assert fighters[["poles", "share of B, own voice", "with reported speech"]].tolist() == ["state · self", ".67", ".33"]


def test_a_finding_says_whom_it_is_about():
    rows = [report.claims.finding("x", set="s", level="L3", n=1, unit=unit) for unit in ("outlet", "group", "contrast")]
    rows += [report.claims.finding("x", set="s", level="L2", n=1, verdict="robust")]
    html = str(report.claims.findings_html(report.findings(rows)))
    assert "● robust to the analyst's decisions" in html.replace("&#39;", "'")
    assert all(said in html for said in ("about this outlet<", "about this group of outlets<", "about the outlets of both sides<"))


def sized(rows, outlets, terms=TERMS):
    articles = synthetic.articles(outlets).assign(title="")
    hits = synthetic.hits(rows).merge(articles[["article_id", "outlet", "group"]], on="article_id")
    words = pd.DataFrame({"article_id": articles["article_id"], "n_own": 200, "n_all": 250})
    return articles, hits, choices.table(hits, terms, articles, words)


def test_aspects_are_told_as_rates_and_never_as_a_choice():
    aspects = TERMS.assign(kind="salience")
    articles, hits, chosen = sized([("a-1", "alpha"), ("a-1", "beta"), ("a-2", "beta"), ("b-1", "beta"), ("b-2", "beta")], {"a": 2, "b": 2})
    (whole,) = findings.of_corpus(chosen, ranges(hits, articles), verdicts(), hits, aspects, set="fighters")
    # 1 and 4 in 800 words; per article 5, 0, 0, 0 and 5, 5, 5, 5
    assert "1.2 and 5.0 per 1,000 own words (mean of articles 1.2 and 5.0)" in whole["sentence"]
    table = contrasts.table(hits, aspects, articles, [contrasts.Contrast("a v b", ["a"], ["b"])])
    (against,) = findings.of_contrasts(table, verdicts(), hits, aspects, set="fighters", choices=chosen)
    assert "2.5 and 5.0 in {target}, 0.0 and 5.0 in {reference}" in against["sentence"]
    rows = [whole, against, *findings.of_articles(chosen, hits, aspects, articles, set="fighters")]
    said = " ".join(row["sentence"] + row["interval"] for row in rows)
    assert said.count("of the two aspects' mentions") == len(rows) and "choice" not in said and "share of" not in said
    shown = report.counts(chosen, hits, aspects, set="fighters", unit="corpus")
    assert shown.loc[0, ["state per 1,000 own words", "self per 1,000, mean of articles"]].tolist() == [1.25, 5.0]


def test_neutral_mentions_stand_beside_the_poles():
    articles, hits, chosen = sized([("a-1", "alpha"), ("a-1", "beta"), ("a-1", "nu"), ("a-1", "nu")], {"a": 1})
    said, table = told(findings.of_articles(chosen, hits, TERMS, articles, set="fighters"))
    assert "1 “self” terms and 2 neutral mentions;" in said[0]
    assert "of all mentions .25 are “state”, .25 “self”" in table["interval"][0]
    assert report.counts(chosen, hits, TERMS, set="fighters", unit="article")["state of all mentions, own voice"].tolist() == [".25"]


def test_a_zero_of_an_article_has_its_bound():
    articles, hits, chosen = sized([("a-1", "beta"), ("a-2", "beta", {"voice": "direct"})], {"a": 2})
    one, none = findings.of_articles(chosen, hits, TERMS, articles, set="fighters")
    most = 1000 * (1 - 0.05 ** (1 / 200))  # 14.9
    assert one["interval"].endswith(f"no “state” in 200 own words: at most {most:.1f} per 1,000 (95 %)")
    assert none["interval"] == f"no “state” and no “self” in 200 own words: at most {most:.1f} per 1,000 (95 %)"
    assert report.counts(chosen, hits, TERMS, set="fighters", unit="article")["a zero, at most per 1,000 words"].round(3).eq(14.867).all()


def test_a_contrast_of_few_articles_is_not_judged_and_a_silent_side_is_not_comparable():
    words = {"a": "alpha", "b": "beta"}
    for n, verdict in ((3, ""), (4, "robust")):
        rows = [(f"{outlet}-{i + 1}", word) for outlet, word in words.items() for i in range(n)]
        articles, hits, _ = study(rows, {"a": n, "b": n})
        table = contrasts.table(hits, TERMS, articles, [contrasts.Contrast("a v b", ["a"], ["b"])])
        (row,) = findings.of_contrasts(table, verdicts("robust", "a v b"), hits, TERMS, set="fighters")
        assert row["verdict"] == verdict
        (turned,) = findings.of_contrasts(table.assign(lowest=-0.1, highest=0.2), verdicts("robust", "a v b"), hits, TERMS, set="fighters")
        assert turned["verdict"] == ""
    (silent,) = findings.of_contrasts(table, verdicts(), hits, TERMS, set="event")
    assert "not comparable" in str(report.claims.findings_html(report.findings([silent])))


def test_ends_that_print_alike_are_no_range():
    articles, hits, chosen = study([("a-1", "beta"), ("a-2", "beta"), ("a-3", "beta")], {"a": 3})
    said, _ = told(findings.of_corpus(chosen, ranges(hits, articles), verdicts(), hits, TERMS, set="fighters"))
    assert "Leaving out any one article leaves the share of “self” at 1.00; none turns the direction." in said[0]
