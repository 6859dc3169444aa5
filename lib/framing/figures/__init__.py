"""Draw the suite's figures: takes tables, returns ``Figure(fig, name, title, alt, caption, table)``; METHODS.md section 11."""

from framing.figures.audited import confusion, precision
from framing.figures.choices import choice_interval, names, term_by_article, voice_swing
from framing.figures.contrasts import contrast, funnel
from framing.figures.place import attrition, barcode, fullest, over_time
from framing.figures.style import Figure
from framing.figures.sure import camp_by_pole, influence, specification_curve
from framing.figures.voices import voice_composition

__all__ = [
    "Figure", "attrition", "barcode", "camp_by_pole", "choice_interval", "confusion", "contrast", "fullest", "funnel",
    "influence", "names", "over_time", "precision", "specification_curve", "term_by_article", "voice_composition",
    "voice_swing",
]  # fmt: skip
