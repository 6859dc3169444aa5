"""Show findings in notebooks and publish them as pages: takes tables and figures, writes HTML that anyone may open.

In a notebook: ``say``, ``cite``, ``table``, ``figure``, ``finding``. After a run: ``publish``, ``pdf``.
"""

from framing.hits import Ledger
from framing.report.cited import Cited, cite, places
from framing.report.claims import finding, findings, show_findings
from framing.report.counts import counts, of_sets
from framing.report.display import figure, say, table
from framing.report.printed import pdf
from framing.report.publish import publish
from framing.report.reading import annotated, kwic

__all__ = [
    "Cited",
    "Ledger",
    "annotated",
    "cite",
    "counts",
    "figure",
    "finding",
    "findings",
    "kwic",
    "of_sets",
    "pdf",
    "places",
    "publish",
    "say",
    "show_findings",
    "table",
]
