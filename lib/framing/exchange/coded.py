"""Annotations made in CATMA or INCEpTION to the study's coding sheet: each laid on the hit that stands where it stands.

What is read: CATMA's TEI export (``catma.read_catma``), INCEpTION's WebAnno TSV 3 (``read_webanno``) and UIMA CAS JSON
(``read_cas``), each of one article. All count characters as Java does, in UTF-16 units; here they become the suite's offsets.
The codes are features called ``valid``, ``voice``, ``speaker``, ``note``; in CATMA also a tag ``voice/direct``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.errors import BadInput

FEATURES = ("valid", "voice", "speaker", "note")
SHEET = ["article_id", "start", "end", "hit_id", "set", "word", *FEATURES]


@dataclass(frozen=True)
class Annotation:
    """What a coder wrote at one place: UTF-16 offsets, the words marked ("" if the file does not say), codes, line."""

    start: int
    end: int
    words: str
    codes: dict[str, str]
    line: int


def import_codes(found: list[Annotation], hits: pd.DataFrame, text: str, *, file: str) -> pd.DataFrame:
    """Return the coding sheet of one article's annotations, one row per hit coded, by place.

    Parameters
    ----------
    found : list of Annotation
    hits : DataFrame
        Those of the article.
    text : str
        The article's text; the annotated one must be the same up to each annotation.
    file : str
        Named in messages.

    Returns
    -------
    DataFrame with ``SHEET``, as ``audit.codes`` reads it.

    Raises
    ------
    BadInput
        If an annotation marks other words than the article has there, no hit or several hits, or a hit already coded.
    """
    units = np.cumsum([0, *(1 + (ord(character) > 0xFFFF) for character in text)])
    rows: dict[str, dict] = {}
    for one in found:
        where = f"{file}, line {one.line}"
        start, end = (int(np.searchsorted(units, at)) for at in (one.start, one.end))
        if one.end > units[-1] or one.words and "".join(text[start:end].split()) != "".join(one.words.split()):
            other = f"characters {one.start} to {one.end} are other words there than in this run's article"
            raise BadInput(f"{where}: {other}; annotate the text that the run read (framing export --format brat writes it)")
        for hit in _hit(hits, start, end, one, where).itertuples(index=False):
            if hit.hit_id in rows:
                raise BadInput(f"{where}: hit {hit.hit_id} at {hit.start} is annotated twice; keep one annotation a hit")
            place = {"article_id": hit.article_id, "start": hit.start, "end": hit.end, "hit_id": hit.hit_id}
            codes = {feature: one.codes.get(feature, "") for feature in FEATURES}
            rows[hit.hit_id] = place | {"set": hit.set, "word": hit.surface} | codes
    return pd.DataFrame(list(rows.values()), columns=SHEET).sort_values(["start", "hit_id"], ignore_index=True)


def _hit(hits: pd.DataFrame, start: int, end: int, one: Annotation, where: str) -> pd.DataFrame:
    """Return the hit at a place: that very place, else the only one it covers."""
    same = hits[(hits["start"] == start) & (hits["end"] == end)]
    near = same if len(same) else hits[(hits["start"] >= start) & (hits["end"] <= end)]
    near = near.drop_duplicates("hit_id")
    if len(near) == 1:
        return near
    how = "no hit" if near.empty else f"{len(near)} hits"
    raise BadInput(f"{where}: {how} at characters {start} to {end} of the article; mark the words of one hit and no more")


def read_webanno(raw: str, *, file: str) -> list[Annotation]:
    """Return the annotations of a WebAnno TSV 3 file that have one of the features.

    Source: WebAnno user guide, appendix "WebAnno TSV 3 file format".
    """
    lines = raw.split("\n")
    if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
        raise BadInput(f"{file}, line 1: this is no WebAnno TSV 3 file; export the document from INCEpTION in that format")
    columns = [part for line in lines if line.startswith("#T_") for part in line.rstrip("\r").split("|")[1:]]
    spans: dict[tuple, dict] = {}
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r").split("\t")
        if not re.fullmatch(r"\d+-\d+(\.\d+)?", cells[0]):
            continue
        if len(cells) < 3 + len(columns):
            what = f"{len(cells) - 3} annotation columns, but the head names {len(columns)}"
            raise BadInput(f"{file}, line {number}: {what}; export the document again")
        start, end = map(int, cells[1].split("-"))
        for feature, cell in zip(columns, cells[3:], strict=False):
            for value in re.split(r"(?<!\\)\|", cell) if feature.lower() in FEATURES else []:
                value, of = re.fullmatch(r"(.*?)(?:(?<!\\)\[(\d+)\])?", value, re.S).groups()
                if value not in ("_", "*"):
                    span = spans.setdefault((of,) if of else (start, end), {"start": start, "words": {}, "line": number, "codes": {}})
                    span["end"] = end
                    span["words"][cells[0]] = re.sub(r"\\(.)", r"\1", cells[2])
                    span["codes"][feature.lower()] = re.sub(r"\\(.)", r"\1", value)
    return [Annotation(s["start"], s["end"], "".join(s["words"].values()), s["codes"], s["line"]) for s in spans.values()]


def read_cas(raw: str, *, file: str) -> list[Annotation]:
    """Return the annotations of a UIMA CAS JSON file that have one of the features; ``line`` is the structure's number.

    Source: Apache UIMA, "JSON serialization of the Apache UIMA CAS".
    """
    try:
        structures = json.loads(raw)["%FEATURE_STRUCTURES"]
        structures = structures if isinstance(structures, list) else list(structures.values())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{file} is no UIMA CAS JSON file ({error}); export the document from INCEpTION in that format") from error
    text = next((s["sofaString"] for s in structures if isinstance(s.get("sofaString"), str)), "").encode("utf-16-le")
    found = []
    for number, structure in enumerate(structures, start=1):
        codes = {key.lower(): str(value) for key, value in structure.items() if key.lower() in FEATURES and value is not None}
        if codes and {"begin", "end"} <= set(structure):
            start, end = int(structure["begin"]), int(structure["end"])
            found.append(Annotation(start, end, text[2 * start : 2 * end].decode("utf-16-le", "replace"), codes, number))
    return found
