"""The README's picture: the top of the demo report's first page, drawn by a headless Chromium."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        print("picture: no Chromium here; on Debian, `make debian` as root installs one", file=sys.stderr)
        return 1
    page, target = ROOT / "reports" / "demo" / "index.html", ROOT / "docs" / "report.png"
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--hide-scrollbars",
        ]
        command += [f"--user-data-dir={profile}", "--window-size=1100,1500", f"--screenshot={target}", page.as_uri()]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print(f"picture: {target.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
