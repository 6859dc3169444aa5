"""Words that several sets contest: every hit keeps its place and its pole in the annotated article."""

import pandas as pd
import pytest

from framing.report import marked

SIDES = {("fighters", "state"): "A", ("event", "council"): "B"}
NO_SPANS = pd.DataFrame({"start": [], "end": [], "voice": [], "speaker": [], "cue": []})


@pytest.mark.parametrize("inner", [(4, 12), (8, 12), (4, 7)])
def test_hits_within_a_hit_keep_anchor_and_pole(inner):
    hits = pd.DataFrame(
        {
            "start": [4, inner[0]],
            "end": [12, inner[1]],
            "hit_id": ["aa", "bb"],
            "set": ["fighters", "event"],
            "pole": ["state", "council"],
            "counted": [True, True],
        }
    )
    html = str(marked.annotated("the abcd efg here", 0, 17, spans=NO_SPANS, hits=hits, sides=SIDES, anchors=True))
    assert [html.count(f'id="{hit_id}"') for hit_id in ("aa", "bb")] == [1, 1]
    assert html.count("state") == 1 and html.count("council") == 1
    bare = str(marked.annotated("the abcd efg here", 0, 17, spans=NO_SPANS, hits=hits, sides=SIDES))
    assert "id=" not in bare and "<span" not in bare
