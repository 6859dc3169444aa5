"""Choices, ranges, verdicts and contrasts → the findings that may be said, each with its claim level (METHODS.md section 3).

Takes tables, returns rows for ``report.findings``. A sentence is only written where the level allows it: about an
article (L0, L1), about these articles (L2), about an outlet or a group (L3). No sentence here holds a p-value of tokens."""

from framing.findings.contrasted import of_contrasts
from framing.findings.corpus import of_corpus
from framing.findings.units import of_articles, of_units

__all__ = ["of_articles", "of_contrasts", "of_corpus", "of_units"]
