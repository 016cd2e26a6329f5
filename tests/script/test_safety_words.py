"""What a routine says of safety: lines of its own, and sets that it names."""

import pytest

from coach.errors import ScriptError
from coach.plan.variety import remove_intro
from coach.script.library import load_phrases, load_routine
from coach.script.reader import FieldConflictError
from coach.script.safety_words import SafetyWords, fill_safety_sets
from coach.script.scalars import Line
from tests.listening import ENGLISH

KNOWN = load_phrases("en").safety


def texts(lines) -> list[str]:
    return [line.text for line in lines]


def routine_of(tmp_path, safety: str):
    path = tmp_path / "mine.yaml"
    path.write_text(f"title: Mine\nsafety: {safety}\nsteps: [Lie down.]\n")
    return load_routine(path)


def test_a_set_is_named_in_one_word(tmp_path):
    routine = routine_of(tmp_path, "movement")
    assert routine.safety == KNOWN["movement"].full
    assert routine.safety_short == KNOWN["movement"].short
    assert ENGLISH.safety == KNOWN


def test_lines_of_ones_own_stand_beside_a_set_in_their_order(tmp_path):
    routine = routine_of(tmp_path, "[Keep one ear free., movement]")
    assert texts(routine.safety) == ["Keep one ear free.", *texts(KNOWN["movement"].full)]
    assert texts(routine.safety_short) == ["Keep one ear free.", *texts(KNOWN["movement"].short)]


def test_lines_of_ones_own_may_have_a_short_form(tmp_path):
    routine = routine_of(tmp_path, "{full: [Stop if it hurts., Take it easy.], short: Stop.}")
    assert texts(routine.safety) == ["Stop if it hurts.", "Take it easy."]
    assert texts(routine.safety_short) == ["Stop."]


def test_without_sets_a_list_is_said_as_it_is_written(tmp_path):
    routine = routine_of(tmp_path, "[Stop if it hurts.]")
    assert texts(routine.safety) == texts(routine.safety_short) == ["Stop if it hurts."]


def test_who_skips_what_is_known_still_hears_one_line(tmp_path):
    for safety, kept in (
        ("movement", KNOWN["movement"].short[0].text),
        ("[Stop if it hurts., Breathe.]", "Stop if it hurts."),
    ):
        skipped = remove_intro(routine_of(tmp_path, safety))
        assert texts(skipped.safety) == texts(skipped.safety_short) == [kept]


def test_a_set_that_is_not_there_is_named_with_its_place(tmp_path):
    with pytest.raises(ScriptError, match=r"mine\.yaml:2:1: no set .* is called 'movment'") as told:
        routine_of(tmp_path, "movment")
    assert "movement" in (told.value.problems[0].hint or "")


def test_a_language_may_have_no_sets():
    with pytest.raises(FieldConflictError) as told:
        fill_safety_sets(SafetyWords((Line("movement"),), (Line("movement"),)), {})
    assert "write a sentence" in (told.value.hint or "")
