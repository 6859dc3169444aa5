"""Text, blocks, spans and a lexicon → ``hits`` (each match of a term, in whose voice) and ``words`` (type counts)."""

from framing.hits.composition import composition
from framing.hits.count import Counts, count
from framing.hits.find import find, hit_id
from framing.hits.ledger import check, of_part
from framing.hits.overview import by_term, coverage, first_uses
from framing.hits.select import POLICIES, Ledger, mask, select
from framing.hits.words import words

__all__ = [
    "POLICIES",
    "Counts",
    "Ledger",
    "by_term",
    "check",
    "composition",
    "count",
    "coverage",
    "find",
    "first_uses",
    "hit_id",
    "mask",
    "of_part",
    "select",
    "words",
]
