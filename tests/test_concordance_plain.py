"""Concordance lines are those of a plain loop: any text, any place, any width, tokens read before or not."""

import random
import re

import pandas as pd
import pytest

from framing import concordance, text
from framing.text import around, arrays

LETTERS = "ab cd  -'.,\n1"
SIGNS = "\t\r\u00a0\u0085\u2009\u3000\u1680\x1c’“”–…é£\u200e\u202e\u2066\u2069اب字\U0001f600‐ʼ\u0301\u00ad"
TURNED = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(body, start, end, width):
    """One line by hand: the tokens around a hit, cut at the line, white space single, turned writing isolated."""
    spans = text.tokens(body)
    before = len([a for a, _ in spans if a < start]) - width
    after = len([a for a, _ in spans if a < end]) + width
    begin = start if not width else spans[before][0] if before >= 0 and spans[before:] else 0
    stop = end if not width else spans[after - 1][1] if after < len(spans) else len(body)
    low, high = body.rfind("\n", 0, start) + 1, body.find("\n", end)
    parts = body[max(begin, low) : start], body[start:end], body[end : min(stop, high) if high >= 0 else stop]
    parts = [" ".join(part.split()) for part in parts]
    return tuple("\u2068" + re.sub("[\u2066-\u2069]", "", p) + "\u2069" if TURNED.search(p) else p for p in parts)


@pytest.fixture(scope="module")
def drawn():
    draw = random.Random(2016)
    bodies = ["".join(draw.choices(LETTERS * 6 + SIGNS, k=draw.randrange(200))) for _ in range(150)] + ["", "a"]
    articles = pd.DataFrame({"article_id": [f"x{n:03}" for n in range(len(bodies))], "outlet": "o", "date": "", "text": bodies})
    rows = []
    for name, body in zip(articles["article_id"], bodies, strict=True):
        starts = sorted(draw.sample(range(len(body)), min(len(body), 6)))
        rows += [(name, f"h{start}", start, min(len(body), start + draw.randint(1, 9))) for start in starts]
    hits = pd.DataFrame(rows, columns=["article_id", "hit_id", "start", "end"])
    return hits.assign(**{name: "v" for name in concordance.COLUMNS[4:11]}), articles


@pytest.mark.parametrize("width", [0, 1, 3, 60])
def test_lines_are_those_of_a_plain_loop(drawn, width):
    hits, articles = drawn
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    expected = [plain(texts[hit.article_id], hit.start, hit.end, width) for hit in hits.itertuples()]
    lines = concordance.lines(hits, articles, width=width)
    assert list(lines[["left", "node", "right"]].itertuples(index=False, name=None)) == expected
    found = arrays.tokens(articles["text"].tolist())
    read = around.Places(found.bounds, found.start, found.end)
    pd.testing.assert_frame_equal(concordance.lines(hits, articles, width=width, read=read), lines)


def test_order_of_hits_and_articles_and_other_articles_change_nothing(drawn, monkeypatch):
    hits, articles = drawn
    some = hits[hits["article_id"] > "x100"]
    lines = concordance.lines(some, articles, width=4)
    assert len(lines) > 100
    monkeypatch.setattr(around, "MANY", 7)
    monkeypatch.setattr("framing.text.cut.SIZE", 5)
    mixed = articles.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(concordance.lines(some.sample(frac=1, random_state=2), mixed, width=4), lines)
    found = arrays.tokens(mixed["text"].tolist())
    pd.testing.assert_frame_equal(concordance.lines(some, mixed, width=4, read=around.Places(*found[:3])), lines)
    only = articles[articles["article_id"].isin(some["article_id"])]
    pd.testing.assert_frame_equal(concordance.lines(some.astype({"set": "category"}), only, width=4), lines)
