"""Measure vocabulary framing in the news: which word each article chooses, and in whose voice."""

__version__ = "0.1.0"
