"""A project of its own for a test run: copies of the repository's notebooks, studies and lexicons."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def project(folder: Path) -> Path:
    """Return a folder with what a run reads; its tables and reports stay in it."""
    for name in ("notebooks", "data/raw/demo", "data/lexicons"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
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
