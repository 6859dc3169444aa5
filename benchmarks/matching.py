"""How the cost of matching grows with the lexicon: 60 patterns, 600 patterns, and the same with regular expressions.

Run: python benchmarks/matching.py          (FRAMING_CORPUS set: the 804 articles of FA-KES; else invented text of that size)

The patterns are drawn from the vocabulary itself: half words, a quarter wildcards, a quarter phrases, every tenth with
an exclusion; the 60 are the first of the 600. `match` is what `hits.find` does before it looks at zones and voices: cut the
texts into tokens, give them ids, resolve the patterns, look up, settle overlaps. `find` is the whole function with blocks
and spans given. `regex` is one compiled expression per pattern, run over the same texts: what the suite does not do.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from framing import hits, lexicon, text

LIMIT = 1.5


def articles() -> pd.DataFrame:
    """Return the articles to match in."""
    if folder := os.environ.get("FRAMING_CORPUS"):
        path = Path(folder) / "fa-kes" / "FA-KES-Dataset.csv"
        table = pd.read_csv(path, encoding="cp1252", encoding_errors="replace", dtype=str, keep_default_na=False)
        texts = (table["article_title"] + "\n\n" + table["article_content"]).tolist()
    else:
        draw = np.random.default_rng(1)
        stems = np.array(["".join(draw.choice(list("abdeiklmnorstu"), draw.integers(3, 9))) for _ in range(20_000)])
        ranks = np.minimum(draw.zipf(1.3, size=804 * 320), len(stems)) - 1
        texts = [" ".join(stems[part]) + "." for part in np.split(ranks, 804)]
    return pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts})


def patterns(texts: list[str], n: int = 600) -> list[tuple[str, str]]:
    """Return n different (pattern, word that must not follow or "")."""
    draw = np.random.default_rng(2016)
    tokens = [text.fold(body[a:b]) for body in texts for a, b in text.tokens(body)]
    words = [w for w, count in Counter(tokens).items() if count >= 3 and len(w) > 4 and w.isalpha()]
    pairs = [f"{a} {b}" for a, b in zip(tokens, tokens[1:], strict=False) if a.isalpha() and b.isalpha() and len(a + b) > 6]
    found: dict[str, str] = {}
    while len(found) < n:
        kind = len(found) % 4
        word = str(draw.choice(words))
        pattern = f"{word[:5]}*" if kind == 2 else str(pairs[draw.integers(len(pairs))]) if kind == 3 else word
        found.setdefault(pattern, str(draw.choice(words)) if len(found) % 10 == 0 else "")
    return list(found.items())


def load(wanted: list[tuple[str, str]]) -> lexicon.Lexicon:
    """Return a lexicon of these patterns in sets of ten."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.csv"
        rows = [(f"s{i // 10}", "ab"[i % 2], pattern, "salience", after) for i, (pattern, after) in enumerate(wanted)]
        pd.DataFrame(rows, columns=["set", "pole", "term", "kind", "not_before"]).to_csv(path, index=False)
        return lexicon.load(path)


def seconds(work, repeats: int = 3) -> tuple[float, int]:
    """Return the least processor time of some runs, and how many hits there were."""
    spent = []
    for _ in range(repeats):
        began = time.process_time()
        count = work()
        spent.append(time.process_time() - began)
    return min(spent), count


def expression(pattern: str) -> re.Pattern:
    """Return the regular expression that finds roughly the same words."""
    body = r"[\s-]+".join(re.escape(word).replace(r"\*", r"[\w'-]*") for word in pattern.split())
    return re.compile(rf"(?<![\w-]){body}(?![\w-])", re.IGNORECASE)


def main() -> int:
    corpus = articles()
    texts = corpus["text"].tolist()
    wanted = patterns(texts)
    rows = [(name, a, b, "body", "", None) for name, body in corpus.itertuples(index=False) for a, b in text.paragraphs(body)]
    blocks = pd.DataFrame(rows, columns=["article_id", "start", "end", "zone", "rule", "repeat_of"]).astype({"repeat_of": "Int64"})
    spans = pd.DataFrame(columns=["article_id", "start", "end", "voice", "speaker", "cue", "stance", "rule"])
    corpus["sha256"] = "0" * 64

    def match(few):
        loaded = load(few)
        return lambda: len(loaded.matcher.find(lexicon.Stream.of(texts)).entry)

    def find(few):
        loaded = load(few)
        return lambda: len(hits.find(corpus, loaded, blocks=blocks, spans=spans))

    def regex(few):
        made = [expression(pattern) for pattern, _ in few]
        return lambda: sum(len(each.findall(body)) for each in made for body in texts)

    ways = {"match": match, "find": find, "regex": regex}
    hits.find(corpus.head(5), load(wanted[:60]), blocks=blocks, spans=spans)  # imports done before the clock starts
    print(f"{len(texts)} articles, {sum(map(len, texts)):,} characters\n")
    print(f"{'':8}{'60 patterns':>14}{'600 patterns':>14}{'ratio':>8}{'hits':>16}")
    ratios = {}
    for name, way in ways.items():
        (few, n_few), (many, n_many) = (seconds(way(wanted[:n]), 1 if name == "regex" else 3) for n in (60, 600))
        ratios[name] = many / few
        print(f"{name:8}{few:12.2f} s{many:12.2f} s{ratios[name]:8.2f}{n_few:8,}{n_many:8,}")
    print(f"\nmatch: {'within' if ratios['match'] <= LIMIT else 'ABOVE'} the limit of {LIMIT}")
    return int(ratios["match"] > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
