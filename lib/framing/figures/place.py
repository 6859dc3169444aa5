"""Figures of where hits stand and what is left of them: takes ``hits``, ``terms``, lengths, returns ``Figure``."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing import cleaning
from framing import hits as ledger
from framing.figures import style
from framing.figures.style import FAINT, INK, MARKERS, POLES, Figure, label, number

STAGES = ["as found", "without furniture", "without repeats", "without copies", "own voice"]
LINES = {"A": "-", "B": "--", "N": ":"}
NAMED = 12  # terms that get a label at their line
DATED = 20  # articles a time series needs


def fullest(hits: pd.DataFrame, *, set: str) -> list[str]:
    """Return the articles with most hits of a set, at most 30: those that ``barcode`` draws."""
    chosen = hits.loc[ledger.mask(hits, set=set), "article_id"].astype("str")
    return chosen.groupby(chosen).size().sort_values(ascending=False, kind="stable").head(style.MANY).index.sort_values().tolist()


def barcode(
    hits: pd.DataFrame,
    terms: pd.DataFrame,
    lengths: Mapping[str, int],
    *,
    set: str,
    names: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> Figure:
    """Draw where in each article the hits of a set stand, one lane per pole, the glyph showing the voice.

    Parameters
    ----------
    lengths : article_id → characters of its text; at least of the articles that are ``fullest``
    names : article_id → what to call it
    links : hit_id → address its mark leads to in the SVG file (``report.places(hits)``)
    """
    order = fullest(hits, set=set)
    of = hits.loc[ledger.mask(hits, set=set), "article_id"].nunique()
    chosen = ledger.select(hits[hits["article_id"].isin(order)], set=set)
    side = {(r.set, r.pole): r.side for r in terms.drop_duplicates(["set", "pole"]).itertuples()}
    table = chosen.assign(
        position=chosen["start"] / chosen["article_id"].map(lengths).astype("int64"),
        side=[side.get(key, "N") for key in zip(chosen["set"], chosen["pole"], strict=True)],
        name=chosen["article_id"],
    )[["name", "position", "side", "pole", "surface", "voice", "zone", "article_id", "hit_id"]].astype({"name": "str"})
    row_of = {name: row for row, name in enumerate(order)}
    pole = style.poles(terms, set)
    lanes = [s for s in "ABN" if pole[s]]
    first = table[table["side"] != "N"].sort_values("position").drop_duplicates("name")
    opens = int((first["side"] == "A").sum())
    title = (
        f"{set}: in {opens} of {len(first)} articles{' with most hits' * (of > len(order))} the first term, in whatever voice, "
        f"is “{pole['A']}”, in the others “{pole['B']}”"
        if len(first)
        else f"{set}: no term of this set occurs"
    )
    under = (
        "Position in the article: 0 = headline, 1 = end. One lane per pole, from the top: "
        + ", ".join(f"“{label(pole[s], 20)}”" for s in lanes)
        + ". Glyph: voice."
    )
    shown = dict(names or {})
    with style.grammar():
        fig, axes = style.canvas(len(order), title, under, row_height=0.46, foot=1.25)
        for voice in VOICES_SHOWN:
            for place, s in enumerate(lanes):
                some = table[(table["voice"] == voice) & (table["side"] == s)]
                height = some["name"].map(row_of).astype("float64") + (place - (len(lanes) - 1) / 2) * 0.26
                face = POLES[s] if voice in ("own", "bracket") else "none"
                marks = axes.scatter(
                    some["position"],
                    height,
                    marker=MARKERS[voice],
                    s=22,
                    facecolor=face,
                    edgecolor=POLES[s],
                    linewidth=1.1,
                    zorder=3,
                )
                if links:
                    marks.set_urls([links.get(hit_id) for hit_id in some["hit_id"]])
        for row in range(1, len(order)):
            axes.axhline(row - 0.5, color="#e4e4e4", linewidth=0.8, zorder=0)
        style.rows(axes, [shown.get(name, name) for name in order])
        axes.set_xlim(-0.02, 1.02)
        axes.set_xlabel("position in the article")
        _voice_legend(fig, table["voice"].unique())
    caption = (
        f"Hits of the set {set} by position and article. Filled: the article's own voice; hollow: attributed. "
        + (f"The {len(order)} articles with most hits of {of:,} that have any are drawn. " if of > len(order) else "")
        + "In the table, and in the SVG file, each mark leads to its sentence."
    )
    parts = [f"{label(shown.get(name, name))} {int(n)}" for name, n in table.groupby("name").size().reindex(order).head(8).items()]
    return Figure(
        fig,
        f"barcode_{set}",
        title,
        f"Strip of marks, one row per article. {title}. Hits: " + "; ".join(parts) + ".",
        caption,
        table.reset_index(drop=True),
    )


VOICES_SHOWN = ["own", "bracket", "short", "direct", "indirect"]


def _voice_legend(fig, present) -> None:
    from matplotlib.lines import Line2D

    shown = [voice for voice in VOICES_SHOWN if voice in set(present)]
    marks = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=MARKERS[v],
            markersize=5,
            markeredgecolor=INK,
            markerfacecolor=INK if v in ("own", "bracket") else "none",
            label=style.VOICES[v][2],
        )
        for v in shown
    ]
    fig.legend(handles=marks, loc="outside lower left", ncols=len(marks) or 1, frameon=False, fontsize=8.5, handletextpad=0.2)


def attrition(hits: pd.DataFrame, terms: pd.DataFrame) -> Figure:
    """Draw how many hits of each term are left after every stage of ``cleaning.attrition``, one line per term."""
    table = cleaning.attrition(hits).set_axis(["set", "pole", "term", *STAGES], axis=1)
    table = table[table["term"] != ""].sort_values([STAGES[0], "set", "term"], ascending=[False, True, True], ignore_index=True)
    side = {(r.set, r.pole): r.side for r in terms.drop_duplicates(["set", "pole"]).itertuples()}
    total = table[STAGES].sum()
    title = f"{int(total.iloc[-1]):,} of {int(total.iloc[0]):,} hits are counted as the articles' own words"
    under = f"Hits of each term after each stage. Terms: {len(table)}; the {min(NAMED, len(table))} most frequent are named."
    with style.grammar():
        fig, axes = style.canvas(11, title, under, foot=0.9)
        for row in table.itertuples(index=False):
            s = side.get((row.set, row.pole), "N")
            axes.plot(range(len(STAGES)), row[3:], color=POLES[s], linestyle=LINES[s], linewidth=1.3, marker="o", markersize=3, alpha=0.9)
        top = table.head(NAMED)
        highest = max(int(table[STAGES[0]].max()) if len(table) else 1, 1)
        ends = style.spread(list(top[STAGES[-1]]), gap=highest * 0.075)
        for row, height in zip(top.itertuples(index=False), ends, strict=True):
            s = side.get((row.set, row.pole), "N")
            axes.annotate(
                f"{label(row.term, 22)} {row[-1]}",
                (len(STAGES) - 1, row[-1]),
                (len(STAGES) - 0.9, height),
                va="center",
                fontsize=8,
                color=POLES[s],
                annotation_clip=False,
                arrowprops={"arrowstyle": "-", "color": "#b5b5b5", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 2},
            )
        axes.set_xticks(range(len(STAGES)), STAGES)
        axes.set_xlim(-0.15, len(STAGES) - 0.95)
        axes.set_ylim(0, max(highest * 1.05, max(ends, default=0) + highest * 0.05))
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.set_ylabel("hits")
    parts = [f"{stage} {int(n):,}" for stage, n in total.items()]
    caption = (
        "What is not counted, and why: furniture, repeats inside an article, copies of the same origin; the last step "
        "leaves out attributed words and captions. Solid: first pole of a set, dashed: second, dotted: neutral."
    )
    return Figure(
        fig,
        "attrition",
        title,
        f"Line chart, one line per term over five stages. {title}. All terms: " + ", ".join(parts) + ".",
        caption,
        table,
    )


def over_time(hits: pd.DataFrame, terms: pd.DataFrame, dates: Mapping[str, str], *, set: str, policy: str = "own") -> Figure:
    """Draw the pole share of each month; refused below 20 dated articles.

    Parameters
    ----------
    dates : article_id → ISO date, "" unknown
    """
    dated = sum(1 for date in dates.values() if len(date) >= 7)
    if dated < DATED:
        raise ValueError(f"{dated} dated articles are too few for a time series: it needs {DATED}")
    pole = style.poles(terms, set)
    side = {pole[s]: s for s in "AB"}
    chosen = ledger.select(hits, policy=policy, set=set)
    counted = chosen.assign(side=chosen["pole"].map(side), month=chosen["article_id"].astype("str").map(dates).fillna("").str[:7]).dropna(
        subset=["side"]
    )
    table = (
        counted[counted["month"] != ""].groupby(["month", "side"]).size().unstack(fill_value=0).reindex(columns=["A", "B"], fill_value=0)
    )
    table = table.rename(columns={"A": "n_a", "B": "n_b"}).reset_index().rename_axis(columns=None)
    table["share"] = table["n_b"] / (table["n_a"] + table["n_b"])
    size = table["n_a"] + table["n_b"]
    title = (
        f"{set}: the monthly share of “{pole['B']}” lies between {number(table['share'].min())} and {number(table['share'].max())}, "
        f"in months of {size.min():,} to {size.max():,} choices"
        if len(table)
        else f"{set}: no choice in a dated article"
    )
    under = f"Pole share by month, {policy} voice, all articles of a month together; dot area = choices. {dated} dated articles."
    with style.grammar():
        fig, axes = style.canvas(8, title, under, foot=1.1)
        axes.axhline(0.5, color=FAINT, linewidth=1, linestyle=(0, (4, 3)))
        places = [int(m[:4]) * 12 + int(m[5:7]) - 1 for m in table["month"]]
        axes.plot(places, table["share"], color="#b5b5b5", linewidth=1)
        colours = [POLES["A"] if v < 0.5 else POLES["B"] if v > 0.5 else POLES["N"] for v in table["share"]]
        axes.scatter(places, table["share"], s=10 + 120 * size / max(size.max(), 1), color=colours, edgecolor="white", zorder=3)
        axes.set_ylim(-0.05, 1.05)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".5", ".75", "1"])
        axes.set_ylabel(f"share of “{label(pole['B'], 20)}”")
        step = max(1, -(-(max(places) - min(places) + 1) // 8)) if places else 1
        ticks = range(min(places), max(places) + 1, step) if places else []
        axes.set_xticks(list(ticks), [f"{t // 12}-{t % 12 + 1:02d}" for t in ticks])
    caption = (
        f"0 = only “{pole['A']}” terms, 1 = only “{pole['B']}” terms. Months differ in which outlets published; this is a "
        "description, not a trend of any outlet."
    )
    return Figure(fig, f"time_{set}", title, f"Dots by month. {title}.", caption, table)
