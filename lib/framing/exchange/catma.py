"""CATMA's TEI export of one article to what a coder wrote at each place."""

from __future__ import annotations

import re
from xml.parsers import expat

from framing.audit.codes import VARIABLES
from framing.errors import BadInput
from framing.exchange.coded import FEATURES, Annotation


def read_catma(raw: str, *, file: str) -> list[Annotation]:
    """Return the annotations of CATMA's TEI export. Entities and document types are refused, so nothing can expand.

    Source: TEI Guidelines, feature structures and pointers, as CATMA uses them: ``seg ana="#…"`` with ``ptr target="…#char=a,b"``,
    ``fs`` with a type, ``f`` with string values, ``fsDecl`` naming the type.
    """
    reader = _Catma()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = reader.begin, reader.end, reader.text
    reader.line = lambda: parser.CurrentLineNumber
    try:
        parser.Parse(raw.encode("utf-8"), True)
    except (expat.ExpatError, ValueError) as error:
        raise BadInput(f"{file}, line {parser.CurrentLineNumber}: not the TEI that CATMA exports ({error}); export it again") from error
    return reader.annotations()


class _Catma:
    """Collects what CATMA's TEI says of tags, places and properties while it is read."""

    def __init__(self):
        self.names, self.parents, self.places, self.tags, self.values = {}, {}, {}, {}, {}
        self.open, self.tag, self.instance, self.feature, self.said = [], "", "", "", ""

    def refuse(self, *_):
        raise ValueError("a document type is not read")

    def begin(self, name, given):
        name = name.rpartition(" ")[2]
        ids = given.get("http://www.w3.org/XML/1998/namespace id", "")
        if name == "fsDecl":
            self.tag = given.get("type") or ids
            self.parents[self.tag] = given.get("baseTypes", "")
        elif name == "fs":
            self.instance = ids
            self.tags[ids] = given.get("type", "")
        elif name == "f":
            self.feature = given.get("name", "").lower()
        elif name == "seg":
            self.open = [part.lstrip("#") for part in given.get("ana", "").split()]
        elif name == "ptr" and (place := re.search(r"#char=(\d+),(\d+)", given.get("target", ""))):
            for instance in self.open:
                self.places.setdefault(instance, []).append((int(place[1]), int(place[2]), self.line()))
        self.said = ""

    def text(self, said):
        self.said += said

    def end(self, name):
        name = name.rpartition(" ")[2]
        if name == "fsDescr":
            self.names[self.tag] = self.said.strip()
        elif name == "string" and self.instance:
            self.values.setdefault(self.instance, {}).setdefault(self.feature, self.said.strip())
        elif name == "seg":
            self.open = []

    def annotations(self) -> list[Annotation]:
        merged: dict[tuple[int, int], Annotation] = {}
        for instance, pieces in self.places.items():
            codes = {key: value for key, value in self.values.get(instance, {}).items() if key in FEATURES}
            tag = self.tags.get(instance, "")
            variable = self.names.get(self.parents.get(tag, ""), "").lower()
            if variable in VARIABLES and variable not in codes:
                codes[variable] = self.names.get(tag, "").lower()
            place = (min(p[0] for p in pieces), max(p[1] for p in pieces))
            if codes:
                before = merged.get(place)
                merged[place] = Annotation(*place, "", (before.codes if before else {}) | codes, before.line if before else pieces[0][2])
        return [merged[place] for place in sorted(merged)]
