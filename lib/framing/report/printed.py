"""The index to PDF: takes the published page, writes a PDF beside it by the page's own print style."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from framing.errors import BadInput

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()  # --no-sandbox: containers; the page is ours, runs no script and loads nothing


def pdf(page: str | Path, target: str | Path | None = None) -> Path:
    """Write a page as PDF and return where.

    Raises
    ------
    BadInput
        If no Chromium is installed, or it wrote nothing; the message says what to do.
    """
    page = Path(page).resolve()
    target = Path(target).resolve() if target else page.with_suffix(".pdf")
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise BadInput(f"no PDF: it needs Chromium (Debian: apt-get install chromium). Or open {page} in any browser and print it")
    with tempfile.TemporaryDirectory(prefix="framing-") as profile:
        command = [browser, *QUIET, f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    if done.returncode or not target.is_file():
        raise BadInput(f"no PDF: {browser} ended with code {done.returncode}. Open {page} in a browser and print it")
    return target
