"""A folder, file or zip archive to the files in it that can be read, and a Problem for each that cannot.

Nothing outside the place named is ever opened: links are followed only if they stay inside, folders that are links
never; pipes, devices and sockets are not opened at all.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from framing.corpus.limits import Problem, Refused, megabytes, shown

TABLES = {".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"}
TEXTS = {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf"}
KINDS = "txt, md, html, docx, pdf, csv, tsv, jsonl, parquet, zip"
SETTINGS = {
    "study.yml",
    "articles.csv",
    "keep.csv",
    "readme.md",
    "license",
    "license.md",
    "license.txt",
    "license-data",
}  # a study's own files
OF_DATASETS = {"_SUCCESS", "_metadata", "_common_metadata"}  # written beside the files of a partitioned Parquet table


class Item(NamedTuple):
    """A file to read: its path below the place named, where that place is, its size as declared. A million fit in memory."""

    name: str
    root: str  # the folder named; of a file in a zip archive, the archive
    size: int  # bytes
    member: zipfile.ZipInfo | None = None

    def open(self) -> BinaryIO:
        """Open the file as bytes."""
        if self.member is None:
            return open(os.path.join(self.root, self.name), "rb")
        return io.BufferedReader(zipfile.ZipFile(self.root).open(self.member))  # type: ignore[arg-type]

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    def bytes(self, limit: int, setting: str = "file") -> bytes:
        """Return the whole file; Refused if it is larger than the limit, also where it lies about its size."""
        too_large = (
            f"is larger than {megabytes(limit)}, the limit for one {setting}: raise `limits: {{{setting}: …}}` in study.yml, or split it"
        )
        if self.size > limit:
            raise Refused(too_large)
        try:
            with self.open() as stream:
                raw = stream.read(limit + 1)
        except FileNotFoundError:
            raise Refused("vanished while the study was being read: run again") from None
        except PermissionError:
            raise Refused("may not be read: correct its permissions") from None
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as problem:
            raise Refused(f"cannot be read: {problem}") from None
        if len(raw) > limit:
            raise Refused(too_large)
        return raw


def items(place: Path, *, skip: Path | None = None) -> Iterator[Item | Problem]:
    """Yield every readable file at a place, sorted by path, and a Problem for everything else.

    Parameters
    ----------
    place : path
        A folder, one file, or a zip archive.
    skip : path, optional
        The metadata file, which is no article.
    """
    if place.is_dir():
        bare = (place / "study.yml").exists() or skip is not None and skip.parent == place
        yield from _folder(str(place), "", os.path.realpath(place), skip, bare)
    else:
        yield from _file(str(place.parent), place.name)


def _folder(root: str, below: str, real: str, skip: Path | None, bare: bool) -> Iterator[Item | Problem]:
    try:
        names = sorted((entry.name for entry in os.scandir(os.path.join(root, below))), key=os.fsencode)
    except OSError as problem:
        yield Problem(shown(below) or os.path.basename(root), 0, "refused", f"folder cannot be read: {problem.strerror}")
        return
    for base in names:
        name, path = below + base, os.path.join(root, below, base)
        if base.startswith(".") or base in OF_DATASETS or skip is not None and Path(path) == skip:
            continue
        if not below and (base.lower() in SETTINGS or bare and base == "coding"):
            continue
        if os.path.islink(path):
            target = os.path.realpath(path)
            if not os.path.exists(target):
                yield Problem(shown(name), 0, "refused", "is a link that leads nowhere or in a circle: skipped")
            elif not target.startswith(real + os.sep):
                yield Problem(shown(name), 0, "refused", "is a link out of the study: not followed; put the file itself there")
            elif os.path.isdir(target):
                yield Problem(shown(name), 0, "refused", "is a link to a folder: not followed")
            else:
                yield from _file(root, name)
        elif os.path.isdir(path):
            if PurePosixPath(base).suffix.lower() in TEXTS | TABLES | {".zip"}:
                yield Problem(shown(name), 0, "refused", "is a folder with the name of a file: rename it; nothing in it was read")
            else:
                yield from _folder(root, name + "/", real, skip, bare)
        else:
            yield from _file(root, name)


def _file(root: str, name: str) -> Iterator[Item | Problem]:
    suffix = PurePosixPath(name).suffix
    try:
        seen = os.stat(os.path.join(root, name))
    except OSError:
        yield Problem(shown(name), 0, "refused", "vanished while the study was being read: run again")
        return
    if not stat.S_ISREG(seen.st_mode):
        yield Problem(shown(name), 0, "refused", "is no ordinary file but a pipe, socket or device: skipped")
    elif suffix.lower() == ".zip":
        yield from _zip(Path(root, name), name)
    elif suffix.lower() in TEXTS | TABLES:
        yield Item(name, root, seen.st_size)
    else:
        yield Problem(shown(name), 0, "warning", f"kind {suffix or 'without an ending'} is not known: skipped; known are {KINDS}")


def _zip(path: Path, name: str) -> Iterator[Item | Problem]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as problem:
        yield Problem(shown(name), 0, "refused", f"is no zip archive that can be read: {problem}")
        return
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        inside = PurePosixPath(member.filename)
        told = f"{shown(name)}/{shown(member.filename)}"
        if member.is_dir() or inside.name.startswith(".") or inside.parts[0] == "__MACOSX":
            continue
        if member.flag_bits & 1:
            yield Problem(told, 0, "refused", "is encrypted: unpack it with its password first")
        elif inside.suffix.lower() == ".zip":
            yield Problem(told, 0, "refused", "is an archive inside an archive: unpack it first")
        elif inside.suffix.lower() in TEXTS | TABLES:
            yield Item(f"{name}/{member.filename}", str(path), member.file_size, member)
        else:
            yield Problem(told, 0, "warning", f"kind {inside.suffix or 'without an ending'} is not known: skipped; known are {KINDS}")
