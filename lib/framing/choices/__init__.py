"""Hits to choices: how often each article, outlet and group took which side of a set, and how sure one may be.

``table`` counts and states the claim level; ``swing`` and ``unattributed`` cross the choice with the voice;
``prominence``, ``headline_body`` and ``first_use`` with the place; ``camps``, ``speakers`` with who speaks.
"""

from framing.choices.intervals import Interval, bootstrap, jeffreys, zero_bound
from framing.choices.place import first_use, headline_body, prominence
from framing.choices.speakers import camps, concentration, relabelled, speakers, with_sentences
from framing.choices.units import by_article, sides, sizes, table
from framing.choices.voices import band, swing, unattributed

__all__ = [
    "Interval", "band", "bootstrap", "by_article", "camps", "concentration", "first_use", "headline_body", "jeffreys", "prominence",
    "relabelled", "sides", "sizes", "speakers", "swing", "table", "unattributed", "with_sentences", "zero_bound",
]  # fmt: skip
