"""The same articles as a table file and as a folder of texts give the same hits."""

import pandas as pd

from conftest import ROOT
from demo import project
from framing import cleaning, corpus, hits, lexicon, study, voices
from framing.suite.scaffold import scaffold


def found(articles: pd.DataFrame) -> pd.DataFrame:
    blocks = cleaning.table(articles)
    origins = cleaning.origins(articles, blocks)
    spans = voices.table(articles, blocks)
    instrument = lexicon.load(ROOT / "data/lexicons/syria.yml")
    return hits.find(articles, instrument, blocks=blocks, spans=spans, origins=origins)


def test_fa_kes_as_a_folder_made_by_framing_new(third_party, tmp_path, monkeypatch):
    home = project(tmp_path)
    monkeypatch.setenv("FRAMING_HOME", str(home))
    table = study.load(ROOT / "data/raw/fa-kes", articles=third_party / "fa-kes/FA-KES-Dataset.csv")
    articles = corpus.read(table).iloc[::4].reset_index(drop=True)
    for article in articles.itertuples():
        place = tmp_path / "texts" / article.outlet
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{article.article_id}.txt").write_text(article.text, encoding="utf-8", newline="\n")
    made = scaffold("mine", tmp_path / "texts")
    known = pd.read_csv(made / "articles.csv", dtype="str", keep_default_na=False)
    known["date"] = known["id"].map(articles.set_index("article_id")["date"])  # the one thing that a text does not say
    known.to_csv(made / "articles.csv", index=False)
    from_folder, from_table = found(corpus.read(study.load(made))), found(articles)
    assert len(from_table) > 3000
    pd.testing.assert_frame_equal(from_folder, from_table)


def test_other_dates_change_only_which_copy_speaks_for_the_others(demo_articles):
    articles = demo_articles.reset_index()
    dated, redated = found(articles), found(articles.assign(date=articles["date"].to_numpy()[::-1]))
    same = dated.columns.difference(["counted", "why_not"])
    pd.testing.assert_frame_equal(dated[same], redated[same])
    differ = dated["counted"] != redated["counted"]
    assert differ.any()
    assert set(dated.loc[differ, "why_not"]) | set(redated.loc[differ, "why_not"]) <= {"", "duplicate origin"}
