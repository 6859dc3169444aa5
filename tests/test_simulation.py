"""The committed simulation says what METHODS asks: token tests reject far too often, ours do not, intervals cover, little is refused."""

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def table(root):
    return pd.read_csv(root / "benchmarks" / "simulation.csv")


def rows(table, method, measure):
    found = table[(table["method"] == method) & (table["measure"] == measure)]
    assert len(found)
    return found


def test_tokens_taken_as_independent_reject_far_too_often(table):
    assert (rows(table, "token G2", "rejects")["percent"] > 10).all()  # at a nominal 5


def test_the_permutation_of_articles_rejects_three_to_seven_percent(table):
    found = rows(table, "permutation by article", "rejects")
    uneven = found["wanted"].str.startswith("too often")  # four uneven articles against forty even ones
    assert uneven.sum() == 1 and found.loc[uneven, "percent"].max() < 12
    found = found[~uneven]
    assert found["percent"].between(3 - found["error"], 7 + found["error"]).all() and 3 <= found["percent"].mean() <= 7


@pytest.mark.parametrize("method", ["bootstrap by article", "bootstrap of a difference", "Jeffreys"])
def test_intervals_cover(table, method):
    found = rows(table, method, "covers")
    assert found["percent"].between(93 - found["error"], 97 + found["error"]).all() and 93 <= found["percent"].mean() <= 97


def test_nothing_is_offered_below_the_stated_numbers(table):
    found = table[table["measure"] == "offered"]
    assert len(found) == 8 and (found["percent"] == 0).all()
