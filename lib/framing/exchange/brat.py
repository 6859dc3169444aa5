"""Hits and spans as brat standoff, and back to the same tables.

For each article a ``.txt`` with its whole text and a ``.ann``: hits and spans are text-bound annotations (``T``), all their
other columns one note each (``#``) as JSON, pole and voice also attributes (``A``) for brat's display. Offsets count Unicode
characters, as brat's server does. A stretch over several lines is written as fragments, one a line, because a ``.ann`` has
no way to write a line break; fragments are joined again when read.

It holds the texts: for your own machine, not to be passed on. Source: brat manual, "standoff format" and "configuration".
"""

from __future__ import annotations

import hashlib
import json
import re

import pandas as pd

from framing.errors import BadInput
from framing.exchange.rows import typed

_TEXT_BOUND = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_PLACED = ("article_id", "start", "end")


def to_files(tables: dict[str, pd.DataFrame], articles: pd.DataFrame) -> dict[str, str]:
    """Return file name → content: a ``.txt`` and a ``.ann`` an article, ``annotation.conf``, and ``articles.json``."""
    by = {name: {key: own for key, own in table.groupby("article_id", sort=False)} for name, table in tables.items()}
    files, names = {"annotation.conf": _conf(tables)}, {}
    for article_id, full in zip(articles["article_id"], articles["text"], strict=True):
        name = _name(article_id)
        names[name] = article_id
        lines: list[str] = []
        for kind in tables:
            if article_id in by[kind]:
                lines += _lines(kind, by[kind][article_id], full, sum(line[0] == "T" for line in lines))
        files |= {f"{name}.txt": full, f"{name}.ann": "".join(lines)}
    return files | {"articles.json": json.dumps(names, ensure_ascii=False, indent=1) + "\n"}


def from_files(files: dict[str, str]) -> dict[str, pd.DataFrame]:
    """Return the tables of files that ``to_files`` wrote.

    Raises
    ------
    BadInput
        If a line is not brat standoff, or an annotation's words are not where it says; the message names file and line.
    """
    names = json.loads(files.get("articles.json", "{}"))
    rows: dict[str, list[dict]] = {}
    for file, article_id in names.items():
        bounds: dict[str, tuple[int, int]] = {}
        for number, line in enumerate(files[f"{file}.ann"].split("\n"), start=1):
            where = f"{file}.ann, line {number}"
            if line.startswith("T"):
                key, place = _bound(line, files[f"{file}.txt"], where)
                bounds[key] = place
            elif line.startswith("#"):
                kind, values = _note(line, where)
                key = line.split("\t")[1].split(" ")[1]
                if key not in bounds:
                    raise BadInput(f"{where}: a note on {key}, which no line before it marks; keep the lines in order")
                start, end = bounds[key]
                first = {"article_id": article_id} | ({"hit_id": values.pop("hit_id")} if kind == "hits" else {})
                rows.setdefault(kind, []).append(first | {"start": start, "end": end} | values)
    return {kind: typed(pd.DataFrame(found), kind) for kind, found in rows.items()}


def _lines(kind: str, own: pd.DataFrame, full: str, before: int) -> list[str]:
    lines = []
    for number, values in enumerate(own.to_dict("records"), start=before + 1):
        start, stretch = values["start"], full[values["start"] : values["end"]]
        fragments = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\n]+", stretch)]
        label = _label(f"{values['set']}_{values['pole']}" if kind == "hits" else values["voice"])
        places = ";".join(f"{a} {b}" for a, b in fragments)
        lines.append(f"T{number}\t{label} {places}\t{' '.join(full[a:b] for a, b in fragments)}\n")
        if kind == "hits":
            lines.append(f"A{number}\tvoice T{number} {_label(values['voice'])}\n")
        kept = {"table": kind, "exact": [values["start"], values["end"]]} | {k: v for k, v in values.items() if k not in _PLACED}
        lines.append(f"#{number}\tAnnotatorNotes T{number}\t{json.dumps(kept, ensure_ascii=False)}\n")
    return lines


def _bound(line: str, full: str, where: str) -> tuple[str, tuple[int, int]]:
    match = _TEXT_BOUND.fullmatch(line)
    if not match:
        raise BadInput(f"{where} is not a text-bound annotation (ID, tab, type and offsets, tab, text): export it again")
    fragments = [tuple(map(int, piece.split(" "))) for piece in match[3].split(";")]
    if " ".join(full[a:b] for a, b in fragments) != match[4]:
        raise BadInput(f"{where}: the text has other words at {match[3]}; put the .txt back that was exported with it")
    return match[1], (fragments[0][0], fragments[-1][1])


def _note(line: str, where: str) -> tuple[str, dict]:
    try:
        values = json.loads(line.split("\t", 2)[2])
        values.pop("exact")
        return values.pop("table"), values
    except (IndexError, ValueError, KeyError, AttributeError) as error:
        raise BadInput(f"{where}: the note is not the suite's own; export it again, or keep other notes in another file") from error


def _conf(tables: dict[str, pd.DataFrame]) -> str:
    hits = tables["hits"]
    kinds = {_label(f"{s}_{p}") for s, p in zip(hits["set"], hits["pole"], strict=True)} | {_label(v) for v in tables["spans"]["voice"]}
    voices = "|".join(sorted({_label(v) for v in hits["voice"]}))
    attributes = f"voice\tArg:<ENTITY>, Value:{voices}\n" if voices else ""
    return "[entities]\n" + "".join(f"{kind}\n" for kind in sorted(kinds)) + f"[relations]\n[events]\n[attributes]\n{attributes}"


def _label(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", name) or "_"


def _name(article_id: str) -> str:
    plain = re.sub(r"[^\w.-]", "_", article_id).lstrip(".")
    return plain if plain == article_id else f"{plain[:60]}-{hashlib.sha256(article_id.encode()).hexdigest()[:8]}"
