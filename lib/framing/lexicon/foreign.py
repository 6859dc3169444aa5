"""Dictionary files of other programs → trees of categories: LIWC (.dic, .dicx), Lexicoder (.lc3, .lcd); plain CSV → a Lexicon.

What a format can say and a lexicon cannot (LIWC's conditional codes) is left out with a message that names the line.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from framing.lexicon.build import EXCLUSIONS, Builder
from framing.lexicon.messages import LexiconError, Message
from framing.lexicon.model import Lexicon
from framing.strict import Entries, Items, Text

CSV_COLUMNS = ("set", "pole", "term", "kind", "referent", "core", "case", "parts", "gloss", "source", *EXCLUSIONS, "yes", "no")
_CONDITION = re.compile(r"<[^>]*>|\([^)]*\)|\d+/\d+")  # LIWC2007: like (02 134)125/464, kind <of>131/125


def liwc(body: str, path: Path) -> tuple[dict, list[Message]]:
    """Return the categories of a LIWC2007, 2015 or 22 ``.dic``: a block of numbered names between two ``%`` lines, then words.

    Names indented by tabs (LIWC2015) are nested; words of a category that has two below it, and that stand in neither,
    become its ``neutral`` pole.
    """
    lines = body.split("\n")
    marks = [i for i, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2:
        cure = "the names of the categories stand between two lines holding only %"
        raise LexiconError(path, Message(1, "error", "header", "has no LIWC header", cure))
    places: dict[str, tuple[str, ...]] = {}
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines[marks[0] + 1 : marks[1]], marks[0] + 2):
        fields = line.split()
        if not fields:
            continue
        if len(fields) < 2 or not fields[0].isdigit() or fields[0] in places:
            said = f"{line.strip()!r} is not a new number and a name"
            raise LexiconError(path, Message(number, "error", "header", said, "write  1<tab>name, each number once"))
        indent = len(line) - len(line.lstrip())
        above = [pair for pair in above if pair[0] < indent]
        places[fields[0]] = (*(name for _, name in above), _name(line, fields[0]))
        above.append((indent, places[fields[0]][-1]))
    words: dict[str, list[tuple[str, int]]] = {code: [] for code in places}
    problems = []
    for number, line in enumerate(lines[marks[1] + 1 :], marks[1] + 2):
        if not line.strip() or line.strip() == "%":
            continue
        entry, codes, condition = _entry(line)
        if condition:
            problems.append(
                Message(number, "warning", "condition", f"the condition {condition} of {entry!r} is left out", "use not_before")
            )
        for code in codes:
            if code not in places:
                said = f"{entry!r} has the category {code}, which the header does not name"
                raise LexiconError(path, Message(number, "error", "category", said, "add it to the header or remove it"))
            words[code].append((entry, number))
    return _nest({places[code]: found for code, found in words.items()}), problems


def _name(line: str, code: str) -> str:
    """Return the name of a category, without what LIWC2015 explains in brackets: *2 posemo (Positive emotions)*."""
    return line.split(code, 1)[1].strip().split("\t")[0].split(" (")[0].strip()


def _entry(line: str) -> tuple[str, list[str], str]:
    """Split *a lot<tab>1<tab>10* into the entry, its codes, and a condition that cannot be kept."""
    word, _, rest = line.strip().partition("\t") if "\t" in line.strip() else _split_at_code(line.strip())
    condition = " ".join(_CONDITION.findall(rest))
    return word.strip(), list(dict.fromkeys(_CONDITION.sub(" ", rest).split())), condition


def _split_at_code(line: str) -> tuple[str, str, str]:
    match = re.search(r"\s(?=[(<\d])", line)
    return (line[: match.start()], " ", line[match.end() :]) if match else (line, "", "")


def _nest(flat: dict[tuple[str, ...], list[tuple[str, int]]]) -> dict:
    """Return nested categories; the words only the upper one has become its neutral pole if two stand below it, else ``(other)``."""
    tree: dict = {}
    for keys, words in flat.items():
        below = [other for other in flat if other[:-1] == keys]
        place = tree
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        if not below:
            place[keys[-1]] = words
            continue
        inner = place.setdefault(keys[-1], {})
        known = {word for other in flat if other[: len(keys)] == keys and other != keys for word, _ in flat[other]}
        rest = [pair for pair in words if pair[0] not in known]
        if rest:
            inner["neutral" if len(below) == 2 else "(other)"] = rest
    return tree


def dicx(body: str, path: Path) -> tuple[dict, list[Message]]:
    """Return the categories of a LIWC-22 ``.dicx``: a table with DicTerm and a column a category, X where a word belongs."""
    rows = list(csv.reader(io.StringIO(body)))
    if not rows or rows[0][:1] != ["DicTerm"] or len(rows[0]) < 2:
        raise LexiconError(path, Message(1, "error", "header", "has no column DicTerm", "export it from LIWC-22 as .dicx"))
    tree: dict = {name: [] for name in rows[0][1:]}
    for number, row in enumerate(rows[1:], 2):
        for name, mark in zip(rows[0][1:], row[1:], strict=False):
            if mark.strip():
                tree[name].append((row[0], number))
    return tree, []


def lexicoder(body: str, path: Path) -> tuple[dict, list[Message]]:
    """Return the categories of a Lexicoder file: a line ``+name`` opens one, each other line is a pattern."""
    tree: dict = {}
    words = tree.setdefault("(none)", [])
    for number, line in enumerate(body.split("\n"), 1):
        line = line.strip().strip('"')
        if line.startswith("+"):
            words = tree.setdefault(line[1:].strip(), [])
        elif line:
            words.append((line, number))
    return {name: words for name, words in tree.items() if words}, []


READERS = {".dic": liwc, ".dicx": dicx, ".lc3": lexicoder, ".lcd": lexicoder}


def table(body: str, path: Path, sha256: str) -> Lexicon:
    """Return the lexicon in a CSV with the columns set, pole, term and any of the others; several values are parted by ``|``."""
    reader = csv.DictReader(io.StringIO(body), delimiter="\t" if path.suffix == ".tsv" else ",", strict=True)
    missing = [name for name in CSV_COLUMNS[:3] if name not in (reader.fieldnames or [])]
    unknown = [name for name in reader.fieldnames or [] if name not in CSV_COLUMNS]
    if missing or unknown:
        said = f"lacks the column {missing[0]}" if missing else f"has an unknown column {unknown[0]}"
        raise LexiconError(path, Message(1, "error", "header", said, f"the columns are {', '.join(CSV_COLUMNS)}"))
    sets = Entries()
    try:
        for row in reader:
            _add(sets, {k: v.strip() for k, v in row.items() if k and v and v.strip()}, reader.line_num, path)
    except csv.Error as error:
        raise LexiconError(path, Message(reader.line_num, "error", "syntax", f"CSV: {error}", "check the quotation marks")) from None
    top = Entries(name=_text(path.stem, 1), sets=sets)
    top.line = 1
    return Builder(path).lexicon(top, sha256)


def _add(sets: Entries, row: dict[str, str], line: int, path: Path) -> None:
    for name in CSV_COLUMNS[:3]:
        if name not in row:
            raise LexiconError(path, Message(line, "error", "structure", f"{name} is empty", "fill it in or remove the row"))
    fields = Entries(pattern=_text(row["term"], line))
    fields.update({name: _text(row[name], line) for name in ("core", "case", "parts", "gloss", "source") if name in row})
    fields.update({name: _texts(row[name], line) for name in EXCLUSIONS if name in row})
    tests = Entries({_text(name, line): _texts(row[name], line) for name in ("yes", "no") if name in row})
    fields["tests"], fields.line, tests.line = tests, line, line
    name, pole = _text(row["set"], line), _text(row["pole"], line)
    entry = sets.setdefault(name, Entries(poles=Entries()))
    entry.line = entry["poles"].line = getattr(entry, "line", 0) or line
    entry.update({key: _text(row[key], line) for key in ("kind", "referent") if key in row})
    items = entry["poles"].setdefault(pole, Items())
    items.append(fields)


def _text(value: str, line: int) -> Text:
    text = Text(value)
    text.line = line
    return text


def _texts(value: str, line: int) -> Items:
    items = Items(_text(each.strip(), line) for each in value.split("|") if each.strip())
    items.line = line
    return items
