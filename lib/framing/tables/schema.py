"""Which tables there are: their columns with their kinds, the notebook that writes each, the columns whose values repeat."""

from __future__ import annotations

TEXT, WHOLE, REAL, FLAG, MAYBE = "str", "int64", "float64", "bool", "Int64"

_PLACE = {"article_id": TEXT, "start": WHOLE, "end": WHOLE}
COLUMNS: dict[str, dict[str, str]] = {  # the columns a table must have, in order; more may follow
    "articles": {c: TEXT for c in "article_id file outlet origin group date url title language encoding sha256".split()}
    | {"n_words": WHOLE, "text": TEXT},
    "problems": {"file": TEXT, "line": WHOLE, "severity": TEXT, "message": TEXT},
    "blocks": _PLACE | {"zone": TEXT, "rule": TEXT, "repeat_of": MAYBE},
    "paragraphs": _PLACE | {"zone": TEXT, "rule": TEXT, "repeat_of": MAYBE},
    "origins": {"article_id": TEXT, "cluster": TEXT, "containment": REAL, "is_copy": FLAG},
    "spans": _PLACE | {c: TEXT for c in "voice speaker cue stance rule".split()},
    "terms": {c: TEXT for c in "set kind referent pole side term".split()} | {"core": FLAG, "gloss": TEXT, "source": TEXT},
    "hits": {"article_id": TEXT, "hit_id": TEXT, "start": WHOLE, "end": WHOLE}
    | {c: TEXT for c in "surface set pole term".split()}
    | {"core": FLAG}
    | {c: TEXT for c in "zone voice speaker camp cue stance".split()}
    | {"distanced": FLAG, "negated": FLAG, "sentence_start": WHOLE, "sentence_end": WHOLE, "counted": FLAG, "why_not": TEXT},
    "words": {"article_id": TEXT, "type": TEXT, "n_own": WHOLE, "n_all": WHOLE, "in_lexicon": FLAG},
    "choices": {c: TEXT for c in "unit name article_id outlet group set policy".split()}
    | {c: WHOLE for c in "n_a n_b n_neutral n_articles".split()}
    | {c: REAL for c in "share low high share_a_of_all".split()}
    | {"level": TEXT, "reason": TEXT},
}

WRITER = {  # which notebook writes a table; the house-rule tests hold the notebooks to it
    "articles": "01_load", "problems": "01_load",
    "paragraphs": "02_clean", "blocks": "02_clean", "origins": "02_clean",
    "spans": "03_voices",
    "terms": "04_terms", "hits": "04_terms", "words": "04_terms", "candidates": "04_terms",
    "choices": "05_choices", "swing": "05_choices",
    "concordance": "06_concordance",
    "contrasts": "07_contrasts", "keyness": "07_contrasts", "collocates": "07_contrasts",
    "influence": "08_robustness", "specifications": "08_robustness", "verdicts": "08_robustness",
    "sample": "09_audit", "sheet": "09_audit", "sentences": "09_audit", "sentence_sheet": "09_audit",
    "agreement": "09_audit", "accuracy": "09_audit", "corrected": "09_audit",
    "findings": "10_report",
}  # fmt: skip

REPEATED = frozenset(  # text columns in which few values stand in many rows
    "article_id outlet origin group language zone rule voice speaker cue stance camp set pole term surface why_not type cluster".split()
)
