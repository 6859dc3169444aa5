"""Text to spans that are not the article's own voice: whose word is it?"""

from framing.voices.attribution import Span, attribute, table

__all__ = ["Span", "attribute", "table"]
