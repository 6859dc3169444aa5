"""Hits and spans as W3C Web Annotations (JSON-LD), and back to the same tables.

One annotation page a run: the target is the article (its address where it is known, else a URN of its SHA-256), found by
a TextPositionSelector and, for hits, by a TextQuoteSelector; the body is a classifying tag with every column as a property of
the suite's own vocabulary, declared in the context. Web Annotation positions count Unicode characters of the text content
with start included and end not, as the suite's offsets do.

Source: Web Annotation Data Model, W3C Recommendation 23 February 2017.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from framing.errors import BadInput
from framing.exchange.rows import typed

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
VOCABULARY = "urn:framing:column:"
AROUND = 32  # characters of prefix and suffix
_PLACED = ("article_id", "start", "end")


def to_page(tables: dict[str, pd.DataFrame], articles: pd.DataFrame) -> str:
    """Return hits and spans as one annotation page.

    Parameters
    ----------
    tables : dict, "hits" and "spans" → DataFrame
    articles : DataFrame with ``article_id, url, sha256, language, text``.
    """
    sources = {row.article_id: row for row in articles[["article_id", "url", "sha256", "language", "text"]].itertuples(index=False)}
    columns = [c for table in tables.values() for c in table if c not in _PLACED]
    items = []
    for name, table in tables.items():
        for number, values in enumerate(table.to_dict("records")):
            items.append(_annotation(name, number, values, sources[values["article_id"]]))
    page = {
        "@context": [CONTEXT, {c: VOCABULARY + c for c in [*dict.fromkeys(columns), "table", "article_id"]}],
        "id": "urn:framing:page:1",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def from_page(raw: str) -> dict[str, pd.DataFrame]:
    """Return the tables of an annotation page that ``to_page`` wrote.

    Raises
    ------
    BadInput
        If it is not such a page; the message names the item.
    """
    try:
        page = json.loads(raw)
        items = page["items"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"this is no Web Annotation page ({error}): give the file that `framing export --format w3c` wrote") from error
    rows: dict[str, list[dict[str, Any]]] = {}
    for number, item in enumerate(items):
        try:
            body, target = item["body"], item["target"]
            position = next(s for s in target["selector"] if s["type"] == "TextPositionSelector")
            values = {key: value for key, value in body.items() if key not in ("type", "purpose", "value", "table")}
            place = {"article_id": values.pop("article_id"), "start": position["start"], "end": position["end"]}
            rows.setdefault(body["table"], []).append(_ordered(body["table"], place, values))
        except (KeyError, TypeError, StopIteration) as error:
            raise BadInput(f"annotation {number + 1} lacks {error}: give the file that `framing export --format w3c` wrote") from error
    return {name: typed(pd.DataFrame(found), name) for name, found in rows.items()}


def _annotation(name: str, number: int, values: dict[str, Any], source: Any) -> dict[str, Any]:
    start, end, full = values["start"], values["end"], source.text
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    if name == "hits":
        quote = {"type": "TextQuoteSelector", "exact": full[start:end]}
        selectors.append(quote | {"prefix": full[max(start - AROUND, 0) : start], "suffix": full[end : end + AROUND]})
    target = {"source": source.url or f"urn:sha256:{source.sha256}", "selector": selectors}
    label = f"{values['set']}: {values['pole']}" if name == "hits" else values["voice"]
    return {
        "id": f"urn:framing:{name}:{number + 1}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": {"type": "TextualBody", "purpose": "classifying", "value": label, "table": name}
        | {key: value for key, value in values.items() if key not in ("start", "end")},
        "target": target,
    }


def _ordered(name: str, place: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    first = {"article_id": place["article_id"]}
    if name == "hits":
        first["hit_id"] = values.pop("hit_id")
    return first | {"start": place["start"], "end": place["end"]} | values
