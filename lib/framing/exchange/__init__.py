"""A finished run to what others can use: a folder to pass on without the articles' texts, and other tools' formats.

Takes the name of a run; writes one folder (and its zip) outside the run. ``sharing`` says what may be passed on;
``formats`` writes hits, spans and counts (``rows``, ``annotations``, ``brat``, ``features``) and reads them back;
``coded``, ``catma`` and ``importing`` turn what was coded in INCEpTION and CATMA into coding sheets.
``verbatim`` finds the articles' words again in any text, ``windows`` chooses the lines that may be shown, ``cut`` takes
out the rest.
"""

from framing.exchange.catma import read_catma
from framing.exchange.coded import import_codes, read_cas, read_webanno
from framing.exchange.formats import FORMATS, export, read_back
from framing.exchange.importing import import_sheet
from framing.exchange.sharing import share

__all__ = ["FORMATS", "export", "import_codes", "import_sheet", "read_back", "read_cas", "read_catma", "read_webanno", "share"]
