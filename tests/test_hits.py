"""Hits and words: what surrounds a hit, what counts, and that nothing is counted twice."""

import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import hits, lexicon, text

LEXICON = """sets:
  men:
    kind: naming
    poles:
      ours: [{pattern: "hero*", core: false}, {pattern: "home", parts: true}]
      theirs: ["bandit*", "armed band*"]
  deed:
    kind: event
    poles: {ours: ["freed"], theirs: ["seized"]}
"""
BLOCKS = ["article_id", "start", "end", "zone", "rule", "repeat_of"]
SPANS = ["article_id", "start", "end", "voice", "speaker", "cue", "stance", "rule"]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("lexicon") / "small.yml"
    path.write_text(LEXICON)
    return lexicon.load(path)


def articles_of(*bodies):
    shas = [hashlib.sha256(body.encode()).hexdigest() for body in bodies]
    return pd.DataFrame({"article_id": [f"a{i}" for i in range(len(bodies))], "sha256": shas, "text": bodies})


def blocks_of(articles, zones=(), repeats=()):
    """Return one block a line, zones by their number, the rest body."""
    rows = [
        (name, start, end, dict(zones).get(i, "body"), "", 0 if i in repeats else None)
        for name, body in zip(articles["article_id"], articles["text"], strict=True)
        for i, (start, end) in enumerate(text.paragraphs(body))
    ]
    return pd.DataFrame(rows, columns=BLOCKS).astype({"repeat_of": "Int64"})


def spans_of(articles, *marked):
    """Return spans given as (number of the article, words in it, voice, speaker, cue, stance)."""
    rows = []
    for number, words, voice, speaker, cue, stance in marked:
        at = articles["text"][number].index(words)
        rows.append((f"a{number}", at, at + len(words), voice, speaker, cue, stance, ""))
    return pd.DataFrame(rows, columns=SPANS).astype({"start": "int64", "end": "int64"})


def find(small, *bodies, marked=(), zones=(), repeats=(), **options):
    articles = articles_of(*bodies)
    return hits.find(articles, small, blocks=blocks_of(articles, zones, repeats), spans=spans_of(articles, *marked), **options)


def test_columns_types_and_order_are_the_contract(small):
    found = find(small, "Bandits seized the home-held hill.\n\nNo hero came.")
    assert list(found.columns) == list(hits.find.__globals__["COLUMNS"])
    assert found["surface"].tolist() == ["Bandits", "seized", "home", "hero"]
    assert found["term"].tolist() == ["bandit*", "seized", "home", "hero*"]
    assert found["set"].tolist() == ["men", "deed", "men", "men"]
    assert found["core"].tolist() == [True, True, True, False]
    assert (found["start"].tolist(), found["end"].tolist()) == ([0, 8, 19, 39], [7, 14, 23, 43])
    assert found["sentence_start"].tolist() == [0, 0, 0, 36] and found["sentence_end"].tolist() == [34, 34, 34, 49]
    empty = find(small, "Nothing here.")
    assert list(empty.dtypes) == list(found.dtypes) and len(empty) == 0
    assert {str(t) for t in found.dtypes} == {"str", "int64", "bool"}


def test_the_name_of_a_hit_is_the_hash_that_methods_state(small):
    body = "Bandits came."
    sha = hashlib.sha256(body.encode()).hexdigest()
    assert find(small, body)["hit_id"].tolist() == [hashlib.sha256(f"{sha}|0|7|bandit*".encode()).hexdigest()[:12]]


def test_a_hit_has_the_voice_of_the_span_it_starts_in(small):
    body = "Bandits left, he said: \"The heroes [armed bands] 'freed' home\"."
    marked = [
        (0, "\"The heroes [armed bands] 'freed' home\"", "direct", "Ann", "said", "neutral"),
        (0, "[armed bands]", "bracket", "", "", ""),
        (0, "'freed'", "short", "Bob", "claimed", "distancing"),
        (0, body, "indirect", "Zoe", "says", "endorsing"),
    ]
    found = find(small, body, marked=marked)
    assert found["voice"].tolist() == ["indirect", "direct", "bracket", "short", "direct"]
    assert found["speaker"].tolist() == ["Zoe", "Ann", "", "Bob", "Ann"]
    assert found["stance"].tolist() == ["endorsing", "neutral", "", "distancing", "neutral"]
    assert find(small, body)["voice"].tolist() == ["own"] * 5


NEGATION = [
    ("They are not bandits.", True),
    ("They aren’t bandits.", True),
    ("There were no armed bandits.", True),
    ("Neither heroes came.", True),
    ("They are not at all the bandits.", False),  # four tokens away
    ("Not these, bandits.", False),  # another clause
    ("Not men but bandits.", False),
    ("It was not. Bandits came.", False),
    ("It was not\n\nBandits came.", False),
    ("They came without “bandits”.", True),
    ("Bandits are not here.", False),
]


@pytest.mark.parametrize(("body", "negated"), NEGATION)
def test_negation_is_near_left_and_in_the_clause(small, body, negated):
    assert find(small, body)["negated"].tolist() == [negated]


DISTANCE = [
    ("the so-called heroes", True),
    ("the so‑called armed bandits", True),
    ("men deemed to be bandits", True),
    ("what the ministry calls heroes", True),
    ("What she described as heroes", True),
    ("he described the heroes", False),
    ("the alleged theft by the bandits", False),
    ("Alleged. Heroes", False),
    ("the heroes, so-called", False),
]


@pytest.mark.parametrize(("body", "distanced"), DISTANCE)
def test_hedges_keep_a_distance(small, body, distanced):
    assert find(small, body)["distanced"].tolist() == [distanced]


def test_scare_quotes_and_doubting_cues_keep_a_distance(small):
    body = "The “heroes” came. He claimed the home was freed."
    marked = [(0, "“heroes”", "short", "", "", ""), (0, "the home was freed", "indirect", "He", "claimed", "distancing")]
    assert find(small, body, marked=marked)["distanced"].tolist() == [True, True, True]


def test_only_counted_hits_count_and_the_first_reason_is_named(small):
    body = "Heroes\n\nBandits\n\nhome\n\nhero\n\nfreed\n\nseized"
    zones = {0: "headline", 1: "furniture", 2: "byline", 3: "date", 4: "caption"}
    found = find(small, body, body, zones=zones, repeats=(1, 5))
    first = found[found["article_id"] == "a0"]
    assert first["why_not"].tolist() == ["", "furniture", "byline", "date", "", "repeat"]
    assert first["zone"].tolist() == ["headline", "furniture", "byline", "date", "caption", "body"]
    assert (found["counted"] == (found["why_not"] == "")).all()
    origins = pd.DataFrame({"article_id": ["a0", "a1"], "cluster": ["a0", "a0"], "containment": [1.0, 1.0], "is_copy": [False, True]})
    copied = find(small, body, body, zones=zones, repeats=(1, 5), origins=origins)
    assert copied["why_not"].tolist()[6:] == ["duplicate origin", "furniture", "byline", "date", "duplicate origin", "repeat"]


def test_camps_are_found_by_the_whole_speaker(small):
    body = "Bandits, heroes, home, freed."
    speakers = ["the Ministry of War", "AGENT Smith", "an envoy’s aide", "Ministry"]
    marked = [(0, w, "direct", s, "said", "neutral") for w, s in zip(("Bandits", "heroes", "home", "freed"), speakers, strict=True)]
    camps = {"state": ["ministry of*", "*smith"], "envoys": ["*envoy's*", "*"]}
    assert find(small, body, marked=marked, camps=camps)["camp"].tolist() == ["state", "state", "envoys", "envoys"]
    assert find(small, body, camps=camps)["camp"].tolist() == [""] * 4
    assert find(small, body, marked=marked)["camp"].tolist() == [""] * 4


def test_a_sentence_and_a_phrase_run_over_a_break_that_a_block_mends(small):
    body = "Then the armed\n\nbandits came home. They left."
    articles = articles_of(body)
    spans = spans_of(articles)
    whole = pd.DataFrame([("a0", 0, len(body), "body", "joined", None)], columns=BLOCKS).astype({"repeat_of": "Int64"})
    mended = hits.find(articles, small, blocks=whole, spans=spans)
    assert mended["surface"].tolist() == ["armed\n\nbandits", "home"]
    assert mended["sentence_end"].tolist() == [34, 34] and mended["sentence_start"].tolist() == [0, 0]
    broken = hits.find(articles, small, blocks=blocks_of(articles), spans=spans)
    assert broken["surface"].tolist() == ["bandits", "home"] and broken["sentence_start"].tolist() == [16, 16]


def test_select_counts_what_a_policy_says(small):
    table = pd.DataFrame(
        {
            "voice": ["own", "own", "bracket", "indirect", "direct", "short", "direct", "own"],
            "zone": ["body", "caption", "lead", "body", "body", "body", "caption", "furniture"],
            "counted": [True] * 7 + [False],
            "pole": list("AABABAAB"),
        }
    )
    numbers = {policy: len(hits.select(table, policy=policy)) for policy in hits.POLICIES}
    assert numbers == {"own": 2, "wide": 3, "attributed": 4, "all": 7}
    assert len(hits.select(table, policy="own", counted=False)) == 3
    assert hits.select(table, pole="A", zone=["body", "caption"]).index.tolist() == [0, 1, 3, 5, 6]
    with pytest.raises(ValueError, match="unknown policy 'mine': use one of own, wide, attributed, all"):
        hits.select(table, policy="mine")
    with pytest.raises(ValueError, match="no column 'poel'"):
        hits.select(table, poel="A")


def test_a_ledger_answers_as_select_does():
    rng = np.random.default_rng(5)
    n = 400
    table = pd.DataFrame({
        "voice": rng.choice(["own", "bracket", "short", "direct", "indirect"], n), "zone": rng.choice(["headline", "body", "caption"], n),
        "counted": rng.random(n) < 0.9, "set": rng.choice(["a", "b"], n), "pole": rng.choice(["x", "y", ""], n),
        "distanced": rng.random(n) < 0.1,
    })  # fmt: skip
    asked = [{}, {"policy": "own"}, {"counted": False}, {"set": "a"}, {"set": "a", "pole": ["x", ""], "policy": "wide"},
             {"zone": "caption"},
             {"voice": ["own", "direct"], "policy": "attributed"}, {"distanced": True, "set": "b"}, {"pole": "nowhere"}]  # fmt: skip
    for whole in (table, table.astype({"voice": "category", "pole": "category"}), table.head(0)):
        ledger = hits.Ledger(whole)
        for query in asked:
            wanted = hits.select(whole, **query)
            assert ledger.count(**query) == len(wanted), query
            assert whole.iloc[ledger.rows(**query)].equals(wanted), query
    with pytest.raises(ValueError, match="no column 'poel'"):
        ledger.count(poel="x")


def test_words_are_counted_by_hand(small):
    body = "Heroes home\n\nThe home-held hill\n\nHill nav"
    articles = articles_of(body, body)
    marked = [(0, "hill", "direct", "", "", "")]
    blocks = blocks_of(articles, {0: "caption", 2: "furniture"})
    origins = pd.DataFrame({"article_id": ["a0", "a1"], "is_copy": [False, True]})
    counted = hits.words(articles, small, blocks=blocks, spans=spans_of(articles, *marked), origins=origins)
    rows = [("heroes", 0, 1, True), ("hill", 0, 1, False), ("home", 0, 1, True), ("home-held", 1, 1, True), ("the", 1, 1, False)]
    assert list(counted[["type", "n_own", "n_all", "in_lexicon"]].itertuples(index=False, name=None)) == rows
    assert set(counted["article_id"]) == {"a0"}
    assert [str(t) for t in counted.dtypes] == ["str", "str", "int64", "int64", "bool"]


@settings(derandomize=True, max_examples=25, deadline=None)
@given(
    bodies=st.lists(
        st.lists(st.sampled_from(["heroes", "home-made", "bandits", "armed", "freed", "\n\n", ".", "é", "not"]), max_size=14).map(" ".join),
        min_size=1,
        max_size=3,
    )
)
def test_every_hit_is_where_it_says_and_no_token_counts_twice(small, bodies):
    found = find(small, *bodies)
    texts = dict(zip((f"a{i}" for i in range(len(bodies))), bodies, strict=True))
    for hit in found.itertuples():
        assert texts[hit.article_id][hit.start : hit.end] == hit.surface
        assert hit.sentence_start <= hit.start < hit.end <= hit.sentence_end
    for _, group in found.sort_values("start").groupby(["article_id", "set"]):
        assert (group["start"].to_numpy()[1:] >= group["end"].to_numpy()[:-1]).all()
    again = pd.concat([find(small, body).assign(article_id=name) for name, body in texts.items()], ignore_index=True)
    pd.testing.assert_frame_equal(found.drop(columns="hit_id"), again.drop(columns="hit_id"))  # parts do not matter


def test_coverage_tells_no_opportunity_from_no_choice(small):
    bodies = ("Heroes came. “Bandits freed.”", "Rain.", "He said: armed bandits")
    found = find(small, *bodies, marked=[(0, "“Bandits freed.”", "direct", "", "", ""), (2, "armed bandits", "indirect", "He", "said", "")])
    table = hits.coverage(found, articles_of(*bodies), small.terms())
    rows = [
        ("a0", "men", 2, 1, 1),
        ("a0", "deed", 1, 0, 0),
        ("a1", "men", 0, 0, 0),
        ("a1", "deed", 0, 0, 0),
        ("a2", "men", 1, 0, 0),
        ("a2", "deed", 0, 0, 0),
    ]
    assert list(table.itertuples(index=False, name=None)) == rows
    assert table["n_hits"].sum() == found["counted"].sum()


def test_each_term_has_its_counts_and_its_first_own_example(small):
    bodies = ("“Bandits left.” Rain.", "Now bandits\ncame home. Bandits sing.")
    found = find(small, *bodies, marked=[(0, "“Bandits left.”", "direct", "", "", "")])
    table = hits.by_term(found, small.terms(), articles_of(*bodies)).set_index("term")
    assert table.index.tolist() == small.terms()["term"].tolist()
    assert table.loc["bandit*", ["n_hits", "n_own", "n_articles", "article_id", "example"]].tolist() == [3, 2, 2, "a1", "Now [bandits]"]
    assert table.loc["freed", ["n_hits", "n_own", "n_articles", "article_id", "example"]].tolist() == [0, 0, 0, "", ""]
    assert hits.by_term(found[:0], small.terms(), articles_of(*bodies))["n_hits"].sum() == 0


def test_no_articles_and_empty_articles_have_no_hits(small):
    for bodies in ((), ("",), ("", "Heroes", "\n\n")):
        articles = articles_of(*bodies) if bodies else articles_of("x")[:0]
        found = hits.find(articles, small, blocks=blocks_of(articles), spans=spans_of(articles))
        counted = hits.words(articles, small, blocks=blocks_of(articles), spans=spans_of(articles))
        assert found["surface"].tolist() == [word for word in bodies if word == "Heroes"]
        assert counted["type"].tolist() == [word.lower() for word in found["surface"]]
        assert [str(t) for t in found.dtypes][:4] == ["str", "str", "int64", "int64"]


def test_blocks_and_spans_are_made_here_if_not_given(small):
    body = "Bandits are back\n\nThe bandits seized the home on Monday, a spokesman said.\n\n“We saw many heroes there,” she told us."
    found = hits.find(articles_of(body), small)
    assert found["zone"].tolist()[0] == "headline" and found["voice"].tolist()[-1] == "direct"
    assert found["surface"].tolist() == ["Bandits", "bandits", "seized", "home", "heroes"]
