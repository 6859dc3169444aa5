"""The explorer: it counts what the report counts, isolates what it shows, and answers at once."""

import re
import time

import pytest

import report_example
from framing import explore
from framing.hits import select

ATTACK = "<script>window.ran=1</script>"


@pytest.fixture(scope="module")
def made():
    return report_example.build(12)


def explorer(made):
    return explore.Explorer(made["hits"], made["articles"], made["terms"])


def test_it_counts_what_select_counts(made):
    asked = explorer(made)
    assert len(asked.select()) == len(select(made["hits"]))
    assert (
        len(asked.select(set="fighters", pole="state", voice="own"))
        == len(select(made["hits"], set="fighters", pole="state", voice="own"))
        > 0
    )
    assert len(asked.select(speaker=explore.UNKNOWN)) == int((made["hits"]["speaker"] == "").sum()) > 0


def test_dates_are_inclusive(made):
    asked = explorer(made)
    on = asked.hits["date"]
    assert len(asked.select(first="2031-05-02", last="2031-05-02")) == int((on == "2031-05-02").sum()) > 0
    assert len(asked.select(last="2031-05")) == len(asked.hits)


def test_the_paragraph_is_whole_and_escaped():
    made = report_example.build(6, ATTACK)
    asked = explorer(made)
    hit = made["hits"].iloc[0]
    html = str(asked.paragraph(hit["hit_id"]))
    assert "<script" not in html and "&lt;script" in html and hit["surface"] in html
    with pytest.raises(ValueError, match="no hit nowhere"):
        asked.paragraph("nowhere")


def test_widget_answers_every_control(made):
    pytest.importorskip("ipywidgets")
    box = explore.explorer(made["hits"], made["articles"], made["terms"])
    fields = {w.description: w for row in box.children[:2] for w in row.children}
    shown = box.children[2]
    before = shown.value
    fields["set"].value = "fighters"
    fields["pole"].value = "state"
    fields["voice"].value = "own"
    n = len(select(made["hits"], set="fighters", pole="state", voice="own"))
    assert f"{n} hits, page 1 of 1" in shown.value and shown.value != before
    line = box.children[3]
    line.value = line.options[1][1]
    assert "<mark" in box.children[4].value
    assert all(w.description for w in fields.values())


def test_it_answers_in_a_third_of_a_second_on_800_articles():
    made = report_example.build(800)
    asked = explorer(made)
    start = time.process_time()
    found = asked.select(set="fighters", voice="direct")
    lines = asked.lines(found)
    assert time.process_time() - start < 0.3
    assert len(lines) == explore.LINES and re.fullmatch("[0-9a-f]{12}", lines["hit_id"].iloc[0])
