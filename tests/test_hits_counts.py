"""Counts of sixty patterns over 804 articles against an independent count in plain Python, word by word."""

import functools
import random
from collections import Counter
from fnmatch import fnmatchcase

import pandas as pd
import pytest

from framing import lexicon, text

SETS = {  # set → entries: pattern, or (pattern, exclusions); 60 patterns in all
    "words": ["regime", "opposition", "siege", "attack", "city", "children", "war", "said", "peace", "aid"],
    "wild": ["militant*", "rebel*", "terror*", "liberat*", "*held", "be*ged", "anti-*", "*-backed", "civil*ns", "evacu*ted"],
    "phrases": ["Syrian army", "armed group*", "Free Syrian Army", "air strike*", "chemical weapon*", "White Helmets"]
    + ["Islamic State", "human right*", "cease fire", "death toll"],
    "nested": [
        "army",
        "Syrian army",
        "Syrian Arab Army",
        "Syrian",
        "Arab",
        "state",
        "Islamic State",
        "Islamic",
        "army unit*",
        "regime's forces",
    ],
    "excluded": [
        ("opposition", {"not_before": ["part*", "to", "group*"]}),
        ("government", {"not_after": ["Syrian", "the", "Turkish"]}),
        ("free*", {"not_in": ["Free Syrian Army", "free zone"]}),
        ("fire*", {"not_in": ["cease fire"], "not_after": ["opened"]}),
        ("front", {"not_after": ["Nusra", "al-Nusra"], "not_before": ["line*"]}),
        ("forces", {"not_after": ["government", "regime", "democratic"]}),
        ("battle*", {"not_before": ["for", "against the"]}),
        ("camp*", {"not_in": ["refugee camp*"]}),
        ("coalition", {"not_after": ["u.s.-led", "the"]}),
        ("town", {"not_before": ["of"]}),
    ],
    "more": [
        "jihadist*",
        "takfiri*",
        "besieg*",
        "al-Qaeda*",
        "U.S.-led coalition",
        "US-led coalition",
        "Assad's",
        "bomb*",
        "kill*",
        "fighter*",
    ],
}


def test_there_are_sixty_patterns():
    assert sum(map(len, SETS.values())) == 60


def yaml_of(sets) -> str:
    def entry(e):
        return f'{{pattern: "{e[0]}", ' + ", ".join(f"{k}: {list(v)}" for k, v in e[1].items()) + "}" if isinstance(e, tuple) else f'"{e}"'

    return "sets:\n" + "".join(
        f"  {name}: {{kind: salience, poles: {{a: [{', '.join(map(entry, of))}], b: [zzzz]}}}}\n" for name, of in sets.items()
    )


@functools.cache
def words_of(written: str) -> tuple[str, ...]:
    return tuple(text.fold(written.replace("'s", " 's")).split())


@functools.cache
def fits(pattern: tuple[str, ...], token: str) -> int:
    """Return how many words of a pattern one token takes, joined by hyphens; 0 = none."""
    return next((n for n in range(1, len(pattern) + 1) if fnmatchcase(token, "-".join(pattern[:n]))), 0)


def ends(pattern, tokens, gaps, at) -> int | None:
    """Return the token behind an occurrence of a pattern that begins at a token, or None."""
    while at < len(tokens):
        taken = fits(pattern, tokens[at])
        if not taken:
            return None
        pattern, at = pattern[taken:], at + 1
        if not pattern:
            return at
        if not gaps[at - 1] and not pattern[0].startswith("'"):
            return None
    return None


def count(body: str) -> Counter:
    spans = text.tokens(body)
    tokens = [text.fold(body[a:b]) for a, b in spans]
    between = [body[b:c] for (_, b), (c, _) in zip(spans, spans[1:], strict=False)] + ["."]
    gaps = [set(gap) <= {" ", "\n", "\u00a0"} and gap.count("\n") < 2 for gap in between]
    counted = Counter()
    candidates = {name: [] for name in SETS}
    for at, token in enumerate(tokens):
        for name, order, written, rules in openers(token):
            end = ends(words_of(written), tokens, gaps, at)
            if end is not None and not excluded(rules, tokens, gaps, at, end):
                size = spans[end - 1][1] - spans[at][0]
                candidates[name].append((-size, written.count("*") - len(written), order, at, end, written))
    for name, of_set in candidates.items():
        taken = set()
        for *_, at, end, written in sorted(of_set):
            if taken.isdisjoint(range(at, end)):
                taken.update(range(at, end))
                counted[name, written] += 1
    return counted


ENTRIES = [
    (name, order, *(entry if isinstance(entry, tuple) else (entry, {})))
    for name, entries in SETS.items()
    for order, entry in enumerate(entries)
]


@functools.cache
def openers(token):
    """Return the entries that can begin with a token."""
    return [entry for entry in ENTRIES if fits(words_of(entry[2]), token)]


def excluded(rules, tokens, gaps, at, end) -> bool:
    for written in rules.get("not_before", ()):
        if end < len(tokens) and gaps[end - 1] and ends(words_of(written), tokens, gaps, end):
            return True
    for written in rules.get("not_after", ()):
        if at and gaps[at - 1] and any(ends(words_of(written), tokens, gaps, i) == at for i in range(max(0, at - 4), at)):
            return True
    for written in rules.get("not_in", ()):
        if any((ends(words_of(written), tokens, gaps, i) or 0) >= end for i in range(max(0, at - 4), at + 1)):
            return True
    return False


@pytest.fixture(scope="module")
def bodies(third_party):
    table = pd.read_csv(
        third_party / "fa-kes" / "FA-KES-Dataset.csv", encoding="cp1252", encoding_errors="replace", dtype=str, keep_default_na=False
    )
    found = (table["article_title"] + "\n\n" + table["article_content"]).str.replace("\r\n", "\n").tolist()
    assert len(found) == 804
    return found


def compare(bodies, folder) -> Counter:
    """Assert that both counts agree, and return them."""
    path = folder / "sixty.yml"
    path.write_text(yaml_of(SETS))
    loaded = lexicon.load(path)
    entries = loaded.entries()
    matches = loaded.matcher.matches(lexicon.Stream.of(bodies))
    counted = Counter((entries[m.entry][0].name, entries[m.entry][2].pattern) for m in matches)
    assert counted == sum((count(body) for body in bodies), Counter())
    return counted


def test_every_count_equals_an_independent_count(bodies, tmp_path):
    counted = compare(bodies, tmp_path)
    assert len(counted) > 50 and sum(counted.values()) > 10_000  # the comparison is not empty


def test_invented_texts_count_the_same(tmp_path):
    words = sorted({word.replace("*", "") for *_, written, _ in ENTRIES for word in written.split()})
    words += ["part", "to", "the", "British", "Nusra", "refugee", "Syrian Arab", "free-will", "anti-war", "cease-fire", "Free-Syrian"]
    draw = random.Random(4)
    bodies = [
        "".join(draw.choice(words) + draw.choice([" "] * 6 + [", ", "-", "\n", "\n\n", "'s ", "ed "]) for _ in range(400))
        for _ in range(10)
    ]
    assert len(compare(bodies, tmp_path)) > 40
