"""A project of its own for a test run: the repository's notebooks, studies and lexicons, with outputs in a temporary folder."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def project(folder: Path) -> Path:
    """Return a folder that reads the repository's files and keeps its own tables and reports."""
    (folder / "data" / "processed").mkdir(parents=True)
    for name in ("notebooks", "data/raw", "data/lexicons"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    return folder


def framing(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run the command `framing` in a project and return what it did."""
    return subprocess.run(
        [sys.executable, "-m", "framing.cli", *arguments],
        cwd=home,
        env=os.environ | {"FRAMING_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
