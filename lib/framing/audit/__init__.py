"""Hits to coding sheets, filled sheets to how far the suite can be believed: agreement, precision, recall, corrections."""

from framing.audit.accuracy import accuracy, confusion, recall, wilson
from framing.audit.agreement import agreement, krippendorff
from framing.audit.codes import codes, of_counted, settled
from framing.audit.corrected import corrected, inverse_confusion, rogan_gladen, survives
from framing.audit.sheets import sample, sentence_sheet, sheet, unhit_sentences
from framing.audit.state import UNVALIDATED, state, status, without_recall

__all__ = [
    "UNVALIDATED", "accuracy", "agreement", "codes", "confusion", "corrected", "inverse_confusion", "krippendorff", "of_counted",
    "recall", "rogan_gladen", "sample", "sentence_sheet", "settled", "sheet", "state", "status", "survives", "unhit_sentences", "wilson",
    "without_recall",
]  # fmt: skip
