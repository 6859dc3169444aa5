"""Text to spans that are not the article's own voice: whose word is it?"""

from framing.voices.attribution import Span, attribute, table
from framing.voices.overview import by_rule, commas

__all__ = ["Span", "attribute", "by_rule", "commas", "table"]
