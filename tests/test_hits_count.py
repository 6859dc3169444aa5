"""hits.count finds what plain Python finds: places, tokens of every type in every text; parts change nothing."""

from collections import Counter

import numpy as np
import pytest

from framing import hits, lexicon, text
from framing.hits import cells

TEXTS = [
    "The rebels left Vesk. Rebel-held streets were quiet, the rebels' camp was not.",
    "",
    "An armed group and armed-groups; ARMED GROUPS!\n\nNo rebel’s word. Café, cafés, 8,000 and 3.5.",
    "Counter-revolutionaries-in-waiting said: “counter-revolutionaries-in-waiting”.",
]


@pytest.fixture(scope="module")
def instrument(tmp_path_factory):
    path = tmp_path_factory.mktemp("count") / "few.csv"
    path.write_text("set,pole,term,kind\nx,a,rebel*,naming\nx,b,armed group*,naming\ny,a,counter-rev*,naming\ny,b,never,naming\n")
    return lexicon.load(path)


def test_words_are_those_of_a_counter(instrument):
    found = hits.count(iter(TEXTS), instrument)
    assert found.words.shape == (len(TEXTS), len(found.types)) and len(set(found.types)) == len(found.types)
    for row, body in enumerate(TEXTS):
        counted = Counter(text.fold(body[a:b]) for a, b in text.tokens(body))
        dense = found.words[[row]].toarray()[0]
        assert {found.types[i]: n for i, n in enumerate(dense.tolist()) if n} == counted


def test_places_reproduce_their_words(instrument):
    places = hits.count(TEXTS, instrument).places
    said = [TEXTS[n][a:b] for n, a, b in places[["number", "start", "end"]].itertuples(index=False)]
    assert said[:6] == ["rebels", "Rebel-held", "rebels", "armed group", "armed-groups", "ARMED GROUPS"]
    assert said[6:] == ["rebel", "Counter-revolutionaries-in-waiting", "counter-revolutionaries-in-waiting"]
    assert places["pole"].tolist() == ["a"] * 3 + ["b"] * 3 + ["a"] * 3
    assert places["term"].tolist()[-1] == "counter-rev*"


def test_parts_of_any_size_give_the_same(instrument, monkeypatch):
    whole = hits.count(TEXTS * 3, instrument)
    monkeypatch.setitem(hits.count.__globals__, "PART", 1)
    parts = hits.count(TEXTS * 3, instrument)
    assert parts.places.equals(whole.places) and parts.types == whole.types
    assert (parts.words != whole.words).nnz == 0


def test_no_texts_and_no_hits(instrument):
    nothing = hits.count([], instrument)
    assert len(nothing.places) == 0 and nothing.words.shape == (0, 0) and nothing.types == []
    assert hits.count(["Bread."], instrument).places.empty


def test_tally_counts_marked_and_counted_tokens_apart_whatever_the_chunk(monkeypatch):
    stream = lexicon.Stream.of(["a b a c", "b b", "", "c a a"])
    types = np.array([0, 1, 2])
    counted = np.array([1, 1, 1, 0, 1, 1, 1, 1, 1], dtype=bool)
    marked = np.array([1, 0, 0, 0, 1, 1, 0, 1, 0], dtype=bool)
    for size in (1, 3, 1 << 16):
        monkeypatch.setattr(cells, "SIZE", size)
        found = cells.tally(stream, types, counted=counted, marked=marked)
        rows = list(zip(*(column.tolist() for column in found), strict=True))
        assert rows == [(0, 0, 2, 1), (0, 1, 1, 0), (1, 1, 2, 2), (3, 0, 2, 1), (3, 2, 1, 0)]


def test_tokens_are_kept_on_request(instrument, monkeypatch):
    assert hits.count(TEXTS, instrument).tokens is None
    monkeypatch.setitem(hits.count.__globals__, "PART", 1)
    kept = hits.count(TEXTS, instrument, keep=True).tokens
    spans = list(zip(kept.start.tolist(), kept.end.tolist(), strict=True))
    assert [spans[a:b] for a, b in zip(kept.bounds, kept.bounds[1:], strict=False)] == [text.tokens(body) for body in TEXTS]
