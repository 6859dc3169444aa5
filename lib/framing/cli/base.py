"""The command `framing` without its parts: help, version, examples, and what a shell may complete a study to."""

from __future__ import annotations

import click

from framing import __version__
from framing.errors import BadInput

HELP = {"help_option_names": ["-h", "--help"]}


def complete_study(_context, _parameter, begun: str):
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
