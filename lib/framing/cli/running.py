"""`framing run` and `framing batch`: studies to reports."""

from __future__ import annotations

import re
import sys

import click

from framing.cli.base import commands, complete_study, examples
from framing.errors import BadInput

POSITIVE = click.FloatRange(0, min_open=True)
SCHEDULER = re.compile(r"(tcp|tls|ucx|ws|wss)://[^\s/]+:[0-9]{1,5}/?")


@commands.command(
    epilog=examples(
        "framing run demo",
        "framing run data/raw/aleppo-2016 --articles ~/texts --name aleppo",
        "framing run ~/my-texts --lexicon data/lexicons/syria.yml",
        "framing run demo -p min_freq 3 --from 07",
    )
)
@click.argument("study", shell_complete=complete_study)
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

    address = how["cluster"]
    if address not in ("", "local") and not SCHEDULER.fullmatch(address):
        raise BadInput(f"--cluster {address}: say `local`, or the address of a Dask scheduler such as tcp://host:8786")
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
        if outcome.unmade:
            option = f"--only {how['only']}" if how["only"] else f"--to {how['last']}"
            click.echo(f"not made yet ({option}): {', '.join(outcome.unmade)}", err=True)
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
