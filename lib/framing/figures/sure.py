"""Figures of how sure one may be: takes ``influence``, ``specifications``, ``camps``, returns ``Figure``."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing.figures import style
from framing.figures.style import FAINT, INK, POLES, Figure, label, number

CURVE = 400  # specifications drawn at most; the rest are in the table


def influence(
    influence: pd.DataFrame, terms: pd.DataFrame, *, set: str, names: Mapping[str, str] | None = None, reference: float = 0.5
) -> Figure:
    """Draw the pole share without each article, outlet and term; what turns it is marked with a cross."""
    table = influence[influence["set"] == set].reset_index(drop=True)
    whole = table.loc[table["left_out"] == "nothing", "share"]
    whole = float(whole.iloc[0]) if len(whole) else float("nan")
    others = table[(table["left_out"] != "nothing") & table["share"].notna()]
    drawn = (
        others.assign(size=others["change"].abs())
        .sort_values(["size", "left_out", "name"], ascending=[False, True, True], kind="stable")
        .head(style.MANY)
    )
    drawn = drawn.sort_values(["left_out", "share", "name"], kind="stable").reset_index(drop=True)
    turned = int(others["flips"].sum())
    title = f"{set}: leaving out one of {len(others)} articles, outlets or terms turns the share in {turned} case{'s' * (turned != 1)}"
    under = (
        f"Pole share without each, own voice. Line: all together, {number(whole)}. Cross: the share stands on the other "
        f"side of {number(reference)}."
    )
    pole, shown = style.poles(terms, set), dict(names or {})
    with style.grammar():
        fig, axes = style.canvas(len(drawn), title, under, row_height=0.28)
        if pd.notna(whole):
            axes.axvline(whole, color=INK, linewidth=1.2)
        for row, line in enumerate(drawn.itertuples()):
            axes.plot([whole, line.share], [row, row], color="#b5b5b5", linewidth=1.2, zorder=2)
            colour = POLES["A"] if line.share < reference else POLES["B"] if line.share > reference else POLES["N"]
            axes.plot(line.share, row, "X" if line.flips else "o", color=colour, markersize=8 if line.flips else 6, zorder=3)
        style.rows(axes, [f"{label(shown.get(r.name, r.name), 34)} ({r.left_out})" for r in drawn.itertuples()], width=46)
        style.share_axis(axes, pole["A"], pole["B"], reference=reference)
    low, high = (number(v) for v in (others["share"].min(), others["share"].max()))
    caption = (
        f"Share of “{pole['B']}” in the set {set} with one article, outlet or term left out at a time; it ranges from {low} to {high}."
        + (f" The {len(drawn)} that change it most are drawn; all are in the table." if len(drawn) < len(others) else "")
    )
    return Figure(
        fig,
        f"influence_{set}",
        title,
        f"Dot plot. {title}. It ranges from {low} to {high}; with nothing left out it is {number(whole)}.",
        caption,
        table,
    )


def specification_curve(
    specifications: pd.DataFrame, terms: pd.DataFrame, *, set: str, dimensions: list[str], reference: float = 0.5, seed: int = 2016
) -> Figure:
    """Draw the pole share under every specification by rank, above a matrix of the choices each makes.

    Parameters
    ----------
    specifications : DataFrame, one row per specification
        ``set``, ``share`` or ``theta`` (NaN where it gives none) and a text column for each dimension.
    dimensions : columns to show in the matrix, in order
    """
    table = specifications[specifications["set"] == set].reset_index(drop=True).rename(columns={"theta": "share"})
    given = table[table["share"].notna()]
    kept = given if len(given) <= CURVE else given.sample(CURVE, random_state=seed)
    kept = kept.sort_values(["share", *dimensions], kind="stable").reset_index(drop=True)
    pole = style.poles(terms, set)
    above = float((given["share"] > reference).mean() + (given["share"] == reference).mean() / 2) if len(given) else float("nan")
    title = (
        f"{set}: {above:.0%} of {len(given):,} specifications lean to “{pole['B']}”"
        if len(given)
        else f"{set}: no specification gives a share"
    )
    under = (
        f"Defensible ways of measuring, ordered by share, ties counted half; {len(table) - len(given):,} of {len(table):,} give none."
        + (f" {CURVE} drawn at random are shown." if len(kept) < len(given) else "")
    )
    levels = [(dimension, level) for dimension in dimensions for level in sorted(kept[dimension].astype(str).unique())]
    levels = [(d, level) for d, level in levels if kept[d].astype(str).nunique() > 1] or levels[:1]
    with style.grammar():
        fig, axes = style.canvas(len(levels) + 10, title, under, row_height=0.22, foot=0.9)
        axes.remove()
        grid = fig.add_gridspec(2, 1, height_ratios=[10, max(len(levels), 2)])
        curve, matrix = fig.add_subplot(grid[0]), fig.add_subplot(grid[1])
        colours = [POLES["A"] if v < reference else POLES["B"] if v > reference else POLES["N"] for v in kept["share"]]
        curve.scatter(kept.index, kept["share"], s=7, c=colours, linewidths=0)
        curve.axhline(reference, color=FAINT, linewidth=1, linestyle=(0, (4, 3)))
        curve.set_ylim(-0.04, 1.04)
        curve.set_yticks([0, 0.5, 1], ["0", ".5", "1"])
        curve.set_ylabel(f"share of “{label(pole['B'], 16)}”")
        curve.set_xticks([])
        for row, (dimension, level) in enumerate(levels):
            on = kept.index[kept[dimension].astype(str) == level]
            matrix.scatter(on, [row] * len(on), s=5, marker="|", color=INK, linewidths=0.9)
        style.rows(matrix, [f"{dimension.replace('_', ' ')}: {level}" for dimension, level in levels], width=34)
        matrix.tick_params(axis="y", labelsize=7.5)
        matrix.grid(False)
        matrix.set_xlabel("specifications, by rank of their share")
        for panel in (curve, matrix):
            panel.set_xlim(-1, max(len(kept), 1))
            for spine in ("top", "right", "left"):
                panel.spines[spine].set_visible(False)
    median = number(given["share"].median()) if len(given) else "–"
    caption = (
        f"Above: share of “{pole['B']}” under each specification (median {median}). Below: a mark where the specification "
        "makes that choice."
    )
    return Figure(fig, f"specifications_{set}", title, f"Ranked dots above a matrix of choices. {title}. Median {median}.", caption, table)


def camp_by_pole(camps: pd.DataFrame, terms: pd.DataFrame, *, set: str) -> Figure:
    """Draw in whose mouth each pole stands: bubbles camp × pole, direct (filled) beside indirect and short (hollow)."""
    table = camps[camps["set"] == set].reset_index(drop=True)
    pole = style.poles(terms, set)
    sides = [s for s in "ABN" if pole[s]]
    names = list(dict.fromkeys(table["camp"]))
    unknown = int(table.loc[table["camp"] == "unknown", "n"].sum())
    total = int(table["n"].sum())
    title = f"{set}: {unknown} of {total} attributed hits have no speaker with a camp" if total else f"{set}: no attributed hit"
    under = (
        "Attributed hits by the speaker's camp and pole; area = hits. Left, filled: quoted directly. Right, hollow: "
        "reported or short quotation."
    )
    largest = max(
        int(table[["n_direct"]].to_numpy().max(initial=0)), int((table["n_indirect"] + table["n_short"]).max()) if len(table) else 0, 1
    )
    with style.grammar():
        fig, axes = style.canvas(len(names), title, under, row_height=0.62, foot=0.9)
        for line in table.itertuples():
            if line.pole not in pole.values():
                continue
            side = next(s for s in sides if pole[s] == line.pole)
            x, y = sides.index(side), names.index(line.camp)
            for place, n, face in ((-0.2, line.n_direct, POLES[side]), (0.2, line.n_indirect + line.n_short, "none")):
                if n:
                    axes.scatter(x + place, y, s=30 + 420 * n / largest, facecolor=face, edgecolor=POLES[side], linewidth=1.4, zorder=3)
                axes.annotate(str(int(n)), (x + place, y), (15, 0), textcoords="offset points", va="center", fontsize=8, color=FAINT)
        style.rows(axes, names)
        axes.set_xticks(range(len(sides)), [f"“{label(pole[s], 17)}”" for s in sides])
        axes.set_xlim(-0.55, len(sides) - 0.4)
        axes.grid(False)
    caption = (
        "Camps are the study's own patterns of speakers. In reported speech the noun may be the reporter's choice. The "
        "last row holds every speaker without a camp and every unknown one."
    )
    parts = [f"{r.camp} {r.pole} {int(r.n)}" for r in table[table["n"] > 0].head(8).itertuples()]
    return Figure(fig, f"camps_{set}", title, f"Bubbles, camps by poles. {title}. " + "; ".join(parts) + ".", caption, table)
