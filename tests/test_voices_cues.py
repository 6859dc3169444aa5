"""The table of cues: one example per line, and what the table refuses."""

import copy
from importlib import resources

import pandas as pd
import pytest
import yaml

from framing.voices import attribute, commas
from framing.voices.cues import Table, cues, forms

# Add an example here for every line you add to cues.yml: the sentence, with the reported words in [ ], and their rule.
EXAMPLES = [
    ("The general said on Monday [that the bridge had fallen].", "verb:clause"),
    ("The general said [the bridge had fallen].", "verb:clause"),
    ("The general said in a statement [that the bridge had fallen].", "verb:clause"),
    ("It was a raid which critics said [was illegal].", "verb:clause"),
    ("The ministry denied [the executions].", "verb:object"),
    ("The mayor warned of [a massacre].", "verb:of"),
    ("The army claims [to have helped thousands of people].", "verb:to"),
    ("The envoy told reporters [that the talks had failed].", "verb:person"),
    ("The envoy told reporters on Tuesday [the talks had failed].", "verb:person"),
    ("The minister was quoted as saying [that the raids would go on].", "verb:saying"),
    ("The agency quoted the minister as saying [that the raids would go on].", "verb:saying"),
    ("The doctor referred to [the siege].", "verb:toward"),
    ("The party called for [an inquiry into the raid].", "verb:for"),
    ("Residents complained about [the shelling].", "verb:about"),
    ("The council warned against [an assault].", "verb:against"),
    ("The rebels agreed with [the plan].", "verb:with"),
    ("The council called on [the army to stop].", "verb:on"),
    ("The envoy hinted at [a truce].", "verb:at"),
    ("The group is seen as [a threat to the truce].", "passive-subject"),
    ("It was reported [that the road was closed].", "verb:that"),
    ("The statement said: [the road is closed].", "verb:trail"),
    ("This follows the army's claim [that the road was open].", "noun:that"),
    ("There were reports of [heavy fighting].", "noun:of"),
    ("There were warnings [the dam could burst].", "noun:clause"),
    ("[The bridge has fallen], the general said.", "trailing"),
    ("[The bridge has fallen], said the general.", "trailing"),
    ("[The bridge], the general said, [has fallen].", "inserted"),
    ("[The bridge has fallen], according to the general.", "according-to"),
    ("According to the general, [the bridge has fallen].", "according-to"),
    ("As the general said, [the bridge has fallen].", "as-x-said"),
    ("[The bridge has fallen], as reported by the agency.", "as-x-said"),
    ("[The bridge in the old town has fallen] the general said.", "trailing-bare"),
    ("They argued about [whether the bridge would hold].", "whether"),
    ("Doe: [The bridge has fallen]", "speaker"),
]


def cut(marked):
    """Return a sentence without its brackets, and what stood between them."""
    inside = [piece.split("]")[0] for piece in marked.split("[")[1:]]
    return marked.replace("[", "").replace("]", ""), inside


@pytest.mark.parametrize(("marked", "rule"), EXAMPLES, ids=[marked[:40] for marked, _ in EXAMPLES])
def test_example(marked, rule):
    text, inside = cut(marked)
    spans = [span for span in attribute(text) if span.voice == "indirect"]
    if rule == "passive-subject":
        assert spans[0].rule == rule and [text[s.start : s.end] for s in spans] == ["The group", *inside]
    else:
        assert [text[span.start : span.end] for span in spans] == inside
        assert {span.rule for span in spans} == {rule}


def test_every_frame_in_use_has_an_example():
    frames = {frame for cue in cues().cues.values() for frame in (*cue.verb, *cue.noun)}
    shown = {rule.split(":")[1] for _, rule in EXAMPLES if ":" in rule}
    assert frames - shown <= {"that", "in", "out", "as", "nothing"}  # shown as noun:that, noun:in …, or never content


@pytest.mark.parametrize(
    ("cue", "stance"), [("said", "neutral"), ("claimed", "distancing"), ("alleges", "distancing"), ("confirmed", "endorsing")]
)
def test_stance(cue, stance):
    (span,) = attribute(f"The general {cue} that the bridge had fallen.")
    assert (span.cue, span.stance) == (cue, stance)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("say/said", "say says said saying"),
        ("deny/denied", "deny denies denied denying"),
        ("admit/admitted", "admit admits admitted admitting"),
        ("see/saw/seen", "see sees saw seeing seen"),
        ("echo", "echo echoes echoed echoing"),
        ("announce", "announce announces announced announcing"),
    ],
)
def test_forms(entry, words):
    assert [word for word, _ in forms(entry)] == words.split()


def test_no_word_stands_in_two_classes():
    source = yaml.load(resources.files("framing.voices").joinpath("cues.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    words = [word for words in source["words"].values() for word in words.split()]
    assert len(words) == len(set(words)) > 300
    assert not {word for word in words if word in cues().cues} - set(source["words"]["institution"].split())


def test_no_cue_has_two_lines():
    source = yaml.load(resources.files("framing.voices").joinpath("cues.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for part in ("verbs", "nouns"):
        entries = [
            word
            for lines in source[part].values()
            for entry in lines
            for word in (entry.split("/")[:1] if part == "verbs" else entry.split("/"))
        ]
        assert sorted(entries) == sorted(set(entries))


def test_a_frame_or_class_that_does_not_exist_is_refused_by_name():
    source = yaml.load(resources.files("framing.voices").joinpath("cues.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    wrong = copy.deepcopy(source)
    wrong["verbs"]["neutral"]["mumble"] = "clauses"
    with pytest.raises(ValueError, match="mumble has the frame 'clauses'"):
        Table(wrong)
    wrong = copy.deepcopy(source)
    wrong["frames"]["that"] = "betwixt* > that"
    with pytest.raises(ValueError, match="'betwixt', which is no class"):
        Table(wrong)


def test_a_cue_added_in_one_line_works_in_every_form():
    source = yaml.load(resources.files("framing.voices").joinpath("cues.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    source["verbs"]["distancing"]["mumble"] = "clause trail"
    table = Table(source)
    assert {word: table.cue(word).stance for word in ("mumble", "mumbles", "mumbled", "mumbling")} == dict.fromkeys(
        ("mumble", "mumbles", "mumbled", "mumbling"), "distancing"
    )


def test_commas_are_counted_so_that_texts_which_lost_them_are_told():
    articles = pd.DataFrame({"text": ["One, two, three.", "None here."], "n_words": [3, 2]})
    assert commas(articles).to_dict("list") == {"n_commas": [2], "n_words": [5]}
