"""What spares the rules of furniture.yml most lines leaves out no rule that fits."""

from pathlib import Path

import yaml

from framing.cleaning import rules
from framing.cleaning.needed import Index
from framing.cleaning.needs import ANY, closed, folded, needs, opened
from framing.cleaning.shingles import codes
from framing.cleaning.vocabulary import Vocabulary
from framing.cleaning.zones import Block, _coded
from framing.text import paragraphs

PAGES = Path(__file__).parent / "data" / "pages"


def test_the_index_leaves_out_no_pattern_that_fits():
    """The oracle tries every pattern on every line of a sample."""
    lines = [line[2:] for page in yaml.safe_load((PAGES / "third.yml").read_text(encoding="utf-8")) for line in page["lines"].splitlines()]
    needed = [needs(pattern) for _, pattern in rules._patterns()]
    free = {"openings": frozenset([ANY]), "closings": frozenset([ANY])}
    whole, within = Index(needed), Index([tuple(one._replace(**free) for one in alternatives) for alternatives in needed])
    patterns = [rules._compiled(pattern) for _, pattern in rules._patterns()]
    n_fitting = 0
    for line in map(rules.plain, lines[::7] + ["٣ comments", "SHARE THIS STORY", "©2016 The Gazette", "Ads.", "Loading."]):
        fitting = {
            number for number, pattern in enumerate(patterns) if pattern.fullmatch(line) or pattern.fullmatch(line.removesuffix("."))
        }
        given = folded(line), line.lower().split(), opened(line), closed(line) | closed(line.removesuffix("."))
        assert fitting <= set(whole.numbers(*given)) <= set(within.numbers(*given)), line
        n_fitting += len(fitting)
    assert n_fitting > 30


def test_the_telling_words_of_a_line_tell_as_much_as_all_of_them():
    pages = yaml.safe_load((PAGES / "seventh.yml").read_text(encoding="utf-8"))
    text = "\n".join(
        [line[2:] for page in pages for line in page["lines"].splitlines()] + ["Copy\u00adright 2016The Gazette", "©2016 The Gazette"]
    )
    words = Vocabulary().read([text])[0]
    n_labels = 0
    for start, end in paragraphs(text):
        line, told = rules.plain(text[start:end]), words.telling.within(start, end)
        assert rules.label(line, edge=True, words=told) == rules.label(line, edge=True), line
        assert rules.tail(text[start:end], told) == rules.tail(text[start:end]), line
        assert words.address.within(start, end) or not rules.addresses_reader(line), line
        n_labels += rules.label(line, edge=True) != ""
    assert n_labels > 100 and len(words.telling.spelled) < len(words.starts) / 2


def test_a_block_cut_out_of_a_line_is_compared_by_its_own_words():
    text = "On 3 May 2016Rain fell"
    coded = _coded(text, [Block(0, 13, "date", "", None), Block(13, 22, "body", "", None)], Vocabulary().read([text])[0])
    assert [zone for _, zone in coded] == ["date", "body"]
    assert [found.tolist() for found, _ in coded] == [found.tolist() for found in codes(["On 3 May 2016", "Rain fell"])]
