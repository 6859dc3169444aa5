"""Choices: counts, shares, intervals and levels; by hand, against statsmodels, under swaps and permutations, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import choices
from framing.choices.intervals import tail
from framing.choices.speakers import one_name
from framing.errors import BadInput
from framing.hits import select
from synthetic import TERMS, articles, draw, hits


def row(table, **equals):
    for column, value in equals.items():
        table = table[table[column] == value]
    assert len(table) == 1, table
    return table.iloc[0]


def words_of(known, n_own=200, n_all=250):
    return pd.DataFrame({"article_id": known["article_id"], "type": "x", "n_own": n_own, "n_all": n_all, "in_lexicon": False})


# ---- by hand


def test_one_article_by_hand():
    # x-1 says alpha once and beta three times itself, nu twice, beta once in a quotation, alpha once in reported speech
    found = hits([("x-1", "alpha"), *[("x-1", "beta")] * 3, *[("x-1", "nu")] * 2, ("x-1", "beta", {"voice": "direct"}),
                  ("x-1", "alpha", {"voice": "indirect"}), ("x-1", "alpha", {"zone": "caption"})])  # fmt: skip
    known = articles({"x": 1})
    table = choices.table(found, TERMS, known, words_of(known))
    own = row(table, unit="article", set="fighters", policy="own")
    assert (own["n_a"], own["n_b"], own["n_neutral"]) == (1, 3, 2)
    assert own["share"] == 3 / 4
    assert own["share_a_of_all"] == pytest.approx(1 / 6)  # 1 of 1 + 3 + 2 mentions
    assert own["rate_b"] == pytest.approx(15.0)  # 3 per 200 words
    assert own["level"] == "L1" and own["interval"] == "Jeffreys"
    wide = row(table, unit="article", set="fighters", policy="wide")
    assert wide["share"] == 3 / 5  # the reported alpha joins
    every = row(table, unit="article", set="fighters", policy="all")
    assert every["share"] == 4 / 7  # 4 beta, 3 alpha: the caption and the quotation count too
    assert row(table, unit="article", set="fighters", policy="attributed")["share"] == 1 / 2


def test_one_choice_has_no_interval():
    # the Jeffreys interval of one choice covers 98 %, not 95: it would say too little to be an interval
    one = row(choices.table(hits([("x-1", "beta")]), TERMS, articles({"x": 1})), unit="article", set="fighters", policy="own")
    assert one["share"] == 1 and one["level"] == "L1" and one["interval"] == ""
    assert np.isnan(one["low"]) and one["reason"] == "one choice allows no interval"


def test_no_choice_is_L0_and_a_zero_has_its_bound():
    known = articles({"x": 1})
    table = choices.table(hits([("x-1", "beta")]), TERMS, known, words_of(known, n_own=300, n_all=300))
    event = row(table, unit="article", set="event", policy="own")
    assert event["level"] == "L0" and "no own-voice choice" in event["reason"]
    assert np.isnan(event["share"]) and np.isnan(event["low"])
    fighters = row(table, unit="article", set="fighters", policy="own")
    assert fighters["zero_bound_a"] == pytest.approx(1 - 0.05 ** (1 / 300))  # about 3 / 300
    assert np.isnan(fighters["zero_bound_b"])


def test_an_outlet_with_one_article_has_no_interval():
    known = articles({"x": 1, "y": 12})
    found = hits(
        [("x-1", "alpha"), ("x-1", "beta"), *[(f"y-{i}", w) for i in range(1, 13) for w in ("alpha", "beta", "beta")[: 2 + i % 2]]]
    )
    table = choices.table(found, TERMS, known)
    lonely = row(table, unit="outlet", name="x", set="fighters", policy="own")
    assert lonely["reason"] == "n = 1, no interval" and lonely["level"] == "L1" and np.isnan(lonely["low"])
    whole = row(table, unit="corpus", set="fighters", policy="own")
    assert whole["level"] == "L2" and "outlets are no sample" in whole["reason"]
    grouped = choices.table(found, TERMS, known.assign(group="both"))
    assert "one article only" in row(grouped, unit="group", set="fighters", policy="own")["reason"]
    assert row(table, unit="outlet", name="y", set="fighters", policy="own")["level"] == "L3"


@pytest.mark.parametrize(("outlets", "level"), [({"x": 20}, "L3"), ({"x": 10, "y": 10}, "L2"), ({"": 20}, "L2")])
def test_all_articles_are_only_more_than_described_where_they_are_one_outlet(outlets, level):
    known, found = draw(outlets, seed=3)
    whole = row(choices.table(found, TERMS, known), unit="corpus", set="fighters", policy="own")
    assert (whole["level"], np.isnan(whole["low"]), whole["interval"] == "") == (level, level == "L2", level == "L2")
    assert ("their outlets are no sample" in whole["reason"]) == (level == "L2")


def test_a_copy_is_not_called_silent_and_stands_in_no_denominator():
    known = articles({"x": 2, "y": 1})
    found = hits([("x-1", "alpha"), ("x-2", "alpha", {"counted": False, "why_not": "duplicate origin"})])
    table = choices.table(found, TERMS, known, copies={"x-2": "x-1", "y-1": "x-1"})
    own = table[(table["set"] == "fighters") & (table["policy"] == "own")].set_index("name")
    assert own.at["x-2", "reason"] == "its words are a copy of x-1, counted there" and own.at["x-2", "level"] == ""
    assert own.loc[["x", "y", "all"], "n_articles"].tolist() == [1, 0, 1]
    assert own.at["y", "level"] == "" and own.at["y", "reason"] == "its articles are copies of others, counted there"
    assert own.at["x-1", "level"] == "L1" and choices.table(found, TERMS, known)["n_articles"].max() == 3
    assert choices.swing(table)["level"].tolist().count("") == 6  # two articles and an outlet, in two sets


def test_zero_bound_by_hand():
    assert choices.zero_bound(1) == pytest.approx(0.95)  # 1 − .05
    assert choices.zero_bound(300) == pytest.approx(3 / 300, abs=1e-4)  # the rule of three
    assert np.isnan(choices.zero_bound(0))


def test_swing_by_hand():
    # own voice: 3 alpha, 1 beta → .25; all: 3 alpha, 5 beta → .625; delta .375
    found = hits([*[("x-1", "alpha")] * 3, ("x-1", "beta"), *[("x-1", "beta", {"voice": "direct"})] * 4])
    swing = choices.swing(choices.table(found, TERMS, articles({"x": 1})))
    one = row(swing, unit="article", set="fighters")
    assert (one["theta_own"], one["theta_all"], one["delta"]) == (0.25, 0.625, 0.375)
    assert (one["n_own"], one["n_all"]) == (4, 8)
    undefined = row(swing, unit="article", set="event")
    assert not undefined["defined"] and np.isnan(undefined["delta"])


def test_unattributed_by_hand():
    found = hits([*[("x-1", "alpha")] * 3, ("x-2", "alpha", {"voice": "short"})])
    one = row(choices.unattributed(found, TERMS), term="alpha")
    assert (one["n_own"], one["n_attributed"], one["unattributed"], one["n_articles"]) == (3, 1, 0.75, 2)


def test_prominence_and_headline_by_hand():
    found = hits([("x-1", "beta", {"zone": "headline"}), ("x-1", "alpha", {"zone": "lead"}), ("x-1", "alpha", {"zone": "body"}),
                  ("x-1", "beta", {"zone": "body"}), ("x-1", "alpha", {"zone": "headline", "voice": "short"})])  # fmt: skip
    zones = choices.prominence(found, TERMS)
    headline = row(zones, set="fighters", zone="headline")
    assert (headline["n_all"], headline["n_b"], headline["share"], headline["share_own"]) == (2, 1, 1.0, 0.5)
    both = row(choices.headline_body(found, TERMS, articles({"x": 1})), unit="article")
    assert (both["n_headline"], both["n_body"]) == (1, 3)
    assert both["divergence"] == pytest.approx(1 - 1 / 3)


def test_first_use_by_hand():
    found = hits([("x-1", "nu"), ("x-1", "alpha", {"voice": "direct"}), ("x-1", "alpha")])  # at 0, 20 and 40 of 400 characters
    first = choices.first_use(found, TERMS, articles({"x": 1}))
    assert row(first, side="A")["position"] == 0.1
    assert row(first, side="N")["position"] == 0.0


def test_speakers_and_concentration_by_hand():
    text = "one two three four five six seven eight nine ten"
    known = articles({"x": 1}).assign(text=text)
    at = [(0, 18, "Ann"), (19, 31, "Bo"), (32, 48, "")]  # four, three (four five six → see below) and the rest unknown
    spans = pd.DataFrame([("x-1", s, e, "direct", who, "said", "neutral", "r") for s, e, who in at],
                         columns=["article_id", "start", "end", "voice", "speaker", "cue", "stance", "rule"])  # fmt: skip
    table = choices.speakers(spans, known)
    counts = dict(zip(table["speaker"], table["n_words"], strict=True))
    assert counts == {"Ann": 4, "Bo": 3, "": 3}  # one–four, five–seven, eight–ten
    one = choices.concentration(table).iloc[0]
    assert one["hhi"] == pytest.approx(0.4**2 + 0.3**2)  # the unknown .3 adds nothing at least …
    assert one["hhi_high"] == pytest.approx(0.7**2 + 0.3**2)  # … and at most all goes to Ann
    assert one["effective_voices"] == pytest.approx(4.0) and not one["single_source"]


def test_a_family_name_counts_with_the_one_fuller_name_of_its_article():
    names = [
        "Pell",
        "Colonel Jorun Pell of the staff",
        "Vessin",
        "the envoy for Vessin",
        "Orr",
        "Ada Orr",
        "Ben Orr",
        "NPA",
        "Norra NPA",
        "",
    ]
    owned = pd.DataFrame({"article_id": "a", "speaker": names, "n_words": range(1, 11)})
    merged = one_name(pd.concat([owned, owned.head(1).assign(article_id="b")])).set_index(["article_id", "speaker"])["n_words"]
    assert merged["a", "Colonel Jorun Pell of the staff"] == 1 + 2 and merged["b", "Pell"] == 1
    assert set(names) - {"Pell"} == set(merged["a"].index)  # "for" is no first name, two bear the name Orr, NPA is an acronym
    assert merged.sum() == owned["n_words"].sum() + 1


def test_words_inside_a_bracket_are_nobodys_and_nested_spans_count_once():
    known = articles({"x": 1}).assign(text="one two three four five")
    rows = [("direct", 0, 23, "Ann"), ("bracket", 4, 7, "Ann"), ("short", 8, 13, "Bo")]
    spans = pd.DataFrame([("x-1", s, e, voice, who, "", "", "r") for voice, s, e, who in rows],
                         columns=["article_id", "start", "end", "voice", "speaker", "cue", "stance", "rule"])  # fmt: skip
    table = choices.speakers(spans, known)
    assert dict(zip(table["speaker"], table["n_words"], strict=True)) == {"Ann": 3, "Bo": 1}


def test_single_source():
    table = pd.DataFrame({"article_id": ["a", "a"], "speaker": ["Ann", "Bo"], "n_words": [8, 2], "share": [0.8, 0.2]})
    assert choices.concentration(table)["single_source"].tolist() == [True]


def test_camps_always_show_the_unknown():
    found = hits([("x-1", "alpha", {"voice": "direct", "camp": "red"}), ("x-1", "beta", {"voice": "indirect"})])
    table = choices.camps(found, TERMS)
    assert row(table, set="fighters", camp="red", side="A")[["n", "n_direct", "share"]].tolist() == [1, 1, 1.0]
    assert row(table, set="fighters", camp="unknown", side="B")["n_indirect"] == 1
    assert (table["camp"] == "unknown").sum() == 5  # every pole of both sets
    assert table["n"].sum() == len(select(found, policy="attributed"))


def test_relabelled_needs_a_direct_quotation_to_compare_with():
    known = articles({"x": 1}).assign(text="y" * 400)
    said = {"camp": "red", "speaker": "Ann"}
    found = hits([("x-1", "alpha", said | {"voice": "direct"}), ("x-1", "beta", said | {"voice": "indirect"}),
                  ("x-1", "alpha", said | {"voice": "indirect"}), ("x-1", "delta", said | {"voice": "indirect"}),
                  ("x-1", "beta", {"voice": "indirect", "speaker": "Cy"})])  # fmt: skip
    table = choices.with_sentences(choices.relabelled(found), known)
    assert table[["reported", "direct", "camp"]].values.tolist() == [["beta", "alpha", "red"]]


# ---- oracles


@pytest.mark.parametrize(("k", "n"), [(1, 2), (3, 10), (7, 8), (40, 90)])
def test_jeffreys_agrees_with_statsmodels(k, n):
    from statsmodels.stats.proportion import proportion_confint

    assert np.allclose(choices.jeffreys(k, n), proportion_confint(k, n, method="jeffreys"))


def test_jeffreys_ends():
    low, high = choices.jeffreys([0, 5, 0], [5, 5, 0])
    assert low[0] == 0 and high[1] == 1  # Brown, Cai & DasGupta
    assert np.isnan(low[2]) and np.isnan(high[2])
    with pytest.raises(ValueError, match="0 <= k <= n"):
        choices.jeffreys(3, 2)


@pytest.mark.parametrize(("n", "method", "apart"), [(8, "all resamples of articles", 0.05), (60, "4999 resamples of articles", 0.015)])
def test_bootstrap_agrees_with_scipy(n, method, apart):
    # scipy's acceleration comes from leaving one out, ours from each article's pull: they meet as articles grow in number
    from scipy.stats import bootstrap

    rng = np.random.default_rng(5)
    n_a, n_b = 1 + rng.poisson(2, n), rng.poisson(2, n) + (np.arange(n) < 5)
    oracle = bootstrap((n_a, n_b), lambda a, b, axis: b.sum(axis) / (a + b).sum(axis), paired=True, vectorized=True, method="BCa",
                       n_resamples=20_000, confidence_level=1 - 2 * tail(n), rng=rng).confidence_interval  # fmt: skip
    found = choices.bootstrap(n_a, n_b)
    assert found.method == method
    assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), abs=apart)


def test_widened_tails_match_students_t():
    # n = 8: the interval of a mean is t(.975, 7) · s/√n; percentiles of resampled means have s·√(7/8)/√n
    from scipy.stats import norm, t

    assert norm.isf(tail(8)) * np.sqrt(7 / 8) == pytest.approx(t.ppf(0.975, 7))


# ---- properties


def swapped(terms):
    return terms.assign(side=terms["side"].map({"A": "B", "B": "A", "N": "N"}))


@settings(max_examples=3, derandomize=True, deadline=None)
@given(st.integers(0, 10_000))
def test_swapping_the_poles_mirrors_every_number(seed):
    known, found = draw({"x": 9, "y": 13}, seed=seed)
    one, other = (choices.table(found, terms, known) for terms in (TERMS, swapped(TERMS)))
    assert one["n_a"].equals(other["n_b"]) and one["n_neutral"].equals(other["n_neutral"])
    assert np.allclose(one["share"], 1 - other["share"], equal_nan=True)
    assert np.allclose(one["low"], 1 - other["high"], equal_nan=True)
    assert np.allclose(one["share_mean"], 1 - other["share_mean"], equal_nan=True)
    assert one["level"].equals(other["level"])


def test_order_of_files_changes_no_byte():
    known, found = draw({"x": 9, "y": 13}, seed=4)
    shuffled = choices.table(found.sample(frac=1, random_state=1), TERMS, known.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(choices.table(found, TERMS, known), shuffled)


def test_a_new_article_leaves_the_others_alone():
    known, found = draw({"x": 9, "y": 13}, seed=4)
    more = pd.concat([known, articles({"z": 1})], ignore_index=True)
    extra = pd.concat([found, hits([("z-1", "alpha")])], ignore_index=True)
    before, after = choices.table(found, TERMS, known), choices.table(extra, TERMS, more)
    kept = after[(after["unit"].isin(["article", "outlet"])) & (after["outlet"] != "z")].reset_index(drop=True)
    pd.testing.assert_frame_equal(before[before["unit"].isin(["article", "outlet"])].reset_index(drop=True), kept)


def test_units_sum_to_the_corpus():
    known, found = draw({"x": 9, "y": 13}, seed=7)
    table = choices.table(found, TERMS, known)
    counts = table.groupby(["unit", "set", "policy"])[["n_a", "n_b", "n_neutral"]].sum()
    for unit in ("article", "outlet"):
        pd.testing.assert_frame_equal(counts.loc[unit], counts.loc["corpus"])
    assert counts.loc[("corpus", slice(None), "all"), :].to_numpy().sum() == len(found)


def test_more_articles_narrow_the_interval():
    widths = []
    for n in (12, 48, 192):
        known, found = draw({"x": n}, seed=3)
        corpus = row(choices.table(found, TERMS, known), unit="corpus", set="fighters", policy="all")
        widths.append(corpus["high"] - corpus["low"])
    assert widths[0] > widths[1] > widths[2]


# ---- refusals


def test_the_bootstrap_is_refused():
    assert choices.bootstrap([1] * 7, [1] * 7).reason == "7 articles with a choice: no interval below 8"
    assert "only: no interval" in choices.bootstrap([0] * 20, [1] * 20).reason
    assert choices.bootstrap([1] * 20, [0] * 16 + [1] * 4).reason == "one pole stands in 4 articles of 20: no interval below 5"
    assert "have the same share" in choices.bootstrap([1] * 20, [1] * 20).reason
    assert np.isnan(choices.bootstrap([1] * 7, [1] * 7).low)


def test_hits_and_terms_of_two_lexicons_are_refused():
    with pytest.raises(BadInput, match="which the terms lack: run notebooks/04_terms"):
        choices.sides(hits([("x-1", "gamma")]), TERMS[TERMS["set"] == "fighters"])


def test_hits_of_an_unknown_article_are_refused():
    with pytest.raises(BadInput, match="no article of the articles table"):
        choices.table(hits([("q-9", "alpha")]), TERMS, articles({"x": 1}))


def test_from_a_thousand_articles_on_the_interval_is_that_of_the_standard_error():
    rng = np.random.default_rng(11)
    pairs = rng.poisson([[1.4, 1.1]], size=(1200, 2))
    few, many = (choices.bootstrap(*pairs[pairs.sum(axis=1) > 0][:n].T, seed=3) for n in (999, 1000))
    assert few.method.startswith("4999") and many.method == "the standard error over articles"
    assert abs((many.high - many.low) / (few.high - few.low) - 1) < 0.05 and abs(many.low - few.low) < 0.004
    swapped = choices.bootstrap(*pairs[pairs.sum(axis=1) > 0][:1000][:, ::-1].T, seed=3)
    assert (1 - swapped.high, 1 - swapped.low) == pytest.approx((many.low, many.high))


def test_of_many_articles_those_are_listed_that_have_a_hit_in_the_set_and_nothing_else_changes(monkeypatch):
    known, found = draw({"x": 3, "y": 3}, seed=4)
    every = choices.table(found, TERMS, known)
    monkeypatch.setattr("framing.choices.units.WHOLE", 2)
    listed = choices.table(found, TERMS, known)
    met = set(zip(found["article_id"], found["set"], strict=True))
    kept = [unit != "article" or (name, of) in met for unit, name, of in zip(every["unit"], every["name"], every["set"], strict=True)]
    assert not all(kept)
    pd.testing.assert_frame_equal(listed, every[kept].reset_index(drop=True))


def test_furniture_of_an_article_without_text_may_hold_hits():
    found = hits([("x-1", "beta"), ("gone", "beta", {"counted": False, "why_not": "furniture"})])
    table = choices.table(found, TERMS, articles({"x": 1}))
    assert set(table["n_articles"]) == {1}
