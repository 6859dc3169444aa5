"""A figure of several runs: takes the shares of a batch, returns ``Figure``."""

from __future__ import annotations

import pandas as pd

from framing.figures import style
from framing.figures.style import POLES, Figure, label, number


def compare(shares: pd.DataFrame, *, set: str, pole_a: str, pole_b: str, named_by: str = "") -> Figure:
    """Draw the own-voice share of one set in each run (filled) and the share in all voices (open), with intervals.

    Parameters
    ----------
    shares : DataFrame, one row per run and policy
        ``run, set, policy, n_a, n_b, share, low, high``.
    set : str
        The set drawn.
    pole_a, pole_b : str
        Its poles, left and right.
    named_by : str
        What the names in ``run`` consist of, for the caption; "" if they are the runs' own.
    """
    chosen = shares[shares["set"] == set].assign(n=lambda rows: rows["n_a"] + rows["n_b"])
    names = list(dict.fromkeys(chosen["run"]))
    drawn = names[: style.MANY]
    own = chosen[(chosen["policy"] == "own") & chosen["share"].notna()]
    clear = int(((own["low"] > 0.5) | (own["high"] < 0.5)).sum())
    reach = f"from {number(own['share'].min())} to {number(own['share'].max())}" if len(own) else "unknown"
    title = f"{set}: the own-voice share is {reach} in {len(names)} runs; its interval leaves out one half in {clear}"
    with style.grammar():
        fig, axes = style.canvas(
            len(drawn), title, "Pole share over all articles: filled = own voice, open = all voices; lines are 95 % intervals."
        )
        for place, name in enumerate(drawn):
            for line in chosen[chosen["run"] == name].itertuples():
                if pd.isna(line.share):
                    continue
                height = place - 0.12 if line.policy == "own" else place + 0.16
                colour = POLES["A"] if line.share < 0.5 else POLES["B"] if line.share > 0.5 else POLES["N"]
                if pd.notna(line.low):
                    axes.plot([line.low, line.high], [height, height], color=colour, linewidth=1.3, zorder=2)
                axes.scatter(line.share, height, s=38, zorder=3, edgecolor=colour, color=colour if line.policy == "own" else "white")
            counted = chosen[(chosen["run"] == name) & (chosen["policy"] == "own")]["n"]
            style.beside(axes, place, f"n = {int(counted.iloc[0])}" if len(counted) else "no result")
        style.rows(axes, drawn)
        style.share_axis(axes, pole_a, pole_b)
    parts = [f"{label(row.run)} {number(row.share)}" for row in own.head(12).itertuples()]
    caption = (
        f"Share of “{pole_b}” among “{pole_a}” and “{pole_b}” terms of the set {set}, over all articles of a run; n counts "
        "own-voice choices." + (f" Rows are named by {named_by}." if named_by else "")
    )
    alt = f"Dot plot with intervals, one row per run. {title}. Own voice: {'; '.join(parts) or 'no run has a share'}."
    return Figure(fig, f"runs_{set}", title, alt, caption, chosen.reset_index(drop=True))
