"""Figures of differences of vocabulary: takes a keyness table, returns ``Figure``."""

from __future__ import annotations

import math

import pandas as pd

from framing.figures import style
from framing.figures.style import FAINT, INK, Figure, label, number

BURST = 0.8  # a term with more of its tokens in one article than this gets an open marker
FARTHEST = 8  # doublings; an infinite interval is drawn to here


def contrast(keyness: pd.DataFrame, *, target: str, reference: str, name: str = "contrast", top: int = 12) -> Figure:
    """Draw the log ratio of the types most typical of each side, with interval; fill = articles that use it.

    Parameters
    ----------
    keyness : DataFrame, one row per type
        ``type`` (or the index), ``log_ratio``, ``log_ratio_low``, ``log_ratio_high``, ``n_target``, ``n_reference``; with
        ``k_target, d_target, k_reference, d_reference`` (articles with the type, of how many) and ``share_one_article``
        (0–1, tokens in the article with most of them) where they are known.
    target, reference : str
        What the two sides are called.
    top : int
        Types drawn for each side, those with the largest conservative log ratio (``lrc``) first.
    """
    table = keyness.reset_index(names="type") if "type" not in keyness else keyness.reset_index(drop=True)
    rank = table["lrc"] if "lrc" in table else table["log_ratio"]
    ranked = table.assign(rank=rank.abs()).sort_values(
        ["rank", "g2", "type"] if "g2" in table else ["rank", "type"],
        ascending=[False, False, True] if "g2" in table else [False, True],
        kind="stable",
    )
    sides = [ranked[ranked["log_ratio"] > 0].head(top), ranked[ranked["log_ratio"] < 0].head(top)]
    drawn = pd.concat(sides).sort_values(["log_ratio", "type"], ascending=[False, True], kind="stable").reset_index(drop=True)
    clear = int((table["lrc"] != 0).sum()) if "lrc" in table else int(((table["log_ratio_low"] > 0) | (table["log_ratio_high"] < 0)).sum())
    title = f"{target} and {reference}: {clear:,} of {len(table):,} types differ beyond an interval that allows for all of them"
    under = (
        f"Log ratio with exact interval; +1 = twice the rate in {label(target, 30)}. Darker = used by more articles; open = "
        "one article holds more than 80 %."
    )
    with style.grammar():
        fig, axes = style.canvas(len(drawn), title, under, row_height=0.28)
        axes.axvline(0, color=FAINT, linewidth=1)
        for row, line in enumerate(drawn.itertuples()):
            low, high = (max(-FARTHEST, min(FARTHEST, v)) for v in (line.log_ratio_low, line.log_ratio_high))
            axes.plot([low, high], [row, row], color=INK, linewidth=1.1, zorder=2)
            spread, burst = _spread(line), getattr(line, "share_one_article", 0) > BURST
            axes.plot(
                line.log_ratio,
                row,
                "o",
                markersize=7,
                markeredgecolor=INK,
                markerfacecolor="white" if burst else str(round(0.85 - 0.7 * spread, 3)),
                zorder=3,
            )
            articles = (
                f"  in {int(line.k_target)}/{int(line.d_target)} : {int(line.k_reference)}/{int(line.d_reference)}"
                if hasattr(line, "d_target")
                else ""
            )
            style.beside(axes, row, f"{int(line.n_target)} : {int(line.n_reference)}{articles}")
        style.rows(axes, list(drawn["type"]), width=30)
        style.directions(axes, f"more in {label(reference, 28)}", f"more in {label(target, 28)}", "log₂ ratio of the rates, doublings")
    caption = (
        f"The {len(drawn)} types that differ most after the conservative log ratio; at the right tokens in {target} : "
        f"{reference}, then the articles that use it. A long line is a rare word. G2 ranks and carries no p here."
    )
    parts = [f"{r.type} {r.log_ratio:+.1f}" for r in drawn.head(4).itertuples()] + [
        f"{r.type} {r.log_ratio:+.1f}" for r in drawn.tail(4).itertuples()
    ]
    return Figure(
        fig, name, title, f"Dots with intervals, one row per type. {title}. " + "; ".join(parts) + ".", caption, drawn.drop(columns="rank")
    )


def _spread(line) -> float:
    if not hasattr(line, "d_target"):
        return 1.0
    return (line.k_target + line.k_reference) / max(line.d_target + line.d_reference, 1)


def funnel(keyness: pd.DataFrame, *, target: str, reference: str, noise: float, name: str = "funnel", named: int = 10) -> Figure:
    """Draw log odds against frequency; the grey band is what halves of one side differ by (the noise floor).

    Parameters
    ----------
    keyness : DataFrame with ``delta``, ``variance``, ``z``, ``n_target``, ``n_reference``
    noise : float
        95th percentile of max |z| over splits of one side.
    named : int
        Types outside the band that get their word.
    """
    table = keyness.reset_index(names="type") if "type" not in keyness else keyness.reset_index(drop=True)
    table = table.assign(n=table["n_target"] + table["n_reference"], outside=table["z"].abs() > noise).sort_values(
        ["n", "type"], ignore_index=True
    )
    beyond = int(table["outside"].sum())
    title = f"{target} and {reference}: {beyond:,} of {len(table):,} types differ by more than halves of one side do"
    under = f"Log odds (prior of 100 tokens) by frequency. Grey band: noise floor, |z| ≤ {noise:.1f}."
    with style.grammar():
        fig, axes = style.canvas(11, title, under, foot=1.0)
        x = table["n"].map(math.log10)
        edge = table.assign(x=x, edge=noise * table["variance"] ** 0.5).groupby("x")["edge"].max()
        axes.fill_between(edge.index, -edge, edge, color="#e3e3e3", linewidth=0, zorder=0)
        axes.axhline(0, color=FAINT, linewidth=1)
        axes.scatter(x[~table["outside"]], table.loc[~table["outside"], "delta"], s=8, color="#9a9a9a", linewidths=0)
        axes.scatter(x[table["outside"]], table.loc[table["outside"], "delta"], s=22, color=INK, marker="D", linewidths=0, zorder=3)
        top = table[table["outside"]].assign(x=x).sort_values(["z"], key=lambda z: -z.abs(), kind="stable").head(named).sort_values("delta")
        reach = max(float(table["delta"].abs().max()) if len(table) else 1.0, 0.1)
        right = float(x.max()) if len(x) else 1.0
        for line, height in zip(top.itertuples(), style.spread(list(top["delta"]), gap=reach * 0.15, high=reach), strict=True):
            axes.plot([line.x, right + 0.1], [line.delta, height], color="#c4c4c4", linewidth=0.6, clip_on=False, zorder=1)
            axes.text(right + 0.12, height, label(line.type, 20), va="center", fontsize=8, clip_on=False)
        axes.set_ylim(-1.1 * reach, 1.1 * reach)
        axes.set_xlabel("tokens in both together (log₁₀)")
        axes.set_ylabel(f"log odds, + = more in {label(target, 24)}")
    caption = (
        "Each dot is a type; diamonds lie outside the band. The band is drawn from random halves of one side's sentences. "
        f"z of the outermost type: {number(table['z'].abs().max(), 1)}."
    )
    return Figure(fig, name, title, f"Scatter plot with a grey band. {title}.", caption, table)
