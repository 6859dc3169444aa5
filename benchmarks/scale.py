"""How stages 01 to 04 grow: words per CPU second, memory, and what worker processes and Dask gain.

    python benchmarks/scale.py [--sizes 1000,10000,100000] [--short] [--corpora FOLDER] [--modes serial,processes,dask,killed]

Corpora are those of corpora.py, written once into FOLDER (default: a temporary one) as N.csv, those of short articles
(300 words instead of 770) as N-short.csv. The stages are the calls of notebooks 01 to 04, from the table file to hits,
words, voices and speakers, without what the notebooks draw and without the candidates for the lexicon, whose cost does
not grow (a sample of 2,000 articles). Each size and mode runs in a process of its own: CPU seconds are those of the
process and all its workers, peak memory that of the largest of them. `serial` is one core, `processes` and `dask` two
workers at the largest size, `killed` is Dask with one worker killed in the midst of stage 03; every file that is written
has to have the same bytes in all modes. Words per CPU second and growth are of the serial stages, all modules loaded;
ratios of wall and CPU are of whole processes. One million articles are extrapolated along the line through all sizes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import corpora

ROOT = Path(__file__).resolve().parent.parent
SIZES, MODES = (1000, 10_000, 100_000), ("serial", "processes", "dask", "killed")
STAGES = ("01", "02", "03", "04")
TABLES = ("articles", "paragraphs", "origins", "blocks", "spans", "hits", "words")


def load(path: Path, run: str, size: int = 2000) -> int:
    """Stage 01, in parts of so many articles; return the number of words."""
    from framing import corpus, tables
    from framing.study import Study

    study = Study(folder=path.parent, name="scale", title="scale", articles=path, lexicon=path)
    n_words = 0
    for part, loaded, _ in corpus.in_parts(study, size):
        tables.write(loaded, "articles", run=run, part=part)
        n_words += int(loaded["n_words"].sum())
    return n_words


def clean(run: str) -> None:
    """Stage 02."""
    from framing import cleaning, parts

    parts.apply(cleaning.table, reads=["articles"], writes=["paragraphs"], run=run)
    copies = cleaning.copies(parts.gather(cleaning.fingerprints, reads=["articles", "paragraphs"], run=run), run=run)
    parts.apply(cleaning.origins_of, reads=["articles"], writes=["origins"], run=run, copies=copies)
    lines = cleaning.frequent(parts.gather(cleaning.line_counts, reads=["articles", "paragraphs", "origins"], run=run))
    parts.apply(cleaning.finished, reads=["articles", "paragraphs"], writes=["blocks"], run=run, lines=lines)
    parts.gather(cleaning.zone_sizes, reads=["blocks"], run=run)


def attribute(run: str) -> None:
    """Stage 03."""
    from framing import choices, hits, parts, voices

    parts.apply(voices.table, reads=["articles", "blocks"], writes=["spans"], run=run)
    parts.gather(voices.by_rule, reads=["spans"], run=run)
    parts.gather(hits.composition, reads=["articles", "blocks", "spans"], run=run)
    parts.gather(choices.speakers, reads=["spans", "articles"], run=run)


def match(run: str) -> None:
    """Stage 04."""
    from framing import hits, lexicon, parts

    instrument = lexicon.load(ROOT / "data" / "lexicons" / "syria.yml")
    parts.apply(hits.of_part, reads=["articles", "blocks", "spans", "origins"], writes=["hits", "words"], run=run, lexicon=instrument)
    parts.gather(hits.check, reads=["hits", "articles"], run=run)


def stages(path: Path, mode: str, size: int) -> dict:
    """Run the four stages and return what each took; CPU of this process only."""
    from framing import choices, cleaning, corpus, hits, lexicon, parts, tables, voices  # noqa: F401 (loaded before the clock starts)
    from framing.text import sentences

    sentences("Loads Punkt. Once.")
    found: dict = {"words": 0, "started": time.process_time()}
    if mode == "killed":
        threading.Thread(target=kill_a_worker, daemon=True).start()
    for name, stage in {
        "01": lambda: load(path, "run", size),
        "02": lambda: clean("run"),
        "03": lambda: attribute("run"),
        "04": lambda: match("run"),
    }.items():
        began, cpu = time.monotonic(), time.process_time()
        found["words"] = stage() or found["words"]
        found[name] = {"wall": time.monotonic() - began, "cpu": time.process_time() - cpu}
    return found


def kill_a_worker() -> None:
    """Wait until stage 03 has written a part, then kill one of Dask's workers."""
    from framing import tables
    from framing.parts import dask

    while not tables.exists("spans", run="run"):
        time.sleep(0.05)
    pids = dask._client("local", int(os.environ["FRAMING_WORKERS"])).run(os.getpid)
    os.kill(sorted(pids.values())[0], 9)
    print("killed a worker", file=sys.stderr, flush=True)


def measured(path: Path, mode: str, workers: int, size: int) -> dict:
    """Run the stages in a process of its own; add wall and CPU seconds of all its processes, the largest memory, and a hash."""
    with tempfile.TemporaryDirectory(prefix="scale-", dir=path.parent) as folder:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FRAMING_") or k == "FRAMING_CORPUS"}
        environment |= {"FRAMING_HOME": str(ROOT), "FRAMING_STAGE": folder, "FRAMING_WORKERS": "1" if mode == "serial" else str(workers)}
        environment |= {"FRAMING_CLUSTER": "local" if mode in ("dask", "killed") else ""}
        environment |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        began = time.monotonic()
        out = Path(folder, "found.json")
        command = [sys.executable, __file__, "--stages", str(path), "--modes", mode, "--part-size", str(size), "--json", str(out)]
        process = subprocess.Popen(command, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"scale: {path.name} {mode} failed")
        found = json.loads(out.read_text())
        found |= {"mode": mode, "wall": time.monotonic() - began, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1e6}
        digest = hashlib.sha256()
        for name in TABLES:
            table = Path(folder, "run", f"{name}.parquet")
            for file in [table] if table.is_file() else sorted(table.glob("part-*")):
                digest.update(file.name.encode() + file.read_bytes())
        return found | {"digest": digest.hexdigest()}


def growth(sizes: list[float], costs: list[float]) -> tuple[float, float]:
    """Return exponent and factor of the line through all sizes: cost = factor × size ** exponent.

    >>> growth([1, 10, 100], [2, 20, 200])
    (1.0, 2.0)
    """
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    middle, height = sum(x) / len(x), sum(y) / len(y)
    exponent = sum((a - middle) * (b - height) for a, b in zip(x, y, strict=True)) / sum((a - middle) ** 2 for a in x)
    return round(exponent, 3), round(math.exp(height - exponent * middle), 12)


def stage_cpu(run: dict) -> float:
    """Return the CPU seconds of a serial run's stages."""
    return sum(run[stage]["cpu"] for stage in STAGES)


def told(runs: dict[int, list[dict]]) -> None:
    """Print the tables."""
    print(f"{'articles':>9} {'mode':<10} {'wall s':>8} {'CPU s':>8} {'peak GB':>8}  wall s of {', '.join(STAGES)}")
    for n, measured_runs in runs.items():
        for run in measured_runs:
            each = ", ".join(f"{run[stage]['wall']:.1f}" for stage in STAGES)
            print(f"{n:9,} {run['mode']:<10} {run['wall']:8.1f} {run['cpu']:8.1f} {run['peak']:8.2f}  {each}")
    serial = {n: next(run for run in each if run["mode"] == "serial") for n, each in runs.items()}
    print(f"\n{'articles':>9} {'words':>11} {'words/CPU s':>12}  of {', '.join(STAGES)} (serial, start-up apart)")
    for n, run in serial.items():
        each = ", ".join(f"{run['words'] / run[stage]['cpu']:,.0f}" for stage in STAGES)
        print(f"{n:9,} {run['words']:11,} {run['words'] / stage_cpu(run):12,.0f}  {each}; start-up {run['started']:.1f} s")
    if len(serial) > 1:
        exponent, factor = growth(list(serial), [stage_cpu(run) for run in serial.values()])
        print(f"\nCPU grows with articles to the power {exponent} (at most 1.05)")
        print(f"one million articles, extrapolated from {len(serial)} sizes: {factor * 1e6**exponent / 3600:.1f} CPU hours on one core")
        peaks = [run["peak"] for _, run in sorted(serial.items())]
        print(f"peak memory of the largest size to the next: {peaks[-1] / peaks[-2]:.2f} (at most 2)")
    first, *others = runs[max(runs)]
    for run in others:
        gain, more = first["wall"] / run["wall"], run["cpu"] / first["cpu"] - 1
        same = "the same bytes" if run["digest"] == first["digest"] else "OTHER BYTES"
        print(f"{run['mode']}: {gain:.2f} times as fast as serial, CPU {more:+.0%}, {same}")


def main() -> int:
    """Measure and print; exit 1 if any mode wrote other bytes."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sizes", default=",".join(map(str, SIZES)))
    asked.add_argument("--modes", default=",".join(MODES), help="of the largest size; the others run serially")
    asked.add_argument("--short", action="store_true", help="articles of some 300 words instead of 770")
    asked.add_argument("--corpora", type=Path, help="folder to keep the corpora in")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--part-size", type=int, default=2000)
    asked.add_argument("--json", type=Path)
    asked.add_argument("--stages", type=Path, help=argparse.SUPPRESS)
    asked = asked.parse_args()
    if asked.stages:
        asked.json.write_text(json.dumps(stages(asked.stages, asked.modes, asked.part_size)), encoding="utf-8")
        return 0
    sizes, runs = [int(size) for size in asked.sizes.split(",")], {}
    with tempfile.TemporaryDirectory(prefix="scale-") as temporary:
        folder, known = asked.corpora or Path(temporary), None
        for n in sizes:
            path = folder / f"{n}{'-short' * asked.short}.csv"
            if not path.exists():
                known = known or corpora.given()
                corpora.write(n, path, known, length=corpora.SHORT if asked.short else corpora.LONG)
            modes = asked.modes.split(",") if n == max(sizes) else ["serial"]
            runs[n] = [measured(path, mode, asked.workers, asked.part_size) for mode in modes]
            print(*(f"{n:,} {run['mode']}: {run['wall']:.0f} s" for run in runs[n]), sep="\n", file=sys.stderr, flush=True)
            if asked.json:
                asked.json.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
    told(runs)
    return 0 if all(len({run["digest"] for run in each}) == 1 for each in runs.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
