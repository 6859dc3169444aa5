"""A decoded HTML page to its text and what it says about itself: title, date, outlet, address, language.

With the extra ``html`` trafilatura finds the article; without it, or where it finds nothing, a reader made from the
standard library takes what a visitor can see, leaving out scripts, styles, hidden elements, navigation and forms.
"""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from typing import NamedTuple

INVISIBLE = {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "textarea", "select", "option", "canvas"}
AROUND = {"nav", "footer", "aside", "form", "button", "dialog", "menu"}
VOID = {"br", "img", "hr", "meta", "link", "input", "source", "area", "base", "col", "embed", "track", "wbr"}
BLOCKS = set(
    """p div h1 h2 h3 h4 h5 h6 li ul ol table tr td th blockquote figure figcaption article main section header pre
    dl dt dd time address br hr body""".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_PATH = (
    '//*[@hidden or @aria-hidden="true" or contains(translate(@style, " ", ""), "display:none")'
    ' or contains(translate(@style, " ", ""), "visibility:hidden")]'
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
META = {  # what a page's <meta> may be called, best first
    "title": ["og:title", "twitter:title"],
    "date": ["article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate", "parsely-pub-date"],
    "outlet": ["og:site_name", "application-name", "dc.publisher"],
    "url": ["canonical", "og:url"],
    "language": ["lang", "og:locale"],
}


class Page(NamedTuple):
    """The text of a page, what it says about itself, and (severity, sentence) notes."""

    text: str
    about: dict[str, str]
    notes: list[tuple[str, str]]


def declared(raw: bytes) -> str:
    """Return the encoding a page declares if it is needed and true: "" if it is UTF-8 whatever it declares, or unknown.

    A page's bytes are believed before its <meta>: what reads as UTF-8 is UTF-8.
    """
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in raw[:1024]:
        return ""
    try:
        raw.decode("utf-8")
        return ""
    except UnicodeDecodeError:
        pass
    found = _CHARSET.search(raw[:4096])
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
        raw.decode(name or "ascii")
    except (LookupError, UnicodeDecodeError):
        return ""
    return "" if name in {"iso8859-1", "utf-8", "cp1252"} else name


def read(html: str) -> Page:
    """Return the article on a page, one paragraph a line with blank lines between, its headline first."""
    visible = _Reader()
    visible.feed(html)
    visible.close()
    about = visible.about()
    title = about.get("title", "")
    text, told = _trafilatura(html), "trafilatura"
    own = visible.text()
    if not text or len(text) < 0.3 * len(own):
        text, told = own, "the reader of the standard library"
    if title and _plain(title) not in _plain(text[: 3 * len(title) + 300]):
        text = f"{title}\n\n{text}"
    return Page(text, about, [("note", f"text taken from the page by {told}")])


def _trafilatura(html: str) -> str:
    try:
        import lxml.html
        import trafilatura
    except ImportError:
        return ""
    import logging

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        tree = lxml.html.document_fromstring(html)
        for element in tree.xpath(_HIDDEN_PATH):
            element.drop_tree()
        found = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_precision=False, with_metadata=False)
    except Exception:  # a page it cannot parse is read by the other reader
        return ""
    return re.sub(r"\n+", "\n\n", found or "").strip()


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


class _Reader(HTMLParser):
    """Collect the visible lines of a page, each with whether it stands in the article or around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool, bool, bool]] = []  # tag, hidden, around, inside article
        self.lines: list[list] = [["", False, False]]  # text, around, in the article
        self.meta: dict[str, str] = {}
        self.heading: list[str] = []
        self.page_title = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self._note(tag, given)
        if tag in BLOCKS:
            self._break()
        if tag in VOID:
            return
        _, hidden, around, inside = self.open[-1] if self.open else ("", False, False, False)
        hidden |= (
            tag in INVISIBLE or "hidden" in given or given.get("aria-hidden") == "true" or bool(_HIDDEN.search(given.get("style", "")))
        )
        around |= tag in AROUND or given.get("role") in {"navigation", "contentinfo", "complementary", "search"}
        inside |= tag in {"article", "main"} or given.get("role") == "main" or given.get("itemprop") == "articleBody"
        self.open.append((tag, hidden, around, inside))
        if tag in BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, max(-1, len(self.open) - 200), -1):
            if self.open[place][0] == tag:
                if tag in BLOCKS:
                    self._break()
                del self.open[place:]
                if tag in BLOCKS:
                    self._break()
                return

    def handle_data(self, data: str) -> None:
        tag, hidden, around, inside = self.open[-1] if self.open else ("", False, False, False)
        if tag == "title" and not self.page_title:
            self.page_title = " ".join(data.split())
        if hidden or tag == "title" or any(name == "head" for name, *_ in self.open[:3]):
            return
        if any(name == "h1" for name, *_ in self.open[-6:]):
            self.heading.append(data)
        self.lines[-1][0] += data

    def _break(self) -> None:
        _, _, around, inside = self.open[-1] if self.open else ("", False, False, False)
        if self.lines[-1][0].strip():
            self.lines.append(["", around, inside])
        else:
            self.lines[-1] = ["", around, inside]

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html":
            self.meta.setdefault("lang", given.get("lang", ""))
        if tag == "link" and given.get("rel", "").lower() == "canonical":
            self.meta.setdefault("canonical", given.get("href", ""))
        if tag == "meta" and given.get("content"):
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            self.meta.setdefault(name.lower(), " ".join(given["content"].split()))
        if tag == "time" and given.get("datetime"):
            self.meta.setdefault("pubdate", given["datetime"])

    def about(self) -> dict[str, str]:
        found = {key: next((self.meta[name] for name in names if self.meta.get(name)), "") for key, names in META.items()}
        found["title"] = found["title"] or " ".join("".join(self.heading).split()) or self.page_title
        found["language"] = found["language"].replace("_", "-").split("-")[0].lower()
        return {key: value for key, value in found.items() if value}

    def text(self) -> str:
        seen = [(" ".join(line.split()), around, inside) for line, around, inside in self.lines if line.strip()]
        article = [line for line, around, inside in seen if inside and not around]
        outside = [line for line, around, _ in seen if not around]
        best = article if sum(map(len, article)) > 0.3 * sum(map(len, outside)) else outside
        return "\n\n".join(best or [line for line, *_ in seen])
