"""One palette and one grammar for every figure: takes labels and numbers, returns a canvas, a ``Figure``, PNG and SVG bytes.

Pole A is blue, pole B vermilion, neutral grey, everywhere (a pair that colour-blind readers tell apart); voices are
greys with a hatch of their own, so that they are never taken for poles and colour is never the only cue.
matplotlib is imported when something is drawn, not before.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

POLES = {"A": "#0072B2", "B": "#D55E00", "N": "#767676"}
VOICES = {  # colour, hatch, what the legend says
    "own": ("#3d3d3d", "", "own voice"),
    "indirect": ("#9d9d9d", "//", "indirect speech"),
    "direct": ("#cccccc", "..", "direct quotation"),
    "short": ("#e6e6e6", "xx", "short quotation"),
    "bracket": ("#ffffff", "++", "editor's bracket"),
}
MARKERS = {"own": "o", "bracket": "P", "indirect": "s", "direct": "D", "short": "^"}
INK, FAINT = "#1a1a1a", "#595959"
MANY = 30  # rows: above this a figure shows outlets instead of articles
WIDTH = 7.6  # inches
DPI = 144  # of the PNG

_RC = {
    "text.parse_math": False,  # "$3 … $5" in a title is money
    "svg.hashsalt": "framing",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": "#d9d9d9",
    "axes.edgecolor": "#8a8a8a",
}
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]+")


@dataclass(frozen=True)
class Figure:
    """A drawn figure with everything a reader who cannot see it needs."""

    fig: Any
    name: str  # file name without ending
    title: str  # the finding, one computed sentence
    alt: str  # what the picture shows, for a reader who cannot see it
    caption: str  # unit of counting, filter, how to read it
    table: pd.DataFrame  # the numbers drawn

    def __post_init__(self) -> None:
        for field in ("name", "title", "alt", "caption"):
            if not getattr(self, field).strip():
                raise ValueError(f"a figure needs {field}: say what it shows in a sentence")
        object.__setattr__(self, "name", safe_name(self.name))
        if self.fig is not None and self.fig.get_layout_engine() is not None:  # lay out once: PNG and SVG agree, in any order
            with grammar():
                for _ in self.fig.axes:  # stacked panels settle one round later
                    self.fig.draw_without_rendering()
            self.fig.set_layout_engine("none")

    def png(self) -> bytes:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        return _drawn(FigureCanvasAgg(self.fig).print_png)

    def svg(self) -> bytes:
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        return _drawn(FigureCanvasSVG(self.fig).print_svg, metadata={"Date": None})


def safe_name(name: str) -> str:
    """Return a name as a file may have it: plain names as they are, others cleaned, with a piece of their hash.

    >>> safe_name("voice_swing_fighters"), safe_name("choice a/b")
    ('voice_swing_fighters', 'choice-a-b-fd16fc3c')
    """
    if re.fullmatch(r"[A-Za-z0-9_-]{1,80}", name):
        return name
    return (
        re.sub(r"[^A-Za-z0-9_]+", "-", name)[:40].strip("-") + "-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    )


def _drawn(write: Callable[..., Any], **options: Any) -> bytes:
    """Return what a canvas writes; unlike ``savefig`` it does not draw once more to settle a layout that is settled."""
    with grammar():
        target = io.BytesIO()
        write(target, **options)
    return target.getvalue()


@contextlib.contextmanager
def grammar():
    """Draw inside this: seaborn's white grid with the suite's settings, nothing global left behind."""
    import matplotlib
    import seaborn

    with matplotlib.rc_context(), seaborn.axes_style("whitegrid"):
        matplotlib.rcParams.update(_RC)
        yield


def canvas(rows: int, title: str, under: str, *, width: float = WIDTH, row_height: float = 0.34, foot: float = 1.0):
    """Return (figure, axes) with the finding as title and what was counted under it; height follows the rows."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    letters = int(width * 10.5)
    heading = textwrap.wrap(label(title, 400), letters)
    small = textwrap.wrap(label(under, 600), int(letters * 1.35))
    top = 0.1 + 0.2 * len(heading) + 0.16 * len(small) + 0.1
    height = round(top + foot + row_height * max(rows, 2), 2)
    fig = Canvas(figsize=(width, height), layout="constrained", dpi=DPI)  # laid out as it is written: letters are wider at other dpi
    FigureCanvasAgg(fig)
    fig.get_layout_engine().set(w_pad=0.08, h_pad=0.06, rect=(0, 0, 1, 1 - top / height))
    for lines, down, size, weight, colour in ((heading, 0.1, 11, "bold", INK), (small, 0.15 + 0.2 * len(heading), 8.5, "normal", FAINT)):
        text = fig.text(0.08 / width, 1 - down / height, "\n".join(lines), va="top", fontsize=size, fontweight=weight, color=colour)
        text.set_in_layout(False)
    axes = fig.subplots()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return fig, axes


def rows(axes: Any, labels: list[str], *, width: int = 34) -> None:
    """Write one label per row, first row on top; no grid line crosses a row."""
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), [label(name, width) for name in labels])
    axes.tick_params(axis="y", length=0)
    axes.grid(False, axis="y")


def share_axis(axes: Any, pole_a: str, pole_b: str, *, reference: float = 0.5) -> None:
    """Make x a pole share 0–1, with the reference line and both directions spelled out."""
    axes.set_xlim(-0.03, 1.03)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".5", ".75", "1"])
    axes.axvline(reference, color=FAINT, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    a, b = label(pole_a, 28), label(pole_b, 28)
    directions(axes, f"only “{a}” terms", f"only “{b}” terms", f"share of “{b}” terms")


def directions(axes: Any, left: str, right: str, measure: str) -> None:
    """Spell out under the x axis what lies left and right, and what is measured; long texts take a line each."""
    lower = 12 if len(left) + len(right) > 48 else 0
    for text, place, side, down in ((f"← {left}", 0, "left", 17), (f"{right} →", 1, "right", 17 + lower)):
        axes.annotate(text, (place, 0), (0, -down), xycoords="axes fraction", textcoords="offset points", ha=side, va="top", fontsize=8.5)
    axes.set_xlabel(measure, labelpad=14 + lower)


def beside(axes: Any, row: float, text: str) -> None:
    """Write a note to the right of a row, outside the axes."""
    axes.annotate(
        text, (1, row), (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=8, color=FAINT
    )


def spread(heights: list[float], *, gap: float, high: float = float("inf")) -> list[float]:
    """Return heights for labels in the same order, moved just enough that no two are closer than ``gap``.

    Labels move up; if they would pass ``high``, those on top move down again.

    >>> spread([5, 1, 1], gap=2), spread([4, 4], gap=2, high=5)
    ([5, 1, 3], [3, 5])
    """
    order = sorted(range(len(heights)), key=lambda i: (heights[i], i))
    moved: dict[int, float] = {}
    floor = float("-inf")
    for place in order:
        moved[place] = max(heights[place], floor)
        floor = moved[place] + gap
    for place in reversed(order):
        moved[place] = min(moved[place], high)
        high = moved[place] - gap
    return [moved[place] for place in range(len(heights))]


def label(text: object, width: int = 44) -> str:
    """Return text as one line a figure can carry: no control or bidi characters, cut at ``width`` characters.

    >>> label("a\\nvery long name", 8)
    'a very …'
    """
    line = " ".join(_UNSEEN.sub(" ", str(text)).split())
    return line if len(line) <= width else line[: width - 1] + "…"


def inner(title: str) -> str:
    """Return a title as it stands inside quotation marks: its own become single ones.

    >>> inner("“Calm” returns")
    '‘Calm’ returns'
    """
    return title.replace("“", "‘").replace("”", "’")


def poles(terms: pd.DataFrame, set: str) -> dict[str, str]:
    """Return {"A": pole, "B": pole, "N": pole or ""} of a set, in the lexicon's own names."""
    chosen = terms[terms["set"] == set]
    if chosen.empty:
        raise ValueError(f"no set “{set}” in the lexicon: choose one of {sorted(terms['set'].unique())}")
    names = chosen.groupby("side")["pole"].first()
    return {side: str(names.get(side, "")) for side in "ABN"}


def number(value: float, places: int = 2) -> str:
    """Return a share or a difference as figures write it: .52, −.10, 1.00.

    >>> number(-0.1)
    '−.10'
    """
    if pd.isna(value):
        return "–"
    written = f"{abs(value):.{places}f}"
    if value < 0 and float(written):
        return "−" + written.removeprefix("0")
    return written.removeprefix("0") if float(written) else "0"
