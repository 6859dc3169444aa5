"""`python -m framing.cli` is the command `framing`."""

from framing.cli import main

main()
