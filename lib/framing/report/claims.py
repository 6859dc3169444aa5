"""Findings: takes computed sentences with their level and verdict, returns the ``findings`` table and its HTML.

Notebook 10 writes the table, and the same rendering is used there and on the index, so both say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd
from markupsafe import Markup

from framing.figures.style import number
from framing.report import display
from framing.report.cited import Cited
from framing.report.display import cited, sentence

COLUMNS = ["order", "set", "unit", "name", "sentence", "values", "level", "verdict", "n", "interval"]
LEVELS = {
    "L0": "no choice made",
    "L1": "about this article",
    "L2": "about these articles",
    "L3": "about an outlet or a group of outlets",
}
ABOUT = {"outlet": "about this outlet", "group": "about this group of outlets", "corpus": "about this outlet",
         "contrast": "about the outlets of both sides"}  # whom an L3 finding is about, by its unit  # fmt: skip
FOLDED = 6  # findings about single articles, outlets or groups; more than this are folded away
SURVIVES = {"yes": "survives", "no": "does not survive", "open": "open"}
VERDICTS = {"robust": "●", "leaning": "◐", "fragile": "○"}  # a shape each, so that colour is not needed


def finding(
    template: str,
    /,
    *,
    set: str,
    level: str,
    n: int | Cited,
    verdict: str = "",
    unit: str = "corpus",
    name: str = "all",
    interval: str = "",
    **values: Any,
) -> dict[str, Any]:
    """Return one finding as a row of ``findings``.

    Parameters
    ----------
    template : str
        The sentence, with fields that ``values`` fill; ``report.cite(...)`` values stay links.
    set, unit, name : str
        The contested choice; article, outlet, group or corpus; which one.
    level : str
        Claim level "L0" … "L3" (METHODS.md section 3).
    n : int or Cited
        Choices the finding rests on.
    verdict : str
        "robust", "leaning", "fragile", or "" where it was not judged.
    interval : str
        Interval or range, in words; it says what kind it is ("leave-one-out range .20 to .45").
    """
    if level not in LEVELS:
        raise ValueError(f"claim level {level!r}: use one of {', '.join(LEVELS)}")
    if verdict not in ("", *VERDICTS):
        raise ValueError(f"verdict {verdict!r}: use one of {', '.join(VERDICTS)}, or nothing")
    sentence(template, values)  # a field without a value is found here, not on the page
    kept = {key: {"n": value.n, "query": value.query} if isinstance(value, Cited) else _plain(value) for key, value in values.items()}
    written = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    row = {"set": set, "unit": unit, "name": name, "sentence": template, "values": written, "level": level, "verdict": verdict}
    return row | {"n": int(n), "interval": interval}


def findings(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Return the ``findings`` table: one row per finding, in the order given."""
    table = pd.DataFrame(list(rows), columns=COLUMNS[1:])
    table.insert(0, "order", range(1, len(table) + 1))
    text = [column for column in COLUMNS if column not in ("order", "n")]
    return table.astype({"order": "int64", "n": "int64"} | dict.fromkeys(text, "str"))


def show_findings(findings: pd.DataFrame, corrected: pd.DataFrame | None = None) -> None:
    """Display the findings as the index will show them; with the table ``corrected``, what coding makes of them."""
    after = after_coding(corrected)
    values = [value for row in findings.itertuples() for value in restored(row.values).values()]
    text = "\n".join(
        " ".join([sentence(row.sentence, restored(row.values))[1], f"[{row.level}, n = {row.n}] {row.verdict}", *_after(row, after)])
        for row in findings.itertuples()
    )
    display.show(findings_html(findings, corrected), text, {"kind": "findings", "cited": cited(values)})


def after_coding(corrected: pd.DataFrame | None) -> dict[str, str]:
    """Return, for each set, its own-voice pole share after coding and whether the conclusion survives, in words.

    Parameters
    ----------
    corrected : DataFrame or None
        As ``audit.corrected`` returns it. No sets where there is none, or nothing was coded.
    """
    if corrected is None or not (corrected["n_coded"] > 0).any():
        return {}
    shares = corrected[corrected["quantity"] == "pole share, own voice"]
    return {row.set: _coded(row) for row in shares.itertuples()}


def _coded(row) -> str:
    if pd.isna(row.corrected):
        return "after coding: no choice is left in own voice" if row.method == "codes" else f"after coding: not known, {row.reason}"
    interval = "" if pd.isna(row.low) else f" ({number(row.low)} to {number(row.high)}, coding error only)"
    return f"after coding {number(row.corrected)}{interval}: {SURVIVES.get(row.survives, 'nothing led')}"


def findings_html(findings: pd.DataFrame, corrected: pd.DataFrame | None = None) -> Markup:
    """Return the findings set by set: sentence, then claim level, n, interval and verdict in words, and what coding makes of it."""
    after = after_coding(corrected)
    groups = []
    for contested, rows in findings.groupby("set", sort=False):
        folded = [unit for unit in ("group", "outlet", "article") if (rows["unit"] == unit).sum() > FOLDED]
        open_rows = rows[~rows["unit"].isin(folded)]
        groups.append(Markup('<h3><bdi>{}</bdi></h3><ol class="findings">{}</ol>').format(contested, _items(open_rows, after)))
        start = len(open_rows) + 1
        for unit in folded:
            part = rows[rows["unit"] == unit]
            says = f"{unit.capitalize()} by {unit}: {len(part)} findings in the set {contested}"
            groups.append(
                Markup('<details class="list"><summary><bdi>{}</bdi></summary><ol class="findings" start="{}">{}</ol></details>').format(
                    says, start, _items(part, after)
                )
            )
            start += len(part)
    return Markup('<div class="mathjax_ignore tex2jax_ignore">{}</div>').format(Markup("").join(groups))


def _items(rows: pd.DataFrame, after: dict[str, str]) -> Markup:
    return Markup("").join(_item(row, after) for row in rows.itertuples())


def _after(row, after: dict[str, str]) -> list[str]:
    """What coding makes of a finding about the whole corpus; of contrasts and single articles it says nothing."""
    return [after[row.set]] if row.unit == "corpus" and row.set in after else []


def _item(row, after: dict[str, str]) -> Markup:
    html, _ = sentence(row.sentence, restored(row.values))
    chips = [Markup('<span class="level"><b>{}</b> {}</span>').format(row.level, about(row.level, row.unit)), f"n = {int(row.n):,}"]
    chips += [row.interval] if row.interval else []
    chips += (
        [
            Markup('<span class="verdict {}">{} {}</span>').format(
                row.verdict, VERDICTS[row.verdict], f"{row.verdict} {'under' if row.verdict == 'leaning' else 'to'} the analyst's decisions"
            )
        ]
        if row.verdict in VERDICTS
        else []
    )
    chips += _after(row, after)
    return Markup('<li><p class="finding">{}</p><p class="chips">{}</p></li>').format(html, Markup(" · ").join(chips))


def about(level: str, unit: str) -> str:
    """Say about whom a finding speaks."""
    if level == "L0" and unit == "contrast":
        return "not comparable"
    return ABOUT.get(unit, LEVELS[level]) if level == "L3" else LEVELS.get(level, "")


def restored(values: str) -> dict[str, Any]:
    """Return a finding's values with their cited numbers."""
    return {
        key: Cited(value["n"], value["query"]) if isinstance(value, dict) else value for key, value in json.loads(values or "{}").items()
    }


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
