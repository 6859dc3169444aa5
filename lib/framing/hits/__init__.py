"""Text, blocks, spans and a lexicon → ``hits`` (each match of a term, in whose voice) and ``words`` (type counts)."""

from framing.hits.composition import composition
from framing.hits.count import Counts, count
from framing.hits.find import find, hit_id
from framing.hits.ledger import check, of_part
from framing.hits.overview import by_term, coverage, first_uses
from framing.hits.select import POLICIES, Ledger, select
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
    "of_part",
    "select",
    "words",
]
