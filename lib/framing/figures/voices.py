"""Figures of whose words an article is made of: takes counts of words by voice, returns ``Figure``."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing.figures import style
from framing.figures.style import VOICES, Figure


def voice_composition(voice_words: pd.DataFrame, *, names: Mapping[str, str] | None = None) -> Figure:
    """Draw the share of words of each article (or outlet, above 30 articles) in each voice.

    Parameters
    ----------
    voice_words : DataFrame, one row per article and voice
        ``article_id``, ``outlet``, ``voice``, ``n_words`` (tokens in counted zones).
    names : article_id → what to call it
    """
    unit = "outlet" if voice_words["article_id"].nunique() > style.MANY else "article"
    by = "outlet" if unit == "outlet" else "article_id"
    table = voice_words.groupby([by, "voice"])["n_words"].sum().reset_index().rename(columns={by: "name"})
    table["share"] = table["n_words"] / table.groupby("name")["n_words"].transform("sum")
    wide = table.pivot(index="name", columns="voice", values="share").reindex(columns=list(VOICES)).fillna(0.0)
    wide = wide.sort_values("own", kind="stable").tail(style.MANY)
    words = table.groupby("name")["n_words"].sum()
    own = table.loc[table["voice"] == "own", "n_words"].sum() / max(words.sum(), 1)
    title = f"{own:.0%} of the words are the {unit}s' own voice; from {wide['own'].min():.0%} to {wide['own'].max():.0%} by {unit}"
    under = f"Share of words in counted zones, by voice; n = words. {len(words)} {unit}s."
    shown = dict(names or {})
    with style.grammar():
        fig, axes = style.canvas(len(wide), title, under, foot=1.35)
        left = pd.Series(0.0, index=wide.index)
        for voice, (colour, hatch, says) in VOICES.items():
            if wide[voice].any():
                axes.barh(
                    range(len(wide)),
                    wide[voice] * 100,
                    left=left * 100,
                    height=0.72,
                    color=colour,
                    hatch=hatch,
                    edgecolor="#5c5c5c",
                    linewidth=0.5,
                    label=says,
                )
            left = left + wide[voice]
        style.rows(axes, [shown.get(name, name) for name in wide.index])
        for row, name in enumerate(wide.index):
            style.beside(axes, row, f"{int(words[name]):,}")
        axes.set_xlim(0, 100)
        axes.set_xlabel("share of words, %")
        fig.legend(loc="outside lower left", ncols=3, frameon=False, fontsize=8.5)
    parts = [f"{style.label(shown.get(name, name))} {wide.loc[name, 'own']:.0%} own" for name in wide.index[:8]]
    caption = (
        f"Words of each {unit} by voice, in per cent of its words. Own voice includes nothing that stands in quotation "
        "marks or in reported speech."
    )
    return Figure(fig, "voice_composition", title, f"Stacked bars, one per {unit}. {title}. " + "; ".join(parts) + ".", caption, table)
