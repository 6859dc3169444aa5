"""Contrasts: the check values of METHODS section 5, independent implementations, swaps, and what is refused."""

import math
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from framing import contrasts
from framing.contrasts import Contrast
from framing.errors import BadInput
from synthetic import TERMS, articles, draw, hits

A, B, C, D = 9, 2, 447, 2255  # the check values: 9 of 447 tokens against 2 of 2,255
SIZES = [334, 317, 860, 447, 744]


def lists(a=A, b=B, c=C, d=D):
    return pd.Series({"w": a, "rest": c - a}), pd.Series({"w": b, "rest": d - b})


def spread(counts, sizes=SIZES):
    rows = [(f"a{i}", kind, n) for i, (v, s) in enumerate(zip(counts, sizes, strict=True)) for kind, n in (("w", v), ("rest", s - v))]
    return contrasts.dispersion(pd.DataFrame(rows, columns=["article_id", "type", "n_own"])).loc["w"]


# ---- check values of METHODS section 5, to the printed digits


def test_g2_and_bic_check_values():
    # two cells: E = 447 · 11 / 2702 = 1.8198 and 9.1802; 2 (9 ln(9/1.8198) + 2 ln(2/9.1802)) = 2 (14.387 − 3.048) = 22.68
    assert f"{float(contrasts.g2_two_cell(A, B, C, D)):.2f}" == "22.68"
    # four cells: plus 2 (438 ln(438/445.18) + 2253 ln(2253/2245.82)) = 22.68 + 0.14
    assert f"{float(contrasts.g2(A, B, C, D)):.2f}" == "22.82"
    assert f"{float(contrasts.bic(contrasts.g2_two_cell(A, B, C, D), C + D)):.2f}" == "14.78"  # 22.68 − ln 2702 = 22.68 − 7.90


def test_log_ratio_check_values():
    assert f"{float(contrasts.log_ratio(A, B, C, D)):.2f}" == "4.50"  # (9/447) / (2/2255) = 22.70 = 2^4.50
    assert [f"{float(x):.2f}" for x in contrasts.log_ratio_interval(A, B, C, D)] == ["2.23", "7.75"]


@pytest.mark.parametrize(("alpha0", "printed"), [(100, ["2.839", "0.522", "3.931"]), (10, ["3.108", "0.601", "4.010"])])
def test_log_odds_check_values(alpha0, printed):
    # alpha_w = 100 · 11 / 2702 = .4071: ln(9.4071 / 537.593) − ln(2.4071 / 2352.593) = −4.0457 + 6.8848 = 2.839
    found = contrasts.log_odds(A, B, C, D, alpha0=alpha0, prior=(A + B) / (C + D))
    assert [f"{float(x):.3f}" for x in found] == printed


@pytest.mark.parametrize(("counts", "printed"), [([1, 1, 7, 0, 10], (4, ".30", ".34", ".57")), ([0, 0, 1, 9, 1], (3, ".65", ".74", ".14"))])
def test_dispersion_check_values(counts, printed):
    found = spread(counts)
    assert (found["k"], *(f"{found[c]:.2f}"[1:] for c in ("dp", "dp_norm", "juilland"))) == printed


def test_the_table_holds_the_check_values():
    row = contrasts.keyness(*lists()).loc["w"]
    assert (row["n_target"], row["n_reference"], row["size_target"], row["size_reference"]) == (A, B, C, D)
    assert round(row["delta"], 3) == 2.839 and row["alpha0"] == 100 and round(row["z_10"], 3) == 4.010
    assert round(row["log_ratio"], 2) == 4.50 and row["bic"] == pytest.approx(row["g2"] - math.log(C + D))
    assert 0 < row["lrc"] < row["log_ratio_low"]  # alpha / 2 types: nearer 0


# ---- independent implementations


@pytest.mark.parametrize(("a", "b", "c", "d"), [(9, 2, 447, 2255), (6, 2, 1000, 2000), (0, 5, 300, 900), (40, 41, 5000, 5000)])
def test_g2_agrees_with_scipy(a, b, c, d):
    table = [[a, b], [c - a, d - b]]
    oracle = stats.chi2_contingency(table, lambda_="log-likelihood", correction=False).statistic
    assert float(contrasts.g2(a, b, c, d)) == pytest.approx(oracle)


def test_exact_interval_agrees_with_scipy():
    found = contrasts.log_ratio_interval(A, B, C, D)
    oracle = stats.binomtest(A, A + B).proportion_ci(method="exact")
    assert [float(x) for x in found] == pytest.approx([math.log2(D / C * p / (1 - p)) for p in oracle])
    assert contrasts.log_ratio_interval(0, 5, 300, 900)[0] == -np.inf
    assert contrasts.log_ratio_interval(5, 0, 300, 900)[1] == np.inf


def test_log_odds_agrees_with_a_plain_loop():
    # written from the paper, token list by token list: y_w + a_w over n + a_0 − y_w − a_w
    target, reference = pd.Series({"a": 5, "b": 20, "c": 75}), pd.Series({"a": 20, "b": 20, "c": 60})
    table = contrasts.keyness(target, reference, min_freq=1)
    for word in "abc":
        prior = {w: 500 * (target[w] + reference[w]) / 200 for w in "abc"}
        odds = [(y[word] + prior[word]) / (sum(y.values) + 500 - y[word] - prior[word]) for y in (target, reference)]
        assert table.at[word, "delta_500"] == pytest.approx(math.log(odds[0]) - math.log(odds[1]))


def test_collocation_measures_agree_with_nltk():
    from nltk.metrics.association import BigramAssocMeasures as measures

    text = " ".join("w x" if i % 7 == 0 else "w y" if i % 3 == 0 else "z q" if i % 2 else "x u" for i in range(60))
    places = [i for i in range(len(text)) if text[i] == "w"]
    found = hits([("x-1", "alpha", {"start": i, "end": i + 1, "surface": "w"}) for i in places])
    table = contrasts.collocates(found, articles({"x": 1}).assign(text=text), window=1, min_freq=1)
    near = table[table["unit"] == "window"].set_index("collocate")
    assert len(near) >= 1
    for word, row in near.iterrows():
        n_ii, margins, n_xx = row["n_near"], (row["n_window"], row["n_type"]), row["size"]
        assert row["mi"] == pytest.approx(measures.pmi(n_ii, margins, n_xx)), word
        assert row["t"] == pytest.approx(measures.student_t(n_ii, margins, n_xx))
        assert row["g2"] == pytest.approx(measures.likelihood_ratio(n_ii, margins, n_xx))


def test_adjusted_p_agrees_with_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p = pd.Series([0.01, 0.04, 0.03, np.nan, 0.2])
    oracle = multipletests([0.01, 0.04, 0.03, 0.2], method="fdr_bh")[1]
    assert contrasts.adjust(p).dropna().tolist() == pytest.approx(oracle.tolist())
    assert contrasts.adjust(p).isna().tolist() == [False, False, False, True, False]


def test_exact_permutation_agrees_with_scipy():
    target, reference = np.array([[3, 1], [2, 0], [4, 1], [5, 0], [1, 2]]), np.array([[0, 4], [1, 2], [0, 3], [2, 2], [1, 1]])

    def studentised(a, b):  # index arrays into both, written from the definition
        every, shares, errors = np.concatenate([target, reference]), [], []
        for side in (every[a.astype(int)], every[b.astype(int)]):
            size = side.sum(1)
            share = side[:, 1].sum() / size.sum()
            rest = side[:, 1] - share * size
            shares.append(share)
            errors.append((rest**2).sum() / size.sum() ** 2 * len(side) / (len(side) - 1))
        return abs(shares[0] - shares[1]) / math.sqrt(sum(errors))

    oracle = stats.permutation_test(
        (np.arange(5), np.arange(5, 10)), studentised, vectorized=False, alternative="greater", n_resamples=np.inf
    )
    found = contrasts.permutation(target, reference)
    assert found.method == "all divisions" and found.divisions == 252
    assert found.p == pytest.approx(oracle.pvalue)


# ---- by hand


def test_permutation_by_hand():
    # 4 articles all A against 4 all B: 70 divisions; this one and its mirror image are the most extreme: 2 / 70
    found = contrasts.permutation(np.array([[2, 0]] * 4), np.array([[0, 2]] * 4))
    assert found.p == pytest.approx(2 / 70) == found.smallest_p
    assert found.difference == -1


def test_random_divisions_count_the_observed_one():
    rng = np.random.default_rng(1)
    found = contrasts.permutation(
        np.c_[rng.poisson(4, 40), rng.poisson(1, 40)], np.c_[rng.poisson(1, 40), rng.poisson(4, 40)], resamples=99
    )
    assert found.method == "random divisions" and found.p == 1 / 100  # (1 + 0) / (1 + 99), never 0


def test_collocates_by_hand():
    text = "red w blue red.\n\nred w green blue blue w\n\nblue red far far far far far far"
    places = [i for i in range(len(text)) if text[i] == "w"]
    found = hits([("x-1", "alpha", {"start": i, "end": i + 1}) for i in places])
    table = contrasts.collocates(found, articles({"x": 1}).assign(text=text), window=1, min_freq=1)
    near = table[table["unit"] == "window"].set_index("collocate")
    # beside a w: red, blue | red, green, blue; nothing across the blank line. 15 tokens that are no node, 4 of them red
    assert near["n_near"].to_dict() == {"green": 1, "red": 2, "blue": 2}
    red = near.loc["red"]
    assert (red["n_window"], red["size"], red["n_node"], red["n_type"]) == (5, 15, 3, 4)
    assert red["expected"] == pytest.approx(5 * 4 / 15) and red["mi"] == pytest.approx(math.log2(2 / (20 / 15)))
    assert red["log_dice"] == pytest.approx(14 + math.log2(2 * 2 / (3 + 4)))
    assert red["delta_p"] == pytest.approx(2 / 5 - 2 / 10) and red["delta_p_reverse"] == pytest.approx(2 / 4 - 3 / 11)
    inside = table[table["unit"] == "sentence"].set_index("collocate")
    assert inside.loc["green", ["n_near", "n_node", "n_type", "size"]].tolist() == [1, 2, 1, 3]  # 2 of 3 sentences hold a w


def test_contrast_table_by_hand():
    # x: 3 articles AAB each; y: 3 articles ABB each → shares 1/3 and 2/3; 20 divisions cannot reach .05
    found = hits(
        [(f"x-{i}", w) for i in (1, 2, 3) for w in ("alpha", "alpha", "beta")]
        + [(f"y-{i}", w) for i in (1, 2, 3) for w in ("alpha", "beta", "beta")]
    )
    table = contrasts.table(found, TERMS, articles({"x": 3, "y": 3}), [Contrast("x v y", ["x"], ["y"])])
    row = table[table["set"] == "fighters"].iloc[0]
    assert row["difference"] == pytest.approx(-1 / 3) and row["mean_difference"] == pytest.approx(-1 / 3)
    assert row["test"] == "not testable with these articles" and np.isnan(row["p"]) and np.isnan(row["q"]) and np.isnan(row["low"])
    assert row["smallest_p"] == pytest.approx(0.1) and row["level"] == "L2"
    assert table[table["set"] == "event"].iloc[0]["level"] == "L0"


def test_leaving_an_outlet_out_by_hand():
    # target x (share 1) and z (share 0), reference y (share ½): whole .5 − .5 = 0; without z 1 − ½, without x 0 − ½
    rows = [(f"{o}-{i}", w) for o, w in (("x", "beta"), ("z", "alpha")) for i in (1, 2)] + [
        (f"y-{i}", w) for i in (1, 2) for w in ("alpha", "beta")
    ]
    table = contrasts.table(hits(rows), TERMS, articles({"x": 2, "y": 2, "z": 2}), [Contrast("c", ["x", "z"], ["y"])])
    row = table[table["set"] == "fighters"].iloc[0]
    assert (row["lowest"], row["highest"], row["lowest_without"], row["highest_without"]) == (-0.5, 0.5, "x", "z")
    assert not row["same_sign"]


# ---- properties


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.integers(0, 50), st.integers(0, 50), st.integers(60, 5000), st.integers(60, 5000))
def test_swapping_the_corpora_only_turns_signs(a, b, c, d):
    if a + b == 0:
        return
    one, other = (contrasts.keyness(*pair, min_freq=1).loc["w"] for pair in (lists(a, b, c, d), lists(a, b, c, d)[::-1]))
    for column in ("log_ratio", "delta", "delta_10", "z", "lrc"):
        assert one[column] == pytest.approx(-other[column], abs=1e-9)
    assert one["g2"] == pytest.approx(other["g2"], abs=1e-9) and one["g2"] >= -1e-12
    assert one["log_ratio_low"] == pytest.approx(-other["log_ratio_high"], abs=1e-9)
    assert one["g2_two_cell"] <= one["g2"] + 1e-9


@settings(max_examples=20, derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=3, max_size=8).filter(any))
def test_dispersion_is_bounded(counts):
    found = spread(counts, [50 + 10 * i for i in range(len(counts))])
    assert 0 <= found["dp"] <= 1 and 0 <= found["dp_norm"] <= 1 + 1e-12 and -1e-9 <= found["juilland"] <= 1
    assert found["k"] == sum(1 for n in counts if n) and found["share_one_article"] == max(counts) / sum(counts)


def test_an_even_type_has_no_dispersion():
    even = spread([5, 10, 15], [50, 100, 150])
    assert even["dp"] == pytest.approx(0) and even["juilland"] == pytest.approx(1)


def test_poles_and_sides_of_a_contrast_swap():
    known, found = draw({"x": 12, "y": 14}, seed=2, share={"x": 0.2, "y": 0.7})
    swapped = TERMS.assign(side=TERMS["side"].map({"A": "B", "B": "A", "N": "N"}))
    one = contrasts.table(found, TERMS, known, [Contrast("c", ["x"], ["y"])], policy="all", resamples=499).iloc[0]
    poles = contrasts.table(found, swapped, known, [Contrast("c", ["x"], ["y"])], policy="all", resamples=499).iloc[0]
    turned = contrasts.table(found, TERMS, known, [Contrast("c", ["y"], ["x"])], policy="all", resamples=499).iloc[0]
    assert one["difference"] == pytest.approx(-poles["difference"]) == pytest.approx(-turned["difference"])
    assert abs(one["p"] - poles["p"]) < 0.03 and abs(one["p"] - turned["p"]) < 0.03  # other random divisions


def test_order_of_files_changes_no_byte():
    known, found = draw({"x": 12, "y": 14}, seed=2)
    named = [Contrast("c", ["x"], ["y"])]
    one = contrasts.table(found, TERMS, known, named, resamples=199)
    other = contrasts.table(found.sample(frac=1, random_state=1), TERMS, known.sample(frac=1, random_state=1), named, resamples=199)
    pd.testing.assert_frame_equal(one, other)


def test_noise_floor_is_seeded_and_what_chance_gives():
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"sentence": np.repeat(np.arange(300), 20), "type": rng.choice([f"t{i}" for i in range(80)], 6000)})
    counted = rows.groupby(["sentence", "type"]).size().rename("n").reset_index()
    floor = contrasts.noise_floor(counted, seed=1)
    assert floor == contrasts.noise_floor(counted, seed=1)
    assert 2.2 < floor.z < 4.0  # the largest of 80 |z| of pure chance lies near 2.9
    assert (floor.n_sentences, floor.n_types, floor.n_splits) == (300, 80, 200)


def words_table(known, per_article):
    rows = [(a, t, n, n, False) for a in known["article_id"] for t, n in per_article(a).items() if n]
    return pd.DataFrame(rows, columns=["article_id", "type", "n_own", "n_all", "in_lexicon"])


def test_text_dispersion_counts_articles_not_tokens():
    known = articles({"x": 10, "y": 10})
    words = words_table(known, lambda a: {"loud": 100 if a == "x-1" else 0, "calm": 1 if a.startswith("x") else 0, "the": 50})
    named = Contrast("c", ["x"], ["y"])
    tokens, texts = contrasts.vocabulary(words, known, named), contrasts.text_dispersion(words, known, named, min_articles=1)
    assert tokens.loc["loud", "g2"] > tokens.loc["calm", "g2"] and texts.loc["loud", "g2"] < texts.loc["calm", "g2"]
    assert tokens.loc["loud", "open_marker"] and not tokens.loc["calm", "open_marker"]
    assert tokens.loc["calm", ["k_target", "d_target", "k_reference", "d_reference"]].tolist() == [10, 10, 0, 10]


def test_candidates_are_measured_where_they_were_not_found():
    known = articles({"x": 12, "y": 12})
    rng = np.random.default_rng(4)
    words = words_table(known, lambda a: {"true": int(rng.poisson(6 if a[0] == "x" else 1)), "chance": int(rng.poisson(2)), "the": 200})
    table = contrasts.candidates(words, known, Contrast("c", ["x"], ["y"]))
    one = table[table["type"] == "true"].iloc[0]
    assert one["holds"] and one["side"] == "target" and one["n_target"] < words.loc[words["type"] == "true", "n_own"].sum()
    assert table.equals(contrasts.candidates(words, known, Contrast("c", ["x"], ["y"])))


def test_groups_against_the_rest_and_each_other():
    known = articles({"x": 2, "y": 2, "z": 2}, groups={"x": "g", "y": "h", "z": "h"})
    assert contrasts.each_against_rest(known) == [Contrast("g v the rest", ["x"], ["y", "z"]), Contrast("h v the rest", ["y", "z"], ["x"])]
    assert [c.name for c in contrasts.each_against_each(known, by="outlet")] == ["x v y", "x v z", "y v z"]
    with pytest.raises(BadInput, match="a contrast needs two"):
        contrasts.each_against_rest(articles({"x": 2}))


def test_a_large_vocabulary_is_fast():
    rng = np.random.default_rng(0)
    names = [f"t{i}" for i in range(200_000)]
    target, reference = (pd.Series(1 + rng.poisson(rng.pareto(1, 200_000)), index=names) for _ in range(2))
    started = time.process_time()
    assert len(contrasts.keyness(target, reference, min_freq=1)) == 200_000
    assert time.process_time() - started < 4  # two seconds on an idle machine


# ---- refusals


def test_refusals():
    fine = pd.Series({"a": 9, "b": 1})
    with pytest.raises(BadInput, match="no type occurs 50 times: lower min_freq"):
        contrasts.keyness(fine, fine, min_freq=50)
    with pytest.raises(BadInput, match="target corpus is empty"):
        contrasts.keyness(pd.Series({"a": 0}), fine)
    with pytest.raises(BadInput, match="reference counts must be whole"):
        contrasts.keyness(fine, pd.Series({"a": 1.5}))
    with pytest.raises(BadInput, match="stands twice"):
        contrasts.keyness(fine, pd.Series([1, 2], index=["a", "a"]))
    known = articles({"x": 2, "y": 2})
    with pytest.raises(BadInput, match="x stands on both sides"):
        contrasts.table(hits([("x-1", "alpha")]), TERMS, known, [Contrast("c", ["x"], ["x", "y"])])
    with pytest.raises(BadInput, match="1 or more"):
        contrasts.collocates(hits([("x-1", "alpha")]), known, window=0)


def test_one_article_of_an_outlet_allows_no_test():
    rows = [(f"{o}-{i}", w) for o in "xy" for i in range(1, 13) for w in ("alpha", "beta")] + [("z-1", "alpha"), ("z-1", "beta")]
    row = contrasts.table(hits(rows), TERMS, articles({"x": 12, "y": 12, "z": 1}), [Contrast("c", ["x", "z"], ["y"])]).iloc[0]
    assert row["level"] == "L2" and np.isnan(row["p"]) and np.isnan(row["low"]) and "one article only" in row["reason"]


def test_a_contrast_without_articles_on_a_side_is_told_and_the_others_are_as_before():
    rows = [(f"{o}-{i}", w) for o in "xy" for i in range(1, 13) for w in ("alpha", "beta")]
    known, fine, lone = articles({"x": 12, "y": 12}), Contrast("c", ["x"], ["y"]), Contrast("d", ["x"], ["q", "r"])
    one, both = (contrasts.table(hits(rows), TERMS, known, named) for named in ([fine], [lone, fine]))
    pd.testing.assert_frame_equal(both[both["contrast"] == "c"].reset_index(drop=True), one)
    told = both.iloc[0]
    assert (told["level"], told["d_reference"], told["n_reference"]) == ("L0", 0, 0) and np.isnan(told["p"])
    assert told["reason"] == "no article of the reference (q, r): name it in study.yml as the articles do; their outlets are x, y"
    words = known[["article_id"]].merge(pd.DataFrame({"type": ["a", "b"], "n_own": 9, "in_lexicon": False}), how="cross")
    for contrast in (lone, Contrast("e", ["q"], ["x"])):
        assert contrasts.candidates(words, known, contrast).empty and contrasts.vocabularies(words, known, [contrast]).empty
        with pytest.raises(BadInput, match="a side has no words"):
            contrasts.text_dispersion(words, known, contrast)
    assert list(contrasts.candidates(words, known, lone)) == list(contrasts.candidates(words, known, fine))


def test_too_little_for_a_noise_floor():
    rows = pd.DataFrame({"sentence": range(5), "type": "a", "n": 3})
    found = contrasts.noise_floor(rows)
    assert np.isnan(found.z) and found.reason == "5 sentences: no noise floor below 20"
