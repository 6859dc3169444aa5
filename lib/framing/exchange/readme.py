"""A finished run to the README of what is passed on: what is in it, what is not, how to get the texts and make the rest again."""

from __future__ import annotations

from framing.exchange.finished import Finished
from framing.exchange.windows import LINE, MOST, SHARE, SIDE

BANNER = (
    '<p role="status"><strong>Copy to pass on.</strong> The articles belong to their publishers, so their sentences are cut: '
    f"[…] stands for what was taken out. Of each article at most {MOST} lines of {LINE} words are left. "
    "Every number is unchanged; README.md says how to make the whole report again.</p>"
)


def text(source: Finished, *, longest: int, where: str, share: float, n_lines: int, place: str) -> str:
    """Return the README as Markdown."""
    made, study = source.manifest, source.study
    held = _whole(study.licence) if source.free else _cut(longest, where, share, n_lines)
    return f"""# {study.title}

{study.question}

Made with the suite `framing` {made["framing_version"]}, run `{source.run}`. Open `report/index.html` first; it needs no network \
and runs no script.

## What is in it

| | |
|---|---|
| `report/` | the pages of the run: findings with their claim level, figures, the notebooks, and a page of evidence behind every \
number |
| `tables/` | every table of the run as CSV: hits and spans with offsets, counts of words per article, shares, contrasts, \
robustness, audit |
| `study/` | the question, the settings, the word list, the datasheet, the hand codes |
| `manifest.json` | what the run was made from: SHA-256 of settings, texts, lexicon, codes and code; every parameter; versions |
| `SHA256SUMS` | of every file here; check with `sha256sum -c SHA256SUMS` |

Offsets count characters of the decoded text in Unicode NFC with `\\n` line ends, end exclusive. In CSV files a cell that begins \
with `= + - @` has a leading `'`.

{held}
## How to get the texts and make the rest again

`tables/articles.csv` names every article: file, outlet, date and address where they are known, and the SHA-256 of the file (of a \
table's row: of its text). Get the files, put them into one folder, then, with the suite installed:

    framing verify study --articles {place}
    framing run study --lexicon study/{study.lexicon.name} --articles {place}

The same texts and the same version of the suite give the same tables, byte for byte. The run here was made with

    {made["command"].replace(str(study.articles), place)}

## Licences

{_licences(source)}"""


def _cut(longest: int, where: str, share: float, n_lines: int) -> str:
    return f"""## What is not in it, and how that was checked

The texts of the articles are not here, nor their annotated pages, nor the executed notebooks, nor coding sheets with sentences. \
Of what the articles say there are only the words of the lexicon where they stand, names of speakers, and {n_lines:,} keyword \
lines: at most {SIDE} words a side and {LINE} in all, at most {MOST} lines and {SHARE:.0%} of the words of one article, no two of \
them side by side. `[…]` stands for what was taken out. Figures are pictures and were not read; they show labels only.

Before anything was written, every text file was compared with every article, word by word, case and punctuation aside \
(*rebel-held* counts as two words). The longest run of an article's words in any file has **{longest} words** (`{where}`); more \
than {LINE} would have been refused. Of the article most of which is shown, {share:.0%} of the words stand here in runs of 5 or \
more, formulas and passages that several articles share included.
"""


def _whole(licence: str) -> str:
    return f"""## The texts are in it

The study says that its texts are free ({licence}), so they go out whole: in `texts/`, in the annotated pages and in the \
sentences of the report.
"""


def _licences(source: Finished) -> str:
    if source.free:
        return f"Texts: {source.study.licence}, as the study says. Code of the suite: MIT.\n"
    return (
        "The articles and their titles belong to their publishers. Nothing here gives a right to them; the short lines are quoted as "
        "evidence, and whoever passes this folder on answers for that under the law of their country. Numbers, offsets and labels are "
        "facts about the texts. Code of the suite: MIT.\n"
    )
