"""How long keyness takes over a large vocabulary, and how tokens, hits and word counts grow with the corpus.

    python benchmarks/keyness.py                              200,000 types, two groups, intervals
    python benchmarks/keyness.py 1k.csv 10k.csv 100k.csv      also hits.count on corpora that corpora.py wrote

Each corpus is counted in a process of its own: user CPU seconds, words a second, peak memory, growth exponent.
"""

from __future__ import annotations

import math
import os
import resource
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from framing import contrasts, hits, lexicon

TYPES, TOKENS, LIMIT = 200_000, 10_000_000, 2.0


def keyness() -> float:
    """Return the CPU seconds that keyness takes over types as frequent as words are."""
    draw = np.random.default_rng(2016)
    share = 1 / np.arange(1, TYPES + 1)
    names = [f"type{i:06d}" for i in range(TYPES)]
    target, reference = (pd.Series(1 + draw.multinomial(TOKENS, share / share.sum()), index=names) for _ in range(2))
    contrasts.keyness(target.head(100), reference.head(100))
    began = os.times()
    table = contrasts.keyness(target, reference, min_freq=1)
    spent = os.times().user - began.user
    assert len(table) == TYPES and table["log_ratio_low"].le(table["log_ratio"]).all()
    return spent


def bodies(path: str) -> Iterator[str]:
    """Yield the texts of a corpus, a megabyte of the file at a time."""
    from pyarrow import csv

    parse, convert = csv.ParseOptions(newlines_in_values=True), csv.ConvertOptions(include_columns=["text"])
    for batch in csv.open_csv(path, csv.ReadOptions(use_threads=False), parse, convert):
        yield from batch["text"].to_pylist()


def counted(path: str) -> tuple[float, int, int]:
    """Return user seconds, tokens and peak memory in MB of ``hits.count``."""
    instrument = lexicon.load(os.path.join(os.path.dirname(__file__), "..", "data", "lexicons", "syria.yml"))
    hits.count(["The siege."], instrument)
    began = os.times().user
    found = hits.count(bodies(path), instrument)
    return os.times().user - began, int(found.words.sum()), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(paths: list[str]) -> int:
    spent = keyness()
    print(f"keyness: {TYPES:,} types x 2 groups with intervals in {spent:.2f} s, limit {LIMIT}")
    before = None
    for path in paths:
        done = subprocess.run([sys.executable, __file__, "--one", path], capture_output=True, text=True, check=True)
        seconds, tokens, peak = map(float, done.stdout.split())
        line = f"hits.count: {tokens:13,.0f} tokens, {seconds:7.2f} s, {tokens / seconds:11,.0f} a second, peak {peak:,.0f} MB"
        grown = f", exponent {math.log(seconds / before[0]) / math.log(tokens / before[1]):.2f}" if before else ""
        print(line + grown, flush=True)
        before = seconds, tokens
    return int(spent > LIMIT)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(*counted(sys.argv[2]))
    else:
        sys.exit(main(sys.argv[1:]))
