"""Draw the suite's figures: takes tables, returns ``Figure(fig, name, title, alt, caption, table)``; METHODS.md section 11."""

from framing.figures.choices import choice_interval, term_by_article, voice_swing
from framing.figures.style import Figure
from framing.figures.voices import voice_composition

__all__ = ["Figure", "choice_interval", "term_by_article", "voice_composition", "voice_swing"]
