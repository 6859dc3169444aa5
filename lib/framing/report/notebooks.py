"""An executed notebook to the parts of its page: takes the file, returns ``Page`` with prose, code, outputs, figures.

Prose is rendered by mistune, which nbconvert brings, with raw HTML escaped and no maths. An output may be HTML only if
the helpers of ``report`` made it; every other one is shown as text, and a picture without alt text is refused.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from framing.report.pages import anchor

NUMBERED = re.compile(r"\d\d_[\w-]+\.ipynb")
_LINK = re.compile(r"^(?:\./|\.\./notebooks/)?(\d\d_[\w-]+)\.ipynb(#.*)?$")
_PNG = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass
class Page:
    """One notebook, ready for its template."""

    name: str  # file name without ending
    title: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)  # {"kind": prose|code|output, "html": Markup, …}
    contents: list[tuple[str, str, int]] = field(default_factory=list)  # anchor, heading, level
    cited: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return f"{self.name}.html"


def read(path: Path, *, pages: set[str]) -> Page:
    """Return a notebook's page.

    Parameters
    ----------
    path : Path
        An executed notebook.
    pages : set of str
        Names of the notebooks that become pages; links to others are written as text.
    """
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    page = Page(path.stem)
    markdown = _markdown(page, pages)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            page.blocks.append({"kind": "prose", "html": Markup(markdown(cell.source))})
        elif cell.cell_type == "code" and cell.source.strip():
            tags = cell.get("metadata", {}).get("tags", [])
            page.blocks.append(
                {"kind": "code", "html": _highlighted(cell.source), "says": _says(tags), "count": cell.get("execution_count")}
            )
            for output in cell.outputs:
                html = _output(page, output)
                if html:
                    page.blocks.append({"kind": "output", "html": html})
    page.title = page.title or page.name
    return page


def _says(tags: list[str]) -> str:
    if "injected-parameters" in tags:
        return "Parameters given for this run"
    return "Parameters and what they stand at by default" if "parameters" in tags else "Code"


def _output(page: Page, output: Any) -> Markup | str:
    if output.output_type == "error":
        raise ValueError(f"{page.name}: a cell failed ({output.ename}: {output.evalue}); only whole runs are published")
    if output.output_type == "stream":
        return _text(output.text) if output.name == "stdout" else ""
    about = output.get("metadata", {}).get("framing")
    if about:
        page.cited += about.get("cited", [])
        html = Markup(output.data["text/html"])
        return _figure(page, about, output.data, html) if about.get("kind") == "figure" else html
    if any(kind.startswith("image/") for kind in output.data):
        raise ValueError(f"{page.name}: a picture without alt text; show it with report.figure(figure)")
    return _text(output.data.get("text/plain", ""))


def _figure(page: Page, about: dict[str, Any], data: Any, html: Markup) -> Markup:
    """Keep the files of a figure, and put the sharper or the smaller picture on the page."""
    name = about["name"]
    if not re.fullmatch(r"[\w.-]+", name):
        raise ValueError(f"{page.name}: figure name {name!r}; use letters, digits, dots, hyphens and underscores only")
    svg, png = data["image/svg+xml"].encode("utf-8"), base64.b64decode(data["image/png"])
    if len(svg) < 400_000:
        html = Markup(_PNG.sub("data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii"), str(html), count=1))
    page.figures[name] = {"svg": svg, "png": png, "csv": about["csv"], "html": html, "alt": about["alt"], "title": about["title"]}
    return html


def _text(text: str) -> Markup:
    plain = _ANSI.sub("", "".join(text)).strip("\n")
    return Markup('<pre class="out">{}</pre>').format(plain) if plain else Markup("")


def _highlighted(source: str) -> Markup:
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))


def _markdown(page: Page, pages: set[str]):
    import mistune

    taken = {"main", "contents"}

    class Prose(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **_: Any) -> str:
            plain = Markup(text).striptags()
            if level == 1 and not page.title:
                page.title = plain
                return f"<h1>{text}</h1>\n"
            level = min(max(level, 2), (page.contents[-1][2] if page.contents else 1) + 1)
            name = anchor(plain, taken)
            page.contents.append((name, plain, level))
            return f'<h{level} id="{escape(name)}">{text}</h{level}>\n'

        def link(self, text: str, url: str, title: str | None = None) -> str:
            notebook = _LINK.match(url)
            if notebook and notebook[1] in pages:
                url = f"{notebook[1]}.html{notebook[2] or ''}"
            elif not re.match(r"https?://|#|mailto:|figures/|index\.html", url):
                return text
            return super().link(text, url, title)

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return f"<em>[picture: {text}]</em>"  # the policy shows only pictures that a helper made

    return mistune.create_markdown(escape=True, renderer=Prose(escape=True), plugins=["table", "strikethrough"])
