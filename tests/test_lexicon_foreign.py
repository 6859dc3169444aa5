"""Dictionaries of other programs: they load, lint and count, and come back from quanteda YAML unchanged."""

import pytest

from framing import lexicon

LIWC2007 = """%
1\tmood
2\tjoy
3\tsorrow
%
merr*\t1\t2
glad\t1 2
sad*\t1\t3
moody\t1
a lot\t3
like\t(02 134)2/3 1
kind\t<of>2/3
:)\t2
t*\t2
"""
LIWC2015 = """%
1\tmood\t(Moods)
\t2\tjoy (Joys)
\t3\tsorrow
4\tplace
%
merr*\t1\t2
sad*\t1\t3
moody\t1
town\t4
"""
QUANTEDA = """
stance:
  praise: [brave, "great deal"]
  blame:
    - coward*
    - shameful
  neutral: plain
topic:
  sea:
    calm: [wave*]
    rough: [storm*]
  land: [field]
"""


def load(tmp_path, body, name):
    (tmp_path / name).write_text(body, encoding="utf-8")
    return lexicon.load(tmp_path / name)


def shape(loaded):
    return {each.name: {pole: [t.pattern for t in terms] for pole, terms in each.poles.items()} for each in loaded.sets}


def count(loaded, sentence):
    matches = loaded.matcher.matches(lexicon.Stream.of([sentence]))
    return [(sentence[m.start : m.end], *(loaded.entries()[m.entry][0].name, loaded.entries()[m.entry][1])) for m in matches]


def test_liwc_2007_with_flat_names(tmp_path):
    loaded = load(tmp_path, LIWC2007, "moods.dic")
    assert shape(loaded) == {
        "mood": {"mood": ["merr*", "glad", "sad*", "moody", "like"]},
        "joy": {"joy": ["merr*", "glad"]},
        "sorrow": {"sorrow": ["sad*", "a lot"]},
    }
    assert [(m.line, m.rule) for m in loaded.problems] == [(11, "condition"), (12, "condition"), (13, "left out"), (14, "left out")]
    assert ("a lot", "sorrow", "sorrow") in count(loaded, "Merry or sad, a lot.")
    assert loaded.terms()["side"].unique().tolist() == ["A"]


def test_liwc_2015_with_nested_names(tmp_path):
    loaded = load(tmp_path, LIWC2015, "moods.dic")
    assert shape(loaded) == {
        "place": {"place": ["town"]},
        "mood": {"neutral": ["moody"], "joy": ["merr*"], "sorrow": ["sad*"]},
    }
    assert count(loaded, "Sad and moody in town, merry elsewhere") == [
        ("Sad", "mood", "sorrow"),
        ("moody", "mood", "neutral"),
        ("town", "place", "place"),
        ("merry", "mood", "joy"),
    ]
    assert dict(zip(loaded.terms()["pole"], loaded.terms()["side"], strict=True)) == {
        "place": "A",
        "neutral": "N",
        "joy": "A",
        "sorrow": "B",
    }


def test_liwc_22_tables_and_lexicoder_files(tmp_path):
    table = load(tmp_path, "DicTerm,joy,sorrow\nmerr*,X,\nsad*,,X\nwell,X,X\n", "m.dicx")
    assert shape(table) == {"m": {"joy": ["merr*", "well"], "sorrow": ["sad*", "well"]}}
    coder = load(tmp_path, "+joy\nmerr*\nglad\n+sorrow\nsad*\n", "m.lc3")
    assert shape(coder) == {"m": {"joy": ["merr*", "glad"], "sorrow": ["sad*"]}}


def test_quanteda_yaml_nested(tmp_path):
    loaded = load(tmp_path, QUANTEDA, "q.yml")
    assert shape(loaded) == {
        "stance": {"praise": ["brave", "great deal"], "blame": ["coward*", "shameful"], "neutral": ["plain"]},
        "topic/land": {"land": ["field"]},
        "topic/sea": {"calm": ["wave*"], "rough": ["storm*"]},
    }
    assert count(loaded, "Cowards, a great deal of storms") == [
        ("Cowards", "stance", "blame"),
        ("great deal", "stance", "praise"),
        ("storms", "topic/sea", "rough"),
    ]


@pytest.mark.parametrize(
    ("body", "name"), [(LIWC2007, "a.dic"), (LIWC2015, "b.dic"), (QUANTEDA, "c.yml"), ("up: [rise]\ndown: [sink]\n", "d.yml")]
)
def test_the_round_trip_to_quanteda_is_exact(tmp_path, body, name):
    loaded = load(tmp_path, body, name)
    out = lexicon.to_quanteda(loaded)
    again = load(tmp_path, out, f"{name[0]}.yml")
    assert shape(again) == shape(loaded) and list(shape(again)) == list(shape(loaded))
    assert again.terms().equals(loaded.terms())
    assert lexicon.to_quanteda(again) == out


def test_a_lexicon_of_ours_says_what_quanteda_cannot_keep(tmp_path):
    body = 'sets: {s: {poles: {a: [{pattern: "x ray", not_in: ["old x ray"], case: true}], b: ["say \\"yes\\" no*"]}}}'
    with pytest.raises(lexicon.LexiconError, match="can never match"):
        load(tmp_path, body, "own.yml")
    loaded = load(tmp_path, body.replace('\\"yes\\"', "é"), "own.yml")
    out = lexicon.to_quanteda(loaded)
    assert out.splitlines()[:2] == ["# s > a > x ray: case not carried over", "# s > a > x ray: not_in not carried over"]
    assert shape(load(tmp_path, out, "out.yml")) == shape(loaded)


def test_a_plain_table_keeps_everything(tmp_path):
    body = (
        'set,pole,term,kind,core,not_before,yes,no,gloss\ns,a,group,naming,false,photo*|test,the group|a group,"group photo","one, two"\n'
    )
    body += "s,b,0012,,,,,,\n"
    loaded = load(tmp_path, body, "t.csv")
    assert shape(loaded) == {"s": {"a": ["group"], "b": ["0012"]}}
    term = loaded.sets[0].poles["a"][0]
    assert (term.core, term.not_before, term.yes, term.no, term.gloss, term.line) == (
        False,
        ("photo*", "test"),
        ("the group", "a group"),
        ("group photo",),
        "one, two",
        2,
    )
    assert [m.rule for m in lexicon.lint(tmp_path / "t.csv")] == ["no neutral", "no referent", "no test"]


REFUSED = {
    "h.dic": ("happy\t1\n", 1, "header"),
    "n.dic": ("%\none\tjoy\n%\n", 2, "each number once"),
    "c.dic": ("%\n1\tjoy\n%\nsad\t9\n", 4, "category 9"),
    "x.dicx": ("term,joy\n", 1, "DicTerm"),
    "m.csv": ("set,pole\n", 1, "lacks the column term"),
    "u.csv": ("set,pole,term,sense\n", 1, "unknown column sense"),
    "e.csv": ("set,pole,term\ns,a,\n", 2, "term is empty"),
    "p.csv": ("set,pole,term\ns,a,t*\ns,b,ok\n", 2, "2 letters"),
    "b.yml": ("up: [rise]\nno: [sink]\n", 2, '"no"'),
    "d.yml": ("up: [rise, [sink]]\n", 1, "not a text"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_dictionary_is_refused_with_its_line(tmp_path, name):
    body, line, said = REFUSED[name]
    with pytest.raises(lexicon.LexiconError, match=said) as caught:
        load(tmp_path, body, name)
    assert caught.value.messages[0].line == line
