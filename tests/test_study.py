import pytest

from framing import study
from framing.errors import BadInput
from framing.suite.scaffold import scaffold


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_HOME", str(tmp_path))
    monkeypatch.delenv("FRAMING_STAGE", raising=False)
    place = tmp_path / "data" / "raw" / "mine"
    (place / "articles").mkdir(parents=True)
    (tmp_path / "lexicon.yml").write_text("name: x\n")
    return place


def settings(folder, lines):
    (folder / "study.yml").write_text("title: T\nlexicon: ../../../lexicon.yml\n" + lines)
    return study.load(folder)


def test_groups_are_resolved_to_outlets_in_contrasts(folder):
    mine = settings(folder, "groups: {north: [a, b], south: [c]}\ncontrasts: [{name: n v s, target: north, reference: [c, d]}]\n")
    assert mine.contrasts == [study.Contrast("n v s", ["a", "b"], ["c", "d"])]
    assert [mine.group_of(outlet) for outlet in "abcd"] == ["north", "north", "south", ""]


def test_values_stay_text(folder):
    mine = settings(folder, "groups: {no: [off, 0012]}\n")
    assert mine.groups == {"no": ["off", "0012"]}


def test_a_study_survives_being_kept(folder):
    mine = settings(folder, "groups: {north: [a]}\ncontrasts: [{target: north, reference: b}]\ncamps: {un: ['U.N.*']}\n")
    study.keep(mine, run="r")
    assert study.of_run("r") == mine


def test_who_coded_is_free_text(folder):
    assert settings(folder, "").coders == ""
    mine = settings(folder, "coders: one reader, an AI assistant;\n  blind to outlet and rule.\n")
    assert mine.coders == "one reader, an AI assistant; blind to outlet and rule"  # the report adds the full stop
    study.keep(mine, run="r")
    assert study.of_run("r") == mine


def test_a_bare_folder_of_texts_is_a_study(folder, tmp_path):
    mine = study.load(folder / "articles", lexicon=tmp_path / "lexicon.yml")
    assert (mine.title, mine.articles) == ("articles", folder / "articles")


def test_a_study_is_found_by_its_name(folder):
    settings(folder, "")
    assert study.load("mine").folder == folder


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("lexcon: x.yml\n", r"unknown key 'lexcon' \(did you mean lexicon\?\)"),
        ("groups: {a: [x], b: [x]}\n", "outlet 'x' stands in the groups 'a' and 'b'"),
        ("seed: soon\n", "`seed: soon` is not a whole number"),
        ("contrasts: [{target: a}]\n", "needs `target:` and `reference:`"),
        ("groups: [a]\n", "line 3: `groups:` must be a text or a list of texts by name: write  groups: "),
        ("coders: [ann, bo]\n", "line 3: `coders:` must be one text"),
        *(
            (f"{key}: [a, b]\n", f"line 3: `{key}:` must be one text")
            for key in "question language articles dates metadata seed licence".split()
        ),
        ("columns: {id: [a]}\n", "line 3: `columns:` must be texts by name"),
        ("limits: {file: [1]}\n", "line 3: `limits:` must be texts by name"),
        ("camps: {a: {b: c}}\n", "line 3: `camps:` must be a text or a list of texts by name"),
        ("groups:\n  a: [[b]]\n", "line 4: `groups:` must be a text or a list"),
        ("contrasts: [{target: [a, b], reference: [c, b]}]\n", "the contrast 'a and b v c and b' has the outlet 'b' on both sides"),
        ("contrasts: {target: a}\n", "line 3: `contrasts:` must be a list"),
        ("contrasts:\n- {target: a, reference: [[b]]}\n", "line 4: `reference:` of a contrast must be a group"),
        ("contrasts:\n- {target: a, reference: b, nmae: c}\n", r"line 4: a contrast has no 'nmae' \(did you mean name\?\)"),
        ("seed: 1\nseed: 2\n", "line 4: the key seed stands here a second time"),
        ("question: !!python/object/apply:os.getcwd []\n", "line 3: the tag .* is not allowed"),
        ("camps: &a {x: *a}\n", r"line 3: anchors \(&\) and aliases"),
        ("groups: " + "[" * 5000, "line 3: nested more than 12 deep"),
        ("camps: {a: [b\n", "line 4: YAML: "),
    ],
)
def test_a_wrong_setting_is_one_clear_sentence(folder, lines, message):
    with pytest.raises(BadInput, match=message):
        settings(folder, lines)


def test_a_title_of_several_texts_and_a_file_in_another_encoding_are_refused(folder):
    (folder / "study.yml").write_text("title: [a, b]\n")
    with pytest.raises(BadInput, match=r"study\.yml, line 1: `title:` must be one text"):
        study.load(folder)
    (folder / "study.yml").write_bytes("title: T\nquestion: für wen\n".encode("latin-1"))
    with pytest.raises(BadInput, match="line 2: is not UTF-8"):
        study.load(folder)


def test_what_a_lexicon_asks_quotation_marks_for_is_plain_text_here(folder):
    mine = settings(folder, "question: yes\nseed: 12\ncolumns: {id: on, date: 012}\ncamps: {no: 2016-12-01}\n")
    assert (mine.question, mine.seed, mine.columns, mine.camps) == ("yes", 12, {"id": "on", "date": "012"}, {"no": ["2016-12-01"]})
    assert {type(value) for value in (mine.title, mine.question, mine.columns["id"], mine.camps["no"][0])} == {str}


def test_missing_things_name_their_cure(folder):
    with pytest.raises(BadInput, match="give a folder of texts"):
        study.load(folder / "nowhere")
    with pytest.raises(BadInput, match="names no lexicon"):
        study.load(folder / "articles")
    with pytest.raises(BadInput, match="put the texts into that place"):
        settings(folder, "articles: elsewhere/\n")
    with pytest.raises(BadInput, match=r"metadata .*rows\.csv is not there: correct `metadata:` in .*study\.yml"):
        settings(folder, "metadata: rows.csv\n")
    (folder / "rows.csv").write_text("id\n")
    assert settings(folder, "metadata: rows.csv\n").metadata == folder / "rows.csv" and settings(folder, "").metadata is None
    with pytest.raises(BadInput, match=r"01_load\.ipynb first"):
        study.of_run("never")


def test_scaffold_finds_columns_and_outlets_by_itself(folder, tmp_path):
    (tmp_path / "data" / "lexicons").mkdir()
    (tmp_path / "data" / "lexicons" / "syria.yml").write_text("name: x\n")
    (tmp_path / "news.csv").write_text("unit_id,article_title,article_content,source,date\n1,T,Text.,x,2016-01-01\n")
    made = study.load(scaffold("new-one", tmp_path / "news.csv"))
    assert made.columns == {"id": "unit_id", "title": "article_title", "text": "article_content", "outlet": "source", "date": "date"}
    (tmp_path / "texts" / "courier").mkdir(parents=True)
    (tmp_path / "texts" / "courier" / "a.txt").write_text("One.")
    second = study.load(scaffold("second", tmp_path / "texts"))
    assert second.metadata.read_text() == (
        "id,file,outlet,origin,date,url,sha256,n_words\n"
        "a,courier/a.txt,courier,,,,70277bfc409b502132d7a48b2a3b386294264b31f7bf024a5fb0cafabb8ac122,1\n"
    )


@pytest.mark.parametrize(
    ("name", "articles", "message"),
    [("mine", "lexicon.yml", "there already"), ("../x", "lexicon.yml", "run name"), ("n", "nowhere", "name a folder of texts or a table")],
)
def test_scaffold_refuses_what_it_cannot_make(folder, tmp_path, name, articles, message):
    with pytest.raises(BadInput, match=message):
        scaffold(name, tmp_path / articles)


def test_hand_work_is_read_as_text(folder):
    mine = settings(folder, "")
    assert study.overrides(mine) is None and study.coding(mine) == {} and study.handed_out(mine).empty
    (folder / "keep.csv").write_text("article_id,start,zone\n0012,5,NA\n")
    (folder / "coding").mkdir()
    (folder / "coding" / "anna.csv").write_text("hit_id,valid,voice\n0e1,yes,own\n")
    (folder / "coding" / "sample.csv").write_text("hit_id,weight\n0e1,2.5\n")
    (folder / "coding" / "lines.csv").write_text("sentence_id,n_missed\ns1,0\n")
    assert study.overrides(mine).values.tolist() == [["0012", "5", "NA"]]
    assert study.coding(mine)["anna"].values.tolist() == [["0e1", "yes", "own"]]
    assert study.handed_out(mine).values.tolist() == [["0e1", 2.5]]
    assert study.sentence_codes(mine).values.tolist() == [["s1", "0"]]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("keep.csv", b"", "keep.csv is empty: .*; save it as CSV, in UTF-8, with commas"),
        ("keep.csv", "article_id,start,zone\na,1,lead\ncaf\u00e9,5,body\n".encode("cp1252"), "keep.csv line 3: this is not UTF-8; save it"),
        ("keep.csv", b"PK\x03\x04\x00\x00", "keep.csv line 1: this is no text; save it"),
        ("keep.csv", b'article_id,start,zone\na,1,"lead\nb,2,body\n', "keep.csv line 2: a quotation mark is not closed"),
        ("keep.csv", b"article_id,start,zone\na,1,lead,x,y\n", "keep.csv line 2: 5 cells, the first line names 3 columns"),
        ("coding/anna.csv", b"", "coding/anna.csv is empty"),
        ("coding/anna.csv", b"hit_id,note\n1,\xe9\n", "coding/anna.csv line 2: this is not UTF-8"),
        ("coding/anna.csv", b"hit_id;valid;voice\n1;yes;own\n", "coding/anna.csv line 1: .*by semicolons; save it .* with commas"),
        ("coding/anna.xlsx", b"PK", "coding/anna.xlsx: a spreadsheet is not read; save it as CSV, .*, and move this file elsewhere"),
        ("coding/anna.csv", b"valid,voice\nyes,own\n", "coding/anna.csv line 1: has neither the column hit_id nor sentence_id"),
        ("coding/lines.csv", b"sentence_id,missed\ns1,0\n", "coding/lines.csv line 1: the column 'n_missed' is missing"),
        ("coding/sample.csv", b"hit_id\n1\n", "coding/sample.csv line 1: the column 'weight' is missing"),
        ("coding/sample.csv", b"hit_id,weight\n1,2\n\n2,many\n", "coding/sample.csv line 4: the weight 'many' is no number above 0"),
        ("coding/sample.csv", b"hit_id,weight\n1,nan\n", "coding/sample.csv line 2: the weight 'nan'"),
    ],
)
def test_hand_work_that_cannot_be_read_is_refused_with_line_and_cure_and_never_ignored(folder, name, content, sentence):
    mine = settings(folder, "")
    (folder / "coding").mkdir()
    (folder / name).write_bytes(content)
    with pytest.raises(BadInput, match=sentence):
        study.overrides(mine), study.coding(mine), study.handed_out(mine), study.sentence_codes(mine)


def test_hand_work_as_spreadsheets_save_it_is_read(folder):
    mine = settings(folder, "")
    (folder / "coding").mkdir()
    (folder / "keep.csv").write_bytes(b"\xef\xbb\xbfarticle_id,start,zone\r\n\r\na,5,,,\r\nb,7\r\n")
    (folder / "coding" / "anna.csv").write_bytes(b'hit_id,note\r\n1,"two\r\nlines, ""so"""\r\n')
    (folder / "coding" / "._anna.csv").write_bytes(b"\x00\x05")
    found = study.overrides(mine)
    assert found.values.tolist() == [["a", "5", ""], ["b", "7", ""]] and (found.index + 2).tolist() == [3, 4]
    assert study.coding(mine)["anna"].values.tolist() == [["1", 'two\r\nlines, "so"']]
