"""Words and hits to differences between groups of articles: keyness, dispersion, collocates, permutation, contrasts."""

from framing.contrasts.keyness import bic, g2, g2_two_cell, keyness, log_odds, log_ratio, log_ratio_interval

__all__ = ["bic", "g2", "g2_two_cell", "keyness", "log_odds", "log_ratio", "log_ratio_interval"]
