"""The frame of every page: takes a template's name and its values, returns one self-contained HTML document.

Jinja with autoescape on (nbconvert's own template environment leaves it off), our template, one style sheet written
into the page, a content policy that allows pictures inside the page and nothing else, and no script at all.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"
LARGEST = 5_000_000  # bytes a page may have


def render(template: str, **values: Any) -> str:
    """Return the page; ``template`` names a file in ``templates/``."""
    return _environment().get_template(template).render(policy=POLICY, **values)


def part(template: str) -> Callable[..., Markup]:
    """Return the macro ``entry`` of a template: a piece of a page, for pieces made many times (a template takes three times as long)."""
    return _environment().get_template(template).module.entry


def write(path: Path, page: str) -> None:
    """Write a page with \\n line ends; one that is larger than 5 MB is refused."""
    encoded = page.encode("utf-8", "replace")
    if len(encoded) > LARGEST:
        raise ValueError(
            f"{path.name} would be {len(encoded) / 1e6:.1f} MB, above the 5 MB a page may have: show fewer rows or smaller figures"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded)


def anchor(heading: str, taken: set[str]) -> str:
    """Return an id for a heading that the page does not have yet, and remember it.

    >>> anchor("Who is quoted?", {"who-is-quoted"})
    'who-is-quoted-2'
    """
    base = re.sub(r"[^\w]+", "-", re.sub(r"<[^>]*>", "", heading).lower()).strip("-") or "section"
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    taken.add(name)
    return name


@functools.cache
def _environment():
    import jinja2

    folder = Path(__file__).parent / "templates"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.globals["style"] = Markup((folder / "style.css").read_text(encoding="utf-8"))
    return environment
