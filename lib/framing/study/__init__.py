"""A study's folder to its question, paths, groups and parameters; its hand work."""

from framing.study.handwork import coding, handed_out, overrides, sentence_codes
from framing.study.kept import keep, of_run
from framing.study.settings import Contrast, Study, load

__all__ = ["Contrast", "Study", "coding", "handed_out", "keep", "load", "of_run", "overrides", "sentence_codes"]
