"""The table of cues to a tagger: every word becomes one character, every pattern a regular expression over those.

`cues.yml` is the table. A tag is one character that says what a word can do (determiner, name, a verb that takes
*that* …), so that a sentence becomes a short string and a pattern over word classes runs at the speed of `re`.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.text import ABBREVIATIONS
from framing.text.forms import Forms

if TYPE_CHECKING:
    from framing.voices.pieces import Pieces

SIBILANT = ("s", "x", "z", "ch", "sh", "o")
PUNCTUATION = {",": "comma", ";": "semicolon", ":": "colon", "(": "open", "[": "open", ")": "close", "]": "close",
               ".": "stop", "?": "stop", "!": "stop", "…": "stop", "–": "dash", "—": "dash", "-": "dash"}  # fmt: skip
QUOTE, QUOTE_END, SHORT, SHORT_END = "\ue000", "\ue001", "\ue002", "\ue003"  # stand for a quoted stretch (mask)
PLACEHOLDERS = {QUOTE: "quote", QUOTE_END: "quote-end", SHORT: "short", SHORT_END: "short-end"}
ALSO = {  # a class that is part of another
    **dict.fromkeys(("cased", "names", "place", "particle", "institution"), "name"),
    **dict.fromkeys(("article", "quantifier"), "determiner"),
    **{"author": "pronoun", "so": "subordinate", "short-end": "short", "opening": "according"},
}
FOUND = ("cased", "opening", "break", "other")  # cased = a cue with a capital, opening = *According*
CAPITAL = ("institution", "place")  # classes only of capitalised words: the Army, not an army
OPENING = {"according": "opening", "last": "name"}  # what these are with a capital
ENDINGS = {"y": ("ly", "adverb"), "g": ("ing", "gerund"), "d": ("ed", "participle")}  # by their last letter
APOSTROPHES = str.maketrans("’‘ʼ", "'''")
SHORTENED = frozenset(word.removesuffix(".") for word in ABBREVIATIONS)
FIRST = 0x4E00  # the first tag
CACHE = 100_000  # spellings remembered at most, so that memory stays flat


class Cue(NamedTuple):
    """A word that attributes: its dictionary form, the stance it takes, its frames as a verb and as a noun."""

    lemma: str
    form: str  # base, s, past, gerund, noun
    stance: str  # neutral, distancing, endorsing
    verb: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()

    @property
    def meaning(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Return what decides the word's tag: words that can do the same share one."""
        return self.form, self.verb, self.noun


class Known:
    """What is to be known of every spelling met so far, by its number: its tags, whether it is an abbreviation."""

    def __init__(self, table: Table):
        self.table = table
        self.forget()

    def forget(self) -> None:
        """Begin anew, so that memory stays flat."""
        self.forms = Forms()
        self.tag = self.small = np.zeros(0, dtype="<u2")  # as written, and where a capital only opens a sentence
        self.shortened = self.third = np.zeros(0, dtype=bool)  # an abbreviation without its stop; a cue like *says*

    def ids(self, pieces: Pieces) -> np.ndarray:
        """Return the number of each piece's spelling."""
        if len(self.tag) > CACHE:
            self.forget()
        ids = self.forms.ids(pieces, pieces.joined)
        if new := self.forms.spelled[len(self.tag) :]:
            tags = list(map(self.table.tag, new))
            cased = [word.lower() if tag == self.table.signs["cased"] else "" for word, tag in zip(new, tags, strict=True)]
            small = [self.table.tag(word) if word else tag for word, tag in zip(cased, tags, strict=True)]
            third = [word != "" and self.table.cues[word].form == "s" for word in cased]
            self.tag = np.append(self.tag, np.array(list(map(ord, tags)), dtype="<u2"))
            self.small = np.append(self.small, np.array(list(map(ord, small)), dtype="<u2"))
            self.shortened = np.append(self.shortened, [word.lower() in SHORTENED for word in new])
            self.third = np.append(self.third, third)
        return ids


class Table:
    """The cues of one language, compiled: words to tags, patterns to expressions."""

    def __init__(self, source: dict):
        self.macros = source["macros"]
        self.words = {word: name for name, words in source["words"].items() for word in words.split()}
        self.cues = _cues(source)
        self.labels = frozenset(source["labels"].split())
        self.classes: dict[str, str] = {}  # name of a class -> the tags in it, as a regular expression
        self.signs: dict[object, str] = {}  # what a word can do -> tag
        for meaning in [*source["words"], *source["shapes"], *PUNCTUATION.values(), *PLACEHOLDERS.values(), *FOUND]:
            self.sign(meaning)
        for cue in self.cues.values():
            self.sign(cue.meaning)
        self.known = Known(self)
        self.meanings = {sign: meaning for meaning, sign in self.signs.items()}
        self.frames = {name: self.pattern(frame) for name, frame in source["frames"].items()}
        self.scope_of = {frame: name for name, scope in source["scopes"].items() for frame in scope["frames"].split()}
        self.scopes = {name: self.pattern(scope["ends at"]) for name, scope in source["scopes"].items()}
        self.contexts = {name: self.pattern(context) for name, context in source["contexts"].items()}
        self.after = frozenset(filter(self.contexts["after"].match, self.signs.values()))
        for cue in self.cues.values():
            for frame in {*cue.verb, *cue.noun} - {*self.frames}:
                raise ValueError(f"cues.yml: {cue.lemma} has the frame {frame!r}, not defined under `frames`: add it or correct the name")

    def sign(self, meaning: object) -> str:
        """Return the tag of what a word can do, a new one if need be."""
        return self.signs.setdefault(meaning, chr(FIRST + len(self.signs)))

    def tag(self, word: str) -> str:
        """Return the tag of a word or mark: its class in `words`, the frames of a cue, or its shape."""
        return self.sign(self.meaning(word))

    def meaning(self, word: str) -> object:
        """Return what a word or mark can do: its class in `words`, the frames of a cue, or its shape."""
        word = word if word.isascii() else word.translate(APOSTROPHES)
        if word.isupper() and len(word) > 1:  # US, IS, UN are names, not pronouns or verbs
            return "name"
        lower, capital = word.lower(), word[:1].isupper()
        name = self.words.get(lower)
        if name is not None and (capital or name not in CAPITAL):
            return OPENING.get(name, name) if capital else name
        cue = self.cues.get(lower)
        if cue is not None:
            return "cased" if capital else cue.meaning
        return shape(word)

    def cue(self, word: str) -> Cue | None:
        """Return the cue a word is, if it is one."""
        return self.cues.get(word.strip().lower())

    def pattern(self, pattern: str) -> re.Pattern[str]:
        """Return a pattern over classes as a regular expression over tags; `>` becomes an empty group."""
        return re.compile(self._expand(pattern))

    def _expand(self, pattern: str) -> str:
        return "".join(self._part(part) for part in re.findall(r"[a-z_-]+|\{[\d,]+\}|\(\?<=|[^\s]", pattern))

    def _part(self, part: str) -> str:
        if part in self.macros:
            return f"(?:{self._expand(self.macros[part])})"
        if not part[0].isalpha():
            return {">": "()", "(": "(?:"}.get(part, part)
        if part not in self.classes:
            signs = "".join(sign for meaning, sign in self.signs.items() if _is(meaning, part))
            if not signs:
                raise ValueError(f"cues.yml: a pattern names {part!r}, which is no class of words: add it or correct the name")
            self.classes[part] = f"[{signs}]"
        return self.classes[part]


def _is(meaning: object, name: str) -> bool:
    """Say whether a tag belongs to a named class: a class of words, or a kind of cue."""
    if isinstance(meaning, str):
        return name in (meaning, ALSO.get(meaning))
    form, verb, noun = meaning
    kinds = {"cue": True, "finite": form in ("base", "s", "past"), "trail": "trail" in verb, "noun-cue": bool(noun),
             "cue-gerund": form == "gerund", "word": form == "noun"}  # fmt: skip
    return kinds.get(name, name == form)


def shape(word: str) -> str:
    """Return the class of a word that is in no list, from its first and its last letters, three of them."""
    first, last = word[:1], word[-1:]
    if not first.isalnum():
        return PUNCTUATION.get(first, PLACEHOLDERS.get(first, "other")) if first else "break"
    if last == "'" or word.endswith("'s"):
        return "owner"
    plural = last == "s" and not word.endswith(("ss", "us", "is"))
    if first.isdigit():
        return "number"
    if first.isupper():
        return "names" if plural else "name"
    ending, name = ENDINGS.get(last, ("", "word"))
    return "plural" if plural else name if word.endswith(ending) else "word"


def _cues(source: dict) -> dict[str, Cue]:
    """Return every form of every cue; a word that is both verb and noun keeps the frames of both."""
    cues: dict[str, Cue] = {}
    for stance, lines in source["verbs"].items():
        for entry, frames in lines.items():
            for word, form in forms(entry):
                cues.setdefault(word, Cue(entry.split("/")[0], form, stance, tuple(frames.split())))
    for stance, lines in source["nouns"].items():
        for entry, frames in lines.items():
            for word in entry.split("/"):
                cue = cues.get(word, Cue(entry.split("/")[0], "noun", stance))
                cues[word] = cue._replace(noun=tuple(frames.split()))
    return {word: cue for word, cue in cues.items() if word not in source["never"].split()}


def forms(entry: str) -> list[tuple[str, str]]:
    """Return the forms of a verb: *deny/denied* gives deny, denies, denied, denying.

    >>> [word for word, form in forms("admit/admitted")]
    ['admit', 'admits', 'admitted', 'admitting']
    """
    base, *irregular = entry.split("/")
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    past, gerund = (irregular or [base.removesuffix("e") + "ed"])[0], stem + "ing"
    if past == base + base[-1] + "ed":
        gerund = past.removesuffix("ed") + "ing"
    third = base + "es" if base.endswith(SIBILANT) else base[:-1] + "ies" if re.search("[^aeo]y$", base) else base + "s"
    return [(base, "base"), (third, "s"), (past, "past"), (gerund, "gerund"), *((word, "past") for word in irregular[1:])]


@functools.cache
def cues() -> Table:
    """Return the table that ships with the package."""
    import yaml

    text = resources.files(__package__).joinpath("cues.yml").read_text(encoding="utf-8")
    return Table(yaml.load(text, Loader=yaml.BaseLoader))  # BaseLoader: `on` and `no` stay words
