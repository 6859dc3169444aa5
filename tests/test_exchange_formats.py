"""Hits and spans in other tools' formats: read back to the same tables, valid by the formats' own rules."""

import io
import json
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import exchange, lexicon, tables, voices
from framing import hits as ledger
from framing.errors import BadInput
from framing.exchange import annotations, brat, features, formats, rows
from framing.exchange.finished import Finished

TEXT = (
    "A 𝔅aker\u2019s rebels 🙂 left.\n\nThe mayor said: \u201cThe rebels\nheld 𝔅read = 3, =SUM(1).\u201d\n"
    "The so-called \u201crebels\u201d, −@ she said, wept."
)
LEXICON = """name: small
language: en
sets:
  fighters:
    kind: naming
    referent: fighters
    poles: {state: ["terrorist*"], self: ["rebel*"]}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Articles with characters outside the basic plane, a quotation over two lines, cells like formulas; their hits and spans."""
    path = tmp_path_factory.mktemp("lexicon") / "small.yml"
    path.write_text(LEXICON, encoding="utf-8")
    articles = pd.DataFrame(
        {"article_id": ["=one, \u201cfirst\u201d", "two", "empty"], "text": [TEXT, TEXT.replace("rebels", "terrorists"), "no"]}
    )
    articles = articles.assign(url=["https://example.org/1", "", ""], sha256=["ab" * 32] * 3, language="en", outlet="-Post", n_words=9)
    spans = [
        (a, s.start, s.end, s.voice, s.speaker, s.cue, s.stance, s.rule)
        for a, t in zip(articles["article_id"], articles["text"], strict=True)
        for s in voices.attribute(t)
    ]
    spans = pd.DataFrame(spans, columns=list(tables.COLUMNS["spans"]))
    over_lines = (articles["article_id"][1], 3, TEXT.index("mayor") + 5, "direct", "=x\t\u2028", "''=said", "", "made up")
    spans = rows.typed(pd.concat([spans, pd.DataFrame([over_lines], columns=list(spans))], ignore_index=True), "spans")
    blocks = pd.DataFrame([(a, 0, len(t), "body", "", None) for a, t in zip(articles["article_id"], articles["text"], strict=True)])
    blocks.columns = ["article_id", "start", "end", "zone", "rule", "repeat_of"]
    hits = ledger.find(articles, lexicon.load(path), blocks=blocks.astype({"repeat_of": "Int64"}), spans=spans)
    found = {"hits": rows.typed(hits.reset_index(drop=True), "hits"), "spans": spans}
    assert len(found["hits"]) == 6 and len(spans) >= 5
    return articles, found


def there(folder, files):
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content.encode("utf-8"))
    return folder


@pytest.mark.parametrize("form", ["csv", "jsonl", "w3c", "brat"])
def test_what_is_written_is_read_back_the_same(small, tmp_path, form):
    articles, found = small
    back = exchange.read_back(there(tmp_path / form, formats.written(found, articles, form)))
    for name, table in found.items():
        pd.testing.assert_frame_equal(
            back[name].sort_values(["article_id", "start", "end"], ignore_index=True),
            table.sort_values(["article_id", "start", "end"], ignore_index=True),
        )


@given(st.lists(st.text(alphabet="'=+-@\t\r\n\",;a\u2028é", max_size=6), min_size=1, max_size=6))
def test_any_cell_survives_a_csv_file(cells):
    table = pd.DataFrame({"article_id": "a", "start": 0, "end": 1, "voice": cells, "speaker": cells, "cue": "", "stance": "", "rule": ""})
    table = rows.typed(table, "spans")
    raw = rows.to_csv(table)
    pd.testing.assert_frame_equal(rows.from_csv(raw, "spans"), table)
    assert not re.search(r'(^|,)"[=+\-@\t\r]', raw)
    pd.testing.assert_frame_equal(rows.from_jsonl(rows.to_jsonl(table), "spans"), table)


def check_web_annotation(page):
    """Hold a page against the W3C Recommendations "Web Annotation Data Model" (sections 3.1, 3.2.4, 4.2.4, 4.2.5, 5.1, 5.2)."""
    context = page["@context"]
    assert "http://www.w3.org/ns/anno.jsonld" in (context if isinstance(context, list) else [context])
    assert page["type"] == "AnnotationPage" and page["id"] and isinstance(page["items"], list)
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids)) > 0
    declared = next(part for part in context if isinstance(part, dict))
    for item in page["items"]:
        assert item["type"] == "Annotation" and re.match(r"[a-z]+:", item["id"]) and item["motivation"] == "classifying"
        assert item["body"]["type"] == "TextualBody" and isinstance(item["body"]["value"], str)
        assert set(item["body"]) - {"type", "value", "purpose"} <= set(declared), "every key of ours is declared in the context"
        target = item["target"]
        assert re.match(r"[a-z]+:", target["source"])
        for selector in target["selector"]:
            if selector["type"] == "TextPositionSelector":
                assert 0 <= selector["start"] <= selector["end"] and isinstance(selector["start"], int)
            else:
                assert selector["type"] == "TextQuoteSelector" and isinstance(selector["exact"], str)
        assert sum(s["type"] == "TextPositionSelector" for s in target["selector"]) == 1


def test_web_annotations_hold_to_the_data_model(small):
    articles, found = small
    page = json.loads(annotations.to_page(found, articles))
    check_web_annotation(page)
    quoted = [item for item in page["items"] if len(item["target"]["selector"]) == 2]
    assert len(quoted) == len(found["hits"])
    for item in quoted:
        place, quote = item["target"]["selector"]
        full = articles.set_index("article_id")["text"][item["body"]["article_id"]]
        assert full[place["start"] : place["end"]] == quote["exact"] == item["body"]["surface"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in full
    with pytest.raises(AssertionError):
        check_web_annotation(page | {"items": [page["items"][0] | {"target": {"source": "no iri", "selector": []}}]})


def check_brat(text, lines):
    """Read a .ann by the rules of brat's manual, page "standoff format"; return the stretches it marks."""
    marked, ids = [], set()
    for line in lines:
        kind, _, rest = line.partition("\t")
        assert re.fullmatch(r"[TA#]\d+", kind) and kind not in ids
        ids.add(kind)
        if kind[0] == "T":
            middle, _, words = rest.partition("\t")
            label, places = middle.split(" ", 1)
            assert re.fullmatch(r"[\w-]+", label) and "\t" not in words
            fragments = [tuple(map(int, piece.split(" "))) for piece in places.split(";")]
            assert all(0 <= a < b <= len(text) and "\n" not in text[a:b] for a, b in fragments)
            assert words == " ".join(text[a:b] for a, b in fragments)
            marked.append((fragments[0][0], fragments[-1][1]))
        else:
            assert rest.split("\t")[0].split(" ")[1] in ids, "attributes and notes come after what they are about"
    return marked


def test_brat_files_hold_to_the_standoff_format(small):
    articles, found = small
    files = brat.to_files(found, articles)
    names = {value: key for key, value in json.loads(files["articles.json"]).items()}
    labels = re.search(r"\[entities\]\n(.*)\[relations\]", files["annotation.conf"], re.S)[1].split()
    n = 0
    for article_id, full in zip(articles["article_id"], articles["text"], strict=True):
        assert files[names[article_id] + ".txt"] == full and "/" not in names[article_id]
        lines = files[names[article_id] + ".ann"].split("\n")[:-1]
        marked = check_brat(full, lines)
        own = pd.concat([t.loc[t["article_id"] == article_id, ["start", "end"]] for t in found.values()])
        assert marked == list(own.itertuples(index=False, name=None))
        assert {line.split("\t")[1].split(" ")[0] for line in lines if line[0] == "T"} <= set(labels)
        n += len(marked)
    assert n == len(found["hits"]) + len(found["spans"])
    assert any(";" in line.split("\t")[1] for name in files if name.endswith(".ann") for line in files[name].split("\n") if line[:1] == "T")


def test_brat_refuses_another_text_and_names_the_line(small):
    articles, found = small
    files = brat.to_files(found, articles)
    moved = files | {"two.txt": "x" + files["two.txt"]}
    with pytest.raises(BadInput, match=r"two.ann, line 1: the text has other words"):
        brat.from_files(moved)


def test_counts_load_in_scipy_and_scikit_learn_with_equal_sums():
    mmread = pytest.importorskip("scipy.io").mmread
    articles = pd.DataFrame({"article_id": ["b", "a", "=c"], "outlet": "x", "n_words": 3})
    words = pd.DataFrame(
        {"article_id": ["b", "a", "a", "=c"], "type": ["siege", "rebels", "siege", "é"], "n_own": [1, 0, 2, 1], "n_all": [3, 1, 2, 1]}
    )
    files = features.to_files(words, articles)
    matrix = mmread(io.BytesIO(files["matrix.mtx"].encode()))
    assert files["features.txt"].split() == ["rebels", "siege", "é"]
    assert matrix.toarray().tolist() == [[0, 3, 0], [1, 2, 0], [0, 0, 1]]
    back = features.from_files(files)
    pd.testing.assert_frame_equal(back, words[["article_id", "type", "n_all"]].sort_values(["article_id", "type"], ignore_index=True))
    transformed = pytest.importorskip("sklearn.feature_extraction.text").TfidfTransformer().fit_transform(matrix.tocsr())
    assert transformed.shape == (3, 3)
    with pytest.raises(BadInput, match="keep the three files"):
        features.from_files(files | {"features.txt": "one\n"})


def test_export_of_a_run_by_format(small, tmp_path, monkeypatch):
    articles, found = small
    monkeypatch.setenv("FRAMING_HOME", str(tmp_path))
    monkeypatch.setattr(formats, "finished", lambda run: Finished(run, type("S", (), {"licence": ""})(), {}, tmp_path, tmp_path))
    stored = found | {"articles": articles, "words": pd.DataFrame({"article_id": ["two"], "type": ["siege"], "n_own": [1], "n_all": [1]})}
    monkeypatch.setattr(formats.tables, "read", lambda name, run: stored[name])
    for form in exchange.FORMATS:
        if form in ("brat", "w3c"):
            with pytest.raises(
                BadInput, match=rf"--format {form} would write .*, and the study does not say .*; .* add --with-texts, to pass"
            ):
                exchange.export("small", form)
            assert not (tmp_path / f"exports/small-{form}").exists()
        made = exchange.export("small", form, with_texts=form in ("brat", "w3c"))
        assert made.folder == tmp_path / f"exports/small-{form}" and (made.folder / "SHA256SUMS").is_file()
        assert set(exchange.read_back(made.folder)) == ({"words"} if form == "dfm" else {"hits", "spans"})
        assert ("texts are in it" in made.said) == (form == "brat")
    with pytest.raises(BadInput, match=r"no format 'cvs' \(did you mean csv\?\)"):
        exchange.export("small", "cvs")
    with pytest.raises(BadInput, match="not empty: .* --force"):
        exchange.export("small", "csv")
    with pytest.raises(BadInput, match="holds none of"):
        exchange.read_back(tmp_path)
    words = TEXT.split()
    long = found["hits"].assign(surface=" ".join(words))
    stored["hits"] = long
    with pytest.raises(BadInput, match=r"hits.csv would hold \d+ words of an article in a row, .* add --with-texts"):
        exchange.export("small", "csv", force=True)
    assert exchange.export("small", "csv", force=True, with_texts=True).longest > 15


def test_damaged_files_are_refused_with_their_line(small):
    _, found = small
    with pytest.raises(BadInput, match=r"spans.jsonl, line 2 is not JSON"):
        rows.from_jsonl(rows.to_jsonl(found["spans"]).replace("\n{", "\n{{", 1), "spans")
    with pytest.raises(BadInput, match=r"hits.csv, line 2: 1 cells under"):
        rows.from_csv('"article_id","hit_id"\n"a"\n', "hits")
    with pytest.raises(BadInput, match="without the column 'hit_id'"):
        rows.from_csv('"article_id"\n"a"\n', "hits")
    with pytest.raises(BadInput, match="annotation 1 lacks"):
        annotations.from_page('{"items": [{"body": {}}]}')
