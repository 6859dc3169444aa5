"""The test over articles where it changes its way: many articles a side, and too few."""

import math

import numpy as np
import pytest

from framing import contrasts


@pytest.mark.parametrize("shift", [0.0, 0.05, 0.25])
def test_with_a_thousand_articles_a_side_the_normal_limit_is_what_random_divisions_give(monkeypatch, shift):
    rng = np.random.default_rng(3)
    sides = []
    for more in (0, shift):  # shares differ from article to article, as in newspapers
        n, share = rng.integers(1, 9, 1000), rng.beta(1 + more, 1, 1000)
        of_b = rng.binomial(n, share)
        sides.append(np.c_[n - of_b, of_b])
    limit = contrasts.permutation(*sides)
    monkeypatch.setitem(contrasts.permutation.__globals__, "LINEAR", 10_000)
    drawn = contrasts.permutation(*sides)
    assert (limit.method, drawn.method) == ("normal limit", "random divisions")
    assert limit.p == pytest.approx(drawn.p, abs=0.02)


def test_three_articles_on_a_side_are_too_few_for_a_test():
    # 3 against 30 could give a p of 1 / 5,456, but three uneven articles reject far too often
    found = contrasts.permutation(np.array([[4, 0]] * 3), np.array([[0, 4], [1, 3], [2, 2]] * 10))
    assert math.isnan(found.p) and found.reason.startswith("not testable") and "4 on each side" in found.reason
