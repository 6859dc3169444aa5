"""The lines of a csv or tsv file to its records, one after the other, and whether a quotation mark in one is not closed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple


class Record(NamedTuple):
    """One record, or why there is none. Lines count from 1."""

    first: int
    last: int
    fields: list[str]  # [] for an empty line
    wrong: str = ""  # "open": a quotation mark is not closed · else the reader's own words


class _Lines:
    """Lines handed to the readers; those of the record at hand are kept, and nothing before."""

    def __init__(self, lines) -> None:
        self.lines, self.taken, self.number, self.ended = lines, [], 0, False

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            if "\x00" in line:
                line = line.replace("\x00", "\ufffd")
            self.number += 1
            self.taken.append(line)
            yield line
        self.ended = True


def records(lines, delimiter: str) -> Iterator[Record]:
    """Yield the records of a table, the header first.

    Text after a closing quotation mark is read as it stands, for newsrooms' tables hold such text; unless the quotation mark
    only seemed to close because a later line that is a whole record of its own opens one.
    """
    source = _Lines(lines)
    given = iter(source)
    strict = csv.reader(given, delimiter=delimiter, strict=True)
    width = 0
    while True:
        first, wrong, fields = source.number + 1, "", []
        source.taken.clear()
        try:
            fields = next(strict)
        except StopIteration:
            return
        except csv.Error as problem:
            if source.ended:
                wrong = "open"
            elif "expected after" not in str(problem):
                wrong = str(problem)
            elif len(source.taken) > 1 and _whole(source.taken[-1], delimiter, width):
                wrong = "open"
            else:
                try:
                    fields = next(csv.reader(chain(list(source.taken), given), delimiter=delimiter))
                    wrong = "open" if source.ended else ""
                except csv.Error as again:
                    wrong = str(again)
        width = width or len(fields)
        yield Record(first, source.number, fields, wrong)


def _whole(line: str, delimiter: str, width: int) -> bool:
    """Say whether a line is a record of its own, with a field in quotation marks."""
    if not (line.startswith('"') or f'{delimiter}"' in line):
        return False
    try:
        return len(next(csv.reader([line], delimiter=delimiter, strict=True))) == width
    except csv.Error:
        return False
