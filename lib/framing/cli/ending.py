"""Outcomes to exit codes: 0 done or up to date, 1 a run failed, 2 bad input, 130 interrupted.

What went wrong is one sentence on standard error; standard output holds only what was asked for, such as the path of
the report.
"""

from __future__ import annotations

import errno
import os
import sys

import click

from framing.cli.base import commands
from framing.errors import BadInput


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
