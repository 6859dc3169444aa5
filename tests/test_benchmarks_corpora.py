"""The corpora of the benchmarks: the same bytes every time, new wording in every use of a paragraph."""

import sys

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
import corpora

sys.path.pop(0)

STEMS = [a + b + c for a in ("bar", "lin", "mor", "tes") for b in ("ado", "ent", "ull") for c in ("ing", "ers", "ow")]
PARAGRAPHS = [f"Mayor Orban said, {' '.join(STEMS[i:] + STEMS[:i])} the mill in Vesk." for i in range(0, 36, 3)]


@pytest.fixture(scope="module")
def source():
    return corpora.Source(PARAGRAPHS, ["Bakers leave the town under siege while others stay"])


def test_same_seed_same_bytes_and_a_larger_corpus_begins_with_the_smaller(source, tmp_path):
    for name, n, seed in (("a", 9, 1), ("b", 9, 1), ("c", 12, 1), ("d", 9, 2)):
        corpora.write(n, tmp_path / name, [source], seed=seed)
    a, b, c, d = ((tmp_path / name).read_bytes() for name in "abcd")
    assert a == b and c.startswith(a) and a != d


def test_names_and_cues_stay_and_no_two_uses_share_a_run_of_words(source):
    found = list(corpora.articles(40, [source]))
    uses = [paragraph for row in found for paragraph in row[2].split("\n\n")]
    assert all(each.startswith("Mayor Orban said,") and each.endswith(" in Vesk.") for each in uses)
    runs = [{tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in (row[2].split() for row in found)]
    shared = [len(a & b) / len(a | b) for i, a in enumerate(runs) for b in runs[:i]]
    assert sum(shared) / len(shared) < 0.1
    assert all(8 <= row[2].count("\n\n") + 1 <= 20 for row in found)
    assert all(3 <= row[2].count("\n\n") + 1 <= 8 for row in corpora.articles(40, [source], length=corpora.SHORT))
