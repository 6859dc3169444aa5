"""The command `framing`: arguments to the suite, outcomes to exit codes.

0 done or up to date, 1 a run failed, 2 bad input, 130 interrupted. What went wrong is one sentence on standard error.
"""

from __future__ import annotations

import os
import sys

import click

from framing import __version__
from framing.errors import BadInput

EXAMPLES = """
\b
Examples:
  framing run demo
  framing run data/raw/aleppo-2016 --articles ~/texts --name aleppo
  framing run demo -p min_freq 3 --from 07
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXAMPLES)
@click.version_option(__version__, prog_name="framing")
def commands() -> None:
    """Measure vocabulary framing in the news: which word each article chooses, and in whose voice."""


@commands.command(epilog=EXAMPLES)
@click.argument("study")
@click.option("--articles", default="", metavar="PATH", help="Folder of texts or table file to use instead of the study's.")
@click.option("--lexicon", default="", metavar="FILE", help="Lexicon to use instead of the study's.")
@click.option("--name", default="", metavar="RUN", help="Name of the run (default: the study's).")
@click.option("-p", "--parameter", "given", nargs=2, multiple=True, metavar="NAME VALUE", help="Set a notebook parameter.")
@click.option("--from", "first", default="", metavar="NN", help="Make this notebook and the later ones anew.")
@click.option("--to", "last", default="", metavar="NN", help="Stop after this notebook.")
@click.option("--only", default="", metavar="NN", help="Make this notebook anew, no other.")
@click.option("--workers", default=0, type=click.IntRange(0), metavar="N", help="Notebooks side by side, and processes for large tables.")
@click.option("--timeout", "time_limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Limit for each notebook.")
@click.option("--memory", type=click.FloatRange(0, min_open=True), metavar="GB", help="Limit for each notebook's process.")
@click.option("--force", is_flag=True, help="Make everything anew.")
@click.option("--quiet", is_flag=True, help="Print only the path of the report.")
def run(study, articles, lexicon, name, given, first, last, only, workers, time_limit, memory, force, quiet) -> None:
    """Execute the notebooks on STUDY (a folder, or a name under data/raw) and publish the report."""
    from framing import suite

    values = {}
    for key, value in given:
        if key in values:
            raise BadInput(f"parameter {key!r} is given twice: give it once (a list is one value: a,b,c)")
        values[key] = value
    options = suite.Options(
        first=first, last=last, only=only, workers=workers, force=force, quiet=quiet,
        time_limit=time_limit, memory=int((memory or 0) * 1e9),
    )  # fmt: skip
    outcome = suite.run(study, articles=articles, lexicon=lexicon, name=name, values=values, options=options)
    if not quiet:
        if not outcome.executed:
            click.echo("up to date", err=True)
        if outcome.missing:
            click.echo(f"not made, and no longer shown because what they were made from has changed: {', '.join(outcome.missing)}", err=True)
    click.echo(outcome.index)


def main() -> None:
    """Run the command and leave with its exit code."""
    try:
        commands.main(prog_name="framing", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        _leave(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("framing: interrupted; what was published before is unchanged, the same command goes on from here", err=True)
        _leave(130)
    except BadInput as error:
        click.echo(f"framing: {error}", err=True)
        _leave(2)
    except RuntimeError as error:
        if type(error).__module__.split(".")[0] != "framing":
            raise
        click.echo(f"framing: {error}", err=True)
        _leave(1)
    except OSError as error:
        if error.errno != 28:
            raise
        click.echo(f"framing: no space left on the disk that holds {error.filename or 'the project'}: free some and run again", err=True)
        _leave(1)


def _leave(code: int) -> None:
    """End at once: threads that still wait for a killed kernel must not hold up the exit."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
