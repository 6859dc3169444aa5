"""Words and hits to differences between groups of articles: keyness, dispersion, collocates, permutation, contrasts."""

from framing.contrasts.collocates import collocates
from framing.contrasts.dispersion import dispersion
from framing.contrasts.keyness import bic, g2, g2_two_cell, keyness, log_odds, log_ratio, log_ratio_interval
from framing.contrasts.named import vocabularies
from framing.contrasts.noise import NoiseFloor, noise_floor, sentence_words
from framing.contrasts.permutation import Permutation, difference_interval, permutation
from framing.contrasts.shares import Contrast, adjust, each_against_each, each_against_rest, table
from framing.contrasts.vocabulary import candidates, groups, text_dispersion, vocabulary

__all__ = [
    "Contrast", "NoiseFloor", "Permutation", "adjust", "bic", "candidates", "collocates", "difference_interval", "dispersion",
    "each_against_each", "each_against_rest", "g2", "g2_two_cell", "groups", "keyness", "log_odds", "log_ratio", "log_ratio_interval",
    "noise_floor", "permutation", "sentence_words", "table", "text_dispersion", "vocabularies", "vocabulary",
]  # fmt: skip
