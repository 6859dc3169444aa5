"""Nested dictionaries of other programs ↔ sets and poles; quanteda YAML in both directions.

Two categories side by side are the poles of one set, named by the keys above them (a third called ``neutral`` joins
them); any other category is a set of its own with a single pole, of which rates but no shares can be told. So every
category keeps its place, and ``to_quanteda`` writes it back where it was.
"""

from __future__ import annotations

import json
from pathlib import Path

from framing.lexicon.messages import LexiconError, Message
from framing.lexicon.model import NEUTRAL, Lexicon, Set, Term
from framing.lexicon.pattern import PatternError, elements
from framing.strict import Entries, Text

Leaf = list[tuple[str, int]]  # patterns with their lines


def from_yaml(node, path: Path) -> dict:
    """Return the tree of a nested YAML dictionary: names → names … → list of patterns with lines."""

    def refuse(line: int, said: str, cure: str):
        raise LexiconError(path, Message(line, "error", "structure", said, cure))

    def text(item) -> str:
        if not isinstance(item, Text) or not item:
            refuse(item.line, "an entry is not a text", "write  category: [word, other word]")
        if item.reads_as:
            said = f"{item} without quotation marks means {item.reads_as} in YAML"
            raise LexiconError(path, Message(item.line, "error", "ambiguous", said, f'write "{item}"'))
        return str(item)

    def walk(node):
        if isinstance(node, Entries):
            return {text(key): walk(value) for key, value in node.items()}
        return [(text(item), item.line) for item in ([node] if isinstance(node, Text) else node)]

    if not isinstance(node, Entries) or not node:
        refuse(getattr(node, "line", 1), "holds no categories", "write  category: [word, other word]")
    return walk(node)


def build(tree: dict, problems: list[Message], path: Path, sha256: str) -> Lexicon:
    """Return the lexicon of a tree; patterns that can never match are left out and told in ``problems``."""
    left_out = list(problems)
    sets: list[Set] = []

    def terms(leaf: Leaf) -> tuple[Term, ...]:
        kept = []
        for pattern, line in leaf:
            try:
                elements(pattern)
                kept.append(Term(pattern, line=line))
            except PatternError as error:
                left_out.append(Message(line, "warning", "left out", f"left out: {error.args[0]}", error.args[1]))
        return tuple(kept)

    def walk(keys: tuple[str, ...], node: dict) -> None:
        leaves = {key: value for key, value in node.items() if isinstance(value, list)}
        if len([key for key in leaves if key != NEUTRAL]) == 2:
            poles = {key: terms(leaf) for key, leaf in leaves.items()}
            sets.append(Set("/".join(keys) or path.stem, poles, "salience", line=_line(leaves), keys=keys))
        else:
            for key, leaf in leaves.items():
                name = "/".join((*keys, key))
                sets.append(Set(name, {key: terms(leaf)}, "salience", line=_line({key: leaf}), keys=keys))
        for key, value in node.items():
            if isinstance(value, dict):
                walk((*keys, key), value)

    walk((), tree)
    return Lexicon(path.stem, "en", tuple(sets), path, sha256, tuple(left_out))


def _line(leaves: dict[str, Leaf]) -> int:
    return min((line for leaf in leaves.values() for _, line in leaf), default=0)


def to_quanteda(lexicon: Lexicon) -> str:
    """Return a lexicon as quanteda YAML (``quanteda::dictionary(file = …)``): nested names and lists of patterns.

    quanteda knows no exclusions, capitals or parts of compounds: the first lines, as comments, name each term that
    says more here than there. Reading the result gives the same sets, poles and patterns.
    """
    tree: dict = {}
    lost = []
    for each in lexicon.sets:
        place = tree
        for key in each.keys:
            place = place.setdefault(key, {})
        for pole, terms in each.poles.items():
            place[pole] = [term.pattern for term in terms]
            lost += [
                f"# {each.name} > {pole} > {t.pattern}: {what} not carried over"
                for t in terms
                for what in ("case", "parts", "not_before", "not_after", "not_in")
                if getattr(t, what)
            ]
    return "\n".join([*lost, *_lines(tree, 0)]) + "\n"


def _lines(node: dict, depth: int) -> list[str]:
    lines = []
    for key, value in node.items():
        lines.append(f"{'  ' * depth}{json.dumps(key, ensure_ascii=False)}:" + ("" if value else " []"))
        if isinstance(value, dict):
            lines += _lines(value, depth + 1)
        else:
            lines += [f"{'  ' * (depth + 1)}- {json.dumps(term, ensure_ascii=False)}" for term in value]
    return lines
