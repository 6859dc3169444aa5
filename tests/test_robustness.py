"""Robustness: what one article, few hits or one decision of the analyst changes; by hand, by brute force, under swaps."""

import itertools
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import robustness
from framing.contrasts import Contrast
from framing.errors import BadInput
from framing.hits import select
from synthetic import TERMS, articles, draw, hits

SWAPPED = TERMS.assign(side=TERMS["side"].map({"A": "B", "B": "A", "N": "N"}))


def words_of(known, n_own=100):
    return pd.DataFrame({"article_id": known["article_id"], "type": "x", "n_own": n_own, "n_all": n_own, "in_lexicon": False})


def many(alpha, beta, **said):
    return hits([*[("x-1", "alpha", said)] * alpha, *[("x-1", "beta", said)] * beta])


# ---- leave one out


def test_influence_by_hand():
    # x-1: A A B, x-2: B B → 3 of 5 = .6; without x-2 1 of 3; without "beta" 0 of 2
    found = hits([("x-1", "alpha"), ("x-1", "alpha"), ("x-1", "beta"), ("x-2", "beta"), ("x-2", "beta")])
    table = robustness.influence(found, TERMS, articles({"x": 2})).query("set == 'fighters'").set_index(["left_out", "name"])
    assert table.loc[("nothing", ""), "share"] == 0.6
    without = table.loc[("article", "x-2")]
    assert (without["n_a"], without["n_b"], without["share_of_choices"]) == (2, 1, 0.4)
    assert without["share"] == pytest.approx(1 / 3) and without["change"] == pytest.approx(1 / 3 - 0.6) and without["flips"]
    assert not table.loc[("article", "x-1"), "flips"] and table.loc[("article", "x-1"), "share"] == 1.0
    assert np.isnan(table.loc[("outlet", "x"), "share"])  # nothing remains
    assert table.loc[("term", "beta"), "share"] == 0.0


def test_ranges_by_hand():
    found = hits([("x-1", "alpha"), ("x-1", "alpha"), ("x-1", "beta"), ("x-2", "beta"), ("x-2", "beta")])
    ranges = robustness.ranges(robustness.influence(found, TERMS, articles({"x": 2})))
    one = ranges[(ranges["set"] == "fighters") & (ranges["left_out"] == "article")].iloc[0]
    assert (one["lowest_without"], one["highest_without"], one["deciding"], one["n_flips"]) == ("x-2", "x-1", "x-2", 1)
    assert (one["largest"], one["largest_share"]) == ("x-1", 0.6)


def test_an_outlet_with_one_article_is_not_left_out_as_an_outlet():
    known, found = draw({"x": 3, "z": 1}, seed=1)
    table = robustness.influence(found, TERMS, known, policy="all")
    assert set(table.loc[table["left_out"] == "outlet", "name"]) == {"x"}


@settings(max_examples=6, derandomize=True, deadline=None)
@given(st.integers(0, 10_000))
def test_leaving_out_is_counting_without(seed):
    known, found = draw({"x": 4, "y": 3}, seed=seed)
    table = robustness.influence(found, TERMS, known, policy="all").query("set == 'fighters' and left_out == 'article'")
    assert len(table) == 7
    for row in table.itertuples():
        rest = found[(found["article_id"] != row.name) & (found["set"] == "fighters")]
        assert (row.n_a, row.n_b) == ((rest["pole"] == "state").sum(), (rest["pole"] == "self").sum())


def test_swapping_the_poles_turns_the_influence():
    known, found = draw({"x": 6, "y": 5}, seed=3)
    one, other = (robustness.influence(found, terms, known) for terms in (TERMS, SWAPPED))
    assert np.allclose(one["share"], 1 - other["share"], equal_nan=True) and one["flips"].equals(other["flips"])


# ---- flip count


def test_flip_count_by_hand():
    # 3 A against 5 B: take 2 B for a tie, 3 for 3 : 2; a voice coded otherwise does the same here
    one = robustness.flip_count(many(3, 5), TERMS).iloc[0]
    assert (one["leads"], one["k_tie"], one["k_remove"], one["k_recode"], one["n_leading"]) == ("B", 2, 3, 3, 5)
    assert len(set(one["hit_ids"])) == 3


def test_flip_count_says_when_nothing_suffices():
    one = robustness.flip_count(many(0, 4), TERMS).iloc[0]
    assert pd.isna(one["k_remove"]) and pd.isna(one["k_tie"]) and pd.isna(one["k_recode"]) and one["hit_ids"] == []
    mixed = pd.concat([many(0, 1), many(2, 0, voice="direct")], ignore_index=True)
    assert robustness.flip_count(mixed, TERMS).iloc[0]["k_recode"] == 2  # both quoted ones would have to be own voice


def test_a_tie_has_no_flip_count():
    assert robustness.flip_count(many(2, 2), TERMS).empty


@pytest.mark.parametrize("reference", [0.5, 0.3, 0.8])
@pytest.mark.parametrize(("a", "b"), [(2, 5), (5, 2), (3, 5), (6, 1)])
def test_flip_count_is_the_smallest_by_trying_all(a, b, reference):
    found = many(a, b)
    above = b / (a + b) > reference

    def crosses(kept):
        share = (kept["pole"] == "self").mean()
        return (share < reference - 1e-9) if above else (share > reference + 1e-9)

    smallest = next(
        (k for k in range(1, a + b) if any(crosses(found.drop(list(out))) for out in itertools.combinations(range(a + b), k))), None
    )
    one = robustness.flip_count(found, TERMS, reference=reference).iloc[0]
    assert one["k_remove"] == smallest
    assert crosses(found[~found["hit_id"].isin(one["hit_ids"])])


# ---- multiverse


def specification(table, **choice):
    plain = {"terms": "core", "voice": "own", "headline": "in", "distanced": "in", "negated": "in", "duplicates": "one per origin",
             "denominator": "pole share", "aggregation": "pooled"} | choice  # fmt: skip
    for column, value in plain.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


@pytest.fixture
def small():
    rows = [("x-1", "alpha"), ("x-1", "beta"), ("x-1", "beta"), ("x-1", "nu"), ("x-1", "bravo", {"voice": "direct"}),
            ("x-2", "alpha", {"zone": "headline"}), ("x-2", "beta", {"distanced": True}), ("x-2", "alpha", {"voice": "indirect"}),
            ("x-2", "beta", {"zone": "caption"}), ("x-3", "alpha", {"counted": False, "why_not": "duplicate origin"}),
            ("x-2", "alpine", {"negated": True}), ("x-2", "beta", {"counted": False, "why_not": "furniture"})]  # fmt: skip
    known = articles({"x": 3}).assign(n_words=50)
    words = pd.DataFrame({"article_id": ["x-1", "x-2"], "type": "x", "n_own": [100, 200], "n_all": 1, "in_lexicon": False})
    return robustness.specifications(hits(rows), TERMS, known, words, limit=10_000).query("set == 'fighters'")


def test_specifications_by_hand(small):
    # own voice: x-1 A B B N; x-2 A(headline) B(distanced) A(negated); the copy x-3 has one A more
    assert specification(small)["theta"] == 3 / 6 and specification(small)["n"] == 6
    assert specification(small, duplicates="keep")["theta"] == 3 / 7
    assert specification(small, headline="out")["theta"] == 3 / 5
    assert specification(small, distanced="out")["theta"] == 2 / 5
    assert specification(small, negated="out")["theta"] == 3 / 5
    assert specification(small, voice="own + captions")["theta"] == 4 / 7
    assert specification(small, voice="all but direct")["theta"] == 4 / 8
    assert specification(small, voice="all", terms="extended")["theta"] == 5 / 9  # bravo is not core
    assert specification(small, terms="core minus alpha")["theta"] == 3 / 4
    assert specification(small, denominator="with neutral")["theta"] == pytest.approx((3 + 0.5) / 7)
    assert specification(small, aggregation="mean of articles")["theta"] == pytest.approx((2 / 3 + 1 / 3) / 2)
    rates = specification(small, denominator="per 1,000 own words", aggregation="mean of articles")["theta"]
    assert rates == pytest.approx((2 / 100 + 1 / 200) / (3 / 100 + 3 / 200))
    copied = specification(small, denominator="per 1,000 own words", aggregation="mean of articles", duplicates="keep")["theta"]
    assert copied == pytest.approx((2 / 100 + 1 / 200) / (3 / 100 + 3 / 200 + 1 / 50))  # the copy's own 50 words


def test_the_grid_is_whole(small):
    terms = 2 + 4  # core, extended, without alpha, alpine, beta, nu in turn
    assert len(small) == terms * 4 * 2 * 2 * 2 * 2 * 3 * 2
    assert not small.duplicated(robustness.DIMENSIONS).any()


def test_a_plain_count_agrees_with_select():
    known, found = draw({"x": 8, "y": 6}, seed=9)
    table = robustness.specifications(found, TERMS, known, words_of(known), limit=10_000).query("set == 'fighters'")
    own = select(found, policy="own", set="fighters")
    b, a = (own["pole"] == "self").sum(), (own["pole"] == "state").sum()
    assert specification(table, terms="extended")["theta"] == b / (a + b)


def test_swapping_the_poles_mirrors_the_multiverse():
    known, found = draw({"x": 8, "y": 6}, seed=9)
    one, other = (robustness.specifications(found, terms, known, words_of(known), limit=500) for terms in (TERMS, SWAPPED))
    assert np.allclose(one["theta"], 1 - other["theta"], equal_nan=True)
    first, second = robustness.verdicts(one), robustness.verdicts(other)
    assert first["verdict"].equals(second["verdict"])
    assert np.allclose(first["share_positive"], 1 - second["share_positive"], equal_nan=True)


def test_a_contrast_is_a_difference():
    known, found = draw({"x": 8, "y": 6}, seed=9, share={"x": 0.9, "y": 0.1})
    named = Contrast("x v y", ["x"], ["y"])
    both = robustness.specifications(found, TERMS, known, words_of(known), contrast=named, limit=300)
    each = [
        robustness.specifications(found[found["article_id"].str.startswith(o)], TERMS, known, words_of(known), limit=10_000) for o in "xy"
    ]
    row = both[both["set"] == "fighters"].iloc[7]
    same = {d: row[d] for d in robustness.DIMENSIONS}
    parts = [specification(table[table["set"] == "fighters"], **same)["theta"] for table in each]
    assert row["theta"] == pytest.approx(parts[0] - parts[1])
    verdict = robustness.verdicts(both).iloc[0]
    assert verdict["share_positive"] > 0.8 and verdict["leans"] == "target" and verdict["contrast"] == "x v y"


def test_the_sample_is_seeded():
    known, found = draw({"x": 8}, seed=9)
    one, same, other = (robustness.specifications(found, TERMS, known, words_of(known), limit=50, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert len(one[one["set"] == "fighters"]) == 50 and not one.equals(other)


@pytest.mark.parametrize(("positive", "undefined", "word", "leans"), [
    (20, 0, "robust", "B"), (19, 0, "robust", "B"), (18, 0, "leaning", "B"), (16, 0, "leaning", "B"), (15, 0, "fragile", ""),
    (1, 0, "robust", "A"), (4, 0, "leaning", "A"), (5, 0, "fragile", ""), (20, 2, "robust", "B"), (20, 3, "fragile", ""),
])  # fmt: skip
def test_verdict_words_at_their_bounds(positive, undefined, word, leans):
    theta = [0.9] * positive + [0.1] * (20 - positive) + [np.nan] * undefined
    table = pd.DataFrame({d: "in" for d in robustness.DIMENSIONS} | {"theta": theta}).assign(set="s", contrast="", n=1)
    verdict = robustness.verdicts(table.assign(defined=table["theta"].notna())).iloc[0]
    assert (verdict["verdict"], verdict["leans"]) == (word, leans)


def test_nothing_defined():
    table = pd.DataFrame({d: "in" for d in robustness.DIMENSIONS} | {"theta": [np.nan]}).assign(set="s", contrast="", n=0, defined=False)
    assert robustness.verdicts(table).iloc[0]["verdict"] == "undefined"


def test_variance_shares_by_hand_and_against_statsmodels():
    import statsmodels.formula.api as smf
    from statsmodels.stats.anova import anova_lm

    rows = [(v, h, t) for (v, h), t in zip(itertools.product(["own", "all"], ["in", "out"]), [0.1, 0.2, 0.5, 0.9], strict=True)]
    table = pd.DataFrame(rows, columns=["voice", "headline", "theta"]).assign(set="s", contrast="", defined=True)
    table = table.assign(**{d: "x" for d in robustness.DIMENSIONS if d not in ("voice", "headline")})
    shares = robustness.dimensions(table).set_index("dimension")["share_variance"]
    # mean .425; total .105625 + .050625 + .005625 + .225625 = .3875; voice 4 · .275² = .3025; headline 4 · .125² = .0625
    assert (
        shares["voice"] == pytest.approx(0.3025 / 0.3875) and shares["headline"] == pytest.approx(0.0625 / 0.3875) and shares["terms"] == 0
    )
    squares = anova_lm(smf.ols("theta ~ voice + headline", table).fit())["sum_sq"]
    assert shares["voice"] == pytest.approx(squares["voice"] / squares.sum())


def test_two_thousand_specifications_are_fast():
    rng = np.random.default_rng(0)
    n = 20_000
    known = articles({f"o{i}": 54 for i in range(15)}).assign(n_words=300)
    base = hits([("o0-1", "alpha")])
    found = pd.DataFrame({c: base[c].repeat(n).to_numpy() for c in base})
    found["article_id"] = rng.choice(known["article_id"], n)
    found["term"] = rng.choice(["alpha", "alpine", "beta", "bravo"], n)
    found["pole"] = np.where(found["term"].isin(["alpha", "alpine"]), "state", "self")
    found["voice"] = rng.choice(["own", "direct", "indirect"], n)
    found["hit_id"], found["start"], found["core"] = [f"{i:012d}" for i in range(n)], np.arange(n), found["term"] != "bravo"
    started = time.process_time()
    table = robustness.specifications(found, TERMS, known, words_of(known))
    assert time.process_time() - started < 10
    assert (table["set"] == "fighters").sum() == 1920  # the whole grid: 5 lists · 384


def test_refusals():
    known, found = draw({"x": 3}, seed=0)
    with pytest.raises(BadInput, match="lies between 0 and 1"):
        robustness.influence(found, TERMS, known, reference=2)
    with pytest.raises(BadInput, match="that can be crossed"):
        robustness.flip_count(found, TERMS, reference=1)
    with pytest.raises(BadInput, match="1 or more"):
        robustness.specifications(found, TERMS, known, words_of(known), limit=0)
    with pytest.raises(ValueError, match="unknown policy"):
        robustness.influence(found, TERMS, known, policy="mine")


def test_how_many_combinations_there_are_is_said_where_only_some_are_computed():
    known, found = draw({"x": 4, "y": 4}, seed=3)
    words = pd.DataFrame({"article_id": known["article_id"], "type": "w", "n_own": 200, "n_all": 250, "in_lexicon": False})
    some = robustness.verdicts(robustness.specifications(found, TERMS, known, words, limit=50)).iloc[0]
    every = robustness.verdicts(robustness.specifications(found, TERMS, known, words, limit=10_000)).iloc[0]
    assert (some["n_specifications"], some["n_possible"]) == (50, every["n_specifications"]) and every["n_possible"] == every[
        "n_specifications"
    ]
