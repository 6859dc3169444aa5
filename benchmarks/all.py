"""Run every benchmark, one after the other: `make bench`.

Each prints its own table; times are only worth comparing within one run, so quote ratios. The third-party corpus is
taken from FRAMING_CORPUS where that is set; what needs it is left out, saying so, where it is not.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def commands() -> list[list[str]]:
    """Return the commands to run, each a script of this folder with its arguments."""
    wanted = [["matching.py"], ["simulation.py", "--quick"], ["suite.py", "--times", "3"], ["keyness.py"]]
    corpus = os.environ.get("FRAMING_CORPUS")
    if corpus:
        return [["load_clean.py", str(Path(corpus) / "fa-kes" / "FA-KES-Dataset.csv"), "4"], *wanted]
    print("bench: FRAMING_CORPUS is not set; load_clean.py is left out and matching.py uses invented text", file=sys.stderr)
    return wanted


def main() -> int:
    failed = []
    for command in commands():
        print(f"\n== {' '.join(Path(part).name for part in command)}", flush=True)
        if subprocess.run([sys.executable, str(HERE / command[0]), *command[1:]], check=False).returncode:
            failed.append(command[0])
    if failed:
        print(f"bench: above its limit or failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
