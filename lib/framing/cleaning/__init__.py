"""The articles of a study to what each paragraph is, and which articles are copies of others. Nothing is deleted.

``blocks`` has one row per paragraph: article_id, start, end, zone, rule, repeat_of. ``origins`` has one row per
article: article_id, cluster, containment, is_copy. The rules for furniture are in ``furniture.yml``.
"""

from __future__ import annotations

from framing.cleaning.across import frequent, line_counts, mark_recurring, recurring
from framing.cleaning.copies import in_pairs, judged, origins, worded
from framing.cleaning.prints import fingerprints, pairs
from framing.cleaning.tally import apply_keep, attrition, table, titles
from framing.cleaning.whole import checked, copies, finished, origins_of, silent, zone_sizes
from framing.cleaning.zones import COUNTED, Block, blocks

__all__ = [
    "Block",
    "COUNTED",
    "apply_keep",
    "attrition",
    "blocks",
    "checked",
    "copies",
    "fingerprints",
    "finished",
    "frequent",
    "in_pairs",
    "judged",
    "line_counts",
    "mark_recurring",
    "origins",
    "origins_of",
    "pairs",
    "recurring",
    "silent",
    "table",
    "titles",
    "worded",
    "zone_sizes",
]
