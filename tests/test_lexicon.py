"""Reading a lexicon: what loads, what is refused and where, and which forms a pattern means."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import lexicon, text
from framing.lexicon import index, pattern

LEXICONS = Path(__file__).parents[1] / "data" / "lexicons"
PLAIN = """name: small
sets:
  men:
    kind: naming
    referent: the men on the hill
    poles:
      ours: ["hero*", {pattern: "brave men", core: false, gloss: "praise", source: "a song"}]
      theirs: ["bandit*"]
      neutral: ["men"]
"""


def written(tmp_path, body, name="l.yml"):
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    return path


def found(tmp_path, body, sentence, name="l.yml"):
    """Return (surface, set, pole, term) of every match in a sentence."""
    loaded = lexicon.load(written(tmp_path, body, name))
    entries = loaded.entries()
    matches = loaded.matcher.matches(lexicon.Stream.of([sentence]))
    return [(sentence[m.start : m.end], entries[m.entry][0].name, entries[m.entry][1], entries[m.entry][2].pattern) for m in matches]


def test_a_lexicon_loads_as_it_was_written(tmp_path):
    loaded = lexicon.load(written(tmp_path, PLAIN))
    terms = loaded.terms()
    assert list(terms.columns) == ["set", "kind", "referent", "pole", "side", "term", "core", "gloss", "source"]
    assert terms["term"].tolist() == ["hero*", "brave men", "bandit*", "men"]
    assert terms["side"].tolist() == ["A", "A", "B", "N"]
    assert terms["core"].tolist() == [True, False, True, True]
    assert terms.loc[1, ["gloss", "source"]].tolist() == ["praise", "a song"]
    assert (loaded.name, loaded.language, len(loaded.sha256)) == ("small", "en", 64)


FAULTS = {  # what stands in the file, the line that must be named, a word of the cure or reason
    "off": (PLAIN.replace('"bandit*"', "off"), 8, '"off"'),
    "NO": (PLAIN.replace('"bandit*"', "NO"), 8, '"NO"'),
    "012": (PLAIN.replace('"bandit*"', "012"), 8, '"012"'),
    "12:30": (PLAIN.replace('"bandit*"', "12:30"), 8, '"12:30"'),
    "1e3": (PLAIN.replace('"bandit*"', "1.0e+3"), 8, "a number"),
    "date": (PLAIN.replace('"bandit*"', "2016-12-13"), 8, "a date"),
    "null": (PLAIN.replace('"bandit*"', "~"), 8, "nothing"),
    "key no": (PLAIN.replace("theirs:", "no:"), 8, '"no"'),
    "language no": (PLAIN.replace("sets:", "language: no\nsets:"), 2, '"no"'),
    "duplicate pole": (PLAIN.replace("theirs:", "ours:"), 8, "second time"),
    "duplicate set": (PLAIN + PLAIN[PLAIN.index("  men:") :], 10, "second time"),
    "alias": (PLAIN.replace('["bandit*"]', "&x [a]"), 8, "not allowed"),
    "unquoted star": (PLAIN.replace('"bandit*"', "*held"), 8, "quote"),
    "tag": (PLAIN.replace('["bandit*"]', "!!python/object/apply:os.system [ls]"), 8, "not allowed"),
    "deep": (PLAIN.replace('["bandit*"]', "[" * 500 + "]" * 500), 8, "deep"),
    "two documents": (PLAIN + "---\na: b\n", 10, "---"),
    "unclosed": (PLAIN.replace('["men"]', '["men"'), 10, "YAML"),
    "tab": (PLAIN.replace("    kind", "\tkind"), 4, "YAML"),
    "lone star": (PLAIN.replace("bandit*", "*"), 8, "2 letters"),
    "t*": (PLAIN.replace("bandit*", "t*"), 8, "2 letters"),
    "a*a*a*b": (PLAIN.replace("bandit*", "a*a*a*b"), 8, "2 letters"),
    "four stars": (PLAIN.replace("bandit*", "ab*cd*ef*gh*"), 8, "more than 3"),
    "(a+)+$": (PLAIN.replace("bandit*", "(a+)+$"), 8, "regular expressions"),
    "[": (PLAIN.replace("bandit*", "[abc]d"), 8, "regular expressions"),
    "backslash": (PLAIN.replace('"bandit*"', "'band\\w'"), 8, "regular expressions"),
    "question mark": (PLAIN.replace("bandit*", "gunm?n"), 8, "character ?"),
    "star between": (PLAIN.replace("bandit*", "armed * men"), 8, "2 letters"),
    "empty": (PLAIN.replace('"bandit*"', '""'), 8, "empty"),
    "empty pole": (PLAIN.replace('["bandit*"]', "[]"), 8, "no terms"),
    "one pole": (PLAIN.replace('      theirs: ["bandit*"]\n', ""), 3, "exactly two"),
    "three poles": (PLAIN.replace("neutral:", "others:"), 3, "exactly two"),
    "kind": (PLAIN.replace("kind: naming", "kind: nameing"), 4, "naming, event, salience"),
    "unknown key": (PLAIN.replace("gloss:", "glos:"), 7, "did you mean gloss"),
    "core: maybe": (PLAIN.replace("core: false", "core: maybe"), 7, "true or false"),
    "exclusion": (PLAIN.replace("core: false", 'not_before: ["x+"]'), 7, "regular expressions"),
    "no sets": ("name: x\n", 1, "no sets"),
    "a list": ("- a\n- b\n", 1, "name: value"),
    "nothing": ("", 0, "name: value"),
    "control character": (PLAIN + "\x00", 0, "YAML"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_with_its_line_and_a_cure(tmp_path, fault):
    body, line, said = FAULTS[fault]
    path = written(tmp_path, body)
    with pytest.raises(lexicon.LexiconError) as caught:
        lexicon.load(path)
    message = caught.value.messages[0]
    assert said in str(caught.value), str(caught.value)
    assert str(path) in str(caught.value) and message.cure
    assert message.line == line or fault == "control character"


def test_files_that_are_no_lexicon_are_refused(tmp_path):
    (tmp_path / "latin.yml").write_bytes(PLAIN.replace("song", "ch\xe9ri").encode("latin-1"))
    with pytest.raises(lexicon.LexiconError, match="line 7: is not UTF-8"):
        lexicon.load(tmp_path / "latin.yml")
    with pytest.raises(lexicon.LexiconError, match="is not a file"):
        lexicon.load(tmp_path / "none.yml")
    with pytest.raises(lexicon.LexiconError, match="is not a file"):
        lexicon.load(tmp_path)


def test_bombs_are_refused_at_once(tmp_path):
    laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{n}: &{n} [*{m},*{m},*{m},*{m},*{m},*{m},*{m},*{m}]\n" for m, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    huge = "name: x\n" + "# comment\n" * 500_000
    began = time.process_time()
    for body, said in ((laughs, "not allowed"), (huge, "bytes"), ("[" * 200_000, "deep"), ("- " * 100_000, "deep")):
        with pytest.raises(lexicon.LexiconError, match=said):
            lexicon.load(written(tmp_path, body))
    assert time.process_time() - began < 1


def test_keys_and_terms_in_quotation_marks_stay_text(tmp_path):
    body = PLAIN.replace('"bandit*"', '"012", "NO", "off"').replace("theirs:", '"on":')
    assert lexicon.load(written(tmp_path, body)).terms()["term"].tolist()[2:5] == ["012", "NO", "off"]
    assert found(tmp_path, body, "No 012")[0][2:] == ("on", "NO")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    (tmp_path / "w.yml").write_bytes(b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode())
    assert lexicon.load(tmp_path / "w.yml").terms().equals(lexicon.load(written(tmp_path, PLAIN)).terms())


def only(*terms):
    """Return a lexicon with one pole of these terms (as YAML) and an idle other pole."""
    return "sets: {s: {kind: salience, poles: {a: [" + ", ".join(terms) + '], b: ["zzz"]}}}'


MATCHING = [  # term, sentence, surfaces that must be found
    ('"rebel"', "Rebels, a rebel, REBEL and rebel-held", ["rebel", "REBEL"]),
    ('"rebel*"', "Rebels, a rebel and rebel-held", ["Rebels", "rebel", "rebel-held"]),
    ('{pattern: "rebel", parts: true}', "rebel-held, anti-rebel, rebels", ["rebel", "rebel"]),
    ('{pattern: "rebel*", parts: true}', "rebel-held, ex-rebels", ["rebel", "rebels"]),
    ('{pattern: "rebel-held", parts: true}', "once-rebel-held, rebel held", ["rebel-held"]),
    ('"*held"', "rebel-held, withheld, holds", ["rebel-held", "withheld"]),
    ('"ter*ist*"', "terrorists, territories", ["terrorists"]),
    (
        '"armed group*"',
        "armed groups; armed-group; armed\ngroup; armed\u00a0group",
        ["armed groups", "armed-group", "armed\ngroup", "armed\u00a0group"],
    ),
    ('"armed group*"', "armed, groups. armed “groups” armed / groups\n\narmed\n\ngroups armed - groups", []),
    ('"regime\'s men"', "the regime’s men, the regime's men, regimes men", ["regime’s men", "regime's men"]),
    ('"regime"', "the regime’s men", ["regime"]),
    ('"U.S.-led coalition"', "the U.S.-led coalition", ["U.S.-led coalition"]),
    ('"O’Brien"', "O'Brien and O’Brien", ["O'Brien", "O’Brien"]),
    ('{pattern: "Free", case: true}', "Free men are free. FREE", ["Free"]),
    ('{pattern: "US", case: true}', "US told us", ["US"]),
    (
        '{pattern: "opposition", not_before: ["part*", "to"]}',
        "opposition parties, opposition men, opposition to, opposition. To",
        ["opposition"] * 2,
    ),
    (
        '{pattern: "opposition", not_after: ["british", "in deep"]}',
        "British opposition, in deep opposition, deep opposition",
        ["opposition"],
    ),
    ('{pattern: "free*", not_in: ["free will", "at freezing point"]}', "free will, at freezing point, freezing", ["freezing"]),
    ('{pattern: "will", not_in: ["free will"], parts: true}', "free-will, will", ["will"]),
    ('"a b c d e f g"', "a b-c d e f-g", ["a b-c d e f-g"]),
    ('"men", "men men"', "men men men", ["men men", "men"]),
    ('"x men", "men at arms"', "x men at arms", ["men at arms"]),
    ('"rebel*", "rebels"', "rebels rebel", ["rebels", "rebel"]),
    ('"rebel"', "rebel" + "x" * 5000, []),
]


@pytest.mark.parametrize(("terms", "sentence", "surfaces"), MATCHING)
def test_matching(tmp_path, terms, sentence, surfaces):
    assert [hit[0] for hit in found(tmp_path, only(terms), sentence)] == surfaces


def test_equal_lengths_go_to_the_term_that_says_more(tmp_path):
    assert [hit[3] for hit in found(tmp_path, only('"rebel*"', '"rebels"'), "rebels rebel")] == ["rebels", "rebel*"]


def test_a_token_counts_once_in_a_set_but_in_several_sets(tmp_path):
    body = "sets: {s: {poles: {a: [armed men], b: [men]}}, t: {poles: {a: [men], b: [zzz]}}}"
    assert [(hit[0], hit[1]) for hit in found(tmp_path, body, "armed men")] == [("armed men", "s"), ("men", "t")]
    body = only('{pattern: "rebel", parts: true}', '{pattern: "held", parts: true}')
    assert len(found(tmp_path, body, "rebel-held")) == 1


def test_seven_disguises_of_one_term_are_found_where_they_stand(tmp_path):
    disguises = [
        "re\u00adbel-held",
        "reb\u200bel-held",
        "rebel\u2010held",
        "rebel\u2011held",
        "r\u0435bel-held",
        "re\u0301bel-held",
        "REBEL-HELD",
    ]
    disguises += ["\ufb01ghter", "\uff52\uff45\uff42\uff45\uff4c-held", "rеbеl‑hеld"]
    sentence = "The " + ", the ".join(disguises) + " town"
    hits = found(tmp_path, only('"rebel-held"', '"fighter"'), sentence)
    assert [hit[0] for hit in hits] == disguises
    hits = found(tmp_path, only('"r\u0435b\u00adel\u2011held"', '"\ufb01ghter"'), sentence)  # disguised in the lexicon
    assert [hit[0] for hit in hits] == disguises


def test_the_number_of_ways_to_write_a_phrase_is_bounded():
    assert len(pattern.variants(pattern.elements("a b c"))) == 4  # a b c, a-b c, a b-c, a-b-c
    with pytest.raises(pattern.PatternError, match="more than 7 words"):
        pattern.elements("a b c d e f g h")


WORDS = st.text("ab-", min_size=1, max_size=6)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(word=WORDS, glob=st.text("ab*", min_size=1, max_size=6))
def test_a_wildcard_means_what_the_shell_means(word, glob):
    from fnmatch import fnmatchcase

    assert index.matches(word, glob) == fnmatchcase(word, glob)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=30, unique=True), glob=st.text("ab*", min_size=1, max_size=5))
def test_looking_up_a_pattern_equals_trying_every_word(words, glob):
    assert index.Vocabulary(words).ids(glob).tolist() == [i for i, word in enumerate(words) if index.matches(word, glob)]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(word=st.text("aBé\u00adі’-ßﬁÅ", min_size=1, max_size=8))
def test_folding_with_capitals_differs_from_folding_in_capitals_only(word):
    assert pattern.cased(word).lower() == text.fold(word)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(body=st.text(max_size=200))
def test_any_text_loads_or_is_refused_readably(tmp_path_factory, body):
    path = tmp_path_factory.mktemp("any") / "l.yml"
    path.write_bytes(body.encode("utf-8", "surrogatepass"))
    with pytest.raises(lexicon.LexiconError):
        lexicon.load(path)


@pytest.mark.parametrize("path", sorted(LEXICONS.glob("*.yml")), ids=lambda path: path.stem)
def test_the_lexicons_that_ship_lint_clean(path):
    assert [str(m) for m in lexicon.lint(path) if m.severity != "note"] == []
