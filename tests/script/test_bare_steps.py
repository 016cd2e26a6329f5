"""A bare text that was meant as a step is told, with how it is written; a sentence is spoken."""

import re

import pytest

from coach.errors import ScriptError
from coach.script.bare_steps import BARE_STEP_PATTERN, explain_bare_step, explain_doubtful_step
from coach.script.reader import read_script
from coach.script.routine import ROUTINE

STEPS = {
    "hold 30s": "a step needs a colon: 'hold: 30s'",
    "Hold 30": "a step needs a colon: 'hold: 30'",
    "rest 10s": "a step needs a colon: 'rest: 10s'",
    "rest - 10s": "a step needs a colon: 'rest: 10s'",
    "pause 1m30s": "a step needs a colon: 'rest: 1m30s'",
    "breathe 6": "a step needs a colon: 'breathe: 6'",
    "reps 10": "a step needs a colon: 'reps: 10'",
    "repeat 3x": "write {rounds: 3, steps: [...]}",
    "repeat 5 min": "write {for: 5 min, steps: [...]}",
    "breathe 5 min": "breaths have their number: {breathe: 6, inhale: 4s, exhale: 6s}",
    "hold 30s each side": "write {work: ..., hold: 30s, sides: true}",
    "squats, deep 3x10": 'write {work: "Squats, deep", reps: 10, sets: 3}',
    "reps 3x10": "write {work: ..., reps: 10, sets: 3}",
    "30s": "a step needs its kind: 'hold: 30s', 'rest: 30s'",
    "1:30": "a step needs its kind: 'hold: 1:30', 'rest: 1:30'",
    "plank 30s": "write {work: Plank, hold: 30s}",
    "Jog - 5 min": "write {work: Jog, hold: 5 min}",
    "Push-ups (30s)": "write {work: Push-ups, hold: 30s}",
    "side plank 3 x 30 s": "write {work: Side plank, hold: 30 s, sets: 3}",
    "Side plank 15s each side": "write {work: Side plank, hold: 15s, sides: true}",
    "Squats 3x10": "write {work: Squats, reps: 10, sets: 3}",
    "work Plank, hold 30s": "write {work: Plank, hold: 30s}",
    "squats x10": "write {work: Squats, reps: 10}",
    "3x10 squats": "write {work: Squats, reps: 10, sets: 3}",
    "20s sprint": "write {work: Sprint, hold: 20s}",
}
SENTENCES = (
    *("Hold 30s.", "Hold for 30s", "Start in 5 min", "Last 10s", "Another 30s", "10 more"),
    *("Warrior 2", "Warrior I", "Set 3 of 4", "Stage 1", "10 squats", "Rest.", "That is all"),
    *("90/90 position", "Breathe in 4s, out 6s", "{seconds} seconds", "Hold 30 seconds"),
)


@pytest.mark.parametrize("text", STEPS)
def test_what_was_meant_as_a_step_is_told_with_how_it_is_written(text):
    message, hint = explain_bare_step(text)
    assert message == f"expected a step or a sentence, found '{text}'"
    assert hint == f"{STEPS[text]}; to have it spoken, write 'say: {text}'"


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_spoken(text):
    assert explain_bare_step(text) is None
    read_script(f"title: T\nsteps:\n  - '{text}'\n", ROUTINE, "x.yaml")


@pytest.mark.parametrize("text", STEPS)
def test_whatever_stands_after_say_is_spoken(text):
    read_script(f"title: T\nsteps:\n  - say: {text}\n", ROUTINE, "x.yaml")


def test_all_of_them_are_told_at_once_with_their_places():
    with pytest.raises(ScriptError) as caught:
        read_script("title: T\nsteps: [plank 30s, rest 10s, Go., '30s']\n", ROUTINE, "x.yaml")
    places = [problem.where.column for problem in caught.value.problems]
    assert places == [9, 20, 35]


def test_a_unit_that_is_written_out_is_only_doubtful():
    for text, step in (
        ("Hold 30 seconds", "a step needs a colon: 'hold: 30 seconds'"),
        ("Plank 1 minute each side", "write {work: Plank, hold: 1 minute, sides: true}"),
    ):
        message, hint = explain_doubtful_step(text)
        assert message == f"'{text}' is spoken, and nothing is timed by it"
        assert hint == f"where it is a step, {step}; a sentence ends with a full stop"
    for text in ("Hold 30 seconds.", "Hold for 30 seconds", "hold 30s", "Ten seconds"):
        assert explain_doubtful_step(text) is None


@pytest.mark.parametrize("text", ["3 rounds", "3 sets of 10 squats", "Push-ups x 10 reps"])
def test_how_often_is_doubtful_as_well(text):
    message, hint = explain_doubtful_step(text)
    assert message == f"'{text}' is spoken, and nothing is done as often"
    assert "write {rounds: 3, steps: [...]}" in hint
    assert explain_doubtful_step(text + ".") is None


def test_a_long_text_is_looked_through_at_once():
    assert re.match(BARE_STEP_PATTERN, "a " * 300) is None
    assert re.match(BARE_STEP_PATTERN, "1s " * 200 + "!") is None
    assert re.match(BARE_STEP_PATTERN, "1s1m" * 150 + "!") is None
