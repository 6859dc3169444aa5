"""A lexicon file, and perhaps articles → everything that is wrong with it, each with line, severity and cure.

error: the file cannot be used, or a test sentence fails. warning: it can be used, but not trusted. note: good to know.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from framing.lexicon import pattern
from framing.lexicon.index import Vocabulary, matches
from framing.lexicon.messages import Message
from framing.lexicon.model import NEUTRAL, Lexicon, Term
from framing.lexicon.stream import Stream

UNBALANCED = 3  # a pole with three times the core terms of the other
EXCLUSIONS = ("not_before", "not_after", "not_in")


def lint(lexicon: Lexicon, articles: pd.DataFrame | None = None) -> list[Message]:
    """Return every message about a lexicon that could be read, by line.

    Parameters
    ----------
    lexicon : what ``load`` returned.
    articles : DataFrame with ``text``, or None
        With articles also: terms that never occur there, and terms of two poles that claim the same words.

    >>> exit_code([]), exit_code([Message(3, "error", "pattern", "…", "…")])
    (0, 2)
    """
    found = [*lexicon.problems, *_structure(lexicon), *_overlaps(lexicon), *_tests(lexicon)]
    if articles is not None:
        found += _corpus(lexicon, articles)
    return sorted(found)


def exit_code(messages: list[Message], *, strict: bool = False) -> int:
    """Return 2 if a message is an error, else 1 if ``strict`` and one is a warning, else 0."""
    severities = {message.severity for message in messages}
    return 2 if "error" in severities else int(strict and "warning" in severities)


def _structure(lexicon: Lexicon):
    for each in lexicon.sets:
        sizes = {pole: sum(t.core for t in terms) for pole, terms in each.poles.items() if pole != NEUTRAL}
        if len(sizes) == 2:
            (small, few), (large, many) = sorted(sizes.items(), key=lambda pair: pair[1])
            if many >= UNBALANCED * max(few, 1) and many - few > 1:
                said = f"the set {each.name} is unbalanced: {many} core terms for {large}, {few} for {small}"
                cure = f"look for what {small} would say, or mark the weaker terms of {large} core: false"
                yield Message(each.line, "warning", "unbalanced", said, cure)
        elif len(sizes) == 1:
            yield Message(each.line, "note", "one pole", f"the set {each.name} has one pole: it has rates, no shares", "")
        if each.kind != "salience" and not each.referent:
            said = f"the set {each.name} does not say what its words name"
            yield Message(each.line, "warning", "no referent", said, "add  referent: the thing or event that all its words name")
        if each.kind != "salience" and not each.poles.get(NEUTRAL):
            said = f"the set {each.name} has no neutral pole, so nothing shows how often both words were avoided"
            yield Message(each.line, "note", "no neutral", said, "add the words that take no side, under  neutral:")
        for term in (t for terms in each.poles.values() for t in terms):
            for phrase in term.not_in:
                if not _can_hold(phrase, term):
                    said = f"{term.pattern!r} can never stand in {phrase!r}"
                    yield Message(term.line, "warning", "idle exclusion", said, "not_in takes whole phrases that hold the term")


def _can_hold(phrase: str, term: Term) -> bool:
    """Say whether a phrase can hold an occurrence of a term."""
    outer, inner = _globs(phrase, term), _globs(term.pattern, term)
    return any(
        all(matches(o, i) or matches(i, o) for o, i in zip(outer[at:], inner, strict=False)) for at in range(len(outer) - len(inner) + 1)
    )


def _globs(written: str, term: Term) -> list[str]:
    found = pattern.elements(written, case=term.case)
    return [e.glob for e in (pattern.in_parts(found) if term.parts else found)]


def _overlaps(lexicon: Lexicon):
    """Same pattern twice, in two poles, in two sets; or one that another already means."""
    seen: dict[tuple, tuple] = {}
    for each, pole, term in lexicon.entries():
        key = (tuple(_globs(term.pattern, term)), term.case)
        if key in seen:
            other, other_pole, first = seen[key]
            where = f"line {first.line} ({other.name}, {other_pole})"
            if other.name != each.name:
                said, rule, severity = f"{term.pattern!r} stands in two sets, also in {where}", "two sets", "warning"
            elif other_pole != pole:
                said, rule, severity = f"{term.pattern!r} stands in two poles, also in {where}", "two poles", "error"
            else:
                said, rule, severity = f"{term.pattern!r} stands twice in one pole, also in {where}", "twice", "error"
            yield Message(term.line, severity, rule, said, "keep one of them")
        else:
            seen[key] = (each, pole, term)
    for each in lexicon.sets:
        terms = [(pole, t) for pole, of_pole in each.poles.items() for t in of_pole]
        spelled = Vocabulary([" ".join(_globs(term.pattern, term)) for _, term in terms])
        for other_pole, wider in terms:
            if "*" not in wider.pattern:
                continue
            for row in spelled.ids(" ".join(_globs(wider.pattern, wider))).tolist():
                pole, term = terms[row]
                if wider is not term and _means(wider, term):
                    known = "" if pole == other_pole else f" in the other pole {other_pole}"
                    said = f"{term.pattern!r} is contained in {wider.pattern!r} (line {wider.line}){known}"
                    cure = "remove it" if pole == other_pole else f'add  not_in: ["{term.pattern}"]  to {wider.pattern!r}'
                    yield Message(term.line, "warning", "subsumed", said, cure)


def _means(wider: Term, term: Term) -> bool:
    """Say whether a term occurs only where a wider one does."""
    if (wider.case and not term.case) or (term.parts and not wider.parts):
        return False
    if any(set(getattr(wider, name)) - set(getattr(term, name)) for name in EXCLUSIONS):
        return False
    outer, inner = _globs(wider.pattern, wider), _globs(term.pattern, wider)
    return len(outer) == len(inner) and outer != inner and all(matches(i, o) for o, i in zip(outer, inner, strict=True))


def _tests(lexicon: Lexicon):
    """Run every test sentence through the whole lexicon."""
    if not any(t.yes or t.no for _, _, t in lexicon.entries()):
        yield Message(0, "warning", "no test", "no entry has a test sentence", "add  tests: {yes: [...], no: [...]}")
        return
    sentences = sorted(
        {s for each in lexicon.sets for s in each.yes + each.no} | {s for _, _, t in lexicon.entries() for s in t.yes + t.no}
    )
    number = {sentence: i for i, sentence in enumerate(sentences)}
    hit: list[list[int]] = [[] for _ in sentences]
    for match in lexicon.matcher.matches(Stream.of(sentences)):
        hit[match.number].append(match.entry)
    entries = lexicon.entries()
    for entry, (each, _, term) in enumerate(entries):
        rivals = {s: [entries[e][2].pattern for e in hit[number[s]] if entries[e][0] is each] for s in (*term.yes, *term.no)}
        for sentence in term.yes:
            if entry not in hit[number[sentence]]:
                instead = f"; {rivals[sentence][0]!r} takes its place" if rivals[sentence] else ""
                said = f"{term.pattern!r} does not hit its test sentence {sentence!r}{instead}"
                yield Message(term.line, "error", "test", said, "mend the pattern, its exclusions, or the sentence")
        for sentence in term.no:
            if entry in hit[number[sentence]]:
                said = f"{term.pattern!r} hits {sentence!r}, which it should not"
                yield Message(term.line, "error", "test", said, "exclude it with not_before, not_after or not_in")
        if not term.yes and not any(entry in hit[number[s]] for s in each.yes):
            said = f"{term.pattern!r} has no test sentence"
            yield Message(term.line, "warning", "no test", said, 'add  tests: {yes: ["a sentence it must hit"]}')
        if any(getattr(term, name) for name in EXCLUSIONS) and not term.no:
            said = f"{term.pattern!r} has exclusions that no sentence tests"
            yield Message(term.line, "warning", "untested exclusion", said, 'add  tests: {no: ["a sentence it must not hit"]}')
    for each in lexicon.sets:
        own = {entry for entry, (other, _, _) in enumerate(entries) if other is each}
        for sentence, wanted in [*((s, True) for s in each.yes), *((s, False) for s in each.no)]:
            if wanted is own.isdisjoint(hit[number[sentence]]):
                said = f"the set {each.name} {'does not hit' if wanted else 'hits'} its test sentence {sentence!r}"
                yield Message(each.line, "error", "test", said, "mend the set or the sentence")


def _corpus(lexicon: Lexicon, articles: pd.DataFrame):
    """What the terms do in articles: nothing, or the same as a term of the other pole."""
    stream = Stream.of(articles["text"].tolist())
    entries, matcher = lexicon.entries(), lexicon.matcher
    won = Counter(matcher.find(stream).entry.tolist())
    claims: dict[tuple[str, int], list[int]] = {}
    for entry, (each, _, term) in enumerate(entries):
        found = matcher.occurrences(stream, entry).rows()
        if not won[entry]:
            if not matcher.anywhere(stream, entry):
                why = "matches nothing"
            else:
                why = "counts nothing (every one inside a longer term)" if found else "counts nothing (every one excluded)"
            said = f"{term.pattern!r} {why} in {len(articles)} articles"
            yield Message(term.line, "warning", "dead", said, "check the spelling, remove it, or keep it for another corpus")
        for match in found:
            for token in range(match.first, match.last + 1):
                claims.setdefault((each.name, token), []).append(entry)
    pairs = Counter((a, b) for who in claims.values() for a in who for b in who if a < b and entries[a][1] != entries[b][1])
    for (a, b), count in sorted(pairs.items()):
        said = f"{entries[b][2].pattern!r} and {entries[a][2].pattern!r} (line {entries[a][2].line}) claim {count} words together"
        yield Message(entries[b][2].line, "note", "overlap", f"{said}, for different poles", "the longest match wins")
