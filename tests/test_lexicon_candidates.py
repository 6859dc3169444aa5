"""The sheet of candidates beside a lexicon: checked by lint, and merged with its provenance."""

import pytest

from framing import lexicon

LEXICON = """# reviewed
name: men
sets:
  men:
    kind: naming
    poles:
      ours:
        - "hero*"

        # the brave
        - pattern: "brave men"
          tests: {yes: ["brave men"]}
      theirs: ["bandit*", "armed gang*"]   # in brackets
      neutral:
      - "riders"
# the end
"""
HEAD = "candidate,decision,set,pole,by,note,found_by,n_found,n_measured\n"


def put(tmp_path, rows, body=LEXICON):
    (tmp_path / "men.yml").write_text(body)
    (tmp_path / "men.candidates.csv").write_text(HEAD + rows)
    return tmp_path / "men.yml"


def said(path):
    return [(m.line, m.severity, m.message) for m in lexicon.lint(path) if m.rule == "candidates"]


def test_accepted_words_enter_their_pole_and_the_rest_stays(tmp_path):
    rows = 'raiders,accepted,men,neutral,AB,"seen, twice",slots,5,4\nvillains,accepted,men,theirs,CD,,,,\n'
    rows += "champions,accepted,men,ours,AB,,log-odds,3,9\n"
    path = put(tmp_path, rows + "bystanders,rejected,,,AB,,,,\nothers,,,,,,,,\n")
    assert [m[1] for m in said(path)] == ["note"] * 3
    merged = lexicon.merge(path)
    kept = [line for line in merged.split("\n") if "discovery" not in line]
    assert kept == [line for line in LEXICON.split("\n") if "armed gang" not in line]
    source = "discovery (log-odds, 3 found, 9 in the other half); accepted by AB"
    assert merged.split("\n")[12] == f'        - {{pattern: "champions", core: false, source: "{source}", tests: {{yes: ["champions"]}}}}'
    path.write_text(merged)
    terms = lexicon.load(path).terms().set_index("term")
    assert terms.loc[["champions", "villains", "raiders"], "pole"].tolist() == ["ours", "theirs", "neutral"]
    assert not terms.loc["raiders", "core"]
    assert terms.loc["raiders", "source"] == "discovery (slots, 5 found, 4 in the other half); accepted by AB; seen, twice"
    assert terms.loc["villains", "source"] == "discovery (by hand); accepted by CD"
    assert said(path) == [] and lexicon.merge(path) == merged


FAULTS = {
    "x,acepted,men,ours,AB,,,,": "did you mean accepted",
    "x,accepted,man,ours,AB,,,,": "did you mean men",
    "x,accepted,men,others,AB,,,,": "no pole 'others'",
    "x,accepted,men,ours,,,,,": "accepted by nobody",
}


@pytest.mark.parametrize("row", FAULTS)
def test_a_wrong_decision_is_named_with_its_line(tmp_path, row):
    path = put(tmp_path, "y,,,,,,,,\n" + row + "\n")
    (message,) = said(path)
    assert message[:2] == (3, "error") and FAULTS[row] in message[2]
    with pytest.raises(lexicon.LexiconError, match="line 3"):
        lexicon.merge(path)


def test_a_rejected_word_in_the_lexicon_is_told(tmp_path):
    assert said(put(tmp_path, "heroes,rejected,,,AB,,,,\n")) == [
        (2, "warning", "men.candidates.csv: 'heroes' was rejected but is in the lexicon")
    ]


def test_a_word_that_cannot_match_and_a_sheet_without_columns_are_refused(tmp_path):
    with pytest.raises(lexicon.LexiconError, match="line 2: .*never match"):
        lexicon.merge(put(tmp_path, "a+b,accepted,men,ours,AB,,,,\n"))
    path = put(tmp_path, "")
    (tmp_path / "men.candidates.csv").write_text("candidate,set\n")
    assert said(path) == [(1, "error", "men.candidates.csv lacks the column decision")]


def test_without_a_sheet_nothing_changes(tmp_path):
    (tmp_path / "men.yml").write_text(LEXICON)
    assert lexicon.merge(tmp_path / "men.yml") == LEXICON
