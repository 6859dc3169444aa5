"""The command `framing`: arguments to the suite, outcomes to exit codes.

``base`` is the command itself, ``running``, ``studies`` and ``exchanging`` its parts; ``ending`` turns outcomes into exit codes.
"""

from framing.cli import exchanging, running, studies
from framing.cli.base import commands
from framing.cli.ending import main

__all__ = ["commands", "exchanging", "main", "running", "studies"]
