"""Figures of which pole is chosen: takes ``choices``, ``hits``, ``terms``, returns ``Figure``.

Each shows articles while there are at most 30 of them, else outlets with the articles as small dots.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing import hits as ledger
from framing.figures import style
from framing.figures.style import POLES, Figure, label, number

DOTS = 2_000  # articles drawn as small dots behind their outlets; of more, a draw
MOVED = 0.05  # a swing smaller than this is called none


def unit_of(choices: pd.DataFrame) -> str:
    """Return "article" while there are at most 30 articles, "outlet" above."""
    many = choices.loc[choices["unit"] == "article", "name"].nunique() > style.MANY
    return "outlet" if many and (choices["unit"] == "outlet").any() else "article"


def names_of(choices: pd.DataFrame) -> dict[str, str]:
    """Return article_id → outlet and article_id; the article_id alone where its outlet has no other article."""
    return names(choices[choices["unit"] == "article"].drop_duplicates("article_id"), {})


def names(articles: pd.DataFrame, titles: Mapping[str, str]) -> dict[str, str]:
    """Return what figures call each article: outlet and article_id where the outlet has several articles, else the title.

    An outlet with one article is never named: a figure about it is a figure about that article.
    """
    several = articles["outlet"].duplicated(keep=False) & (articles["outlet"] != "")
    return {
        name: f"{outlet} · {name}" if more else titles.get(name) or name
        for name, outlet, more in zip(articles["article_id"], articles["outlet"], several, strict=True)
    }


def swing_table(choices: pd.DataFrame, *, set: str, unit: str) -> pd.DataFrame:
    """Return one row per article or outlet: ``n_own, share_own, n_wide, share_wide, n_all, share_all, swing`` (all minus own)."""
    chosen = choices[(choices["unit"] == unit) & (choices["set"] == set)].assign(n=lambda c: c["n_a"] + c["n_b"])
    own, wide, everything = (chosen[chosen["policy"] == policy].set_index("name")[["n", "share"]] for policy in ("own", "wide", "all"))
    both = everything.add_suffix("_all").join(own.add_suffix("_own"), how="outer").join(wide.add_suffix("_wide"), how="left")
    both["swing"] = both["share_all"] - both["share_own"]
    both = both.reset_index().sort_values(["share_own", "share_all", "name"], na_position="last", ignore_index=True)
    return both[["name", "n_own", "share_own", "n_wide", "share_wide", "n_all", "share_all", "swing"]]


def voice_swing(choices: pd.DataFrame, terms: pd.DataFrame, *, set: str, names: Mapping[str, str] | None = None) -> Figure:
    """Draw how far each article's (or outlet's) pole share moves when only its own voice is counted.

    Hollow dot: all voices. Filled dot: own voice. The line between them is the swing; an upright tick, own voice and
    reported speech, is the other end of the own voice's band (METHODS.md section 1).
    """
    unit = unit_of(choices)
    table = swing_table(choices, set=set, unit=unit)
    seen = table[table["n_all"].fillna(0) > 0]
    copies = _copies(choices, set, unit)
    left_out = len(table) - len(seen) - copies
    drawn = seen.sort_values("n_all", ascending=False, kind="stable").head(style.MANY).sort_index()
    defined = seen["swing"].notna()
    moved = int((seen.loc[defined, "swing"].abs() > MOVED).sum())
    pole = style.poles(terms, set)
    title = f"{set}: counting only the own voice moves the share by more than .05 in {moved} of {int(defined.sum())} {unit}s"
    under = f"Pole share, {unit}s with a choice in this set; n = own voice / all voices. Hollow: all voices, filled: own voice, "
    under += "tick: own voice and reported speech, where that differs."
    shown = dict(names_of(choices) if unit == "article" else {}) | dict(names or {})
    with style.grammar():
        fig, axes = style.canvas(len(drawn), title, under, row_height=0.36)
        if unit == "outlet":
            _article_dots(axes, choices, set, drawn)
        for row, line in enumerate(drawn.itertuples()):
            _dumbbell(axes, row, line)
        style.rows(axes, [shown.get(name, name) for name in drawn["name"]])
        style.share_axis(axes, pole["A"], pole["B"])
    parts = [f"{label(shown.get(r.name, r.name))} own {number(r.share_own)}, all {number(r.share_all)}" for r in drawn.head(8).itertuples()]
    caption = (
        f"Share of “{pole['B']}” among “{pole['A']}” and “{pole['B']}” terms of the set {set}, by {unit}: own voice "
        "(filled) beside all voices (hollow). From the filled dot to the upright tick, which counts reported speech too, runs the band. "
        + f"Where there is no filled dot the {unit} makes no own choice. "
        + ("Small grey dots: the own-voice shares of its articles. " if unit == "outlet" else "")
        + (f"Without a choice and not drawn: {left_out}. " if left_out else "")
        + (f"Copies of other articles, set aside: {copies}. " if copies and unit == "article" else "")
        + (f"The {len(drawn)} {unit}s with most choices of {len(seen)} are drawn; all are in the table. " if len(drawn) < len(seen) else "")
    )
    return Figure(
        fig, f"voice_swing_{set}", title, f"Dumbbell chart, one row per {unit}. {title}. " + "; ".join(parts) + ".", caption.strip(), table
    )


def _copies(choices: pd.DataFrame, set: str, unit: str) -> int:
    """Return how many articles (or outlets) only repeat others, so that nothing is said of them."""
    rows = choices[(choices["unit"] == unit) & (choices["set"] == set) & (choices["policy"] == "own")]
    return int((rows["level"] == "").sum()) if "level" in rows else 0


def _dumbbell(axes, row: int, line) -> None:
    n_own = 0 if pd.isna(line.n_own) else int(line.n_own)
    if pd.notna(line.share_own):
        axes.plot([line.share_all, line.share_own], [row, row], color=style.INK, linewidth=1.6, zorder=2)
        colour = POLES["A"] if line.share_own < 0.5 else POLES["B"] if line.share_own > 0.5 else POLES["N"]
        axes.plot(line.share_own, row, "o", color=colour, markersize=8, zorder=4)
    axes.plot(line.share_all, row, "o", markerfacecolor="none", markeredgecolor=style.INK, markeredgewidth=1.4, markersize=11, zorder=3)
    _tick(axes, row, line, line.share_own)
    style.beside(axes, row, f"{n_own} / {int(line.n_all)}" + ("" if n_own else "  no own choice"))


def _tick(axes, row: int, line, share_own: float) -> None:
    """Mark the other end of the own voice's band, where reported speech moves it."""
    if pd.notna(share_own) and pd.notna(line.share_wide) and line.share_wide != share_own:
        axes.plot([line.share_wide] * 2, [row - 0.28, row + 0.28], color=style.INK, linewidth=1.4, zorder=5)


def _article_dots(axes, choices: pd.DataFrame, set: str, drawn: pd.DataFrame) -> None:
    articles = choices[(choices["unit"] == "article") & (choices["set"] == set) & (choices["policy"] == "own") & choices["share"].notna()]
    where = {name: row for row, name in enumerate(drawn["name"])}
    articles = articles[articles["outlet"].isin(where)]
    articles = articles.sample(min(len(articles), DOTS), random_state=0).sort_values(["outlet", "share", "article_id"])
    place = articles.groupby("outlet").cumcount()
    size = articles.groupby("outlet")["share"].transform("size")
    height = articles["outlet"].map(where).astype("float64") + 0.36 * ((place + 0.5) / size - 0.5) * 2
    axes.scatter(articles["share"], height, s=5, color="#a3a3a3", linewidths=0, zorder=1)


def choice_interval(
    choices: pd.DataFrame, terms: pd.DataFrame, *, set: str, policy: str = "own", names: Mapping[str, str] | None = None
) -> Figure:
    """Draw each article's (or outlet's) pole share with its interval; the dot's area grows with the number of choices.

    An upright tick is the share with reported speech, the other end of the own voice's band.
    """
    unit = unit_of(choices)
    chosen = choices[(choices["unit"] == unit) & (choices["set"] == set) & (choices["policy"] == policy) & (choices["level"] != "")]
    table = chosen.assign(n=chosen["n_a"] + chosen["n_b"])[
        ["name", "n", "n_a", "n_b", "n_neutral", "share", "low", "high", "level", "reason"]
    ]
    table = table.sort_values(["share", "n", "name"], na_position="last", ignore_index=True)
    wide = choices[(choices["unit"] == unit) & (choices["set"] == set) & (choices["policy"] == "wide")].set_index("name")["share"]
    table["share_wide"] = table["name"].map(wide)
    drawn = table.sort_values("n", ascending=False, kind="stable").head(style.MANY).sort_index()
    pole = style.poles(terms, set)
    clear = int(((table["low"] > 0.5) | (table["high"] < 0.5)).sum())
    title = f"{set}: the interval leaves out one half in {clear} of {len(table)} {unit}s"
    under = f"Pole share, {policy} voice, with its interval where one may be given; dot area = number of choices (n)."
    shown = dict(names_of(choices) if unit == "article" else {}) | dict(names or {})
    largest = max(int(table["n"].max()) if len(table) else 1, 1)
    with style.grammar():
        fig, axes = style.canvas(len(drawn), title, under)
        for row, line in enumerate(drawn.itertuples()):
            if pd.notna(line.low):
                axes.plot([line.low, line.high], [row, row], color=style.INK, linewidth=1.4, zorder=2)
            if pd.notna(line.share):
                colour = POLES["A"] if line.share < 0.5 else POLES["B"] if line.share > 0.5 else POLES["N"]
                axes.scatter(line.share, row, s=24 + 130 * line.n / largest, color=colour, edgecolor="white", zorder=3)
                _tick(axes, row, line, line.share)
            why = "" if line.n else "  no own choice" if policy == "own" else "  no choice"
            style.beside(axes, row, f"n = {int(line.n)}" + (why or ("" if pd.notna(line.low) else "  no interval")))
        style.rows(axes, [shown.get(name, name) for name in drawn["name"]])
        style.share_axis(axes, pole["A"], pole["B"])
    parts = [f"{label(shown.get(r.name, r.name))} {number(r.share)} (n {int(r.n)})" for r in drawn.head(8).itertuples()]
    caption = f"Share of “{pole['B']}” among “{pole['A']}” and “{pole['B']}” terms of the set {set}, by {unit}, {policy} voice. " + (
        "Jeffreys 95 % interval, valid if the article's choices were exchangeable; none from a single choice."
        if unit == "article"
        else "95 % interval over the outlet's articles; none where too few allow one."
    )
    caption += " Upright tick: own voice and reported speech, the other end of the band." if policy == "own" else ""
    return Figure(
        fig,
        f"choice_{set}_{policy}",
        title,
        f"Dot plot with intervals, one row per {unit}. {title}. " + "; ".join(parts) + ".",
        caption,
        table,
    )


def term_by_article(
    hits: pd.DataFrame, terms: pd.DataFrame, *, set: str, names: Mapping[str, str] | None = None, outlets: Mapping[str, str] | None = None
) -> Figure:
    """Draw terms × articles: cell text own/all, colour = share in own voice; an empty cell = the term does not occur.

    ``outlets`` (article_id → outlet) is used when there are more than 30 articles.
    """
    everything = ledger.select(hits, policy="all", set=set)
    unit = "outlet" if outlets and everything["article_id"].nunique() > style.MANY else "article"
    column = everything["article_id"].map(outlets) if unit == "outlet" else everything["article_id"]
    own = ledger.mask(everything, policy="own")
    cells = (
        everything.assign(column=column, own=own).groupby(["pole", "term", "column"])["own"].agg(n_own="sum", n_all="size").reset_index()
    )
    order = terms[terms["set"] == set].drop_duplicates(["pole", "term"])[["pole", "term", "side"]]
    table = cells.merge(order, on=["pole", "term"], how="left").sort_values(["side", "term", "column"], ignore_index=True)
    ranked = table.groupby(["side", "pole", "term"])["n_all"].sum()
    kept = ranked.sort_values(ascending=False, kind="stable").head(style.MANY).sort_index().reset_index()
    columns = sorted(table.groupby("column")["n_all"].sum().sort_values(ascending=False, kind="stable").head(style.MANY).index)
    most = kept.sort_values("n_all", ascending=False, kind="stable").iloc[0] if len(kept) else None
    title = (
        f"{set}: “{most.term}” is the most frequent term, {int(most.n_all):,} of {int(ranked.sum()):,} hits"
        if most is not None
        else f"{set}: no term of this set occurs"
    )
    under = f"Cell: hits in own voice / in all voices; the darker, the larger the own share. Empty: the term does not occur in the {unit}."
    shown = dict(names or {})
    with style.grammar():
        fig, axes = style.canvas(len(kept), title, under, width=max(style.WIDTH, 2.6 + 0.52 * len(columns)), row_height=0.3, foot=1.6)
        where = {(r.pole, r.term): row for row, r in enumerate(kept.itertuples())}
        for cell in table.itertuples():
            if (cell.pole, cell.term) in where and cell.column in columns:
                _cell(axes, columns.index(cell.column), where[cell.pole, cell.term], cell)
        style.rows(axes, [f"{r.term}  ({r.pole})" for r in kept.itertuples()], width=36)
        axes.set_xlim(-0.5, max(len(columns), 1) - 0.5)
        named = told_apart([shown.get(c, c) for c in columns], 26)
        axes.set_xticks(range(len(columns)), named, rotation=40, ha="right", rotation_mode="anchor")
        axes.grid(False)
    caption = f"Terms of the set {set} by pole (rows) and {unit}s (columns). " + (
        f"The {len(kept)} most frequent of {len(ranked)} terms are drawn; all are in the table."
        if len(kept) < len(ranked)
        else "All terms that occur are drawn."
    )
    parts = [f"{r.term} ({r.pole}) {int(r.n_all)}" for r in kept.sort_values("n_all", ascending=False, kind="stable").head(8).itertuples()]
    return Figure(
        fig, f"terms_{set}", title, f"Grid of counts, terms by {unit}s. {title}. Hits by term: " + "; ".join(parts) + ".", caption, table
    )


def told_apart(names: list[str], width: int) -> list[str]:
    """Return names as labels; where cutting makes two alike, "outlet · article" loses its outlet first.

    >>> told_apart(["Long Outlet · a-1", "Long Outlet · a-2"], 12)
    ['a-1', 'a-2']
    """
    cut = [label(name, width) for name in names]
    return cut if len({*cut}) == len({*names}) else [label(name.rpartition(" · ")[2], width) for name in names]


def _cell(axes, x: int, y: int, cell) -> None:
    from matplotlib.patches import Rectangle

    rate = cell.n_own / cell.n_all
    axes.add_patch(
        Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, facecolor=POLES.get(cell.side, POLES["N"]), alpha=0.12 + 0.78 * rate, linewidth=0)
    )
    axes.text(
        x, y, f"{int(cell.n_own)}/{int(cell.n_all)}", ha="center", va="center", fontsize=8, color="white" if rate > 0.6 else style.INK
    )
