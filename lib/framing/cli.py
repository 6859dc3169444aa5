"""The command `framing`: arguments to the suite, outcomes to exit codes.

0 done or up to date, 1 a run failed, 2 bad input, 130 interrupted. What went wrong is one sentence on standard error;
standard output holds only what was asked for, such as the path of the report.
"""

from __future__ import annotations

import errno
import os
import sys

import click

from framing import __version__
from framing.errors import BadInput

HELP = {"help_option_names": ["-h", "--help"]}
POSITIVE = click.FloatRange(0, min_open=True)


def _studies(_context, _parameter, begun: str):
    """Return what the shell may complete a study to: names under data/raw, or folders where a path was begun."""
    from click.shell_completion import CompletionItem

    from framing import tables

    try:
        names = sorted(path.name for path in (tables.home() / "data" / "raw").iterdir() if path.is_dir())
    except (BadInput, OSError):
        names = []
    found = [CompletionItem(name) for name in names if name.startswith(begun)]
    return found or [CompletionItem(begun, type="dir")]


def examples(*lines: str) -> str:
    """Return the lines for the end of a help text."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(context_settings=HELP, epilog=examples("framing run demo", "framing lint data/lexicons/syria.yml", "framing run --help"))
@click.version_option(__version__, prog_name="framing")
def commands() -> None:
    """Measure vocabulary framing in the news: which word each article chooses, and in whose voice."""


@commands.command(
    epilog=examples(
        "framing run demo",
        "framing run data/raw/aleppo-2016 --articles ~/texts --name aleppo",
        "framing run ~/my-texts --lexicon data/lexicons/syria.yml",
        "framing run demo -p min_freq 3 --from 07",
    )
)
@click.argument("study", shell_complete=_studies)
@click.option(
    "--articles", default="", metavar="PATH", type=click.Path(), help="Folder of texts or table file to use instead of the study's."
)
@click.option("--lexicon", default="", metavar="FILE", type=click.Path(), help="Lexicon to use instead of the study's.")
@click.option("--name", default="", metavar="RUN", help="Name of the run (default: the study's).")
@click.option("-p", "--parameter", "given", nargs=2, multiple=True, metavar="NAME VALUE", help="Set a notebook parameter; a list is a,b,c.")
@click.option("--from", "first", default="", metavar="NN", help="Make this notebook and the later ones anew.")
@click.option("--to", "last", default="", metavar="NN", help="Stop after this notebook.")
@click.option("--only", default="", metavar="NN", help="Make this notebook anew, and no other.")
@click.option("--workers", default=0, type=click.IntRange(0), metavar="N", help="Notebooks side by side, and processes for large tables.")
@click.option("--cluster", default="", metavar="ADDRESS", help="Dask for large tables: `local`, or a scheduler such as tcp://host:8786.")
@click.option("--timeout", "time_limit", type=POSITIVE, metavar="SECONDS", help="Stop a notebook that takes longer.")
@click.option("--memory", type=POSITIVE, metavar="GB", help="Stop a notebook that takes more memory.")
@click.option("--force", is_flag=True, help="Make everything anew.")
@click.option("--register", is_flag=True, help="First write down, in the study, what this run is made from: its registration.")
@click.option("--pdf", is_flag=True, help="Also print the report's first page as index.pdf, with the Chromium that is there.")
@click.option("--quiet", is_flag=True, help="Print nothing but the path of the report.")
def run(study, articles, lexicon, name, given, memory, pdf, **how) -> None:
    """Execute the notebooks on STUDY (a folder, or a name under data/raw) and publish the report."""
    from framing import suite

    values = dict(given)
    for key in values:
        if sum(name == key for name, _ in given) > 1:
            raise BadInput(f"parameter {key!r} is given twice: give it once (a list is one value: a,b,c)")
    options = suite.Options(**how, memory=int((memory or 0) * 1e9))
    outcome = suite.run(study, articles=articles, lexicon=lexicon, name=name, values=values, options=options)
    if not how["quiet"]:
        if not outcome.executed:
            click.echo("up to date", err=True)
        if outcome.missing:
            click.echo(f"left out, because what they were made from has changed: {', '.join(outcome.missing)}", err=True)
    if pdf:
        from framing import report

        click.echo(report.pdf(outcome.index))
    click.echo(outcome.index)


@commands.command(epilog=examples("framing batch sweep.yml", "framing batch sweep.yml --workers 4"))
@click.argument("file", metavar="FILE.yml", type=click.Path())
@click.option("--workers", default=0, type=click.IntRange(0), metavar="N", help="Runs side by side.")
@click.option("--force", is_flag=True, help="Make every run anew.")
@click.option("--quiet", is_flag=True, help="Print nothing but the path of the page that compares the runs, and failures.")
def batch(file, workers, force, quiet) -> None:
    """Make the runs that FILE.yml lists, or the grid it spans, and compare them; started again, it makes what is missing."""
    from pathlib import Path

    from framing.suite import batches

    def tell(line):
        if not quiet:
            click.echo(line, err=True)

    index, lines = batches.make(Path(file), workers=workers, force=force, tell=tell)
    failed = [line for line in lines if line.state == "failed"]
    made = sum(line.state == "done" for line in lines)
    if not quiet:
        click.echo(f"{made} made, {len(lines) - made - len(failed)} up to date, {len(failed)} failed", err=True)
    for line in failed:
        click.echo(f"failed: {line.run.name}: {line.said}", err=True)
    click.echo(index)
    sys.exit(1 if failed else 0)


@commands.command(epilog=examples("framing lint data/lexicons/syria.yml", "framing lint data/lexicons/demo.yml --articles demo"))
@click.argument("lexicon", metavar="LEXICON", type=click.Path())
@click.option(
    "--articles",
    default="",
    metavar="STUDY",
    shell_complete=_studies,
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
    from framing import study as studies

    click.echo(studies.scaffold(name, articles, lexicon=lexicon))


def _articles_of(study: str, lexicon: str):
    from framing import corpus
    from framing import study as studies

    return corpus.read(studies.load(study, lexicon=lexicon))


@commands.command(epilog=examples("framing verify aleppo-2016 --articles ~/texts"))
@click.argument("study", shell_complete=_studies)
@click.option("--articles", default="", metavar="PATH", type=click.Path(), help="Where the texts are, if not where the study says.")
def verify(study, articles) -> None:
    """Compare the articles of STUDY with the SHA-256 sums in its metadata."""
    from framing import corpus
    from framing import study as studies

    checks = corpus.verify(studies.load(study, articles=articles))
    for check in checks[~checks["ok"]].itertuples():
        click.echo(f"{check.file}: {'another text than the one described' if check.found else 'not there'}")
    click.echo(f"{checks['ok'].sum()} of {len(checks)} described articles are there and the same")
    sys.exit(0 if checks["ok"].all() else 1)


@commands.command(
    epilog=examples(
        "framing export aleppo-2016",
        "framing export aleppo-2016 --to ~/to-pass-on",
        "framing export aleppo-2016 --format w3c",
    )
)
@click.argument("run")
@click.option(
    "--format", "form", default="share", type=click.Choice(["share", "csv", "jsonl", "w3c", "brat", "dfm"]), help="What to write."
)
@click.option("--to", default="", metavar="FOLDER", help="Folder to write (default: exports/RUN, or exports/RUN-FORMAT).")
@click.option("--force", is_flag=True, help="Replace what is in that folder.")
@click.option("--no-zip", "pack", is_flag=True, flag_value=False, default=True, help="Write the folder only, without its zip.")
def export(run, form, to, force, pack) -> None:
    """Write what may be passed on of a finished RUN: report, tables, study; the articles' texts left out, and that measured.

    With --format the hits and spans (or counts of words) for another tool: csv, jsonl, w3c (Web Annotation), brat (with the
    texts), dfm (document-feature matrix). Those are for your own machine; what may be passed on is the plain export.
    """
    from framing import exchange

    if form == "share":
        made = exchange.share(run, to=to, force=force, pack=pack)
    else:
        made = exchange.export(run, form, to=to, force=force)
    click.echo(made.said, err=True)
    click.echo(made.folder)


def main() -> None:
    """Run the command and leave with its exit code."""
    from framing.suite import stopping

    try:
        with stopping.signals():
            commands.main(prog_name="framing", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        _leave(2)
    except (stopping.Interrupted, KeyboardInterrupt, click.Abort):
        _leave(130, "interrupted; what was published before is unchanged, and the same command goes on from here")
    except BadInput as error:
        _leave(2, error)
    except BrokenPipeError:
        _leave(1)
    except RuntimeError as error:
        if not type(error).__module__.startswith("framing."):
            raise
        _leave(1, error)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        what = "no space left on the disk" if full else (error.strerror or str(error)).lower()
        _leave(1, f"{what}: {error.filename or 'the project'}; correct that and run the same command again")


def _leave(code: int, why: object = "") -> None:
    """End at once: threads that still wait for a killed kernel must not hold up the exit."""
    try:
        if why:
            click.echo(f"framing: {why}", err=True)
        sys.stdout.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
