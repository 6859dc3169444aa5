"""`framing new`, `framing lint` and `framing verify`: what a run is made from, checked before it."""

from __future__ import annotations

import sys

import click

from framing.cli.base import commands, complete_study, examples
from framing.errors import BadInput


@commands.command(epilog=examples("framing lint data/lexicons/syria.yml", "framing lint data/lexicons/demo.yml --articles demo"))
@click.argument("lexicon", metavar="LEXICON", type=click.Path())
@click.option(
    "--articles",
    default="",
    metavar="STUDY",
    shell_complete=complete_study,
    help="Also say which terms match nothing in the articles of this study.",
)
@click.option("--merge", is_flag=True, help="Print the lexicon with the accepted candidates of NAME.candidates.csv.")
@click.option("--strict", is_flag=True, help="Warnings count as a failure too (exit code 1).")
def lint(lexicon, articles, merge, strict) -> None:
    """Check a LEXICON: its form, overlaps between poles, and the test sentences of every term."""
    from framing import lexicon as lexicons

    if merge:
        click.echo(lexicons.merge(lexicon), nl=False)
        return
    messages = lexicons.lint(lexicon, _articles_of(articles, lexicon) if articles else None)
    for message in messages:
        click.echo(f"{lexicon}: {message}")
    if not messages:
        click.echo(f"{lexicon}: nothing to complain about")
    sys.exit(lexicons.exit_code(messages, strict=strict))


@commands.command(epilog=examples("framing new elections --articles ~/texts", "framing new elections --articles articles.csv"))
@click.argument("name", metavar="STUDY")
@click.option("--articles", required=True, metavar="PATH", type=click.Path(), help="Folder of texts, or one table file.")
@click.option("--lexicon", default="", metavar="FILE", type=click.Path(), help="Lexicon of the study (default: data/lexicons/syria.yml).")
def new(name, articles, lexicon) -> None:
    """Write the files of a new STUDY, to fill in, under data/raw."""
    from framing.suite.scaffold import scaffold

    click.echo(scaffold(name, articles, lexicon=lexicon))


def _articles_of(study: str, lexicon: str):
    from framing import corpus
    from framing import study as studies

    return corpus.read(studies.load(study, lexicon=lexicon))


@commands.command(epilog=examples("framing verify aleppo-2016 --articles ~/texts"))
@click.argument("study", shell_complete=complete_study)
@click.option("--articles", default="", metavar="PATH", type=click.Path(), help="Where the texts are, if not where the study says.")
def verify(study, articles) -> None:
    """Compare the articles of STUDY with the SHA-256 sums in its metadata."""
    from framing import corpus
    from framing import study as studies

    checks = corpus.verify(studies.load(study, articles=articles))
    if checks.empty:
        raise BadInput(f"nothing is described in study {study}, so nothing was compared: fill the column sha256 of its articles.csv")
    for check in checks[~checks["ok"]].itertuples():
        click.echo(f"{check.file}: {'another text than the one described' if check.found else 'not there'}")
    click.echo(f"{checks['ok'].sum()} of {len(checks)} described articles are there and the same")
    sys.exit(0 if checks["ok"].all() else 1)
