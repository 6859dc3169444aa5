"""Dispersion of some types, and of words in any order (the measures themselves: test_contrasts)."""

import pandas as pd

from framing import contrasts

ROWS = [("b", "w", 3), ("a", "w", 1), ("b", "x", 4), ("a", "x", 4), ("c", "y", 5)]
WORDS = pd.DataFrame(ROWS, columns=["article_id", "type", "n_own"])


def test_the_type_stands_most_often_in_the_first_of_the_articles_that_have_as_many():
    assert contrasts.dispersion(WORDS)["one_article"].to_dict() == {"w": "b", "x": "a", "y": "c"}


def test_some_types_are_judged_among_all_words():
    every = contrasts.dispersion(WORDS)
    assert contrasts.dispersion(WORDS, types=["w", "x"]).equals(every.loc[["w", "x"]])
    assert not every.loc[["w", "x"], "dp"].equals(contrasts.dispersion(WORDS[WORDS["type"] != "y"])["dp"])


def test_the_order_of_rows_and_categories_change_nothing():
    categories = WORDS[::-1].astype({"article_id": "category", "type": "category"})
    assert contrasts.dispersion(categories).equals(contrasts.dispersion(WORDS))
