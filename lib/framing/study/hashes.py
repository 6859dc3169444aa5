"""A study to hashes of what a run of it is made from."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from framing.study.settings import Study

SMALL = 64_000_000  # bytes; a corpus up to this size is hashed by content, a larger one by names, sizes and times


def fingerprints(study: Study) -> dict[str, str]:
    """Return SHA-256 hashes of what a run of this study is made from: settings, corpus and lexicon."""
    beside = sorted(p for p in study.folder.glob("*") if p.suffix in {".yml", ".csv"} and p.is_file())
    beside += sorted((study.folder / "coding").glob("*.csv"))
    return {"settings": _hash(beside), "corpus": _hash(_files(study.articles)), "lexicon": _hash([study.lexicon])}


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(Path(root) / name for root, _, names in os.walk(place) for name in names if not name.startswith("."))


def _hash(files: list[Path]) -> str:
    digest = hashlib.sha256()
    regular = [path for path in files if path.is_file()]
    by_content = sum(path.stat().st_size for path in regular) <= SMALL
    for path in regular:
        seen = path.stat()
        digest.update(f"{path.name}|{seen.st_size}|".encode(errors="surrogateescape"))
        digest.update(path.read_bytes() if by_content else str(seen.st_mtime_ns).encode())
    return digest.hexdigest()
