"""The table of cues to a tagger: every word becomes one character, every pattern a regular expression over those.

`cues.yml` is the table. A tag is one character that says what a word can do (determiner, name, a verb that takes
*that* …), so that a sentence becomes a short string and a pattern over word classes runs at the speed of `re`.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import NamedTuple

SIBILANT = ("s", "x", "z", "ch", "sh")
PUNCTUATION = {",": "comma", ";": "semicolon", ":": "colon", "(": "open", "[": "open", ")": "close", "]": "close",
               ".": "stop", "?": "stop", "!": "stop", "…": "stop", "–": "dash", "—": "dash", "-": "dash", "\n": "break"}  # fmt: skip
QUOTE, QUOTE_END, SHORT, SHORT_END = "\ue000", "\ue001", "\ue002", "\ue003"  # stand for a quoted stretch; …_END = ends in . ? !
PLACEHOLDERS = {QUOTE: "quote", QUOTE_END: "quote-end", SHORT: "short", SHORT_END: "short-end"}
CACHE = 100_000  # words remembered at most, so that memory stays flat


class Cue(NamedTuple):
    """A word that attributes: what it is, the stance it takes, and its frames as verb and as noun."""

    lemma: str
    form: str  # base, s, past, participle, gerund, noun
    stance: str
    verb: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()


class Table:
    """The cues of one language, compiled: words to tags, patterns to expressions."""

    def __init__(self, source: dict):
        self.macros = source["macros"]
        self.words = {word: name for name, words in source["words"].items() for word in words.split()}
        self.cues = _cues(source)
        self.signs: dict[object, str] = {}  # what a word can do -> its tag
        for name in [*source["words"], *source["shapes"], *PUNCTUATION.values(), *PLACEHOLDERS.values(), "cased", "other"]:
            self.sign(name)
        for cue in self.cues.values():
            self.sign(cue[1:2] + cue[3:])
        self.meanings = {sign: meaning for meaning, sign in self.signs.items()}
        self.frames = {name: self.pattern(frame) for name, frame in source["frames"].items() if frame}
        self.known: dict[str, str] = {}

    def sign(self, meaning: object) -> str:
        """Return the tag of a class of words, a new one if need be."""
        return self.signs.setdefault(meaning, chr(0x4E00 + len(self.signs)))

    def tag(self, pieces: list[str]) -> str:
        """Return one tag for each piece of text."""
        if len(self.known) > CACHE:
            self.known.clear()
        known = self.known
        try:
            return "".join([known[piece] for piece in pieces])
        except KeyError:
            for piece in pieces:
                if piece not in known:
                    known[piece] = self.sign(self.meaning(piece))
            return "".join([known[piece] for piece in pieces])

    def meaning(self, piece: str) -> object:
        """Return what a piece can do: a class of `words`, the frames of a cue, or its shape."""
        word = piece.strip()
        lower = word.lower().replace("’", "'")
        if lower in self.words:
            return self.words[lower]
        if lower in self.cues:
            cue = self.cues[lower]
            return cue[1:2] + cue[3:] if word[0].islower() else "cased"
        return shape(word)

    def meaning_of(self, tag: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Return form, verb frames and noun frames of a cue's tag."""
        return self.meanings[tag]

    def cue(self, word: str) -> Cue | None:
        """Return the cue a word is, if it is one."""
        return self.cues.get(word.strip().lower())

    def pattern(self, pattern: str) -> re.Pattern[str]:
        """Return a pattern over classes as a regular expression over tags; `>` becomes an empty group."""
        return re.compile(self._expand(pattern))

    def _expand(self, pattern: str) -> str:
        return "".join(self._part(part) for part in re.findall(r"[a-z_-]+|\{[\d,]+\}|[^\s]", pattern))

    def _part(self, part: str) -> str:
        if part in self.macros:
            return f"(?:{self._expand(self.macros[part])})"
        if part == ">":
            return "()"
        if part == "(":
            return "(?:"
        if not part[0].isalpha():
            return part
        signs = [sign for meaning, sign in self.signs.items() if _is(meaning, part)]
        if not signs:
            raise ValueError(f"cues.yml: a pattern names {part!r}, which is no class of words: add it or correct the name")
        return f"[{''.join(signs)}]"


def _is(meaning: object, name: str) -> bool:
    """Say whether a tag's meaning belongs to a named class: a class of words, or a form of a cue."""
    if isinstance(meaning, str):
        return meaning == name or (name, meaning) in (("name", "cased"), ("name", "names"), ("short", "short-end"))
    form, verb, noun = meaning
    return name in (form, "cue") or (name == "finite" and form in ("base", "s", "past")) or \
        (name == "trail" and "trail" in verb) or (name == "nominal" and bool(noun)) or (name == "noun-cue" and bool(noun)) or \
        (name == "cue-gerund" and form == "gerund")  # fmt: skip


def shape(word: str) -> str:
    """Return the class of a word that is in no list, from its letters."""
    first = word[:1]
    if not word or not first.isalnum():
        return PUNCTUATION.get(first, PLACEHOLDERS.get(first, "other")) if word else "break"
    if word.endswith(("'s", "’s", "s'", "s’", "'", "’")):
        return "owner"
    if first.isdigit():
        return "number"
    if first.isupper():
        return "names" if _plural(word) and not word.isupper() else "name"
    if word.endswith("ly"):
        return "adverb"
    if word.endswith("ing"):
        return "gerund"
    if word.endswith("ed"):
        return "participle"
    return "plural" if _plural(word) else "word"


def _plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _cues(source: dict) -> dict[str, Cue]:
    """Return every form of every cue; a word that is both verb and noun keeps the frames of both."""
    cues: dict[str, Cue] = {}
    for stance, lines in source["verbs"].items():
        for entry, frames in lines.items():
            for word, form in _forms(entry):
                cues.setdefault(word, Cue(entry.split("/")[0], form, stance, tuple(frames.split())))
    for stance, lines in source["nouns"].items():
        for entry, frames in lines.items():
            for word in entry.split("/"):
                cue = cues.get(word, Cue(entry.split("/")[0], "noun", stance))
                cues[word] = cue._replace(noun=tuple(frames.split()))
    for word in source["never"].split():
        del cues[word]
    return cues


def _forms(entry: str) -> list[tuple[str, str]]:
    """Return the forms of a verb: *deny/denied* gives deny, denies, denied, denying."""
    base, *irregular = entry.split("/")
    if base.endswith("e"):
        past, gerund = base + "d", (base if base.endswith("ee") else base[:-1]) + "ing"
    else:
        past, gerund = base + "ed", base + "ing"
    third = base + "es" if base.endswith((*SIBILANT, "o")) else base[:-1] + "ies" if re.search("[^aeo]y$", base) else base + "s"
    if irregular:
        past, doubled = irregular[0], base + base[-1]
        gerund = doubled + "ing" if past == doubled + "ed" else gerund  # admit/admitted: admitting
    forms = [(base, "base"), (third, "s"), (past, "past"), (gerund, "gerund")]
    return forms + [(irregular[1], "past")] if len(irregular) > 1 else forms


@functools.cache
def cues() -> Table:
    """Return the table that ships with the package."""
    import yaml

    text = resources.files(__package__).joinpath("cues.yml").read_text(encoding="utf-8")
    return Table(yaml.load(text, Loader=yaml.BaseLoader))  # BaseLoader: `on` and `no` stay words
