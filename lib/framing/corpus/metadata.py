"""What is known about an article besides its text: articles.csv, dates, and what the text itself says for sure.

Nothing is inferred silently: whatever was taken from the text comes with the words that prove it.
"""

from __future__ import annotations

import functools
import re
from datetime import date, datetime
from pathlib import Path

from framing.corpus import rows
from framing.corpus.limits import Problem, shown
from framing.errors import BadInput

CORE = "article_id file outlet origin group date url title language encoding sha256 n_words text".split()
GIVEN = "outlet origin group date url title language".split()  # columns of articles.csv that fill a core column
CONTROL = {"id", "article_id", "file", "sha256", "n_words", "encoding", "repair"}  # used here, not handed on
MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
_CLOCK = r"(?:,?\s*(?:at\s+|[-–|]\s*)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,4}\)?)?(?:[+-]\d+)?)?"
_SPELLED = [
    rf"(?:{_DAY})?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})",
    rf"(?:{_DAY})?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:T[\d:.+Z-]*)?",
]
_ALONE = [re.compile(rf"(?:(?:published|posted|updated|date)(?: on)?:?\s+)?{form}{_CLOCK}[.,;]?", re.IGNORECASE) for form in _SPELLED]
_ADDRESS_LABEL = re.compile(r"(?:original (?:url|link|article|source)|source url|url|link)\s*:\s*<?(https?://\S+?)?>?", re.IGNORECASE)
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")


class Metadata:
    """The rows of a metadata file, each to be claimed once by the article it describes."""

    def __init__(self, path: Path | None) -> None:
        self.name = path.name if path else ""
        self.by_file: dict[str, dict[str, str]] = {}
        self.by_id: dict[str, dict[str, str]] = {}
        self.problems: list[Problem] = []
        self.columns: list[str] = []
        self.claimed: set[int] = set()
        if path is None:
            return
        for row in rows.read(lambda: open(path, "rb"), path.name, max_bytes=16_000_000, settable=False):
            if isinstance(row, Problem):
                self.problems += [row] if row.severity != "note" or "guessed" in row.message else []
                continue
            line, values = row
            if not {"id", "article_id", "file"} & values.keys():
                raise BadInput(
                    f"{path.name} line 1: needs a column `id` (the file's name without its ending) or `file`; it has {', '.join(values)}"
                )
            entry = {"line": str(line), **{column: value.strip() for column, value in values.items()}}
            if broken := next((column for column, value in entry.items() if "\n" in value), None):
                told = f"a line break stands inside the cell of {broken!r}: is a quotation mark there not closed?"
                self.problems.append(Problem(self.name, line, "warning", told))
            self.columns = self.columns or [c for c in values if c not in CONTROL and c not in GIVEN]
            for index, key in ((self.by_file, values.get("file", "")), (self.by_id, values.get("id") or values.get("article_id", ""))):
                if key.strip() and key.strip() in index:
                    self.problems.append(
                        Problem(
                            self.name,
                            line,
                            "warning",
                            f"{key.strip()} is described twice: the first row (line {index[key.strip()]['line']}) is used",
                        )
                    )
                elif key.strip():
                    index[key.strip()] = entry

    def of(self, file: str, article_id: str) -> dict[str, str]:
        """Return the row that describes a file, by its path, its name or its id; {} if none does."""
        base = file.rsplit("/", 1)[-1]
        entry = next(
            (
                index[key]
                for index, key in ((self.by_file, file), (self.by_file, base), (self.by_id, article_id), (self.by_id, base))
                if key in index
            ),
            None,
        )
        if entry is None:
            return {}
        self.claimed.add(int(entry["line"]))
        return entry

    def unclaimed(self) -> list[Problem]:
        """Return a warning for every row whose article was not found."""
        entries = {int(e["line"]): key for index in (self.by_file, self.by_id) for key, e in index.items()}
        return [
            Problem(self.name, line, "warning", f"describes {shown(key)}, but no such article was read")
            for line, key in sorted(entries.items())
            if line not in self.claimed
        ]


@functools.lru_cache(maxsize=65536)
def iso(written: str, form: str = "") -> str | None:
    """Return a date as YYYY-MM-DD; "" if nothing is written; None if it cannot be read for sure.

    Read in the form that the study names, else as ISO, else with the month spelled out (two figures could be either).

    >>> iso("4/16/2017", "%m/%d/%Y"), iso("2 January 2017"), iso("01/02/2017")
    ('2017-04-16', '2017-01-02', None)
    """
    written = written.strip()
    if not written:
        return ""
    if form:
        try:
            return datetime.strptime(written, form).date().isoformat()
        except ValueError:
            pass
    return next((found for pattern in _ALONE if (match := pattern.fullmatch(written)) and (found := _date(match))), None)


def _date(match: re.Match) -> str:
    month = match["month"]
    try:
        return date(int(match["year"]), int(month) if month.isdigit() else MONTHS[month[:3].lower()], int(match["day"])).isoformat()
    except ValueError:
        return ""


def from_text(text: str) -> dict[str, tuple[str, str]]:
    """Return what a text says about itself for sure: {"date" or "url": (value, the line that proves it)}.

    A date counts if it stands alone on its line and no other line has another one; an address after "Original url:".
    """
    lines = [line for each in text.split("\n") if (line := each.strip())]
    found: dict[str, tuple[str, str]] = {}
    dates = {value: line for line in reversed(lines) if len(line) < 60 and (value := iso(line))}
    if len(dates) == 1:
        found["date"] = next(iter(dates.items()))
    for line, following in zip(lines, lines[1:] + [""], strict=True) if "://" in text else ():
        if len(line) < 2000 and (label := _ADDRESS_LABEL.fullmatch(line)):
            if address := label[1] or ((match := _ADDRESS.fullmatch(following)) and match[1]):
                found["url"] = (address, line)
                break
    return found
