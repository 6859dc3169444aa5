"""The sheet of candidates beside a lexicon (``NAME.candidates.csv``), filled in by people → checks, and the lexicon with what was accepted.

A row says what discovery found (candidate, found_by, n_found, n_measured …) and what a person decided: decision
(accepted or rejected, empty = open), set, pole, by (who), note. Accepted words enter as ``core: false`` with that
provenance as their source; rejected ones stay in the sheet, so that nobody has to decide twice.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from framing.errors import nearest
from framing.lexicon import reading
from framing.lexicon.messages import LexiconError, Message
from framing.lexicon.model import Lexicon
from framing.lexicon.pattern import PatternError, elements
from framing.strict import Items

NEEDED = ("candidate", "decision", "set", "pole", "by")
DECISIONS = ("accepted", "rejected", "")


def beside(path: Path) -> Path:
    """Return where the candidates of a lexicon are decided on."""
    return path.with_name(f"{path.stem}.candidates.csv")


def read(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return (line, row) of a sheet; [] if there is none."""
    if not path.exists():
        return []
    reader = csv.DictReader(io.StringIO(reading.read_text(path)), restval="")
    missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
    if missing:
        said = f"{path.name} lacks the column {missing[0]}"
        raise LexiconError(path, Message(1, "error", "candidates", said, f"the columns to fill in are {', '.join(NEEDED)}"))
    return [(reader.line_num, {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}) for row in reader]


def check(lexicon: Lexicon, path: Path) -> list[Message]:
    """Return what is wrong with the sheet beside a lexicon, and what it holds that the lexicon does not have yet."""
    try:
        rows = read(path)
    except LexiconError as error:
        return error.messages
    poles = {each.name: list(each.poles) for each in lexicon.sets}
    types = lexicon.matcher.types([row["candidate"] for _, row in rows])
    found = []
    for (line, row), known in zip(rows, types.tolist(), strict=True):
        name = row["candidate"]

        def say(severity: str, said: str, cure: str, line: int = line, name: str = name) -> None:
            found.append(Message(line, severity, "candidates", f"{path.name}: {name!r} {said}", cure))

        if row["decision"] not in DECISIONS:
            say("error", f"is {row['decision']!r}{nearest(row['decision'], list(DECISIONS))}", "write accepted, rejected or nothing")
        elif row["decision"] == "rejected" and known:
            say("warning", "was rejected but is in the lexicon", "remove it there, or change the decision here")
        elif row["decision"] == "accepted":
            if row["set"] not in poles:
                say("error", f"has no set {row['set']!r}{nearest(row['set'], list(poles))}", f"write one of {', '.join(poles)}")
            elif row["pole"] not in poles[row["set"]]:
                say("error", f"has no pole {row['pole']!r} in {row['set']}", f"write one of {', '.join(poles[row['set']])}")
            elif not row["by"]:
                say("error", "was accepted by nobody", "put your initials into by")
            elif not known:
                say("note", "was accepted and is not in the lexicon yet", "merge it: framing lint --merge, or by hand")
    return found


def merge(lexicon: Lexicon, path: Path) -> str:
    """Return the text of the lexicon file with every accepted candidate added to its pole; the rest stays as it is.

    Raises
    ------
    LexiconError
        If the sheet has an error (``check``), or an accepted word is no pattern that could match.
    """
    faults = [message for message in check(lexicon, path) if message.severity == "error"]
    if faults:
        raise LexiconError(path, *faults)
    body = reading.read_text(lexicon.path)
    lines = body.split("\n")
    sets = reading.parse(body, lexicon.path)["sets"]
    rows = [(line, row) for line, row in read(path) if row["decision"] == "accepted"]
    places: dict[tuple[str, str], list[str]] = {}
    for (line, row), known in zip(rows, lexicon.matcher.types([row["candidate"] for _, row in rows]).tolist(), strict=True):
        if not known:
            try:
                elements(row["candidate"])
            except PatternError as error:
                raise LexiconError(path, Message(line, "error", "candidates", *error.args)) from None
            places.setdefault((row["set"], row["pole"]), []).append(entry(row))
    for (name, pole), entries in sorted(places.items(), key=lambda place: _end(sets, place[0]), reverse=True):
        _insert(lines, sets[name]["poles"][pole], list(dict.fromkeys(entries)))
    return "\n".join(lines)


def entry(row: dict[str, str]) -> str:
    """Return the YAML of an accepted candidate, its provenance as source and itself as its first test sentence."""
    counts = f", {row['n_found']} found, {row['n_measured']} in the other half" if row.get("n_found") else ""
    note = f"; {row['note']}" if row.get("note") else ""
    source = f"discovery ({row.get('found_by') or 'by hand'}{counts}); accepted by {row['by']}{note}"
    word = json.dumps(row["candidate"], ensure_ascii=False)
    return f"{{pattern: {word}, core: false, source: {json.dumps(source, ensure_ascii=False)}, tests: {{yes: [{word}]}}}}"


def _end(sets, place: tuple[str, str]) -> tuple[int, int]:
    return sets[place[0]]["poles"][place[1]].end


def _insert(lines: list[str], items: Items, entries: list[str]) -> None:
    """Put entries at the end of a list, in its own way of writing: in brackets, or a line each."""
    line, column = items.end
    if items.flow:
        at = lines[line - 1].rindex("]", 0, column)
        lines[line - 1] = lines[line - 1][:at].rstrip(", ") + "".join(f", {each}" for each in entries) + lines[line - 1][at:]
        return
    first = lines[items[0].line - 1]
    dash = first[: first.index("-")] + "- "
    at = line - 1 if column == 0 or lines[line - 1][:column].strip() == "" else line
    while not lines[at - 1].strip() or lines[at - 1].lstrip().startswith("#"):
        at -= 1
    lines[at:at] = [dash + each for each in entries]
