"""What lint says: fifteen planted faults, each with its line and a cure; the shell's exit code."""

import time

import pandas as pd
import pytest

from framing import lexicon

CLEAN = """name: men
sets:
  men:
    kind: naming
    referent: the men on the hill
    poles:
      ours:
        - {pattern: "hero*", tests: {yes: ["the heroes"]}}
        - {pattern: "brave men", tests: {yes: ["Brave men came."]}}
      theirs:
        - {pattern: "bandit*", tests: {yes: ["a bandit"]}}
        - {pattern: "armed gang*", tests: {yes: ["an armed gang"]}}
      neutral:
        - {pattern: "gunmen", tests: {yes: ["Gunmen came."]}}
        - {pattern: "group", not_before: ["photo*"], tests: {yes: ["the group"], no: ["a group photo"]}}
"""
LINE = {"hero": 8, "brave": 9, "bandit": 11, "gang": 12, "gunmen": 14, "group": 15}
BANDIT = '        - {pattern: "bandit*", tests: {yes: ["a bandit"]}}\n'
GUNMEN = '        - {pattern: "gunmen", tests: {yes: ["Gunmen came."]}}\n'

PLANTED = {  # rule that must speak: what is changed, the line named
    "ambiguous": ('"gunmen"', "NO", 14),
    "duplicate key": ("      theirs:", "      ours:", 10),
    "alias": ('["a bandit"]', "*a", 11),
    "tag": ('["a bandit"]', "!!python/name:os.system x", 11),
    "pattern": ('"bandit*"', '"band(it|s)+"', 11),
    "unknown key": ("not_before", "notbefore", 15),
    "kind": ("kind: naming", "kind: nouns", 4),
    "structure": ("      neutral:", "      others:", 3),
    "two poles": (GUNMEN, GUNMEN.replace("gunmen", "Bandit*"), 14),
    "twice": (BANDIT, BANDIT * 2, 12),
    "subsumed": (GUNMEN, '        - {pattern: "bandits", tests: {yes: ["bandits"]}}\n', 14),
    "test": ("a group photo", "a group portrait", 15),
    "no test": (', tests: {yes: ["an armed gang"]}', "", 12),
    "unbalanced": (BANDIT, BANDIT + "".join(BANDIT.replace("bandit", f"{x}{x}band") for x in "abcdef"), 3),
    "dead": (GUNMEN, GUNMEN + GUNMEN.replace("gunmen", "rifleman").replace("Gunmen", "A rifleman"), 15),
    "two sets": ('a group photo"]}}\n', 'a group photo"]}}\n  other: {kind: salience, poles: {x: [hero*], y: [coward]}}\n', 16),
    "no referent": ("    referent: the men on the hill\n", "", 3),
    "untested exclusion": (', no: ["a group photo"]', "", 15),
    "idle exclusion": ('not_before: ["photo*"]', 'not_in: ["photo"]', 15),
    "overlap": ('"brave men"', '"*gang"', 12),
}
CORPUS = pd.DataFrame({"text": ["Brave men, heroes, bandits, an armed gang, gunmen and a group."]})


def linted(tmp_path, body, articles=None):
    path = tmp_path / "l.yml"
    path.write_text(body)
    return lexicon.lint(path, articles)


def test_a_clean_lexicon_is_clean(tmp_path):
    assert linted(tmp_path, CLEAN) == [] == linted(tmp_path, CLEAN, CORPUS)


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_found_with_line_and_cure(tmp_path, rule):
    old, new, line = PLANTED[rule]
    assert CLEAN.count(old) == 1, "the plant must stick"
    messages = linted(tmp_path, CLEAN.replace(old, new), CORPUS)
    assert [m.line for m in messages if m.rule == rule and m.cure][:1] == [line], [str(m) for m in messages]


def test_messages_read_as_sentences(tmp_path):
    body = CLEAN.replace('"Gunmen came."', '"Gunman came."')
    assert [str(m) for m in linted(tmp_path, body)] == [
        "line 14: error: 'gunmen' does not hit its test sentence 'Gunman came.' -- mend the pattern, its exclusions, or the sentence"
    ]


def test_a_test_names_the_term_that_took_the_place(tmp_path):
    body = CLEAN.replace('"Gunmen came."', '"an armed gang*"').replace('"gunmen"', '"gang*"')
    assert "'armed gang*' takes its place" in str(linted(tmp_path, body)[0])


def test_a_test_sentence_of_the_set_serves_its_terms(tmp_path):
    body = CLEAN.replace(', tests: {yes: ["an armed gang"]}', "").replace(
        "    poles:", '    tests: {yes: ["the armed gangs"], no: ["a gang"]}\n    poles:'
    )
    assert linted(tmp_path, body) == []
    assert [m.rule for m in linted(tmp_path, body.replace('no: ["a gang"]', 'no: ["a bandit"]'))] == ["test"]


def test_dead_terms_say_why(tmp_path):
    corpus = pd.DataFrame({"text": ["Heroes, brave men, bandits, an armed gang, gunmen and a group photo."]})
    assert "every one excluded" in str(linted(tmp_path, CLEAN, corpus)[0])
    inside = CLEAN.replace('"gunmen", tests: {yes: ["Gunmen came."]}', '"gang", tests: {yes: ["A gang came."]}')
    assert any("every one inside a longer term" in str(m) for m in linted(tmp_path, inside, CORPUS))
    assert "matches nothing in 1 articles" in str(linted(tmp_path, CLEAN.replace("unmen", "unman"), CORPUS)[0])


def test_one_message_for_all_faults_of_a_file(tmp_path):
    body = CLEAN.replace('"bandit*"', '"b*"').replace('"gunmen"', "off")
    assert [(m.line, m.rule) for m in linted(tmp_path, body)] == [(11, "pattern"), (14, "ambiguous")]
    with pytest.raises(lexicon.LexiconError, match=r"line 11: .*1 more: framing lint"):
        lexicon.load(tmp_path / "l.yml")


def test_exit_codes():
    def message(severity):
        return lexicon.Message(1, severity, "", "", "")

    assert lexicon.exit_code([]) == lexicon.exit_code([message("note")], strict=True) == 0
    assert lexicon.exit_code([message("warning")]) == 0 and lexicon.exit_code([message("warning")], strict=True) == 1
    assert lexicon.exit_code([message("warning"), message("error")]) == 2


def test_the_example_of_the_readme_is_clean(root, tmp_path):
    body = (root / "data" / "lexicons" / "README.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    assert [m for m in linted(tmp_path, body) if m.severity == "error"] == []
    assert [m.message for m in linted(tmp_path, body) if m.rule == "no test"] == [
        f"{term!r} has no test sentence" for term in ("stoppage*", "walkout*", "dispute*")
    ]


def test_a_dictionary_of_thousands_is_checked_in_seconds(tmp_path):
    words = [f"{a}{b}{c}" for a in "abcdefghijkl" for b in "aeiou" for c in ("mno*", "pqr", "stu*", "vw", "xyz", "mnop")]
    body = (
        "up: [" + ", ".join(f"{w[:-1]}{n}{w[-1]}" if w.endswith("*") else f"{w}{n}" for w in words for n in "fghjklmn") + "]\ndown: [low]\n"
    )
    began = time.process_time()
    messages = linted(tmp_path, body, CORPUS)
    assert time.process_time() - began < 10
    assert len(messages) > 1000  # each dead entry is told


def test_phrases_and_exclusions_are_not_mistaken_for_contained(tmp_path):
    terms = '"press*", "press conference", {pattern: "armed man", not_before: ["x-ray*"], tests: {no: ["armed man x-ray"]}}, "armed ma*"'
    body = f"sets: {{s: {{kind: salience, poles: {{a: [{terms}], b: [{{pattern: mania, case: true}}, ma*, zz]}}}}}}"
    assert [m.message for m in linted(tmp_path, body) if m.rule == "subsumed"] == [
        "'armed man' is contained in 'armed ma*' (line 1)",
        "'mania' is contained in 'ma*' (line 1)",
    ]
