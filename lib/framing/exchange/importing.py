"""Files exported by CATMA or INCEpTION to one coder's sheet in the study of a run."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from framing import study as studies
from framing import tables
from framing.errors import BadInput, nearest
from framing.exchange.catma import read_catma
from framing.exchange.coded import import_codes, read_cas, read_webanno

READERS = {".xml": read_catma, ".tsv": read_webanno, ".json": read_cas}


def import_sheet(files: list[Path], *, run: str, coder: str, force: bool = False) -> tuple[Path, int]:
    """Write ``coding/CODER.csv`` of the run's study from annotated files, one an article; return it and how many hits are coded.

    Parameters
    ----------
    files : list of Path
        Each called like its article: ``dawn-1.xml`` (CATMA, TEI), ``.tsv`` (WebAnno) or ``.json`` (UIMA CAS).
    coder : str
        Letters, digits, hyphens and underscores.

    Raises
    ------
    BadInput
        If a file is not there, is of another kind or names no article; if an annotation fits no hit; if the sheet exists.
    """
    if not re.fullmatch(r"\w[\w-]*", coder):
        raise BadInput(f"coder {coder!r}: use letters, digits, hyphens and underscores only")
    target = studies.of_run(run).folder / "coding" / f"{coder}.csv"
    if target.exists() and not force:
        raise BadInput(f"{target.name} is in the study's coding/ already: choose another --coder, or --force to replace it")
    hits = tables.read("hits", run=run)
    known = tables.read("articles", run=run, columns=["article_id"])["article_id"].tolist()
    sheets = []
    for file in files:
        if file.suffix.lower() not in READERS:
            raise BadInput(f"{file.name}: not a file of annotations: .xml (CATMA), .tsv (WebAnno) or .json (UIMA CAS)")
        if file.stem not in known:
            raise BadInput(
                f"{file.name}: run {run!r} has no article {file.stem!r}{nearest(file.stem, known)}: call the file like its article"
            )
        try:
            raw = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{file}: cannot be read as UTF-8 text ({error}); export it again") from error
        body = tables.read("articles", run=run, ids=[file.stem])["text"].iloc[0]
        found = READERS[file.suffix.lower()](raw, file=file.name)
        sheets.append(import_codes(found, hits[hits["article_id"] == file.stem], body, file=file.name))
    sheet = pd.concat(sheets, ignore_index=True)
    target.parent.mkdir(exist_ok=True)
    sheet.to_csv(target, index=False, lineterminator="\n")
    return target, len(sheet)
