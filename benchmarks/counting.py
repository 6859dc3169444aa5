"""Tokens, hits and word counts of a corpus: the suite beside other ways to count, in user CPU seconds on one core.

    python benchmarks/counting.py CORPUS.csv [--peers PYTHON] [--times 5] [--only suite,sklearn]

CORPUS.csv is what corpora.py writes. Everyone reads the same column with the same reader, cuts it into tokens, finds 70
patterns of the lexicons (60 words and wildcards, 10 phrases) and counts every type in every article. The suite is
``hits.count``. Each contender runs in a process of its own, in turn, imports not timed; the median of the rounds counts.
The plain Python loop and scikit-learn use the suite's token rule and must find the same numbers; the others
have tokens of their own, so their numbers are shown, not compared. scikit-learn, NLTK, pandas and Polars count the 60
words only, which is in their favour. Concordance lines are timed apart, the hits found and the tokens read already on
both sides: a table of lines with single spaces here, three slices a hit there. spaCy and Polars are taken from the
interpreter that --peers names (a throw-away environment: pip install spacy polars); who is not there is left out, and
said so.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

HERE = Path(__file__).resolve().parent
WIDTH = 12  # words on each side of a concordance line
ONE = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS", "POLARS_MAX_THREADS")}


def texts(path: str) -> list[str]:
    import csv

    try:
        import pyarrow.csv as reader
    except ImportError:
        csv.field_size_limit(1 << 24)
        with open(path, encoding="utf-8", newline="") as stream:
            return [row[2] for row in csv.reader(stream)][1:]
    options = (
        reader.ReadOptions(use_threads=False),
        reader.ParseOptions(newlines_in_values=True),
        reader.ConvertOptions(include_columns=["text"]),
    )
    return [body for batch in reader.open_csv(path, *options) for body in batch["text"].to_pylist()]


def meant(patterns: list[str], types) -> dict[str, list[str]]:
    """Return the one-word patterns that each type matches (tokens differ in letters beyond ASCII only by folding)."""
    whole = {pattern: pattern for pattern in patterns if "*" not in pattern}
    stems = [pattern for pattern in patterns if "*" in pattern]
    found = {word: [*([whole[word]] if word in whole else []), *(p for p in stems if fnmatchcase(word, p))] for word in types}
    return {word: which for word, which in found.items() if which}


def of_types(patterns: list[str], sums: dict[str, int]) -> dict[str, int]:
    counted = Counter()
    for word, which in meant(patterns, sums).items():
        for pattern in which:
            counted[pattern] += sums[word]
    return counted


def suite(path: str, given: dict):
    from framing import hits, lexicon

    loaded = lexicon.load(given["lexicon"])
    kwic_lines(["The siege."], hits.count(["The siege."], loaded, keep=True))

    def work():
        bodies = texts(path)
        return bodies, hits.count(bodies, loaded, keep=True)

    def result(found):
        _, counts = found
        return counts.words.sum(), counts.words.nnz, counts.places["term"].value_counts().to_dict()

    def kwic(found):
        return len(kwic_lines(*found))

    return work, result, kwic


def kwic_lines(bodies: list[str], counts):
    """Return the suite's concordance lines of all hits, made of the tokens that were kept."""
    import pandas as pd

    from framing import concordance

    names = [f"a{i:07d}" for i in range(len(bodies))]
    articles = pd.DataFrame({"article_id": names, "outlet": "", "date": "", "text": bodies})
    places = counts.places.assign(article_id=[names[i] for i in counts.places["number"]])
    places = places.assign(hit_id="", zone="", voice="", speaker="", cue="")
    return concordance.lines(places, articles, width=WIDTH, read=counts.tokens)


def plain_lines(bodies: list[str], places, rule: str) -> list[tuple[str, str, str]]:
    """Return the same lines by a careful loop: tokens of each text, those around a hit, cut at the paragraph."""
    found, compiled = [], re.compile(rule)
    for number, own in places.groupby("number", sort=True):
        body = bodies[number]
        spans = [match.span() for match in compiled.finditer(body)]
        firsts = [a for a, _ in spans]
        for a, b in own[["start", "end"]].itertuples(index=False):
            before, after = bisect_left(firsts, a) - WIDTH, bisect_left(firsts, b) + WIDTH
            begin, stop = firsts[before] if before >= 0 else 0, spans[after - 1][1] if after < len(spans) else len(body)
            low, high = body.rfind("\n", 0, a) + 1, body.find("\n", b)
            right = body[b : min(stop, high) if high >= 0 else stop]
            found.append(tuple(" ".join(part.split()) for part in (body[max(begin, low) : a], body[a:b], right)))
    return found


def plain(path: str, given: dict):
    """A careful loop: the rule compiled once, a Counter an article, patterns looked up by type and remembered."""
    rule, words = re.compile(given["rule"]), given["words"]
    phrases = [pattern.split() for pattern in given["phrases"]]
    known: dict[str, tuple] = {}

    def looked_up(word: str) -> tuple:
        opens = [p for p in phrases if fnmatchcase(word, p[0]) or any(fnmatchcase(word, "-".join(p[:n])) for n in range(2, len(p) + 1))]
        known[word] = found = (tuple(meant(words, [word]).get(word, ())), opens)
        return found

    def work():
        sums, cells, tokens = Counter(), 0, 0
        for body in texts(path):
            spans = [(m[0].lower(), m.start(), m.end()) for m in rule.finditer(body)]
            counted = Counter(word for word, _, _ in spans)
            cells, tokens = cells + len(counted), tokens + len(spans)
            for at, (word, _, _) in enumerate(spans):
                which, opens = known.get(word) or looked_up(word)
                for pattern in which:
                    sums[pattern] += 1
                for phrase in opens:
                    if stands(phrase, spans, at, body):
                        sums[" ".join(phrase)] += 1
        return tokens, cells, sums

    return work, lambda found: found, None


def stands(phrase: list[str], spans: list[tuple[str, int, int]], at: int, body: str) -> bool:
    """Say whether a phrase begins at a token: each word a token, or some of them one token with hyphens."""
    done = 0
    while done < len(phrase) and at < len(spans):
        word, _, end = spans[at]
        many = next((n for n in range(1, len(phrase) - done + 1) if fnmatchcase(word, "-".join(phrase[done : done + n]))), 0)
        done, at = done + many, at + 1
        if not many:
            return False
        if done < len(phrase):
            gap = body[end : spans[at][1]] if at < len(spans) else "."
            if gap.strip(" \n\u00a0-") or gap.count("\n") > 1:
                return False
    return done == len(phrase)


def sklearn(path: str, given: dict):
    from sklearn.feature_extraction.text import CountVectorizer

    def work():
        vectorizer = CountVectorizer(token_pattern=given["rule"])
        matrix = vectorizer.fit_transform(texts(path))
        sums = dict(zip(vectorizer.get_feature_names_out().tolist(), matrix.sum(axis=0).tolist()[0], strict=True))
        return matrix.sum(), matrix.nnz, of_types(given["words"], sums)

    return work, lambda found: found, None


def nltk(path: str, given: dict):
    from nltk.tokenize import NLTKWordTokenizer

    def work():
        tokenizer, sums, cells = NLTKWordTokenizer(), Counter(), 0
        for body in texts(path):
            counted = Counter(map(str.lower, tokenizer.tokenize(body)))
            sums.update(counted)
            cells += len(counted)
        return sum(sums.values()), cells, of_types(given["words"], sums)

    return work, lambda found: found, None


def pandas(path: str, given: dict):
    import pandas as pd

    def work():
        column = pd.Series(texts(path))
        expressions = {p: rf"(?i)(?<![\w-]){re.escape(p).replace(chr(92) + '*', '[-' + chr(92) + 'w]*')}(?![\w-])" for p in given["words"]}
        return 0, 0, {p: int(column.str.count(e).sum()) for p, e in expressions.items()}

    return work, lambda found: found, None


def spacy(path: str, given: dict):
    import spacy
    from spacy.attrs import LOWER
    from spacy.matcher import PhraseMatcher

    blank = spacy.blank("en")
    matcher = PhraseMatcher(blank.vocab, attr="LOWER")
    for pattern, types in given["types"].items():  # a phrase matcher has no wildcards: the types they mean are given
        matcher.add(pattern, [blank.make_doc(word) for word in types])

    def work():
        sums, tokens, cells, found = Counter(), 0, 0, []
        for body in texts(path):
            doc = blank.make_doc(body)
            tokens, cells = tokens + len(doc), cells + len(doc.count_by(LOWER))
            for key, a, b in matcher(doc):
                sums[blank.vocab.strings[key]] += 1
                found.append((doc, a, b))
        return tokens, cells, sums, found

    def kwic(done):
        return len([(doc[max(a - WIDTH, 0) : a].text, doc[a:b].text, doc[b : b + WIDTH].text) for doc, a, b in done[3]])

    return work, lambda found: found[:3], kwic


def polars(path: str, given: dict):
    import polars as pl

    def work():
        word = pl.col("text").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*").alias("type")
        cells = pl.scan_csv(path).select("id", word).explode("type").group_by("id", "type").len().collect(engine="streaming")
        sums = dict(cells.group_by("type").agg(pl.col("len").sum()).iter_rows())
        return sum(sums.values()), len(cells), of_types(given["words"], {word or "": n for word, n in sums.items()})

    return work, lambda found: found, None


CONTENDERS = {f.__name__: f for f in (suite, plain, sklearn, spacy, nltk, pandas, polars)}
ELSEWHERE = ("spacy", "polars")


def contend(name: str, path: str, given: dict) -> dict:
    """Run one contender once, in this process."""
    work, result, kwic = CONTENDERS[name](path, given)
    began = os.times().user
    found = work()
    spent = os.times().user - began
    tokens, cells, sums = result(found)
    began = os.times().user
    lines = kwic(found) if kwic else 0
    spent_kwic = os.times().user - began
    return {"user": spent, "tokens": int(tokens), "cells": int(cells), "sums": dict(sums), "lines": lines, "kwic": spent_kwic}


def patterns() -> tuple[list[str], list[str]]:
    """Return 60 words and wildcards, and 10 phrases, of the lexicons that ship, exclusions aside."""
    from framing import lexicon

    files = [HERE.parent / "data" / "lexicons" / f"{name}.yml" for name in ("syria", "israel-palestine", "immigration-us")]
    terms = [term.pattern for path in files for _, _, term in lexicon.load(path).entries() if not term.case]
    plain_terms = [t for t in dict.fromkeys(term.lower() for term in terms) if re.fullmatch(r"[a-z*]+( [a-z*]+)*", t)]
    words = [t for t in plain_terms if " " not in t]
    return words[:60], [t for t in plain_terms if " " in t][:10]


def write_lexicon(every: list[str], path: Path) -> None:
    """Write each pattern as a set of its own; the other pole, which a set must have, is a word nobody writes."""
    rows = [f"s{i},{pole},{term},salience" for i, term in enumerate(every) for pole, term in (("a", term), ("b", f"zzqx{i}"))]
    path.write_text("\n".join(["set,pole,term,kind", *rows]) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--peers", default=sys.executable, help="interpreter that has spaCy and Polars")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", default=",".join(CONTENDERS))
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    parser.add_argument("--given", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.contender:
        print(json.dumps(contend(wanted.contender, wanted.corpus, json.loads(Path(wanted.given).read_text(encoding="utf-8")))))
        return 0
    from framing import hits, lexicon, text

    words, phrases = patterns()
    with tempfile.TemporaryDirectory() as folder:
        given = {"rule": text.TOKEN.pattern, "words": words, "phrases": phrases, "lexicon": str(Path(folder) / "seventy.csv")}
        write_lexicon(words + phrases, Path(given["lexicon"]))
        counts = hits.count(bodies := texts(wanted.corpus), lexicon.load(given["lexicon"]), keep=True)
        places, ours = counts.places, kwic_lines(bodies, counts)[["left", "node", "right"]].itertuples(index=False, name=None)
        differ = sum(a != b for a, b in zip(ours, plain_lines(bodies, places, given["rule"]), strict=True))
        surface = [bodies[n][a:b].lower() for n, a, b in places[["number", "start", "end"]].itertuples(index=False)]
        given["types"] = {
            term: sorted(set(each)) for term, each in places.assign(surface=surface).groupby("term", observed=True)["surface"]
        }
        note = Path(folder) / "given.json"
        note.write_text(json.dumps(given), encoding="utf-8")
        runs = rounds(wanted, note)
    print(f"concordance lines: {len(places):,} of all hits, {differ} unlike those of a plain loop")
    return table(runs, words, phrases) or int(bool(differ))


def rounds(wanted, note: Path) -> dict[str, list[dict]]:
    """Run the contenders in turn; one that cannot run is left out."""
    runs: dict[str, list[dict]] = {name: [] for name in wanted.only.split(",")}
    for _ in range(wanted.times):
        for name in list(runs):
            python = wanted.peers if name in ELSEWHERE else sys.executable
            command = [python, __file__, wanted.corpus, "--contender", name, "--given", str(note)]
            done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **ONE}, check=False)
            if done.returncode:
                print(f"counting: {name} is left out: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                del runs[name]
                continue
            runs[name].append(json.loads(done.stdout))
    print("counting: R is not measured here (stringi, quanteda: run them where R is installed)", file=sys.stderr)
    return runs


def table(runs: dict[str, list[dict]], words: list[str], phrases: list[str]) -> int:
    """Print one line a contender; return 1 if those that must agree do not."""
    ours, wrong = runs["suite"], []
    spent = statistics.median(run["user"] for run in ours)
    print(f"{'':10}{'user s':>8}{'times the suite':>17}{'tokens':>12}{'cells':>12}{'hits':>10}{'KWIC s':>9}{'lines':>9}")
    sums = {name: each[0]["sums"] for name, each in runs.items()}
    for name, each in runs.items():
        run, median, kwic = each[0], *(statistics.median(run[what] for run in each) for what in ("user", "kwic"))
        counted = f"{run['tokens']:12,}{run['cells']:12,}{sum(sums[name].values()):10,}"
        print(f"{name:10}{median:8.2f}{median / spent:17.1f}{counted}{kwic:9.2f}{run['lines']:9,}")
        checked = words + phrases if name == "plain" else words if name == "sklearn" else []
        differ = [p for p in checked if sums[name].get(p, 0) != sums["suite"].get(p, 0)]
        wrong += [f"{name} {p}: {sums[name].get(p, 0)}, the suite {sums['suite'].get(p, 0)}" for p in differ]
        if checked and run["tokens"] != ours[0]["tokens"]:
            wrong.append(f"{name}: {run['tokens']:,} tokens")
    if "spacy" in runs:
        ratios = [other["kwic"] / own["kwic"] for own, other in zip(ours, runs["spacy"], strict=True)]
        print(f"\nconcordance lines: spaCy slices {statistics.median(ratios):.1f} times the suite")
    print("\n" + ("equal counts" if not wrong else "counts differ: " + "; ".join(wrong)))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
