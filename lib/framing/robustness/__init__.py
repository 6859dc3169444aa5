"""Hits to how far a finding depends on one article, on few hits, and on the analyst's choices."""

from framing.robustness.influence import FEW, flip_count, influence, named, ranges
from framing.robustness.multiverse import DIMENSIONS, dimensions, specifications, verdicts

__all__ = ["DIMENSIONS", "FEW", "dimensions", "flip_count", "influence", "named", "ranges", "specifications", "verdicts"]
