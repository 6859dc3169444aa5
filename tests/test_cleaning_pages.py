"""Furniture on four hundred and nine pages written for it, each in the manner of another site, and on third-party texts."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from framing import cleaning

PAGES = Path(__file__).parent / "data" / "pages"
ZONES = dict(zip("HSUCBYDF", "headline standfirst subhead caption body byline date furniture".split(), strict=True))


def score(name: str) -> dict[str, float]:
    """Return precision and recall of furniture, and how many lines of the articles are lost, over the pages of a file."""
    hit = false = missed = lost = 0
    for page in yaml.safe_load((PAGES / name).read_text(encoding="utf-8")):
        rows = [(line[0], line[2:]) for line in page["lines"].splitlines() if line.strip()]
        found = cleaning.blocks("\n\n".join(line for _, line in rows))
        place = 0
        for kind, line in rows:
            zone = next(b.zone for b in found if b.start <= place < b.end)
            hit += zone == "furniture" and kind == "F"
            false += zone == "furniture" and kind != "F"
            missed += zone != "furniture" and kind == "F"
            lost += kind in "HSUCB" and zone not in cleaning.COUNTED
            place += len(line) + 2
    return {"precision": hit / (hit + false), "recall": hit / (hit + missed), "lost": lost}


@pytest.mark.parametrize(
    ("name", "precision", "recall", "lost"),
    [
        ("first.yml", 0.98, 0.97, 1),
        ("second.yml", 0.98, 0.94, 1),
        ("third.yml", 0.96, 0.95, 6),
        ("fourth.yml", 0.98, 0.96, 0),
        ("fifth.yml", 0.98, 0.94, 2),
        ("sixth.yml", 0.98, 0.98, 6),
        ("seventh.yml", 0.98, 0.95, 4),
        ("eighth.yml", 0.98, 0.98, 1),
        ("ninth.yml", 0.98, 0.96, 0),
        ("tenth.yml", 0.94, 0.94, 3),
        ("eleventh.yml", 0.99, 0.98, 1),
        ("twelfth.yml", 0.97, 0.97, 6),
        ("thirteenth.yml", 0.96, 0.97, 4),
    ],
)
def test_furniture_on_labelled_pages_does_not_get_worse(name, precision, recall, lost):
    """What the mended rules reach.

    New to them: .951/.745, .926/.742, .923/.846, .973/.938, .949/.878, .973/.910, .973/.879, .980/.940, .968/.952, .934/.941
    (precision/recall; from the sixth on as first labelled .971/.896, .973/.864, .972/.924, .968/.946: dates and bylines
    that the pages' own rule calls D and Y had been labelled F). By authors who knew neither rules nor pages: the eleventh
    .965/.930, ten lines lost; the twelfth, on rules mended with the eleventh and frozen, .952/.949, twelve lines lost;
    the thirteenth, on rules mended with the twelfth and frozen, .964/.975, four lines lost. No rule was changed after it.
    """
    found = score(name)
    assert found["precision"] >= precision
    assert found["recall"] >= recall
    assert found["lost"] <= lost


# ---- the texts that are not in the repository


def test_aleppo_loses_no_sentence_and_keeps_no_furniture(third_party):
    furniture = {  # file: starts of the paragraphs that reading found to be furniture; a doubled caption counts by repeat_of
        "000": [2147, 2162, 2261],
        "001": [0, 2058],
        "002": [83, 4405, 5223, 5249, 5263, 5278, 5350],
        "003": [0, 2292, 2962, 2980, 2995],
        "004": [704, 4620, 4635],
    }
    uncounted = {"000": [170, 190], "001": [], "002": [], "003": [], "004": []}  # a date, the source of the pictures
    for path in sorted((third_party / "aleppo-2016").glob("*.txt")):
        number = path.name[:3]
        found = cleaning.blocks(path.read_text(encoding="utf-8"))
        assert [b.start for b in found if b.zone == "furniture"] == furniture[number]
        assert [b.start for b in found if b.zone in ("byline", "date")] == uncounted[number]
        assert [b.start for b in found if b.zone == "caption"] == {"001": [89, 259], "002": [321, 424]}.get(number, [])
        assert [b.start for b in found if b.zone == "subhead"] == {"003": [913, 2115]}.get(number, [])
        assert [b.start for b in found if b.repeat_of is not None] == {"000": [51], "001": [259], "002": [424]}.get(number, [])
        assert sum(b.zone == "headline" for b in found) == 1


def test_fa_kes_titles_are_counted_once(third_party):
    from framing import corpus
    from framing.study import Study

    columns = {"id": "unit_id", "title": "article_title", "text": "article_content", "outlet": "source", "date": "date"}
    place = third_party / "fa-kes" / "FA-KES-Dataset.csv"
    study = Study(folder=place.parent, name="s", title="s", articles=place, lexicon=place, columns=columns, dates="%m/%d/%Y")
    articles = corpus.read(study)
    found = cleaning.table(articles)
    repeated = found[(found["zone"] == "headline") & found["repeat_of"].notna()]
    assert repeated["article_id"].nunique() >= 500  # 509 of 804 repeat their title after at most forty words
    counted = found["zone"].isin(cleaning.COUNTED) & found["repeat_of"].isna()
    size = (found["end"] - found["start"]).groupby(counted).sum()
    assert size[True] > 0.9 * size.sum()
    assert 50 <= cleaning.origins(articles, found)["is_copy"].sum() <= 80
