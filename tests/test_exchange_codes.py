"""Hand codes from CATMA and INCEpTION land on the hits they were made for, whatever stands before them in the text."""

import json

import pandas as pd
import pytest

from framing import audit, corpus, exchange, lexicon, study, tables
from framing import hits as ledger
from framing.errors import BadInput
from small_project import framing, project

TEXT = "A 🙂 mayor.\nThe rebels held 𝔅read; armed groups left."


def utf16(at: int) -> int:
    return len(TEXT[:at].encode("utf-16-le")) // 2


def place(word: str) -> tuple[int, int]:
    return TEXT.index(word), TEXT.index(word) + len(word)


@pytest.fixture
def hits():
    found = [("h1", *place("rebels"), "fighters", "rebels"), ("h2", *place("armed groups"), "fighters", "armed groups")]
    return pd.DataFrame(found, columns=["hit_id", "start", "end", "set", "surface"]).assign(article_id="a")


def webanno() -> str:
    lines = ["#FORMAT=WebAnno TSV 3.3", "#T_SP=webanno.custom.Hit|note|valid|voice", "", "", "#Text=" + TEXT.split("\n")[1]]
    tokens = [("The", "_", "_", "_"), ("rebels", "a\\|b\\_c", "yes", "own"), ("held", "_", "_", "_")]
    tokens += [("armed", "*[1]", "no[1]", "direct[1]"), ("groups", "*[1]", "no[1]", "direct[1]")]
    for number, (word, *cells) in enumerate(tokens, start=1):
        start, end = (utf16(at) for at in place(word))
        lines.append("\t".join([f"1-{number}", f"{start}-{end}", word, *cells, ""]))
    return "\n".join(lines) + "\n"


def cas() -> str:
    marks = [
        ("rebels", {"valid": "yes", "voice": "own", "note": "a|b_c"}),
        ("armed groups", {"valid": "no", "voice": "direct", "note": None}),
    ]
    found = [{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": TEXT}, {"%ID": 2, "%TYPE": "Token", "@sofa": 1, "begin": 0, "end": 1}]
    for word, codes in marks:
        start, end = (utf16(at) for at in place(word))
        found.append({"%ID": 9 + start, "%TYPE": "custom.Hit", "@sofa": 1, "begin": start, "end": end} | codes)
    return json.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": found, "%VIEWS": {}})


def catma() -> str:
    def seg(word, instances):
        start, end = (utf16(at) for at in place(word))
        return f'<seg ana="{instances}"><ptr target="catma://CATMA_D#char={start},{end}" type="inclusion"/></seg>'

    def fs(name, tag, **values):
        return (
            f'<fs xml:id="{name}" type="{tag}">' + "".join(f'<f name="{k}"><string>{v}</string></f>' for k, v in values.items()) + "</fs>"
        )

    tags = [("T0", "", "voice"), ("T1", "T0", "direct"), ("T2", "T0", "own"), ("T3", "", "hit")]
    declared = "".join(f'<fsDecl xml:id="{i}" type="{i}" baseTypes="{p}"><fsDescr>{n}</fsDescr></fsDecl>' for i, p, n in tags)
    places = seg("rebels", "#I1 #I2") + "\n" + seg("armed groups", "#I3 #I4")
    made = (
        fs("I1", "T3", catma_markupauthor="anna", valid="yes", note="a|b_c") + fs("I2", "T2") + fs("I3", "T3", valid="no") + fs("I4", "T1")
    )
    head = f"<teiHeader><encodingDesc><fsdDecl>{declared}</fsdDecl></encodingDesc></teiHeader>"
    body = f'<text><body><ab type="catma">\n{places}</ab></body>\n{made}</text>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}\n{body}</TEI>'


@pytest.mark.parametrize(
    ("read", "raw"),
    [(exchange.read_webanno, webanno()), (exchange.read_cas, cas()), (exchange.read_catma, catma())],
    ids=["tsv", "cas", "tei"],
)
def test_each_tool_gives_the_same_sheet(read, raw, hits):
    sheet = exchange.import_codes(read(raw, file="anna"), hits, TEXT, file="anna")
    assert sheet["hit_id"].tolist() == ["h1", "h2"]
    assert sheet["word"].tolist() == ["rebels", "armed groups"]
    assert sheet[["valid", "voice", "note"]].to_numpy().tolist() == [["yes", "own", "a|b_c"], ["no", "direct", ""]]
    codes = audit.codes({"anna": sheet})
    assert len(codes) == 4 and set(codes["coder"]) == {"anna"}


def test_another_text_no_hit_and_two_annotations_are_refused_by_line(hits):
    def laid(raw):
        return exchange.import_codes(exchange.read_webanno(raw, file="a.tsv"), hits, TEXT, file="a.tsv")

    with pytest.raises(BadInput, match=r"a.tsv, line 7: characters \d+ to \d+ are other words"):
        laid(webanno().replace("\trebels\t", "\trobots\t"))
    with pytest.raises(BadInput, match=r"a.tsv, line 8: no hit at characters"):
        laid(webanno().replace("held\t_\t_\t_", "held\t_\tyes\town"))
    with pytest.raises(BadInput, match=r"line 7: hit h1 at \d+ is annotated twice"):
        found = exchange.read_webanno(webanno(), file="a.tsv")
        exchange.import_codes([*found, found[0]], hits, TEXT, file="a.tsv")
    with pytest.raises(BadInput, match=r"line 7: 1 annotation columns, but the head names 3"):
        laid(webanno().replace("\tyes\town", "").replace("a\\|b\\_c\t", "_"))
    with pytest.raises(BadInput, match="line 1: this is no WebAnno TSV 3 file"):
        laid("1\tx\n")
    with pytest.raises(BadInput, match="no UIMA CAS JSON file"):
        exchange.read_cas("[]", file="a.json")


def test_xml_that_would_expand_is_refused():
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<TEI>&b;</TEI>'
    with pytest.raises(BadInput, match=r"a.xml, line 2: .*a document type is not read"):
        exchange.read_catma(bomb, file="a.xml")
    with pytest.raises(BadInput, match=r"a.xml, line 1: not the TEI"):
        exchange.read_catma("<TEI><open>", file="a.xml")


LEXICON = """name: small
language: en
sets:
  fighters:
    kind: naming
    referent: who held the town
    poles: {one: ["rebel*"], other: ["armed group*"]}
"""


def test_the_command_writes_a_coders_sheet_into_the_study(tmp_path, monkeypatch):
    home = project(tmp_path)
    folder = home / "data/raw/small"
    for old in (folder / "articles").iterdir():
        old.unlink()
    (folder / "articles/a.txt").write_text(TEXT, encoding="utf-8")
    (home / "data/lexicons/small.yml").write_text(LEXICON, encoding="utf-8")
    monkeypatch.setenv("FRAMING_HOME", str(home))
    settings = study.load(folder)
    study.keep(settings, run="small")
    articles = tables.write(corpus.read(settings), "articles", run="small")
    tables.write(ledger.find(articles, lexicon.load(settings.lexicon)), "hits", run="small")
    file = tmp_path / "a.tsv"
    file.write_text(webanno(), encoding="utf-8")
    framing(home, "import", "small", str(file), "--coder", "anna")
    sheet = pd.read_csv(folder / "coding/anna.csv", dtype="str", keep_default_na=False)
    assert sheet[["word", "valid", "voice"]].to_numpy().tolist() == [["rebels", "yes", "own"], ["armed groups", "no", "direct"]]
    assert len(audit.codes(study.coding(settings))) == 4
    for arguments, told in [
        ([str(file), "--coder", "anna"], "anna.csv is in the study's coding/ already"),
        ([str(tmp_path / "b.tsv"), "--coder", "ben"], "has no article 'b'"),
        ([str(tmp_path / "a.doc"), "--coder", "ben"], "not a file of annotations"),
        ([str(tmp_path / "a.json"), "--coder", "ben"], "cannot be read as UTF-8 text"),
        ([str(file), "--coder", "../ben"], "use letters, digits, hyphens and underscores only"),
    ]:
        assert told in framing(home, "import", "small", *arguments, code=2).stderr
