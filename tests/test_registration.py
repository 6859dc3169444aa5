import copy

import pytest

from framing import registration
from framing.errors import BadInput

MANIFEST = {
    "hashes": {"settings": "a", "corpus": "b", "lexicon": "c", "code": "d", "coding": "e"},
    "parameters": {"05_choices": {"run_name": "x", "many": 30}, "08_robustness": {"seed": 1}},
}


def changed(**hashes):
    other = copy.deepcopy(MANIFEST)
    other["hashes"] |= hashes
    return other


def test_a_run_like_the_registered_one_shows_no_drift(tmp_path):
    registration.register(tmp_path, MANIFEST)
    kept = registration.read(tmp_path)
    assert registration.drift(kept, MANIFEST).empty
    assert registration.state(kept, MANIFEST) == registration.SAME


def test_the_name_of_the_run_and_the_hand_codes_are_no_drift(tmp_path):
    registration.register(tmp_path, MANIFEST)
    other = changed(coding="new")
    other["parameters"]["05_choices"]["run_name"] = "y"
    assert registration.drift(registration.read(tmp_path), other).empty


def test_every_change_is_a_row_and_makes_the_run_exploratory(tmp_path):
    registration.register(tmp_path, MANIFEST)
    other = changed(lexicon="z")
    other["parameters"]["05_choices"]["many"] = 12
    found = registration.drift(registration.read(tmp_path), other)
    assert found.values.tolist() == [["05_choices: many", "30", "12"], ["lexicon (hash)", "c", "z"]]
    assert registration.state(registration.read(tmp_path), other).startswith("EXPLORATORY: changed since")


def test_an_unregistered_study_is_exploratory(tmp_path):
    assert registration.read(tmp_path) is None
    assert registration.state(None, MANIFEST) == registration.UNREGISTERED


def test_a_registration_is_not_overwritten(tmp_path):
    registration.register(tmp_path, MANIFEST)
    registration.register(tmp_path, MANIFEST)
    with pytest.raises(BadInput, match="registers other values"):
        registration.register(tmp_path, changed(code="new"))


def test_a_broken_registration_is_one_sentence(tmp_path):
    (tmp_path / registration.FILE).write_text("{}")
    with pytest.raises(BadInput, match="cannot be read as a registration"):
        registration.read(tmp_path)
