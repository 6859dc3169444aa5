"""How long a whole report takes: the suite beside papermill's and nbconvert's commands, their API, and plain Python.

    python benchmarks/suite.py [--times N] [--json FILE]

All ways execute the same ten notebooks on the demo study and make HTML (plain Python makes none). They run one after
the other in each round, in copies of the project, so that a noisy machine is equally unkind to all. Reported: the
median wall time and CPU time (user and system, of all processes), and the ratios that issue 8 asks for.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

API = """
import sys, nbformat, papermill
from nbconvert import HTMLExporter
for path in sys.argv[2:]:
    given = {"run_name": sys.argv[1]} | ({"study_folder": "data/raw/demo"} if "01_" in path else {})
    out = f"out/{sys.argv[1]}-{path.rpartition('/')[2]}"
    papermill.execute_notebook(path, out, given, progress_bar=False, cwd="notebooks")
    open(out + ".html", "w").write(HTMLExporter().from_filename(out)[0])
"""

PLAIN = """
import sys, nbformat
for path in sys.argv[2:]:
    names = {"__name__": "__main__"}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, path, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names["run_name"] = sys.argv[1]
                if "study_folder" in names:
                    names["study_folder"] = "data/raw/demo"
"""


def project(folder: Path) -> Path:
    """Copy what a run needs."""
    home = folder / "project"
    for name in ("notebooks", "data/raw/demo", "data/lexicons"):
        shutil.copytree(ROOT / name, home / name)
    (home / "out").mkdir()
    return home


def timed(home: Path, *commands: list[str]) -> tuple[float, float]:
    """Run commands one after the other; return wall and CPU seconds of them and their children."""
    wall = cpu = 0.0
    environment = os.environ | {"FRAMING_HOME": str(home)}
    for command in commands:
        began = time.monotonic()
        with open(home / "out" / "log", "wb") as log:
            process = subprocess.Popen(command, cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            _, status, used = os.wait4(process.pid, 0)
        wall += time.monotonic() - began
        cpu += used.ru_utime + used.ru_stime
        if status:
            raise SystemExit(f"{' '.join(command)[:200]} failed:\n{(home / 'out' / 'log').read_text()[-2000:]}")
    return wall, cpu


def ways(home: Path) -> dict[str, list[list[str]]]:
    """Return the commands of each way."""
    paths = [f"notebooks/{p.name}" for p in sorted((home / "notebooks").glob("[01][0-9]_*.ipynb"))]
    python, bin_ = sys.executable, Path(sys.executable).parent
    commands = []
    for path in paths:
        out = f"out/{Path(path).name}"
        given = ["-p", "study_folder", "data/raw/demo"] if "01_" in path else []
        commands.append(
            [str(bin_ / "papermill"), path, out, "-r", "run_name", "commands", *given, "--no-progress-bar", "--cwd", "notebooks"]
        )
        commands.append([str(bin_ / "jupyter"), "nbconvert", "--to", "html", out])
    return {
        "framing run": [[python, "-m", "framing.cli", "run", "demo", "--force", "--quiet"]],
        "the cells in plain Python": [[python, "-c", PLAIN, "plain", *paths]],
        "papermill and nbconvert, commands": commands,
        "papermill and nbconvert, API": [[python, "-c", API, "api", *paths]],
    }


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--times", type=int, default=1, help="rounds")
    asked.add_argument("--json", type=Path, help="also write the numbers here")
    asked = asked.parse_args()
    measured: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = project(Path(folder))
        for _ in range(asked.times):
            for name, commands in ways(home).items():
                measured.setdefault(name, []).append(timed(home, *commands))
                wall, cpu = measured[name][-1]
                print(f"{name}: {wall:.1f} s, CPU {cpu:.1f} s", file=sys.stderr, flush=True)
        imports = timed(home, [sys.executable, "-c", "import framing"])
        time.sleep(2.1)
        timed(home, [sys.executable, "-m", "framing.cli", "run", "demo"])
        current = timed(home, [sys.executable, "-m", "framing.cli", "run", "demo"])
    found = {name: [statistics.median(values) for values in zip(*rounds, strict=True)] for name, rounds in measured.items()}
    print(f"{'ten notebooks on demo, with HTML':<36} {'wall s':>8} {'CPU s':>8}")
    for name, (wall, cpu) in found.items():
        print(f"{name:<36} {wall:8.1f} {cpu:8.1f}")
    print(f"{'framing run, up to date':<36} {current[0]:8.2f} {current[1]:8.2f}")
    print(f"{'import framing':<36} {imports[0]:8.2f} {imports[1]:8.2f}")
    commands, ours, plain = (found[name] for name in ("papermill and nbconvert, commands", "framing run", "the cells in plain Python"))
    print(f"CPU, ours to the commands: {ours[1] / commands[1]:.2f} (at most 0.30)")
    print(f"wall, ours to plain Python: {ours[0] / plain[0]:.2f} (at most 3)")
    if asked.json:
        asked.json.write_text(json.dumps(found | {"up to date": current, "import framing": imports}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
