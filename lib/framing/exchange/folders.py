"""Files to a folder and its zip, whole or not at all, the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from pathlib import Path

from framing import tables
from framing.errors import BadInput

SUMS = "SHA256SUMS"


def target(to: str | Path, default: str, *, force: bool = False) -> Path:
    """Return the folder to write, which must be empty or not be there yet.

    Raises
    ------
    BadInput
        If it is a file or a link, holds an export (and `force` is not said) or anything else, or holds the project or
        lies in its data.
    """
    home = tables.home()
    folder = Path(os.path.abspath(Path(to).expanduser())) if str(to) else home / "exports" / default
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadInput(f"{folder} is not a folder: name another with --to")
    real = folder.resolve()
    kept = [home / "data", home / "lib", home / "notebooks", home / "reports"]
    if home.is_relative_to(real) or any(real.is_relative_to(place.resolve()) for place in kept):
        raise BadInput(f"{folder} holds the project's own files: name another folder with --to")
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / SUMS).is_file():
            raise BadInput(f"{folder} holds files that no export wrote: name an empty or a new folder with --to")
        if not force:
            raise BadInput(f"{folder} is not empty: name another folder with --to, or say --force to replace the export in it")
    return folder


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    """Write files into a folder, with their SHA-256 sums; what was there is replaced in one step when all is written."""
    temporary = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old.tmp")
    try:
        listed = []
        for name, content in sorted(files.items()):
            raw = content.encode("utf-8") if isinstance(content, str) else content
            path = temporary / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
            listed.append(f"{hashlib.sha256(raw).hexdigest()}  {name}\n")
        (temporary / SUMS).write_text("".join(listed), encoding="utf-8")
        if folder.exists():
            os.rename(folder, old)
        folder.parent.mkdir(parents=True, exist_ok=True)
        os.rename(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def zipped(folder: Path) -> Path:
    """Write the folder beside itself as one zip, without dates, and return it."""
    path = folder.with_name(folder.name + ".zip")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for file in sorted(p for p in folder.rglob("*") if p.is_file()):
                entry = zipfile.ZipInfo(f"{folder.name}/{file.relative_to(folder).as_posix()}", (1980, 1, 1, 0, 0, 0))
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
