"""Five real articles read by eye: the voice of every contested word. The texts are not in the repository."""

import os
import re
from pathlib import Path

import pytest

from framing.voices import attribute

TERMS = re.compile(
    r"(?i)\b(terroris\w*|militan\w*|militia\w*|rebel\w*(?:-\w+)?|opposition(?:-\w+)?|regime\w*|insurgent\w*|fighters?|liberat\w*|siege"
    r"|besieged|massacres?|execut\w*|excuted|atrocit\w*|war crimes|freed|cleared|anti-assad|sympathisers|offensive|assault|captured"
    r"|retak\w*|retook|amnestied)\b"
)
# The voice of each match in order, as a person read it: own, short, direct, indirect, bracket.
READ = {
    "000": "osooddiiiiioio",
    "001": "ooooisoiiiioooiiii",
    "002": "iiooooooiodiisdddoiioooooii",
    "003": "oidddddiiddioiidoiiddi",
    "004": "soooooooddoioooiiiiiiiiiodddboiioi",
}


def articles():
    folder = os.environ.get("FRAMING_CORPUS")
    if not folder:
        pytest.skip("FRAMING_CORPUS is not set: the five Aleppo texts are third-party and not in the repository")
    return {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted((Path(folder) / "aleppo-2016").glob("*.txt"))}


def test_contested_words_have_the_voice_a_reader_gives_them():
    pairs = []
    for name, text in articles().items():
        spans = attribute(text)
        found = [next((s.voice[0] for s in spans if s.start <= m.start() < s.end), "o") for m in TERMS.finditer(text)]
        assert len(found) == len(READ[name])
        pairs += zip(READ[name], found, strict=True)
    assert len(pairs) == 115
    assert sum(read == found for read, found in pairs) / len(pairs) >= 0.92
    own = [read for read, found in pairs if found == "o"]
    assert own.count("o") / len(own) >= 0.90


def test_every_fa_kes_article_is_read():
    import pandas as pd

    folder = os.environ.get("FRAMING_CORPUS")
    if not folder:
        pytest.skip("FRAMING_CORPUS is not set: FA-KES is not in the repository")
    rows = pd.read_csv(Path(folder) / "fa-kes" / "FA-KES-Dataset.csv", encoding="latin-1")
    found = [attribute(text) for text in rows["article_content"]]
    assert len(found) == 804
    assert sum(bool(spans) for spans in found) / 804 > 0.9  # reports that name no source at all are rare
