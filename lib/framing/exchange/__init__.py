"""A finished run to what others can use: a folder to pass on, with the articles' texts left out.

Takes the name of a run; writes one folder (and its zip) outside the run. ``sharing`` says what may be passed on,
``verbatim`` finds the articles' words again in any text, ``windows`` chooses the lines that may be shown, ``cut`` takes
out the rest.
"""

from framing.exchange.sharing import share

__all__ = ["share"]
