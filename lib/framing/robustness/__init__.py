"""Hits to how far a finding depends on one article, on few hits, and on the analyst's choices."""

from framing.robustness.influence import flip_count, influence, ranges
from framing.robustness.multiverse import DIMENSIONS, dimensions, specifications, verdicts

__all__ = ["DIMENSIONS", "dimensions", "flip_count", "influence", "ranges", "specifications", "verdicts"]
