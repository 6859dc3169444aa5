"""Audit: sheets are blind, codes are checked, agreement and corrections agree with nltk, scipy, scikit-learn and hand values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import audit, figures
from framing.errors import BadInput
from synthetic import TERMS, articles, draw, hits

TEXT = "One plain sentence. Alpha men came to town. Nothing here at all. Beta men left. The end was near."


def filled(found, **columns):
    return pd.DataFrame({"hit_id": found["hit_id"], **columns})


@pytest.fixture
def placed():
    known = articles({"x": 1}).assign(text=TEXT)
    rows = [("x-1", w, {"start": TEXT.lower().index(w), "end": TEXT.lower().index(w) + len(w)}) for w in ("alpha", "beta")]
    return known, hits(rows)


# ---- sheets


def test_the_sheet_is_blind_and_whole(placed):
    known, found = placed
    sheet = audit.sheet(audit.sample(found), known, sentences=1)
    assert list(sheet.columns) == ["item", "hit_id", "set", "before", "word", "after", "valid", "voice", "speaker", "note"]
    assert set(sheet["hit_id"]) == set(found["hit_id"]) and (sheet[["valid", "voice", "speaker", "note"]] == "").all(axis=None)
    alpha = sheet[sheet["word"] == "Alpha"].iloc[0]
    assert (alpha["before"], alpha["after"]) == ("One plain sentence. ", " men came to town. Nothing here at all.")
    assert not sheet.astype(str).isin(["x", "x-1", "state", "self"]).any(axis=None)  # no outlet, article or pole


def test_all_hits_up_to_the_size_then_a_stratified_draw():
    _, found = draw({"x": 60, "y": 60}, seed=1)
    assert len(audit.sample(found, size=len(found))) == len(found)
    drawn = audit.sample(found, size=100, seed=2)
    assert len(drawn) == 100 and not drawn["hit_id"].duplicated().any()
    assert drawn.equals(audit.sample(found.sample(frac=1, random_state=1), size=100, seed=2))
    assert drawn["weight"].sum() == pytest.approx(len(found))  # every hit is stood for
    sizes = found.groupby(["set", "voice"]).size()
    for (contested, voice), own in drawn.groupby(["set", "voice"]):
        assert len(own) >= min(10, sizes[contested, voice])
        assert own["article_id"].nunique() >= 0.8 * len(own)  # spread over the articles
    with pytest.raises(BadInput, match="1 or more"):
        audit.sample(found, size=0)


def test_uncounted_hits_are_not_coded():
    found = hits([("x-1", "alpha"), ("x-1", "beta", {"counted": False, "why_not": "furniture"})])
    assert audit.sample(found)["term"].tolist() == ["alpha"]


def test_sentences_without_a_hit(placed):
    known, found = placed
    blocks = pd.DataFrame(
        {"article_id": "x-1", "start": [0], "end": [len(TEXT)], "zone": "body", "rule": "", "repeat_of": pd.array([pd.NA], "Int64")}
    )
    sentences = audit.unhit_sentences(known, found, blocks)
    assert [TEXT[s:e] for s, e in sentences[["start", "end"]].itertuples(index=False)] == [
        "One plain sentence.",
        "Nothing here at all.",
        "The end was near.",
    ]
    sheet = audit.sentence_sheet(sentences, known)
    assert set(sheet["sentence_id"]) == set(sentences["sentence_id"]) and "article_id" not in sheet
    assert audit.unhit_sentences(known, found, blocks.assign(zone="furniture")).empty
    two = audit.unhit_sentences(known, found, blocks, n=2, seed=1)
    assert len(two) == 2 and two["weight"].tolist() == [1.5, 1.5]


# ---- codes


def test_codes_of_two_coders_in_one_sheet_or_in_two(placed):
    _, found = placed
    one = audit.codes({"both": filled(found, valid_ann="yes", valid_bo=["no", ""], voice_ann="own", voice_bo=["Own ", "direct"])})
    two = audit.codes({"ann": filled(found, valid="yes", voice="own"), "bo": filled(found, valid=["no", ""], voice=["own", "direct"])})
    pd.testing.assert_frame_equal(one, two)
    assert len(one) == 7  # one code is missing
    settled = audit.settled(one).set_index("hit_id").loc[found["hit_id"]]
    assert settled["valid"].tolist() == ["", "yes"]  # tie; one coder only
    assert settled["voice"].tolist() == ["own", ""]


def test_bad_sheets_are_refused(placed):
    _, found = placed
    with pytest.raises(BadInput, match="row 3, column voice: 'owm' is no code; use bracket, .*did you mean own"):
        audit.codes({"ann": filled(found, voice=["own", "owm"])})
    with pytest.raises(BadInput, match="no column hit_id"):
        audit.codes({"ann": pd.DataFrame({"voice": ["own"]})})
    with pytest.raises(BadInput, match="codes hit .* twice"):
        audit.codes({"ann": pd.concat([filled(found, voice="own")] * 2)})


# ---- agreement


def votes_of(codes):
    return codes.groupby(["hit_id", "code"]).size().unstack(fill_value=0).to_numpy()


def test_alpha_by_hand():
    # units AA AA AB BB: 8 codes, disagreeing pairs (ordered) 2, expected 8² − 5² − 3² = 30: 1 − 7 · 2 / 30
    assert audit.krippendorff(np.array([[2, 0], [2, 0], [1, 1], [0, 2]])) == pytest.approx(1 - 14 / 30)
    assert audit.krippendorff(np.array([[2, 0], [2, 0]])) == 1.0  # one label throughout
    assert np.isnan(audit.krippendorff(np.array([[1, 0], [0, 1]])))  # nothing is coded twice
    assert audit.krippendorff(np.array([[2, 0], [0, 1], [0, 2]])) == 1.0  # the single code is left out


@settings(max_examples=15, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=3, max_size=12).filter(lambda rows: len({c for r in rows for c in r}) > 1)
)
def test_alpha_agrees_with_nltk(rows):
    from nltk.metrics.agreement import AnnotationTask

    task = AnnotationTask([(f"c{c}", str(i), label) for i, row in enumerate(rows) for c, label in enumerate(row)])
    votes = np.array([[row.count(label) for label in "abc"] for row in rows])
    assert audit.krippendorff(votes) == pytest.approx(task.alpha())


def test_agreement_words_and_interval():
    _, found = draw({"x": 20}, seed=1)
    rng = np.random.default_rng(0)
    truth = rng.choice(["own", "direct"], len(found))
    sheets = {n: filled(found, voice=np.where(rng.random(len(found)) < 0.05, "indirect", truth)) for n in ("ann", "bo")}
    row = audit.agreement(audit.codes(sheets)).iloc[0]
    assert row["low"] < row["alpha"] < row["high"] and row["verdict"] == "firm" and row["n_pairable"] == len(found)
    alone = audit.agreement(audit.codes({"ann": sheets["ann"]})).iloc[0]
    assert alone["verdict"] == "one coder" and np.isnan(alone["alpha"])
    apart = {"ann": sheets["ann"].iloc[:5], "bo": sheets["bo"].iloc[5:]}
    assert audit.agreement(audit.codes(apart)).iloc[0]["verdict"] == "no overlap"
    few = audit.agreement(audit.codes({n: s.iloc[:10] for n, s in sheets.items()})).iloc[0]
    assert np.isnan(few["low"]) and "no interval below 20" in few["reason"]


def test_agreement_is_over_counted_hits_and_says_where_its_interval_reaches():
    # 20 counted hits, one that only bo rejects and one that both do: n = 40, o = 2, n_no = 3, n_yes = 37: 1 − 39 · 2 / (2 · 3 · 37)
    uncounted = [("x-1", "alpha", {"counted": False, "why_not": "furniture"})] * 20
    found = hits([*[("x-1", "beta")] * 20, *uncounted])
    sheets = {n: filled(found, valid=[first, "no", *["yes"] * 18, *["no"] * 20]) for n, first in (("ann", "yes"), ("bo", "no"))}
    codes = audit.codes(sheets)
    row = audit.agreement(audit.of_counted(codes, found)).iloc[0]
    assert row["alpha"] == pytest.approx(1 - 39 * 2 / (2 * 3 * 37)) and row["n_units"] == 20
    assert audit.agreement(codes)["alpha"].iloc[0] > 0.9  # what both reject at sight would lift it
    assert audit.status(found, codes).startswith("coded: 20 of 20 counted hits by 2 coders.")
    table = pd.DataFrame([("valid", 2, 90, 90, 0.9, 0.82, 0.60, 0.94, "firm", "")], columns=audit.agreement(codes).columns)
    assert "valid: alpha = 0.82 (0.60 to 0.94), firm, but its interval reaches below .667." in audit.state(table)
    assert "firm." in audit.state(table.assign(low=0.70)) and "(0.60 to 0.94), too low." in audit.state(
        table.assign(alpha=0.65, verdict="too low")
    )


# ---- precision, recall, confusion


def test_accuracy_by_hand():
    found = hits([*[("x-1", "alpha", {"voice": "own"})] * 4, *[("x-1", "beta", {"voice": "direct"})] * 2])
    codes = audit.codes({"ann": filled(found, valid=["yes"] * 5 + ["no"], voice=["own", "own", "own", "direct", "direct", ""])})
    table = audit.accuracy(found, audit.settled(codes)).set_index(["measure", "by", "name"])
    assert table.loc[("precision", "all", "all"), "value"] == 5 / 6
    assert table.loc[("precision", "term", "beta"), ["k", "n"]].tolist() == [1, 2]
    assert table.loc[("precision", "voice", "own"), "value"] == 3 / 4
    assert table.loc[("recall", "voice", "own"), "value"] == 1.0
    assert table.loc[("recall", "voice", "direct"), "value"] == 1 / 2  # the invalid hit has no voice to judge
    confusion = audit.confusion(found, audit.settled(codes)).set_index(["rule", "coded"])
    assert confusion.loc[("own", "direct"), ["n", "share"]].tolist() == [1, 0.5] and confusion["n"].sum() == 5


def test_accuracy_agrees_with_scikit_learn_and_statsmodels():
    from sklearn.metrics import precision_recall_fscore_support
    from statsmodels.stats.proportion import proportion_confint

    _, found = draw({"x": 30}, seed=5)
    truth = found["voice"].where(np.random.default_rng(1).random(len(found)) < 0.8, "own")
    table = audit.accuracy(found, audit.settled(audit.codes({"ann": filled(found, voice=truth)}))).set_index(["measure", "name"])
    labels = ["own", "direct", "indirect", "short"]
    precision, recall, _, _ = precision_recall_fscore_support(truth, found["voice"], labels=labels, zero_division=0)
    for label, p, r in zip(labels, precision, recall, strict=True):
        assert table.loc[("precision", label), "value"] == pytest.approx(p)
        row = table.loc[("recall", label)]
        assert row["value"] == pytest.approx(r)
        assert (row["low"], row["high"]) == pytest.approx(proportion_confint(row["k"], row["n"], method="wilson"))


def test_weights_count():
    found = hits([("x-1", "alpha"), ("x-1", "beta")]).assign(weight=[3.0, 1.0])
    codes = audit.codes({"ann": filled(found, valid=["yes", "no"])})
    row = audit.accuracy(found, audit.settled(codes)).iloc[0]
    assert row["value"] == 0.75 and row["n_effective"] == 2  # 16 / 10, rounded


def test_recall_of_the_lexicon_by_hand():
    found = hits([("x-1", "alpha")] * 10)
    settled = audit.settled(audit.codes({"ann": filled(found, valid=["yes"] * 9 + ["no"])}))
    sentences = pd.DataFrame({"sentence_id": list("abcd"), "weight": 2.0})
    row = audit.recall(found, settled, sentences, pd.DataFrame({"sentence_id": list("abcd"), "n_missed": ["1", "0", "0", "0"]})).iloc[0]
    assert row["value"] == pytest.approx(9 / (9 + 2)) and row["low"] < row["value"] < row["high"]  # one miss stands for two
    half = audit.recall(found, settled, sentences, pd.DataFrame({"sentence_id": list("abcd"), "n_missed": ["1", "0", "", ""]})).iloc[0]
    assert half["value"] == pytest.approx(9 / (9 + 4))  # two sentences coded: the miss stands for four
    none = audit.recall(found, settled, sentences, pd.DataFrame({"sentence_id": list("abcd"), "n_missed": ["0"] * 4})).iloc[0]
    assert none["value"] == none["high"] == 1.0 and none["low"] < 1.0
    assert audit.recall(found, settled, sentences, pd.DataFrame({"sentence_id": [], "n_missed": []})).empty
    with pytest.raises(BadInput, match="'many' is no whole number"):
        audit.recall(found, settled, sentences, pd.DataFrame({"sentence_id": ["a"], "n_missed": ["many"]}))


def test_recall_that_was_not_measured_says_why():
    none = pd.DataFrame({"sentence_id": [], "n_missed": []}, dtype="str")
    assert audit.without_recall(none) == "Recall of the lexicon was not measured: no sentence sheet was coded."
    blank = pd.DataFrame({"sentence_id": ["a", "b"], "n_missed": ["", " "]})
    assert audit.without_recall(blank) == audit.without_recall(none)
    assert "no coded sentence is on this run's sheet" in audit.without_recall(blank.assign(n_missed=["0", ""]))


# ---- corrections


def test_corrections_by_hand():
    # observed .5, sensitivity .9, specificity .8: (.5 + .8 − 1) / (.9 + .8 − 1) = .3 / .7
    assert float(audit.rogan_gladen(0.5, 0.9, 0.8)) == pytest.approx(3 / 7)
    assert float(audit.rogan_gladen(0.1, 0.9, 0.8)) == 0.0 and float(audit.rogan_gladen(0.95, 0.9, 0.8)) == 1.0  # cut
    assert np.isnan(audit.rogan_gladen(0.5, 0.5, 0.5))  # no better than chance
    both = audit.inverse_confusion(np.array([0.5, 0.5]), np.array([[0.9, 0.2], [0.1, 0.8]]))
    assert both.tolist() == pytest.approx([3 / 7, 4 / 7])  # two classes: the same as Rogan and Gladen
    assert np.isnan(audit.inverse_confusion(np.array([0.5, 0.5]), np.full((2, 2), 0.5))).all()


@settings(max_examples=20, derandomize=True, deadline=None)
@given(st.lists(st.floats(0.05, 1), min_size=3, max_size=3), st.integers(0, 1000))
def test_the_inverse_undoes_the_confusion(parts, seed):
    true = np.array(parts) / sum(parts)
    matrix = 0.6 * np.eye(3) + 0.4 * np.random.default_rng(seed).dirichlet(np.ones(3), size=3).T
    assert np.allclose(audit.inverse_confusion(matrix @ true, matrix), true)


def test_with_every_hit_coded_the_codes_are_the_estimate():
    found = hits([*[("x-1", "alpha")] * 3, *[("x-1", "beta")] * 3])
    codes = audit.codes({"ann": filled(found, valid=["yes"] * 5 + ["no"], voice=["own", "own", "direct", "own", "own", ""])})
    row = audit.corrected(found, TERMS, audit.sample(found), audit.settled(codes)).iloc[0]
    assert row["quantity"] == "pole share, own voice" and row["uncorrected"] == 0.5
    assert row["corrected"] == 2 / 4 and row["method"] == "codes"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((0.46, 0.55, 0.51, 0.64), "no"),  # the other side, its interval beyond one half
        ((0.46, 0.55, 0.49, 0.64), "open"),  # the other side, the interval covers one half
        ((0.57, 0.56, 0.55, 0.58), "yes"),
        ((0.57, 0.52, 0.47, 0.58), "open"),  # the same side, the interval covers one half
        ((0.57, 0.52, 0.50, 0.58), "open"),  # … or touches it
        ((0.38, 0.39), "yes"),  # every hit coded: no interval
        ((0.38, 0.61), "no"),
        ((0.50, 0.61), "open"),  # nothing led
        ((0.38, 0.50), "open"),
        ((np.nan, 0.50), ""),
        ((0.38, np.nan), ""),
    ],
)
def test_whether_a_conclusion_survives(given, said):
    assert audit.survives(*given) == said
    mirrored = [1 - value for value in given[:2]] + [1 - value for value in reversed(given[2:])]
    assert audit.survives(*mirrored) == said  # swapping the poles changes nothing


def test_only_the_pole_share_concludes_and_its_base_is_given():
    found = hits([*[("x-1", "alpha")] * 3, *[("x-1", "beta")] * 5, ("x-1", "beta", {"voice": "direct"})])
    codes = audit.codes({"ann": filled(found, valid=["yes"] * 8 + ["no"], voice=["own"] * 6 + ["direct"] * 2 + [""])})
    table = audit.corrected(found, TERMS, audit.sample(found), audit.settled(codes)).set_index(["set", "quantity"]).loc["fighters"]
    share = table.loc["pole share, own voice"]
    assert share[["n", "n_own", "n_coded", "n_own_coded"]].tolist() == [9, 8, 9, 6]
    assert (share["uncorrected"], share["corrected"], share["survives"]) == (5 / 8, 3 / 6, "open")
    assert len(table) == 7 and table["survives"].drop("pole share, own voice").eq("").all()


def test_a_biased_rule_is_corrected_and_the_interval_covers():
    known, found = draw({"x": 200}, seed=8)
    rng = np.random.default_rng(3)
    truth = pd.Series(np.where((found["pole"] == "self") & (rng.random(len(found)) < 0.5), "direct", "own"), index=found.index)
    wrong = (truth == "own") & (rng.random(len(found)) < 0.15) | (truth == "direct") & (rng.random(len(found)) < 0.3)
    found = found.assign(voice=truth.mask(wrong & (truth == "own"), "direct").mask(wrong & (truth == "direct"), "own"), zone="body")
    sides = found["pole"].map({"state": "A", "self": "B", "neutral": "N"})
    own = truth == "own"
    true_share = (own & (sides == "B")).sum() / (own & sides.isin(["A", "B"])).sum()
    drawn = audit.sample(found, size=300)
    codes = audit.codes({"ann": filled(drawn, valid="yes", voice=truth.set_axis(found["hit_id"]).loc[drawn["hit_id"]].to_numpy())})
    row = audit.corrected(found, TERMS, drawn, audit.settled(codes)).iloc[0]
    assert abs(row["corrected"] - true_share) < abs(row["uncorrected"] - true_share)
    assert row["low"] < true_share < row["high"] and row["method"] == "Rogan-Gladen"


def test_a_sample_without_an_error_is_not_perfection():
    _, found = draw({"x": 60}, seed=8)
    drawn = audit.sample(found, size=60)
    codes = audit.codes({"ann": filled(drawn, valid="yes", voice=drawn["voice"])})
    row = audit.corrected(found, TERMS, drawn, audit.settled(codes)).iloc[0]
    assert row["corrected"] == pytest.approx(row["uncorrected"]) and row["low"] < row["corrected"] < row["high"]


def test_few_codes_correct_nothing():
    _, found = draw({"x": 60}, seed=8)
    drawn = audit.sample(found, size=60).head(10)
    codes = audit.codes({"ann": filled(drawn, valid="yes", voice=drawn["voice"])})
    row = audit.corrected(found, TERMS, drawn, audit.settled(codes)).iloc[0]
    assert np.isnan(row["corrected"]) and row["method"] == "" and row["reason"].endswith("no correction below 20")


def test_the_sentence_every_report_bears(placed):
    _, found = placed
    empty = audit.codes({})
    assert audit.status(found, empty) == audit.state(audit.agreement(empty)) == "unvalidated: no hand coding yet"
    assert audit.accuracy(found, audit.settled(empty)).empty
    one, two = (audit.codes({n: filled(found, voice="own") for n in names}) for names in (["ann"], ["ann", "bo"]))
    unknown = "by one coder, so that agreement is unknown. Who coded is not declared (`coders:` in study.yml)."
    assert audit.status(found, one) == f"coded: 2 of 2 counted hits {unknown}"
    assert audit.state(audit.agreement(one)) == f"2 hits coded {unknown}"
    assert audit.state(audit.agreement(two)).startswith("2 hits coded by 2 coders; voice: alpha = 1.00, firm.")


def test_who_coded_is_said_as_declared_and_blindness_only_then(placed):
    _, found = placed
    codes = audit.codes({"reader": filled(found, valid="yes", voice="own")})
    declared = "one reader, an AI assistant; blind to outlet and rule"
    for sentence in (audit.status(found, codes, coders=declared), audit.state(audit.agreement(codes), coders=declared)):
        assert sentence.endswith(f"Who coded: {declared}.")
    confusion = audit.confusion(found, audit.settled(codes))
    assert "lind" not in figures.confusion(confusion).caption
    assert figures.confusion(confusion, coders=declared).caption.endswith(f"Who coded: {declared}.")
    assert audit.corrected(found, TERMS, audit.sample(found), audit.settled(codes))["method"].iloc[0] == "codes"
