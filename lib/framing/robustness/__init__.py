"""Hits to how far a finding depends on one article, on few hits, and on the analyst's choices."""

from framing.robustness.influence import flip_count, influence, ranges

__all__ = ["flip_count", "influence", "ranges"]
