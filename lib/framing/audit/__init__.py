"""Hits to coding sheets, filled sheets to how far the suite can be believed: agreement, precision, recall, corrections."""

from framing.audit.agreement import agreement, krippendorff
from framing.audit.codes import codes, settled
from framing.audit.sheets import sample, sentence_sheet, sheet, unhit_sentences

__all__ = ["agreement", "codes", "krippendorff", "sample", "sentence_sheet", "settled", "sheet", "unhit_sentences"]
