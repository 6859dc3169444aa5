"""Seeded corpora of any size for the benchmarks, made by resampling the paragraphs of real news; none is kept.

    python benchmarks/corpora.py N OUT.csv [--short] [--voice FOLDER] [--seed SEED]

Reads FA-KES (in the folder FRAMING_CORPUS names) and, where it is there, the open half of the voice corpus (PolNeAR,
articles before August 2016: what the voice rules were written on). Writes N articles with the columns id, title, text,
outlet, date: about 770 words each in up to 20 paragraphs (``--short``: some 300 in up to 8), 15 outlets, five years. In
every use of a paragraph each fourth plain word is another one, drawn as often as the sources use it, so that no two uses
share a run of words while names, marks and words of saying stay. One article in a hundred is a near copy of an earlier
one under another outlet. The same N and seed give the same bytes, and the first articles of a larger corpus are those of a smaller one.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from framing import text

CUT_OFF = "2016-08-01"  # articles of the voice corpus from here on are kept apart for checking: never read
SHORTEST, LONGEST = 12, 120  # words of a paragraph that is taken
LONG, SHORT = ((530, 1010), (8, 20)), ((200, 400), (3, 8))  # words of an article, paragraphs
OUTLETS, FIRST, DAYS = 15, date(2012, 1, 1), 5 * 365
COPIES = 0.01
EVERY = 4
PLAIN = re.compile(r"[a-z]{4,}")
KEPT = frozenset(  # never replaced and never drawn, so that who says what stays as it was
    """said says saying told tells telling added adds according that claimed claims reported reports announced stated
    warned insisted argued denied called calls described whether asked wrote tweeted accused""".split()
)


class Source:
    """Paragraphs and titles of one corpus, and the plain words that stand in for others."""

    def __init__(self, paragraphs: list[str], titles: list[str]):
        self.paragraphs = [each for each in paragraphs if SHORTEST <= len(each.split()) <= LONGEST]
        self.titles = titles
        self.words = [word for each in self.paragraphs for word in each.split(" ") if PLAIN.fullmatch(word) and word not in KEPT]

    @cache  # noqa: B019 (a source lives as long as the script)
    def places(self, paragraph: str, phase: int) -> list[int]:
        """Return which words of a paragraph are replaced: every fourth plain one, the next if that is kept or short."""
        found, since = [], phase
        for place, word in enumerate(paragraph.split(" ")):
            since += word.isalpha() and word.islower()
            if since >= EVERY and PLAIN.fullmatch(word) and word not in KEPT:
                found.append(place)
                since = 0
        return found

    def fresh(self, paragraph: str, draw: random.Random) -> str:
        """Return a paragraph with other words in those places."""
        words = paragraph.split(" ")
        places = self.places(paragraph, draw.randrange(EVERY))
        for place, word in zip(places, draw.choices(self.words, k=len(places)), strict=True):
            words[place] = word
        return " ".join(words)


def fa_kes(folder: Path) -> Source:
    """Return FA-KES, whose articles are one paragraph each, cut after every few sentences."""
    path = folder / "fa-kes" / "FA-KES-Dataset.csv"
    with path.open(encoding="cp1252", errors="ignore", newline="") as stream:
        rows = list(csv.DictReader(stream))
    paragraphs = []
    for row in rows:
        body, held = " ".join(row["article_content"].split()), []
        for start, end in text.sentences(body):
            held.append(body[start:end])
            if sum(len(sentence.split()) for sentence in held) >= 45:
                paragraphs.append(" ".join(held))
                held = []
    return Source(paragraphs, [" ".join(row["article_title"].split()) for row in rows])


def voice(folder: Path) -> Source:
    """Return the open articles of the voice corpus; the first line is the title."""
    files = sorted((folder / "train" / "text").glob("*.txt"))
    bodies = [path.read_text(encoding="utf-8") for path in files if path.name.split("_")[1] < CUT_OFF]
    lines = [[" ".join(line.split()) for line in body.split("\n") if line.strip()] for body in bodies]
    return Source([line for each in lines for line in each[1:]], [each[0] for each in lines if len(each[0].split()) < 25])


def sources(corpus: Path, polnear: Path | None) -> list[Source]:
    """Return the corpora that are there."""
    return [fa_kes(corpus)] + ([voice(polnear)] if polnear and (polnear / "train").is_dir() else [])


def original(number: int, known: list[Source], seed: int, length=LONG) -> tuple[str, list[str], random.Random]:
    """Return title and paragraphs of article `number`, and its source of chance."""
    draw = random.Random(f"{seed} {number}")
    source = known[draw.randrange(len(known))]
    (words, (fewest, most)), n_words, paragraphs = length, 0, []
    wanted = draw.randint(*words)
    while len(paragraphs) < fewest or (n_words < wanted and len(paragraphs) < most):
        paragraphs.append(source.fresh(source.paragraphs[draw.randrange(len(source.paragraphs))], draw))
        n_words += paragraphs[-1].count(" ") + 1
    return source.fresh(source.titles[draw.randrange(len(source.titles))], draw), paragraphs, draw


def articles(n: int, known: list[Source], *, seed: int = 2016, length=LONG) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield n articles: id, title, text, outlet, date."""
    for number in range(n):
        title, paragraphs, draw = original(number, known, seed, length)
        on = FIRST + timedelta(days=draw.randrange(DAYS))
        outlet = draw.randrange(OUTLETS)
        if number and draw.random() < COPIES:  # an earlier article, its end cut off
            title, paragraphs, _ = original(draw.randrange(number), known, seed, length)
            paragraphs = paragraphs[: -1 - draw.randrange(2)]
        yield f"a{number:07d}", title, "\n\n".join(paragraphs), f"outlet {outlet + 1:02d}", on.isoformat()


def write(n: int, target: Path, known: list[Source], *, seed: int = 2016, length=LONG) -> int:
    """Write n articles to a table file, one at a time, and return how many words they hold between white space."""
    n_words = 0
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "title", "text", "outlet", "date"])
        for row in articles(n, known, seed=seed, length=length):
            n_words += len(row[2].split())
            writer.writerow(row)
    return n_words


def given(corpus: str | None = None, polnear: str | None = None) -> list[Source]:
    """Return the sources named by the arguments, else by FRAMING_CORPUS and the folder ``voice`` beside it."""
    corpus = corpus or os.environ.get("FRAMING_CORPUS")
    if not corpus:
        raise SystemExit("corpora: set FRAMING_CORPUS to the folder that holds fa-kes/FA-KES-Dataset.csv")
    beside = Path(corpus).resolve().parent / "voice" / "polnear"
    known = sources(Path(corpus), Path(polnear) if polnear else beside)
    print(f"corpora: {' and '.join(f'{len(each.paragraphs):,}' for each in known)} paragraphs to draw from", flush=True)
    return known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n", type=int, help="articles")
    parser.add_argument("out", type=Path, help="the csv file to write")
    parser.add_argument("--short", action="store_true", help="articles of some 300 words instead of 770")
    parser.add_argument("--voice", help="folder of the voice corpus (holds train/text)")
    parser.add_argument("--seed", type=int, default=2016)
    wanted = parser.parse_args()
    n_words = write(wanted.n, wanted.out, given(polnear=wanted.voice), seed=wanted.seed, length=SHORT if wanted.short else LONG)
    print(f"corpora: {wanted.n:,} articles of {n_words:,} words in {wanted.out}")


if __name__ == "__main__":
    main()
