"""Kill `framing run` on the demo study at random moments: is what is published whole, and does the next run finish right?

    python benchmarks/kills.py [--kills N] [--seed N] [--json FILE]

Two versions of the study (an article more or less) take turns, so there is always something to make. Each is first made
undisturbed, in a project of its own. Then the command is started again and again in a third project, and ended by
`kill -9` at a moment drawn evenly from the time an undisturbed run takes; it goes on from where it was, until it
finishes, and the other version's turn comes. After every kill each published file must be whole and all of them
together those of one undisturbed run; after every finished run they must be those of its version.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pandas as pd
from suite import project

ONE_MORE = "One more article\n\nThe harbour papers wrote that the siege went on. The rebels stayed, the council said.\n"


def turn(home: Path, version: int) -> None:
    """Give the study its first or its second version."""
    article = home / "data/raw/demo/articles/one-more.txt"
    if version:
        article.write_text(ONE_MORE, encoding="utf-8")
    else:
        article.unlink(missing_ok=True)


def start(home: Path) -> subprocess.Popen:
    """Start the command."""
    command = [sys.executable, "-m", "framing.cli", "run", "demo", "--quiet"]
    environment = os.environ | {"FRAMING_HOME": str(home)}
    return subprocess.Popen(command, cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def published(home: Path) -> dict[str, dict[str, bytes]]:
    """Return the tables and the pages that a reader would find, file by file, but for the manifests (they hold the date)."""
    found = {}
    for name in ("data/processed", "reports"):
        files = (path for path in sorted((home / name / "demo").rglob("*")) if path.is_file() and path.name != "manifest.json")
        found[name] = {path.relative_to(home / name).as_posix(): path.read_bytes() for path in files}
    return found


def broken(home: Path) -> list[str]:
    """Return the published files that cannot be read to their end."""
    bad = []
    for path in [*(home / "data/processed/demo").rglob("*"), *(home / "reports/demo").rglob("*")]:
        try:
            match path.suffix if path.is_file() else "":
                case ".parquet":
                    pd.read_parquet(path)
                case ".csv":
                    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""), strict=True))
                    assert len({len(row) for row in rows}) == 1
                case ".json" | ".ipynb":
                    json.loads(path.read_text(encoding="utf-8"))
                case ".html":
                    assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
                case ".png":
                    assert path.read_bytes().endswith(b"IEND\xaeB`\x82")
        except Exception as error:
            bad.append(f"{path.relative_to(home)}: {type(error).__name__} {error}")
    return bad


def finished(home: Path) -> int:
    """Return how many notebooks a run that was ended had finished."""
    try:
        return len(json.loads((home / "data/processed/.stage-demo/state.json").read_text(encoding="utf-8"))["stages"])
    except FileNotFoundError:
        return 0


def undisturbed(home: Path, version: int) -> tuple[dict, float]:
    """Return what a run without trouble publishes, and its seconds."""
    turn(home, version)
    began = time.monotonic()
    if start(home).wait():
        raise SystemExit("a run failed that nobody disturbed")
    return published(home), time.monotonic() - began


def main() -> None:
    """Kill, check, count, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--kills", type=int, default=30)
    asked.add_argument("--seed", type=int, default=8)
    asked.add_argument("--json", type=Path, help="also write the counts here")
    asked = asked.parse_args()
    rng, count, at = random.Random(asked.seed), Counter(), Counter()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        homes = [project(Path(folder) / f"version-{number}") for number in (0, 1)]
        references, seconds = zip(*(undisturbed(home, version) for version, home in enumerate(homes)), strict=True)
        home, killed = homes[0], False
        while count["kills"] < asked.kills or killed:
            version = 1 - count["finished"] % 2
            turn(home, version)
            process = start(home)
            try:
                process.wait(rng.uniform(0, max(seconds)) if count["kills"] < asked.kills else None)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            killed = process.returncode == -9
            count["kills" if killed else "failed" if process.returncode else "finished"] += 1
            at[finished(home)] += killed
            count["broken files"] += len(bad := broken(home))
            for name, files in published(home).items():
                allowed = references if killed else references[version : version + 1]
                count[f"{name} unlike an undisturbed run's"] += all(files != reference[name] for reference in allowed)
            print(f"{dict(count)} {bad or ''}", file=sys.stderr, flush=True)
        left = [path.name for place in ("data/processed", "reports") for path in (home / place).glob(".stage-*")]
    print(f"undisturbed: {seconds[0]:.1f} s and {seconds[1]:.1f} s; seed {asked.seed}")
    for name in dict.fromkeys(["kills", "finished", "failed", "broken files", *count]):
        print(f"{name:<50} {count[name]:4}")
    print(f"{'left-overs at the end':<50} {len(left):4}")
    print("kills by the number of notebooks finished by then: " + ", ".join(f"{n}: {at[n]}" for n in sorted(at) if at[n]))
    if asked.json:
        asked.json.write_text(json.dumps(count | {"left-overs": len(left)}, indent=1) + "\n", encoding="utf-8")
    sys.exit(any(number for name, number in count.items() if name not in ("kills", "finished")) or bool(left))


if __name__ == "__main__":
    main()
