"""Pages: what is shown is escaped, every number finds its evidence, the same run gives the same bytes."""

import html
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup

import report_example
from framing import report, tables
from framing.hits import Ledger, select
from framing.report import cells, display, evidence, marked, notebooks, pages
from framing.report.cited import Cited, slug

ATTACK = '<script>window.ran=1</script><img src=x onerror="window.ran=1">"\'&amp;\u202ekcatta'


class Reader(HTMLParser):
    """Reads a page as a browser would: its tags, its links, its ids, the numbers it cites."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags, self.links, self.ids, self.cited, self.levels, self.open = [], [], [], [], [], None
        self.hits = 0
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append((tag, given))
        if given.get("id"):
            self.ids.append(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
            self.open = given["href"] if given.get("class") == "cited" else None
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.hits += tag == "li" and given.get("class") == "hit"

    def handle_data(self, data):
        if self.open:
            self.cited.append((self.open, int(data.replace(",", ""))))
            self.open = None


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return report_example.publish(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return report_example.publish(tmp_path_factory.mktemp("hostile"), attack=ATTACK)


def all_pages(folder):
    found = sorted(folder.rglob("*.html"))
    assert len(found) > 10
    return found


def rows_behind(page: Path, link: str) -> int:
    """How many hits a number's evidence lists, over all its pages; of a sample, how many the query on the page finds."""
    first = page.parent / link
    asked = re.search(r"hits\.select\(.*?\), (.*?)\)</code>", first.read_text(encoding="utf-8"))
    if asked:
        return len(select(report_example.build()["hits"], **eval(f"dict({html.unescape(asked[1])})")))
    shards = [p for p in first.parent.glob(f"{first.stem}*.html") if re.fullmatch(rf"{re.escape(first.stem)}(-\d+)?", p.stem)]
    return sum(Reader(shard).hits for shard in shards)


# --- numbers and their evidence ---


def test_every_number_is_the_count_of_the_rows_behind_it(site):
    checked = [(n, rows_behind(page, link)) for page in all_pages(site) for link, n in Reader(page).cited]
    assert len(checked) > 12
    assert [pair for pair in checked if pair[0] != pair[1]] == []


def test_every_link_lands(site, hostile):
    for folder in (site, hostile):
        ids = {page: set(Reader(page).ids) for page in all_pages(folder)}
        broken = []
        for page in ids:
            for link in Reader(page).links:
                target, _, anchor = link.partition("#")
                if re.match("https?:", target):
                    continue
                place = (page.parent / target).resolve() if target else page
                if not place.exists() or (anchor and anchor not in ids[place]):
                    broken.append((page.name, link))
        assert broken == []


def test_a_number_from_a_filtered_table_is_refused():
    hits = report_example.build()["hits"]
    wrong = report.cite(hits[hits["distanced"]], policy="all")
    with pytest.raises(ValueError, match="put every filter into the query"):
        evidence.chosen(Ledger(hits), wrong)
    right = report.cite(hits, policy="all", distanced=True)
    assert len(evidence.chosen(Ledger(hits), right)) == wrong.n > 0


def test_lists_of_several_pages_are_complete(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "SHARD", 3)
    folder = report_example.publish(tmp_path)
    checked = [(link, n, rows_behind(page, link)) for page in all_pages(folder) for link, n in Reader(page).cited]
    assert max(n for _, n, _ in checked) > 6 and all(n == rows for _, n, rows in checked)
    assert "Listed are" not in "".join(page.read_text(encoding="utf-8") for page in (folder / "evidence").iterdir())


def test_lists_of_a_large_report_are_sampled_and_say_how_to_get_the_rest(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "SHARD", 7)
    monkeypatch.setattr(evidence, "BUDGET", 8)
    folder = report_example.publish(tmp_path)
    checked = [(link, n, rows_behind(page, link)) for page in all_pages(folder) for link, n in Reader(page).cited]
    assert {n for _, n, _ in checked if n > 8} and all(n == rows for _, n, rows in checked)
    for link, n, _ in checked:
        first = folder / "evidence" / Path(link).name
        assert Reader(first).hits == min(n, 7)
        assert (f"Listed are 7 of {n}, drawn at random (seed 2016)" in first.read_text(encoding="utf-8")) is (n > 7)
    assert list((folder / "evidence").glob("*-2.html")) == []


def test_samples_of_lists_within_lists_show_the_same_hits():
    lots = evidence.lots(1000)
    whole, part = np.arange(1000), np.arange(0, 1000, 3)
    some, few = set(evidence.shown(whole, lots, most=100)), set(evidence.shown(part, lots, most=100))
    assert len(some) == len(few) == 100 and some & set(part) <= few
    assert evidence.shown(part, lots, most=500).tolist() == part.tolist()
    assert [evidence.longest(counts) for counts in ([], [7, 9], [150_000, 60_000], [1_000] * 2_000, [90] * 100_000)] == [0, 9, 500, 100, 20]


def test_a_hit_shows_voice_speaker_zone_and_rule(site):
    page = next(p for p in (site / "evidence").glob("fighters-state-attributed*.html"))
    text = page.read_text(encoding="utf-8")
    assert "the governor" in text and "rule: indirect-rule" in text and "rule: short-rule" in text and "Harbour Post" in text
    assert '<mark class="A">terrorists</mark>' in text
    assert '<a href="../index.html"><bdi>the report</bdi></a>' in text


# --- escaping ---


def test_no_page_holds_a_script_or_an_event(hostile):
    for page in all_pages(hostile):
        seen = Reader(page)
        assert [tag for tag, _ in seen.tags if tag in ("script", "iframe", "object", "embed", "link", "base", "form")] == [], page.name
        assert [a for _, given in seen.tags for a in given if a.startswith("on")] == [], page.name
        assert [g["src"] for t, g in seen.tags if t == "img" and not g["src"].startswith("data:image/")] == [], page.name
        assert "window.ran" in page.read_text(encoding="utf-8"), f"{page.name} does not show the attack as text"


def test_file_names_are_safe(hostile):
    names = [path.name for path in hostile.rglob("*") if path.is_file() and path.parent.name != "figures"]
    assert names and [name for name in names if not re.fullmatch(r"[\w.-]+", name, re.ASCII)] == []


def test_policy_is_the_strict_one(site):
    wanted = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"
    for page in all_pages(site):
        policies = [g["content"] for t, g in Reader(page).tags if t == "meta" and g.get("http-equiv") == "Content-Security-Policy"]
        assert policies == [wanted], page.name


def test_table_escapes_cells_labels_index_and_caption():
    table = pd.DataFrame({"<b>x</b>": ["<i>y</i>"]}, index=pd.Index(["<u>z</u>"], name="<s>w</s>"))
    html = cells.table_html(table, caption="<em>c</em>")
    assert not re.search("<(b|i|u|s|em)>", html)
    assert html.count("&lt;") == 2 * 6 and 'scope="col"' in html and 'scope="row"' in html  # the caption stands in the label too
    hits = pd.DataFrame({"article_id": ["<a>"], "hit_id": ["0a"]}, dtype="str")
    assert re.search(r'<td[^>]*><a class="place" href="articles/[^"]+#0a">0a</a></td>', cells.table_html(hits, caption="hits"))


def test_a_table_calls_articles_by_name_and_says_when_it_has_no_rows():
    table = pd.DataFrame({"article_id": ["a-1", "a-2"], "n": [1, -0.0]})
    html = cells.table_html(table, caption="c", names={"a-1": "Calm & quiet"})
    assert "Calm &amp; quiet" in html and "a-1" not in html and "a-2" in html and "-0" not in html
    assert "Calm & quiet" in cells.table_text(table, caption="c", names={"a-1": "Calm & quiet"})
    assert cells.table_html(table.head(0), caption="<c>") == '<p class="more">&lt;c&gt;: no rows.</p>'


def test_say_escapes_values_and_template():
    html, text = display.sentence("<b>{who}</b> {n}", {"who": "<i>", "n": 3})
    assert html == "&lt;b&gt;<bdi>&lt;i&gt;</bdi>&lt;/b&gt; 3" and text == "<b><i></b> 3"
    assert display.sentence("{braces} stay", {}) == (Markup("{braces} stay"), "{braces} stay")


def test_markdown_is_rendered_without_html_scripts_or_maths(tmp_path):
    book = nbformat.v4.new_notebook()
    source = (
        "# T\n\nx <script>window.ran=1</script> $3 and $5 [x](javascript:alert(1)) [y](02_b.ipynb#z) [w](03_c.ipynb) "
        "![p](http://example.org/p.png)\n\n#### Deep"
    )
    book.cells = [nbformat.v4.new_markdown_cell(source)]
    nbformat.write(book, tmp_path / "01_a.ipynb")
    page = notebooks.read(tmp_path / "01_a.ipynb", pages={"01_a", "02_b"})
    html = str(page.blocks[0]["html"])
    assert "<script" not in html and "javascript:" not in html and "<img" not in html and "$3 and $5" in html
    assert 'href="02_b.html#z"' in html and ">w<" not in html and " w " in html
    assert "<h2" in html  # a gap in the headings is closed


def test_only_outputs_of_the_helpers_may_be_html(tmp_path):
    book = nbformat.v4.new_notebook()
    output = nbformat.v4.new_output("display_data", data={"text/html": "<b>bold</b>", "text/plain": "plain <i>"})
    book.cells = [nbformat.v4.new_code_cell("1", outputs=[output])]
    nbformat.write(book, tmp_path / "01_a.ipynb")
    html = str(notebooks.read(tmp_path / "01_a.ipynb", pages=set()).blocks[-1]["html"])
    assert html == '<pre class="out">plain &lt;i&gt;</pre>'


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (nbformat.v4.new_output("display_data", data={"image/png": "aaaa"}), "picture without alt text"),
        (nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[]), "only whole runs are published"),
    ],
)
def test_what_is_not_published(tmp_path, output, message):
    book = nbformat.v4.new_notebook()
    book.cells = [nbformat.v4.new_code_cell("1", outputs=[output])]
    nbformat.write(book, tmp_path / "01_a.ipynb")
    with pytest.raises(ValueError, match=message):
        notebooks.read(tmp_path / "01_a.ipynb", pages=set())


# --- pages ---


def test_headings_descend_and_ids_are_unique(site):
    for page in all_pages(site):
        seen = Reader(page)
        assert seen.levels[0] == 1 and seen.levels.count(1) == 1, page.name
        assert all(after - before <= 1 for before, after in zip(seen.levels, seen.levels[1:], strict=False)), page.name
        assert len(seen.ids) == len(set(seen.ids)), page.name
        assert ("html", {"lang": "en"}) in seen.tags


def test_pictures_have_alt_and_files(site):
    pictures = [given for page in all_pages(site) for tag, given in Reader(page).tags if tag == "img"]
    assert pictures and all(len(given["alt"]) > 40 for given in pictures)
    names = {path.name for path in (site / "figures").iterdir()}
    assert {"voice_swing_fighters.svg", "voice_swing_fighters.png", "voice_swing_fighters.csv", "terms_fighters.csv"} <= names


def test_two_publications_are_the_same_bytes(site, tmp_path):
    again = report_example.publish(tmp_path)
    files = sorted(p.relative_to(site) for p in site.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(again) for p in again.rglob("*") if p.is_file())
    assert [f for f in files if (site / f).read_bytes() != (again / f).read_bytes()] == []


def test_large_runs_annotate_only_cited_articles(tmp_path):
    folder = report_example.publish(tmp_path, n=40, article_limit=8)
    assert 1 <= len(list((folder / "articles").iterdir())) <= 8
    broken = [
        link
        for page in all_pages(folder)
        for link in Reader(page).links
        if "articles/" in link and not (page.parent / link.partition("#")[0]).exists()
    ]
    assert broken == []


def test_a_run_that_stopped_early_is_published(tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_STAGE", str(tmp_path / "tables"))
    book = nbformat.v4.new_notebook()
    book.cells = [nbformat.v4.new_markdown_cell("# 01 · What is there?")]
    (tmp_path / "executed").mkdir()
    nbformat.write(book, tmp_path / "executed" / "01_load.ipynb")
    tables.write(report_example.build()["articles"], "articles", run="short")
    report.publish("short", tmp_path / "executed", tmp_path / "pages", {"title": "T"})
    assert "wrote no findings" in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")


def test_a_page_above_five_megabytes_is_refused(tmp_path):
    with pytest.raises(ValueError, match="above the 5 MB"):
        pages.write(tmp_path / "x.html", "a" * 5_000_001)


# --- parts ---


def test_slug_differs_where_names_differ():
    names = ["a/b", "a b", "a-b", "../../etc", "\u202e", "", "con", "é"]
    assert len({slug(name) for name in names}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{8}", slug(name)) for name in names)


def test_cited_is_its_number():
    n = Cited(1234, {"set": "s", "pole": "p", "policy": "own"})
    assert (int(n), f"{n}", n + 1, n / 2, n == 1234, n < 2000, f"{n:>6}") == (1234, "1,234", 1235, 617.0, True, True, "  1234")
    assert pd.DataFrame({"n": [n]})["n"].iloc[0] is n
    assert n.title == "s · p · own voice"
    assert 'aria-label="1,234: 1,234 hits, s · p · own voice"' in n.__html__()
    assert Cited(0, {"article_id": np.array(["b", "a"])}).query == {"article_id": ["a", "b"]}
    with pytest.raises(ValueError, match="not object"):
        Cited(0, {"x": object()})


def test_annotated_marks_every_voice_and_hit_once():
    made = report_example.build()
    article = made["articles"].iloc[0]
    own = {name: made[name][made[name]["article_id"] == article["article_id"]] for name in ("spans", "hits")}
    sides = {("fighters", "state"): "A", ("fighters", "self"): "B", ("fighters", "neutral"): "N"}
    html = marked.annotated(article["text"], 0, len(article["text"]), spans=own["spans"], hits=own["hits"], sides=sides, anchors=True)
    plain = Markup(re.sub(r"<small.*?</small>|<[^>]*>", "", str(html))).unescape()
    assert plain == article["text"]
    assert [html.count(f'id="{hit_id}"') for hit_id in own["hits"]["hit_id"]] == [1] * len(own["hits"])
    assert {m for m in re.findall(r'class="v-(\w+)"', str(html))} == set(own["spans"]["voice"])


def test_numbers_are_rounded_and_unknown_is_said():
    assert [str(cells.shown(v)) for v in (1234, 0.12345, 123.456, 12345.6, True)] == ["1,234", "0.12", "123.5", "12,346", "yes"]
    assert "–" in cells.shown(float("nan")) and "–" in cells.shown(pd.NA)
    assert cells.table_csv(pd.DataFrame({"a": ["=1+1", "x"], "b": [-1.5, float("nan")]})) == "a,b\n'=1+1,-1.5\nx,\n"


def test_pdf_needs_a_browser(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match="it needs Chromium"):
        report.pdf(tmp_path / "index.html")


def test_outside_a_notebook_the_helpers_print(capsys):
    report.say("{n} hits", n=3)
    assert capsys.readouterr().out == "3 hits\n"
    assert os.environ.get("FRAMING_STAGE") is None


def test_a_table_of_categories_without_a_repeated_value_is_shown(capsys):
    report.table(pd.DataFrame({"set": pd.Categorical(["fighters", "event"]), "n": [1, 2]}), caption="Two sets")
    assert "fighters 1" in capsys.readouterr().out
