"""Read YAML text into dicts, lists and strings that know their line; refuse everything that YAML could misread.

Plain YAML turns ``NO`` into False, ``012`` into 10 and ``12:30`` into 750. Here every scalar stays the text that was
typed and remembers what YAML would have made of it (``Text.reads_as``), so that the caller can ask for quotation marks.
Aliases, tags, duplicate keys, deep nesting and huge files are refused before anything is built. Lexicons, study.yml and
batch files are read with it.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from framing.errors import BadInput

MAX_BYTES = 4_000_000
MAX_DEPTH = 12
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS = {"bool": "true or false", "int": "a number", "float": "a number", "null": "nothing", "timestamp": "a date"}


class Unreadable(BadInput):
    """A YAML file that cannot be used: `path`, `line` (0 = the whole file), `rule`, what is `said`, the `cure`."""

    def __init__(self, path: Path, line: int, rule: str, said: str, cure: str):
        self.path, self.line, self.rule, self.said, self.cure = path, line, rule, said, cure
        super().__init__(f"{path}, line {line}: {said} -- {cure}" if line else f"{path}: {said} -- {cure}")

    def __reduce__(self):
        return (type(self), (self.path, self.line, self.rule, self.said, self.cure))


class Text(str):
    """A scalar as typed; ``reads_as`` is "" or what plain YAML would have turned it into."""

    line: int = 0
    reads_as: str = ""


class Entries(dict):
    """A mapping; ``line`` is its first line."""

    line: int = 0


class Items(list):
    """A list; ``end`` is (line, column) just behind it, ``flow`` whether it is written in brackets."""

    line: int = 0
    end: tuple[int, int] = (0, 0)
    flow: bool = False


def read_text(path: Path) -> str:
    """Return the text of a file written by hand: UTF-8, at most ``MAX_BYTES``; anything else is refused."""
    try:
        if not path.is_file():
            raise Unreadable(path, 0, "file", "is not a file", "check the path")
        if path.stat().st_size > MAX_BYTES:
            said = f"is {path.stat().st_size:,} bytes, more than {MAX_BYTES:,}"
            raise Unreadable(path, 0, "huge", said, "a file of this kind is short and written by hand: split it")
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(path, 0, "file", f"cannot be read ({error.strerror})", "check it") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unreadable(path, line, "encoding", "is not UTF-8", "save the file as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, path: Path) -> Text | Entries | Items:
    """Return the one document in a YAML text; raise Unreadable naming the line otherwise."""
    events = yaml.parse(text, Loader=_LOADER)
    try:
        node = _document(events, path)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else text[: getattr(error, "position", 0)].count("\n") + 1
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read as YAML"
        cure = "check the indentation, colons and quotation marks here; a pattern that starts with * needs quotes"
        raise Unreadable(path, line, "syntax", f"YAML: {said}", cure) from None
    return node


def plain(node: Text | Entries | Items) -> str | dict | list:
    """Return a parsed node as ordinary text, dict or list, without its lines."""
    if isinstance(node, Entries):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, Items) else str(node)


def _document(events, path: Path):
    """Build the first document from parse events with a stack of open containers, checking each event as it comes."""
    stack, keys, root, documents = [], [], None, 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 0

        def refuse(rule: str, said: str, cure: str, line: int = line):
            raise Unreadable(path, line, rule, said, cure)

        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                refuse("documents", "a second document starts here", "remove the line ---")
            continue
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            refuse("alias", "anchors (&) and aliases (*) are not allowed", 'write it out, or quote a pattern such as "*held"')
        if getattr(event, "tag", None) not in (None, "!"):
            refuse("tag", f"the tag {event.tag} is not allowed", "remove it: everything here is text")
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            node = stack.pop()
            keys.pop()
            if isinstance(node, Items):
                node.end = (event.end_mark.line + 1, event.end_mark.column)
            continue
        if isinstance(event, yaml.ScalarEvent):
            node = Text(event.value)
            node.reads_as = "" if event.style else _implicit(event.value)
        elif isinstance(event, yaml.MappingStartEvent):
            node = Entries()
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Items()
            node.flow = bool(event.flow_style)
        else:
            continue
        node.line = line
        if not stack:
            root = node
        elif isinstance(stack[-1], Items):
            stack[-1].append(node)
        elif keys[-1] is None:
            if not isinstance(node, Text):
                refuse("key", "a key must be a word", "write  name: value")
            if node in stack[-1]:
                refuse("duplicate key", f"the key {node} stands here a second time", "merge the two, or rename one")
            keys[-1] = node
            continue
        else:
            stack[-1][keys[-1]] = node
            keys[-1] = None
        if not isinstance(node, Text):
            stack.append(node)
            keys.append(None)
            if len(stack) > MAX_DEPTH:
                refuse("depth", f"nested more than {MAX_DEPTH} deep", "take the needless levels out")
    return root if root is not None else Text("")


def _implicit(value: str) -> str:
    """Return "" if plain YAML reads a bare scalar as text, else what it reads: "true or false", "a number" …"""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    for tag, regexp in resolvers.get(value[:1], []) + resolvers.get(None, []):
        if regexp.match(value):
            return _KINDS.get(tag.rpartition(":")[2], "something else")
    return ""
