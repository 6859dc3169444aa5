"""A question about the hits to a number that knows its evidence: takes ``hits`` and a query, returns ``Cited``.

A ``Cited`` behaves like its number, and in HTML it is a link to the page that lists the hits it counts. The query
travels in the notebook's output; ``publish`` asks it again of the run's hits and writes that page (METHODS.md section 2).
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from framing import hits as ledger

POLICIES = {"own": "own voice", "wide": "own voice and indirect speech", "attributed": "attributed to a source", "all": "every voice"}


def slug(name: str, *, of: str = "", width: int = 48) -> str:
    """Return a file name that is safe everywhere and differs wherever the names (or what they are names of) differ.

    >>> slug("Fighters / état")
    'fighters-etat-a64a4a1f'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    kept = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:width].strip("-")
    return f"{kept or 'x'}-{hashlib.sha256((of or name).encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


@functools.total_ordering
class Cited:
    """A count of hits together with the question that it answers."""

    def __init__(self, n: int, query: Mapping[str, Any]) -> None:
        self.n = int(n)
        self.query = {key: _plain(value) for key, value in sorted(query.items())}
        self.title = describe(self.query)
        self.slug = slug(self.title, of=json.dumps(self.query, ensure_ascii=False, sort_keys=True))

    def as_dict(self) -> dict[str, Any]:
        return {"slug": self.slug, "title": self.title, "query": self.query, "n": self.n}

    def link(self, shown: str) -> Markup:
        """Return the number as a link to its evidence, whose name says what is counted."""
        name = f"{shown}: {self.n:,} hits, {self.title}"
        return Markup('<a class="cited" href="evidence/{}.html" aria-label="{}" title="{}">{}</a>').format(self.slug, name, name, shown)

    def __html__(self) -> Markup:
        return self.link(str(self))

    def __html_format__(self, spec: str) -> Markup:
        return self.link(format(self, spec))

    def __str__(self) -> str:
        return f"{self.n:,}"

    def __format__(self, spec: str) -> str:
        return format(self.n, spec) if spec else str(self)

    def __repr__(self) -> str:
        return f"Cited({self.n}, {self.query})"

    def __int__(self) -> int:
        return self.n

    __index__ = __int__

    def __float__(self) -> float:
        return float(self.n)

    def __bool__(self) -> bool:
        return bool(self.n)

    def __hash__(self) -> int:
        return hash(self.n)

    def __eq__(self, other: object) -> bool:
        return self.n == (other.n if isinstance(other, Cited) else other)

    def __lt__(self, other: Any) -> bool:
        return self.n < (other.n if isinstance(other, Cited) else other)

    def __add__(self, other: Any) -> int:
        return self.n + int(other)

    __radd__ = __add__

    def __truediv__(self, other: Any) -> float:
        return self.n / float(other)


def cite(hits: pd.DataFrame | ledger.Ledger, /, **query: Any) -> Cited:
    """Return how many hits answer a query, as a number that links to them.

    Parameters
    ----------
    hits : DataFrame or Ledger
        The run's whole ``hits`` table: filter with the query, so that the evidence page can count the same rows.
        A ``Ledger`` of it answers many questions at the cost of one.
    **query
        As ``hits.select`` takes it: ``policy`` (own, wide, attributed, all), ``counted``, and any column = value or list.
    """
    return Cited(hits.count(**query) if isinstance(hits, ledger.Ledger) else len(ledger.select(hits, **query)), query)


def place(article_id: str, hit_id: str, shown: str = "") -> Markup:
    """Return a link to a hit in the annotated article; ``publish`` drops it where the article has no page."""
    return Markup('<a class="place" href="articles/{}.html#{}">{}</a>').format(slug(article_id), hit_id, shown or hit_id)


def places(hits: pd.DataFrame) -> dict[str, str]:
    """Return hit_id → address of its sentence, as files in ``figures/`` need it."""
    return {h: f"../articles/{slug(a)}.html#{h}" for a, h in hits[["article_id", "hit_id"]].itertuples(index=False)}


def describe(query: Mapping[str, Any]) -> str:
    """Return a query in words, for titles and for readers who hear a link instead of seeing it.

    >>> describe({"set": "fighters", "pole": "state", "policy": "own"})
    'fighters · state · own voice'
    """
    first = [key for key in ("set", "pole", "term", "group", "outlet", "article_id", "speaker", "zone", "voice") if key in query]
    rest = [key for key in sorted(query) if key not in first and key not in ("policy", "counted")]
    parts = [_words(key, query[key]) for key in first + rest]
    if "voice" not in query or "policy" in query:
        parts.append(POLICIES.get(query.get("policy", "all"), str(query.get("policy"))))
    if query.get("counted") is False:
        parts.append("with those not counted")
    return " · ".join(parts)


def _words(key: str, value: Any) -> str:
    name = key.replace("_id", "").replace("_", " ")
    if isinstance(value, list):
        listed = ", ".join(str(item) for item in value)
        digest = hashlib.sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()[:6]
        return f"{name} {listed}" if len(value) <= 4 and len(listed) <= 80 else f"{len(value)} {name}s ({digest})"
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return str(value) if key in ("set", "pole", "outlet") else f"{name} “{value}”"


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):  # numpy and pandas values and arrays
        value = value.tolist()
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, (str, bool, int, float)):
        return value
    raise ValueError(f"a cited query holds text, numbers and lists of them, not {type(value).__name__}")
