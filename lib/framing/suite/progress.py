"""How far a run is: bars on a terminal, plain lines in a log, nothing when quiet. Always on standard error."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class Progress:
    """One bar over notebooks and one over the parts of a table, or lines."""

    def __init__(self, total: int, *, quiet: bool = False, stream=None):
        self.stream = stream or sys.stderr
        self.quiet, self.total, self.done, self.read = quiet, total, 0, 0
        self.bar = self.parts = None
        if not quiet and self.stream.isatty():
            from tqdm import tqdm

            size = os.get_terminal_size(self.stream.fileno())  # some terminals do not say: 0
            self.room = {"ncols": size.columns or 80, "nrows": size.lines or 24}
            self.bar = tqdm(
                total=total,
                unit="notebook",
                file=self.stream,
                leave=False,
                bar_format="{desc} |{bar}| {n}/{total} {elapsed}",
                **self.room,
            )

    def line(self, name: str, state: str, *, seconds: float | None = None, left: float | None = None) -> None:
        """Say that a notebook runs, is done, is unchanged or failed; how long it took, and how long the rest will take."""
        if self.quiet:
            return
        self.done += state in ("done", "unchanged")
        rest = f", about {left:.0f} s to go" if left and left >= 1 else ""
        if self.bar is not None:
            self.bar.n = self.done
            self.bar.set_description_str(f"{name} {state}{rest}"[:44].ljust(44))
            self.bar.refresh()
        elif state != "runs":
            took = f" in {seconds:.1f} s" if seconds is not None else ""
            print(f"{name} {state}{took} ({self.done} of {self.total}{rest})", file=self.stream, flush=True)

    def look(self, path: Path) -> None:
        """Show the parts that kernels have reported in a file since the last look."""
        if self.bar is None:
            return
        try:
            with open(path, encoding="utf-8") as stream:
                stream.seek(self.read)
                lines = stream.read().splitlines()
                self.read = stream.tell()
        except OSError:
            return
        for line in lines[-1:]:
            label, done, total = line.split("\t")
            self._part(label, int(done), int(total))

    def _part(self, label: str, done: int, total: int) -> None:
        from tqdm import tqdm

        if self.parts is None or self.parts.total != total or self.parts.n > done:
            self._close_parts()
            self.parts = tqdm(total=total, unit="part", file=self.stream, leave=False, position=1, **self.room)
        self.parts.set_description_str(label[:30].ljust(30), refresh=False)
        self.parts.update(done - self.parts.n)
        if done >= total:
            self._close_parts()

    def _close_parts(self) -> None:
        if self.parts is not None:
            self.parts.close()
            self.parts = None

    def close(self) -> None:
        """Take the bars away."""
        self._close_parts()
        if self.bar is not None:
            self.bar.close()
            self.bar = None
