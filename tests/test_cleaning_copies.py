"""Which articles are copies of others: by hand, planted among many, and on what must not be one."""

from __future__ import annotations

import random
import time

import numpy as np
import pandas as pd
import pytest

from framing import cleaning

WORDS = [a + b for a in "ka lo mi ne ru sa te vo pi du ba gre sto fli".split() for b in "dar len mo vist ran tel os pin ga ter".split()]
JOINING = "the of in and to a said was on by for with after from".split()
STOCK = "the harbour office which counts ships from a tower on the pier said it had seen nothing that it could confirm so far"


def told(rng: random.Random, n_words: int) -> list[str]:
    """Return a made-up article: half joining words, half from a vocabulary of 140."""
    return [rng.choice(JOINING) if rng.random() < 0.45 else rng.choice(WORDS) for _ in range(n_words)]


def table_of(texts: list[list[str]]) -> pd.DataFrame:
    days = [f"2016-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(len(texts))]
    return pd.DataFrame({"article_id": [f"a{n:05d}" for n in range(len(texts))], "date": days, "text": [" ".join(t) for t in texts]})


def test_by_hand():
    one = "a b c d e f g h i j k l m n o p q r s t".split()  # 16 shingles
    cut = one[:19]  # 15 shingles, all of them in the first: containment 1, Jaccard 15/16
    other = "z y x w v u t s r q p o n m l k j i h g".split()
    articles = pd.DataFrame(
        {
            "article_id": ["x", "y", "z"],
            "date": ["2016-02-02", "2016-01-01", "2016-01-01"],
            "text": [" ".join(one), " ".join(cut), " ".join(other)],
        }
    )
    found = cleaning.origins(articles)
    assert found["cluster"].tolist() == ["y", "y", "z"]  # the earlier one represents both
    assert found["is_copy"].tolist() == [True, False, False]
    assert found["containment"].tolist() == [15 / 16, 1.0, 1.0]


def test_three_hundred_planted_copies_among_2300_articles():
    rng = random.Random(2016)
    texts = [told(rng, rng.randint(150, 500)) for _ in range(2000)]
    for text in texts[::3]:  # a stock sentence that a third of them share makes no copies
        text[50:50] = STOCK.split()
    source_of = {}
    for number in range(300):
        source = rng.randrange(2000)
        text = list(texts[source])
        if number % 4 == 0:
            text = text[len(text) // 10 :]
        elif number % 4 == 1:
            text = text[: -len(text) // 7]
        elif number % 4 == 2:
            place = rng.randrange(len(text))
            text[place:place] = told(rng, 40)
        else:
            for place in rng.sample(range(len(text)), len(text) // 10):
                text[place] = "changed" + str(rng.randrange(1000))
        source_of[2000 + number] = source
        texts.append(text)
    articles = table_of(texts)
    order = np.random.default_rng(7).permutation(len(articles))
    started = time.process_time()
    found = cleaning.origins(articles.iloc[order].reset_index(drop=True)).set_index("article_id")["cluster"]
    took = time.process_time() - started
    names = articles["article_id"]
    together = sum(found[names[copy]] == found[names[source]] for copy, source in source_of.items())
    family = {n: source_of.get(n, n) for n in range(len(texts))}
    false = sum(family[int(name[1:])] != family[int(root[1:])] for name, root in found.items())
    assert together >= 0.98 * 300
    assert false == 0
    assert took < 10


def test_a_short_report_inside_a_long_one_is_the_copy_whatever_its_date():
    rng = random.Random(1)
    short = told(rng, 60)
    articles = table_of([short, told(rng, 300) + short + told(rng, 300)])  # the short one is earlier
    found = cleaning.origins(articles)
    assert found["cluster"].tolist() == ["a00001", "a00001"] and found["is_copy"].tolist() == [True, False]


def test_two_long_articles_that_hold_the_same_short_report_stay_two():
    rng = random.Random(2)
    short = told(rng, 60)
    found = cleaning.origins(table_of([told(rng, 300) + short, short + told(rng, 300), short]))
    assert found["is_copy"].tolist() == [False, False, True]


def test_a_story_that_very_many_outlets_print_is_one_cluster():
    rng = random.Random(3)
    story = told(rng, 200)
    texts = [story[number % 7 :] for number in range(60)] + [told(rng, 200) for _ in range(20)]
    found = cleaning.origins(table_of(texts))
    assert found["cluster"][:60].nunique() == 1 and found["is_copy"].sum() == 59


def test_an_unknown_date_is_later_than_any():
    text = " ".join(told(random.Random(4), 80))
    articles = pd.DataFrame({"article_id": ["a", "b"], "date": ["", "2016-05-05"], "text": [text, text]})
    assert cleaning.origins(articles)["cluster"].tolist() == ["b", "b"]


def test_only_counted_blocks_are_compared():
    rng = random.Random(5)
    bodies = [" ".join(told(rng, 30)).capitalize() + "." for _ in range(2)]
    footer = "\n\n".join(["We use cookies to make this site work for you and yours and for nobody else."] * 12)
    articles = pd.DataFrame({"article_id": ["a", "b"], "date": "", "text": [f"A title of it\n\n{body}\n\n{footer}" for body in bodies]})
    assert cleaning.origins(articles)["is_copy"].any()  # the footer makes most of both
    assert not cleaning.origins(articles, cleaning.table(articles))["is_copy"].any()


def test_the_order_of_articles_and_empty_ones_change_nothing():
    rng = random.Random(6)
    texts = [told(rng, 120) for _ in range(30)]
    texts += [texts[3][:100], [], [], ["same", "few", "words"], ["same", "few", "words"]]
    articles = table_of(texts)
    one = cleaning.origins(articles).set_index("article_id")
    two = cleaning.origins(articles.iloc[::-1].reset_index(drop=True)).set_index("article_id").loc[one.index]
    pd.testing.assert_frame_equal(one, two)
    assert one["is_copy"].tolist()[30:] == [True, False, False, False, True]  # empty articles are no copies of each other


def test_time_grows_about_linearly():
    rng = random.Random(8)
    texts = [told(rng, 150) for _ in range(4000)]
    took = []
    for n_articles in (1000, 4000):
        started = time.process_time()
        cleaning.origins(table_of(texts[:n_articles]))
        took.append(time.process_time() - started)
    assert took[1] < 10 * took[0]  # four times the articles


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_containment_is_a_share(share):
    rng = random.Random(9)
    text = told(rng, 200)
    found = cleaning.origins(table_of([text, text[: int(200 * share)]]))
    assert found["containment"].between(0, 1).all() and found["containment"].iloc[1] == 1.0


def test_a_corpus_read_in_parts_has_the_origins_of_the_whole():
    rng = random.Random(10)
    texts = [told(rng, rng.randint(20, 300)) for _ in range(90)]
    texts += [text[len(text) // 8 :] for text in texts[:20]]
    articles = table_of(texts)
    blocks = cleaning.table(articles)
    parts = [articles[first : first + 25] for first in range(0, len(articles), 25)]
    prints = pd.concat([cleaning.fingerprints(part, blocks) for part in parts], ignore_index=True)
    found = cleaning.pairs(prints)
    wanted = cleaning.in_pairs(prints, found)
    words = {name: words for part in parts for name, words in cleaning.worded(part, blocks, wanted=wanted).items()}
    in_parts = cleaning.judged(prints, found, words)
    pd.testing.assert_frame_equal(in_parts, cleaning.origins(articles, blocks))
    assert in_parts["is_copy"].sum() >= 20 and len(wanted) < len(articles)


def test_a_run_of_twelve_words_gives_two_articles_the_same_fingerprint():
    rng = random.Random(11)
    for _ in range(50):
        run = told(rng, 12)
        articles = table_of([told(rng, 40) + run + told(rng, 70), told(rng, 90) + run + told(rng, 30)])
        one, two = (set(np.frombuffer(prints, dtype="<u8").tolist()) for prints in cleaning.fingerprints(articles)["prints"])
        assert one & two
