"""What may be passed on of a run: little of the articles, measured; the rest of the report whole and usable."""

import json
import re
import shutil
import zipfile
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import exchange
from framing.errors import BadInput
from framing.exchange import cut, sharing, verbatim, windows
from small_project import framing

SHOWN = {".csv", ".html", ".md", ".yml", ".json", ".svg", ""}


@pytest.fixture(scope="module")
def closed(demo_run, tmp_path_factory):
    """The demo run as if its texts were not free: the study says nothing about their licence."""
    home = tmp_path_factory.mktemp("closed")
    for name in ("data", "reports"):
        shutil.copytree(demo_run / name, home / name)
    (home / "notebooks").mkdir()
    kept = home / "data/processed/demo/study.json"
    study = json.loads(kept.read_text(encoding="utf-8"))
    assert study["licence"] == "CC0-1.0"
    kept.write_text(json.dumps(study | {"licence": ""}), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def shared(closed):
    done = framing(closed, "export", "demo")
    assert "longest run of an article's words" in done.stderr
    return closed / "exports/demo"


def plain(page: str) -> str:
    """The text of a page by the standard library's parser: an oracle for the suite's own reading of pages."""
    parts = []

    class Reader(HTMLParser):
        def handle_data(self, data):
            parts.append(data)

        def handle_starttag(self, tag, attrs):
            parts.append(" " if tag not in ("mark", "b", "i", "bdi", "a", "span", "small") else "")

    reader = Reader()
    reader.feed(page)
    return "".join(parts)


def grams(text: str, n: int) -> set:
    found = re.findall(r"[^\W_]+", text.lower())
    return {tuple(found[i : i + n]) for i in range(len(found) - n + 1)}


def test_no_file_holds_more_than_fifteen_words_of_an_article_in_a_row(shared, closed):
    articles = pd.read_parquet(closed / "data/processed/demo/articles.parquet")
    sixteen = set().union(*(grams(text, 16) for text in articles["text"]))
    assert len(sixteen) > 1000
    files = [p for p in shared.rglob("*") if p.is_file() and p.suffix in SHOWN]
    assert len(files) > 200
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not grams(plain(text) if path.suffix == ".html" else text, 16) & sixteen, path
    before = plain((closed / "reports/demo/06_concordance.html").read_text(encoding="utf-8"))
    assert grams(before, 16) & sixteen, "the control: the report itself does quote"


def test_the_texts_the_annotated_articles_and_the_sheets_stay_here(shared):
    names = {p.relative_to(shared).as_posix() for p in shared.rglob("*")}
    assert {"README.md", "SHA256SUMS", "manifest.json", "report/index.html", "tables/hits.csv", "study/demo.yml"} <= names
    assert not [n for n in names if "/articles/" in n or n.endswith((".ipynb", ".parquet")) or "sheet" in n]
    assert "text" not in pd.read_csv(shared / "tables/articles.csv")
    assert {"before", "after", "sentence"}.isdisjoint(pd.read_csv(shared / "study/coding/sentences.csv"))


def test_numbers_and_offsets_go_out_unchanged(shared, closed):
    hits = pd.read_parquet(closed / "data/processed/demo/hits.parquet")
    passed = pd.read_csv(shared / "tables/hits.csv", keep_default_na=False, dtype={"article_id": "str"})
    for column in ("hit_id", "start", "end", "surface", "set", "pole", "voice", "counted"):
        assert passed[column].tolist() == hits[column].tolist()


def test_pages_still_work_and_say_what_was_cut(shared):
    page = (shared / "report/index.html").read_text(encoding="utf-8")
    assert "Copy to pass on." in page and cut.GAP in page
    for path in (shared / "report").rglob("*.html"):
        raw = path.read_text(encoding="utf-8")
        for link in re.findall(r'href="([^"#:]+)', raw):
            assert (path.parent / link).is_file(), f"{path.name} leads to {link}"
        tags = re.findall(r"<(/?)(bdi|mark|li|p|td|tr|table|main)\b", raw)
        for name in ("bdi", "mark", "li", "td", "tr", "table", "main"):
            assert tags.count(("", name)) == tags.count(("/", name)), f"{path.name}: <{name}>"


def test_no_path_of_this_machine_goes_out(shared, closed):
    for path in shared.rglob("*"):
        if path.suffix in SHOWN and path.is_file():
            assert str(closed) not in path.read_text(encoding="utf-8")


def test_readme_sums_and_zip(shared, closed):
    import hashlib

    readme = (shared / "README.md").read_text(encoding="utf-8")
    assert "framing verify study --articles" in readme and "1 words" not in readme
    lines = (shared / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(lines) == sum(p.is_file() for p in shared.rglob("*")) - 1
    for line in lines:
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((shared / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(closed / "exports/demo.zip") as archive:
        assert len(archive.namelist()) == len(lines) + 1


def test_the_same_run_gives_the_same_bytes(shared, closed, monkeypatch):
    monkeypatch.setenv("FRAMING_HOME", str(closed))
    again = exchange.share("demo", to=closed / "again")
    assert (closed / "again/SHA256SUMS").read_bytes() == (shared / "SHA256SUMS").read_bytes()
    assert again.longest <= 15 and again.zip.is_file()


def test_free_texts_go_out_whole(demo_run, tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_HOME", str(demo_run))
    made = exchange.share("demo", to=tmp_path / "whole", pack=False)
    assert made.free and "free" in made.said
    assert len(list((made.folder / "texts").iterdir())) == 24
    assert any((made.folder / "report/articles").iterdir())


def test_a_passage_in_a_hand_written_file_is_refused_and_named():
    passage = " ".join(f"word{i}" for i in range(40))
    protected = verbatim.protect([("a", passage, [])])
    assert sharing.measured({"study/README.md": "one\n" + " ".join(passage.split()[:12])}, protected)[:2] == (12, "study/README.md")
    with pytest.raises(BadInput, match=r"study/README.md, line 3, would hold 40 words .* article a, and 15 are the limit") as refused:
        sharing.measured({"study/README.md": f"one\ntwo\n{passage}\n"}, protected)
    assert "word1" not in str(refused.value)


def test_refusals(closed, tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_HOME", str(closed))
    with pytest.raises(BadInput, match=r"no run 'dem' .*did you mean demo"):
        exchange.share("dem")
    (tmp_path / "mine.txt").write_text("a file of somebody's")
    with pytest.raises(BadInput, match="holds files that no export wrote"):
        exchange.share("demo", to=tmp_path, force=True)
    with pytest.raises(BadInput, match="holds the project's own files"):
        exchange.share("demo", to=closed / "data/raw/new")
    unfinished = closed / "data/processed/half"
    unfinished.mkdir()
    with pytest.raises(BadInput, match="did not come to its end"):
        exchange.share("half")
    shutil.rmtree(unfinished)


def test_third_party_export_stays_under_the_limit(third_party, tmp_path):
    """Aleppo's words through the same cutting, read again by an independent count."""
    texts = {p.stem: p.read_text(encoding="utf-8", errors="replace") for p in sorted((third_party / "aleppo-2016").glob("*.txt"))}
    assert texts
    protected = verbatim.protect([(name, text, []) for name, text in texts.items()])
    pages = cut.pages([f"<p>before</p><p>{text}</p>" for text in texts.values()], protected)
    for page, text in zip(pages, texts.values(), strict=True):
        assert not grams(plain(page), 5) & grams(text, 5)


def naive(here, there):
    best = [0] * len(here)
    for i in range(len(here)):
        for j in range(len(there)):
            n = 0
            while i + n < len(here) and j + n < len(there) and here[i + n] == there[j + n] >= 0:
                n += 1
            best[i] = max(best[i], n)
    return best


@given(st.lists(st.integers(-1, 3), max_size=14), st.lists(st.integers(-1, 3), max_size=14))
def test_runs_are_the_longest_there_are(here, there):
    length, place = verbatim.runs(np.array(here, np.int64), np.array(there, np.int64))
    assert length.tolist() == naive(here, there)
    for i in range(len(here)):
        assert there[place[i] : place[i] + length[i]] == here[i : i + length[i]] or not length[i]


def test_markup_case_and_look_alikes_do_not_hide_a_run():
    protected = verbatim.protect([("a", "Bakers of the old town baked bread all night long", [])])
    page = "<p>BAKERS <mark>of</mark> the&nbsp;old t\u043ewn, baked <b>bread</b></p>"
    assert cut.longest([(page, verbatim.words_of_page(page))], protected) == [(7, 3, "a")]
    assert cut.pages([page], protected) == ["<p>[…]<mark></mark><b></b></p>"]
    titled = '<p title="of the old town baked bread">x</p>'
    assert cut.pages([titled], protected) == ['<p title="[…]">x</p>']


def test_lines_keep_their_distance_and_their_share():
    text = " ".join(f"w{i} rebels" if i % 3 == 0 else f"w{i}" for i in range(900))
    starts = [m.start() for m in re.finditer("rebels", text)]
    hits = pd.DataFrame({"start": starts, "end": [s + 6 for s in starts], "hit_id": [f"{s:012x}" for s in starts]})
    hits = hits.assign(article_id="a", set="s", pole="p", term="rebel*", zone="body", voice="own", speaker="", cue="", counted=True)
    lines = windows.lines(hits, pd.DataFrame({"article_id": ["a"], "text": [text]}))
    size = [len(verbatim.words(text[a:b])) for a, b in zip(lines["from_"], lines["to"], strict=True)]
    assert max(size) == 15 and sum(size) <= 0.1 * len(verbatim.words(text)) and 1 < len(lines) <= 10
    gaps = [len(verbatim.words(text[b:a])) for b, a in zip(lines["to"], lines["from_"][1:], strict=False)]
    assert min(gaps) >= 7
