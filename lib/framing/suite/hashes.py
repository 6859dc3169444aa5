"""Files to SHA-256 hashes, remembering those of files that have not changed since.

A file counts as unchanged while its inode, size, and times of change are the same (as git's index has it); a hash is
remembered only when the file was at rest for two seconds before, so a quick second write cannot hide.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from importlib import metadata
from pathlib import Path

LIBRARIES = (  # whose versions may change a number or a picture
    "pandas numpy pyarrow scipy matplotlib seaborn nltk pyyaml nbconvert papermill ipykernel trafilatura pypdf".split()
)
REST = 2_000_000_000  # nanoseconds


class Hashes:
    """Hashes of files, kept in a small file between runs."""

    def __init__(self, store: Path):
        self.store = store
        self.known: dict[str, list] = {}
        self.fresh: dict[str, list] = {}
        try:
            self.known = json.loads(store.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            pass

    def file(self, path: Path) -> str:
        """Return the hash of a file's content, "" if it is not a readable regular file."""
        try:
            seen = path.stat()
            stamp = [seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns]
            key = os.fspath(path)
            kept = self.known.get(key)
            if kept and kept[:4] == stamp:
                digest = kept[4]
            else:
                digest = content(path)
        except OSError:
            return ""
        if time.time_ns() - max(seen.st_mtime_ns, seen.st_ctime_ns) > REST:
            self.fresh[key] = [*stamp, digest]
        return digest

    def group(self, paths: list[Path], base: Path) -> str:
        """Return one hash of several files: their names under `base` and their contents."""
        lines = sorted(f"{os.path.relpath(path, base)}\0{self.file(path)}" for path in paths)
        return text("\n".join(lines))

    def save(self) -> None:
        """Remember the hashes asked for in this session; forget the others."""
        if self.fresh != self.known:
            self.store.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.store.with_name(f"{self.store.name}.{os.getpid()}.tmp")
            temporary.write_text(json.dumps(self.fresh), encoding="utf-8")
            os.replace(temporary, self.store)


def content(path: Path) -> str:
    """Return the hash of a regular file's bytes."""
    if not path.is_file():
        return ""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def text(value: str) -> str:
    """Return the hash of a text."""
    return hashlib.sha256(value.encode("utf-8", "surrogateescape")).hexdigest()


def below(place: Path) -> list[Path]:
    """Return the regular files in a folder and its sub-folders, links not followed; of a file, itself."""
    if place.is_file():
        return [place]
    return sorted(
        path
        for root, folders, names in os.walk(place)
        for path in (Path(root) / name for name in names if not name.startswith("."))
        if path.is_file()
    )


def code(package: Path) -> list[Path]:
    """Return the files of the package that decide results."""
    return [p for p in below(package) if "__pycache__" not in p.parts and p.suffix != ".pyc"]


def versions() -> dict[str, str]:
    """Return the versions of Python, this package and the libraries that compute."""
    import platform

    from framing import __version__

    found = {"python": platform.python_version(), "framing": __version__}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
