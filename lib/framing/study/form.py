"""A study.yml to its keys and values, each of the form it must have; everything else is refused with its line."""

from __future__ import annotations

from pathlib import Path

from framing import strict
from framing.errors import BadInput, nearest
from framing.strict import Entries, Items, Text

TEXT, TEXTS, LINES, LIST = "one text", "texts by name", "a text or a list of texts by name", "a list"
FORMS = {
    "title": TEXT, "question": TEXT, "language": TEXT, "articles": TEXT, "columns": TEXTS, "dates": TEXT, "metadata": TEXT,
    "lexicon": TEXT, "groups": LINES, "contrasts": LIST, "camps": LINES, "coders": TEXT, "seed": TEXT, "limits": TEXTS,
    "licence": TEXT,
}  # fmt: skip
EXAMPLES = {  # what to write instead
    TEXT: "{key}: …, without brackets or a list",
    TEXTS: "{key}: {{name: value}}",
    LINES: "{key}: {{name: [one, another]}}",
    LIST: "{key}: [{{name: a v b, target: a, reference: b}}]",
}
OF_A_CONTRAST = ["name", "target", "reference"]


def read(path: Path) -> dict:
    """Return what a study.yml says, as plain texts, dicts and lists.

    Raises
    ------
    BadInput
        If the file is no plain YAML (``framing.strict``), has no title, or a key or a value has not the form it must
        have; the message names the file, the line and the cure.
    """
    settings = strict.parse(strict.read_text(path), path)
    if not isinstance(settings, Entries) or not settings.get("title"):
        raise BadInput(f"{path} has no `title:`: every study needs one")
    for key, value in settings.items():
        if key not in FORMS:
            raise BadInput(f"{path}, line {key.line}: unknown key {str(key)!r}{nearest(key, [*FORMS])}; known are {', '.join(FORMS)}")
        if not _fits(value, FORMS[key]):
            form = FORMS[key]
            raise BadInput(f"{path}, line {value.line}: `{key}:` must be {form}: write  {EXAMPLES[form].format(key=key)}")
    for entry in settings.get("contrasts", []):
        _contrast(entry, path)
    return strict.plain(settings)


def _fits(value: Text | Entries | Items, form: str) -> bool:
    if form == TEXT:
        return isinstance(value, Text)
    if form == LIST:
        return isinstance(value, Items)
    return isinstance(value, Entries) and all(isinstance(v, Text) or (form == LINES and _texts(v)) for v in value.values())


def _texts(value: Text | Entries | Items) -> bool:
    return isinstance(value, Text) or (isinstance(value, Items) and all(isinstance(item, Text) for item in value))


def _contrast(entry: Text | Entries | Items, path: Path) -> None:
    where = f"{path}, line {entry.line}"
    if not isinstance(entry, Entries) or not {"target", "reference"} <= set(entry):
        raise BadInput(f"{where}: every contrast needs `target:` and `reference:`, each a group, an outlet or a list of outlets")
    for key, value in entry.items():
        if key not in OF_A_CONTRAST:
            known = ", ".join(OF_A_CONTRAST)
            raise BadInput(f"{where}: a contrast has no {str(key)!r}{nearest(key, OF_A_CONTRAST)}; known are {known}")
        if not (isinstance(value, Text) or (key != "name" and _texts(value))):
            wanted = "one text" if key == "name" else "a group, an outlet or a list of outlets"
            raise BadInput(f"{where}: `{key}:` of a contrast must be {wanted}: write texts without further brackets")
