"""The command `framing` and all its options to docs/commands.md: `python docs/reference.py` after a change of the command."""

from __future__ import annotations

import re
from pathlib import Path

import click

from framing.cli import commands

PAGE = Path(__file__).with_name("commands.md")
HEAD = """# Commands

Made from the command's own help by `python docs/reference.py`; a test keeps the two alike.

`STUDY` is a folder, or the name of one under `data/raw`. Standard output holds only what was asked for, such as the
path of the report; everything else goes to standard error.

| exit code | means |
|---|---|
| 0 | done, or up to date |
| 1 | a run failed, an article is another one than described, a lexicon has warnings under `--strict` |
| 2 | the input cannot be used, a lexicon has errors; one sentence names file, line and cure |
| 130 | interrupted; what was published before is unchanged |

| environment | means |
|---|---|
| `FRAMING_HOME` | the project's folder, if the command is called from outside it |
| `FRAMING_WORKERS` | processes for the parts of large tables, where `--workers` is not given |

**Completion.** Put the line of your shell into its settings; then the tab key completes commands, options, studies and lexicons.

```sh
eval "$(_FRAMING_COMPLETE=bash_source framing)"    # ~/.bashrc
eval "$(_FRAMING_COMPLETE=zsh_source framing)"     # ~/.zshrc
_FRAMING_COMPLETE=fish_source framing | source     # ~/.config/fish/config.fish
```
"""


def page() -> str:
    """Return the reference as Markdown: one section a command, in alphabetical order."""
    return HEAD + "".join(section(name, command) for name, command in sorted(commands.commands.items()))


def section(name: str, command: click.Command) -> str:
    """Return one command: what it does, its arguments and options as a list, its examples."""
    context = click.Context(command, info_name=f"framing {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f"\n## framing {name}\n", f"`framing {name} {usage}`\n", f"{command.help}\n"]
    for option in command.params:
        if isinstance(option, click.Option):
            written, meaning = option.get_help_record(context)
            lines.append(f"- `{' '.join(written.split())}` {meaning}")
    examples = re.findall(r"^  (framing .*)$", command.epilog or "", re.MULTILINE)
    return "\n".join([*lines, "", "```sh", *examples, "```", ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
