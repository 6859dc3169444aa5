"""Figures of the audit: takes the tables of coded hits, returns ``Figure``."""

from __future__ import annotations

import pandas as pd

from framing.figures import style
from framing.figures.style import INK, Figure, label, number


def confusion(confusion: pd.DataFrame, *, coders: str = "") -> Figure:
    """Draw the matrix rule × code: one row per voice by rule, one column per voice by coders, cells counts.

    Parameters
    ----------
    confusion : DataFrame, one row per pair
        ``rule``, ``coded`` (voices), ``n``.
    coders : str
        What the study declares about its coders; what they did not see is said only here.
    """
    rule_order = [v for v in style.VOICES if v in set(confusion["rule"])] + sorted(set(confusion["rule"]) - set(style.VOICES))
    coded_order = [v for v in style.VOICES if v in set(confusion["coded"])] + sorted(set(confusion["coded"]) - set(style.VOICES))
    cells = confusion.pivot_table(index="rule", columns="coded", values="n", aggfunc="sum", fill_value=0).reindex(
        index=rule_order, columns=coded_order, fill_value=0
    )
    total, agreed = int(confusion["n"].sum()), int(confusion.loc[confusion["rule"] == confusion["coded"], "n"].sum())
    title = f"Rules and coders give the same voice to {agreed:,} of {total:,} coded hits"
    with style.grammar():
        fig, axes = style.canvas(
            len(cells),
            title,
            "Rows: voice by the rules. Columns: voice by the codes. The darker, the larger the share of its row.",
            row_height=0.5,
            foot=0.9,
        )
        shares = cells.div(cells.sum(axis=1).replace(0, 1), axis=0)
        axes.imshow(shares, cmap="Greys", vmin=0, vmax=1.25, aspect="auto")
        for y, rule in enumerate(cells.index):
            for x, coded in enumerate(cells.columns):
                axes.text(
                    x,
                    y,
                    f"{int(cells.loc[rule, coded]):,}",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="white" if shares.iloc[y, x] > 0.6 else INK,
                    fontweight="bold" if rule == coded else "normal",
                )
        axes.set_xticks(range(len(cells.columns)), list(cells.columns))
        style.rows(axes, list(cells.index))
        axes.grid(False)
        axes.set_xlabel("by the codes")
        axes.set_ylabel("by the rules")
    table = confusion.reset_index(drop=True)
    return Figure(
        fig,
        "confusion",
        title,
        f"Matrix of counts. {title}.",
        "Counts on the diagonal (bold) are agreements." + (f" Who coded: {coders}." if coders else ""),
        table,
    )


def precision(quality: pd.DataFrame) -> Figure:
    """Draw precision and recall with Wilson intervals, one row per rule or term.

    Parameters
    ----------
    quality : DataFrame, one row per thing judged
        ``name``, ``measure`` ("precision" or "recall"), ``n``, ``value``, ``low``, ``high`` (0–1).
    """
    table = quality.reset_index(drop=True)
    drawn = (
        table.sort_values(["n", "name"], ascending=[False, True], kind="stable")
        .head(style.MANY)
        .sort_values(["measure", "value", "name"], kind="stable")
        .reset_index(drop=True)
    )
    precise = table[table["measure"] == "precision"]
    weakest = precise.sort_values(["value", "name"]).head(1)
    title = (
        f"Lowest precision: {label(weakest['name'].iloc[0], 30)}, {number(weakest['value'].iloc[0])}"
        if len(weakest)
        else "No precision can be given without coded hits"
    )
    with style.grammar():
        fig, axes = style.canvas(
            len(drawn), title, "Share of coded items that are right, with Wilson 95 % interval; n = items coded.", row_height=0.3
        )
        for row, line in enumerate(drawn.itertuples()):
            axes.plot([line.low, line.high], [row, row], color=INK, linewidth=1.3)
            axes.plot(
                line.value,
                row,
                "o" if line.measure == "precision" else "D",
                color=INK,
                markerfacecolor=INK if line.measure == "precision" else "white",
                markersize=6,
            )
            style.beside(axes, row, f"n = {int(line.n)}")
        style.rows(axes, [f"{r.name} ({r.measure})" for r in drawn.itertuples()])
        axes.set_xlim(-0.02, 1.02)
        axes.set_xlabel("share right, 0–1")
    return Figure(
        fig,
        "precision",
        title,
        f"Dots with intervals. {title}.",
        "Filled: precision (of what the rule found, how much is right). Hollow: recall (of what is there, how much it found).",
        table,
    )
