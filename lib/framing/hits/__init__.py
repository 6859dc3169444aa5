"""Text, blocks, spans and a lexicon → ``hits`` (each match of a term, in whose voice) and ``words`` (type counts)."""

from framing.hits.find import find, hit_id
from framing.hits.select import POLICIES, select
from framing.hits.words import words

__all__ = ["POLICIES", "find", "hit_id", "select", "words"]
