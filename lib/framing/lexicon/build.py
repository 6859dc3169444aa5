"""Strictly read YAML → a checked Lexicon, or every reason with line and cure why it is none."""

from __future__ import annotations

from pathlib import Path

from framing.errors import nearest
from framing.lexicon.messages import LexiconError, Message
from framing.lexicon.model import KINDS, NEUTRAL, Lexicon, Set, Term
from framing.lexicon.pattern import PatternError, elements
from framing.strict import Entries, Items, Text

TOP = ("name", "language", "sets", "note", "source", "license")
SET = ("kind", "referent", "poles", "tests", "note", "source")
TERM = ("pattern", "core", "case", "parts", "gloss", "source", "not_before", "not_after", "not_in", "tests", "note")
EXCLUSIONS = ("not_before", "not_after", "not_in")


class Builder:
    """Turns nodes into objects and collects what is wrong with them instead of stopping at the first fault."""

    def __init__(self, path: Path):
        self.path, self.faults = path, []

    def fault(self, line: int, rule: str, said: str, cure: str) -> None:
        self.faults.append(Message(line, "error", rule, said, cure))

    def lexicon(self, node, sha256: str) -> Lexicon:
        top = self.mapping(node, "a lexicon", TOP)
        name = self.text(top.get("name", Text(self.path.stem)), "name")
        language = self.text(top.get("language", Text("en")), "language")
        sets = self.mapping(top.get("sets", Entries()), "sets")
        if not sets:
            cure = "write  sets:  with at least one set under it (data/lexicons/README.md)"
            self.fault(getattr(node, "line", 1), "structure", "no sets", cure)
        built = tuple(self.set(key, node) for key, node in sets.items())
        if self.faults:
            raise LexiconError(self.path, *sorted(self.faults))
        return Lexicon(name, language, built, self.path, sha256)

    def set(self, key: Text, node) -> Set:
        name = self.text(key, "the name of a set")
        fields = self.mapping(node, f"the set {name}", SET)
        kind = self.text(fields.get("kind", Text("naming")), "kind")
        if kind not in KINDS:
            self.fault(kind.line, "kind", f"kind {kind!r} is unknown", f"write one of {', '.join(KINDS)}")
        poles = self.mapping(fields.get("poles", Entries()), f"the poles of {name}")
        sides = [pole for pole in poles if pole != NEUTRAL]
        if len(sides) != 2:
            said = f"the set {name} has {len(sides)} poles"
            self.fault(key.line, "structure", said, f"a set has exactly two, and perhaps one called {NEUTRAL}")
        terms = {str(self.text(pole, "the name of a pole")): self.pole(pole, items) for pole, items in poles.items()}
        yes, no = self.tests(fields)
        referent = self.text(fields.get("referent", Text("")), "referent")
        return Set(str(name), terms, str(kind), str(referent), yes, no, key.line, (str(name),))

    def pole(self, pole: Text, items) -> tuple[Term, ...]:
        if not isinstance(items, Items) or not items:
            self.fault(pole.line, "structure", f"the pole {pole} has no terms", 'write a list:  ["word*", "other word"]')
            return ()
        built = []
        for item in items:
            fields = self.mapping(item, "a term", TERM) if isinstance(item, Entries) else Entries(pattern=item)
            if isinstance(item, Items) or "pattern" not in fields:
                self.fault(item.line, "structure", "a term without a pattern", 'write  "word"  or  {pattern: "word"}')
                continue
            built.append(self.term(fields, item.line))
        return tuple(built)

    def term(self, fields: Entries, line: int) -> Term:
        case = self.flag(fields, "case", default=False)
        excluded = {name: self.patterns(fields.get(name), name, case=case) for name in EXCLUSIONS}
        yes, no = self.tests(fields)
        return Term(
            pattern=self.pattern(fields["pattern"], case=case),
            core=self.flag(fields, "core", default=True),
            case=case,
            parts=self.flag(fields, "parts", default=False),
            gloss=str(self.text(fields.get("gloss", Text("")), "gloss")),
            source=str(self.text(fields.get("source", Text("")), "source")),
            yes=yes,
            no=no,
            line=line,
            **excluded,
        )

    def tests(self, fields: Entries) -> tuple[tuple[str, ...], tuple[str, ...]]:
        tests = self.mapping(fields.get("tests", Entries()), "tests", ("yes", "no"))
        return self.texts(tests.get("yes"), "yes"), self.texts(tests.get("no"), "no")

    def patterns(self, node, what: str, *, case: bool) -> tuple[str, ...]:
        items = [] if node is None else node if isinstance(node, Items) else [node]
        return tuple(self.pattern(item, case=case) for item in items)

    def pattern(self, node, *, case: bool) -> str:
        written = self.text(node, "a term")
        try:
            if not written.reads_as:
                elements(str(written), case=case)
        except PatternError as error:
            self.fault(written.line, "pattern", *error.args)
        return str(written)

    def texts(self, node, what: str) -> tuple[str, ...]:
        items = [] if node is None else node if isinstance(node, Items) else [node]
        return tuple(str(self.text(item, what)) for item in items)

    def flag(self, fields: Entries, name: str, *, default: bool) -> bool:
        value = fields.get(name)
        if value is None:
            return default
        if not isinstance(value, Text) or value.lower() not in ("true", "false"):
            self.fault(value.line, "flag", f"{name} is {str(value)!r}", "write true or false")
            return default
        return value.lower() == "true"

    def text(self, node, what: str) -> Text:
        if not isinstance(node, Text):
            self.fault(node.line, "structure", f"{what} is not a text", "write one word or phrase, in quotation marks")
            return Text("?")
        if node.reads_as:
            said = f"{what}: {node} without quotation marks means {node.reads_as} in YAML"
            self.fault(node.line, "ambiguous", said, f'write "{node}"' if node else "fill it in or remove it")
        return node

    def mapping(self, node, what: str, allowed: tuple[str, ...] = ()) -> Entries:
        if not isinstance(node, Entries):
            self.fault(node.line, "structure", f"{what} is not a list of  name: value", "check the indentation")
            return Entries()
        for key in node if allowed else ():
            if key not in allowed:
                said = f"{what} has an unknown key {key}{nearest(key, list(allowed))}"
                self.fault(key.line, "unknown key", said, f"known here: {', '.join(allowed)}")
        return node
