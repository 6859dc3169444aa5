"""Figures: drawn from small and large tables made here; labels must not overlap, bytes must repeat, numbers must be right."""

import functools
import itertools

import numpy as np
import pandas as pd
import pytest

import report_example
from framing import figures
from framing.figures import style

ATTACK = "<script>window.ran=1</script>$3 … $5\u202e\n=1+1"
LONG = "a name so long that no margin could ever hold it, written by somebody who never stops 0123456789"


@functools.cache
def everything(n: int, attack: str) -> dict[str, figures.Figure]:
    """Every figure of the suite, drawn from a study of n articles."""
    made = report_example.build(n, attack)
    hits, terms, choices, articles = (made[name] for name in ("hits", "terms", "choices", "articles"))
    set_name = hits["set"].iloc[0]
    if n > 50:  # as many outlets as articles have names
        names = [f"{LONG} {i % 45:02d}" for i in range(n)]
        choices = report_example.choices_of(hits, articles.assign(outlet=names), {p: f"{p}{attack}" for p in ("state", "self", "neutral")})
        articles = articles.assign(outlet=names)
    outlets = dict(zip(articles["article_id"], articles["outlet"], strict=True))
    rng = np.random.default_rng(5)
    words = pd.DataFrame(
        [(a, outlets[a], v, int(rng.integers(10, 200))) for a in outlets for v in style.VOICES],
        columns=["article_id", "outlet", "voice", "n_words"],
    )
    left = [("nothing", "", 0.4, 0.0, False)] + [
        ("article", a, float(s), float(s - 0.4), bool(s > 0.5)) for a, s in zip(outlets, rng.uniform(0.3, 0.6, n), strict=True)
    ]
    influence = pd.DataFrame(left, columns=["left_out", "name", "share", "change", "flips"]).assign(set=set_name)
    grid = list(itertools.product(["core", "extended", f"without {LONG}"], ["own", "all"], ["in", "out"], ["in", "out"]))
    specifications = pd.DataFrame(grid, columns=["terms", "voice", "headline", "distanced"]).assign(
        set=set_name, share=rng.uniform(0.2, 0.8, len(grid))
    )
    camps = pd.DataFrame(
        [
            (camp, p + attack, i * 3, i, i, i)
            for camp in ("government" + attack, "un", "unknown")
            for i, p in enumerate(("state", "self", "neutral"))
        ],
        columns=["camp", "pole", "n", "n_direct", "n_indirect", "n_short"],
    ).assign(set=set_name)
    pairs = pd.DataFrame(
        [(a, b, 30 if a == b else 2) for a in ("own", "direct", "indirect") for b in ("own", "direct", "indirect")],
        columns=["rule", "coded", "n"],
    )
    quality = pd.DataFrame(
        [(f"rule {i} {attack}", "precision" if i % 3 else "recall", 10 + i, 0.8, 0.6, 0.9) for i in range(min(n, 40))],
        columns=["name", "measure", "n", "value", "low", "high"],
    )
    key = pd.DataFrame(
        {"type": [f"word{i}{attack}" for i in range(60)], "n_target": rng.integers(0, 50, 60), "n_reference": rng.integers(0, 50, 60)}
    )
    key["log_ratio"] = np.log2((key["n_target"] + 0.5) / (key["n_reference"] + 0.5))
    key = key.assign(log_ratio_low=key["log_ratio"] - 1, log_ratio_high=np.where(key["n_reference"] == 0, np.inf, key["log_ratio"] + 1))
    key = key.assign(
        k_target=3,
        d_target=5,
        k_reference=2,
        d_reference=5,
        share_one_article=np.linspace(0, 1, 60),
        delta=key["log_ratio"] * 0.7,
        variance=0.1,
        g2=3.0,
        lrc=key["log_ratio"] / 2,
    )
    key["z"] = key["delta"] / key["variance"] ** 0.5
    drawn = [
        figures.voice_swing(choices, terms, set=set_name),
        figures.choice_interval(choices, terms, set=set_name),
        figures.term_by_article(hits, terms, set=set_name, outlets=outlets),
        figures.voice_composition(words),
        figures.barcode(hits, terms, dict(zip(articles["article_id"], articles["text"].str.len(), strict=True)), set=set_name),
        figures.attrition(hits, terms),
        figures.influence(influence, terms, set=set_name),
        figures.specification_curve(specifications, terms, set=set_name, dimensions=["terms", "voice", "headline", "distanced"]),
        figures.camp_by_pole(camps, terms, set=set_name),
        figures.confusion(pairs),
        figures.precision(quality),
        figures.contrast(key, target="the harbour papers" + attack, reference="the valley papers"),
        figures.funnel(key, target="the harbour papers", reference="the valley papers" + attack, noise=2.9),
    ]
    if n >= figures.place.DATED:
        dates = {a: f"203{i % 3}-{i % 12 + 1:02d}-01" for i, a in enumerate(articles["article_id"])}
        drawn.append(figures.over_time(hits, terms, dates, set=set_name))
    return {figure.name: figure for figure in drawn}


def boxes(fig) -> list[tuple[str, object]]:
    """Where every level text of a figure stands, in pixels, once it is drawn; ticks outside the view are not drawn."""
    from matplotlib.text import Text

    fig.draw_without_rendering()
    unseen = set()
    for axes in fig.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
            unseen |= {id(text) for tick in ticks if not low <= tick.get_loc() <= high for text in (tick.label1, tick.label2)}
    texts = [t for t in fig.findobj(Text) if t.get_visible() and t.get_text().strip() and not t.get_rotation() % 90 and id(t) not in unseen]
    return [(t.get_text(), Text.get_window_extent(t).padded(-0.5)) for t in texts]


def overlapping(placed: list[tuple[str, object]]) -> list[tuple[str, str]]:
    return [(a, b) for (a, box), (b, other) in itertools.combinations(placed, 2) if box.overlaps(other)]


@functools.cache
def vectors() -> dict[str, bytes]:
    """Every figure of few articles as SVG."""
    return {name: figure.svg() for name, figure in everything(6, ATTACK).items()}


@pytest.mark.parametrize(("n", "attack"), [(6, ATTACK), (90, "")])
def test_no_label_overlaps_another_or_leaves_the_picture(n, attack):
    for name, figure in everything(n, attack).items():
        placed = boxes(figure.fig)
        assert overlapping(placed) == [], name
        assert "\u202e" not in "".join(text for text, _ in placed), name
        page = figure.fig.bbox
        outside = [t for t, box in placed if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1]
        assert outside == [], name


def test_the_overlap_check_can_fail():
    from matplotlib.figure import Figure

    fig = Figure()
    fig.text(0.5, 0.5, "one")
    fig.text(0.51, 0.5, "two")
    assert overlapping(boxes(fig)) == [("one", "two")]


def test_same_tables_same_bytes():
    again = everything.__wrapped__(6, ATTACK)
    assert len(again) >= 13
    for name, svg in vectors().items():
        assert svg == again[name].svg(), name
        assert b"<dc:date>" not in svg, name


def test_attack_strings_are_drawn_as_text():
    for name, svg in vectors().items():
        assert b"<script" not in svg, name


def test_swing_by_hand():
    # article x: own A A B (1/3), all A A B B (1/2): swing 1/2 - 1/3; article y: no own choice, all B (1)
    rows = [("x", "own", 2, 1), ("x", "all", 2, 2), ("y", "own", 0, 0), ("y", "all", 0, 1)]
    choices = pd.DataFrame(
        [("article", name, name, name, "s", policy, a, b, b / (a + b) if a + b else np.nan) for name, policy, a, b in rows],
        columns=["unit", "name", "article_id", "outlet", "set", "policy", "n_a", "n_b", "share"],
    )
    terms = pd.DataFrame({"set": "s", "pole": ["p", "q"], "side": ["A", "B"], "term": ["t", "u"]})
    figure = figures.voice_swing(choices, terms, set="s")
    assert figure.table["name"].tolist() == ["x", "y"]
    assert figure.table["swing"].round(4).tolist()[0] == 0.1667 and np.isnan(figure.table["swing"][1])
    assert "in 1 of 1 articles" in figure.title
    assert any("no own choice" in text for text, _ in boxes(figure.fig))


def test_attrition_by_hand():
    made = report_example.build(6)
    hits = made["hits"].copy()
    hits.loc[hits.index[0], ["counted", "why_not", "zone"]] = [False, "furniture", "furniture"]
    hits.loc[hits.index[1], ["counted", "why_not"]] = [False, "duplicate origin"]
    table = figures.attrition(hits, made["terms"]).table[figures.place.STAGES].sum().tolist()
    own = int((hits["counted"] & hits["voice"].isin(["own", "bracket"])).sum())
    assert table == [len(hits), len(hits) - 1, len(hits) - 1, len(hits) - 2, own]


def test_many_articles_are_shown_by_outlet():
    drawn = everything(90, "")
    assert "outlets" in drawn["voice_swing_fighters"].title
    assert len(drawn["voice_swing_fighters"].table) == 45
    assert "30 outlets with most choices of 45" in drawn["voice_swing_fighters"].caption


def test_refusals():
    with pytest.raises(ValueError, match="a figure needs alt"):
        figures.Figure(None, "name", "title", " ", "caption", pd.DataFrame())
    made = report_example.build(3)
    with pytest.raises(ValueError, match="no set “nothing” in the lexicon"):
        figures.voice_swing(made["choices"], made["terms"], set="nothing")
    with pytest.raises(ValueError, match="3 dated articles are too few"):
        figures.over_time(made["hits"], made["terms"], {"a": "2031-01-01", "b": "2031-01-01", "c": "2031-01-02", "d": ""}, set="fighters")


def test_one_colour_per_pole():
    assert style.POLES == {"A": "#0072B2", "B": "#D55E00", "N": "#767676"}
