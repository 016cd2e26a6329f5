"""Words of other tools get the word of ours that is meant, wherever they stand."""

import pytest

from coach.errors import ScriptError
from coach.script.exercise import EXERCISE
from coach.script.library_names import suggest_card
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from tests.script.reading import CARD


def find_hints(text, shape=ROUTINE):
    with pytest.raises(ScriptError) as caught:
        read_script(text, shape, "x.yaml")
    return [problem.hint for problem in caught.value.problems]


STEPS = {
    "repeat: 3, steps: [Go.]": "did you mean 'rounds'?",
    "loop: 3, steps: [Go.]": "did you mean 'rounds'?",
    "times: 3, steps: [Go.]": "did you mean 'rounds'?",
    "repetitions: 10": "did you mean 'reps', a movement that is counted, or 'rounds' of steps?",
    "sets: 3, steps: [Go.]": "sets stand with their work: {work: Plank, hold: 30s, sets: 3}; or",
    "duration: 30s": "what is timed has its kind: {work: Plank, hold: 30s}, {rest: 30s}",
    "seconds: 30": "what is timed has its kind: {work: Plank, hold: 30s}, {rest: 30s}",
    "name: Plank": "did you mean 'work'? {work: Plank, hold: 30s}, or 'group'?",
    "title: Legs, steps: [Go.]": "did you mean 'work'? {work: Plank, hold: 30s}, or 'group'?",
    "name: plank, duration: 30s": "write {work: Plank, hold: 30s}",
    "duration: 45, name: Jog": "write {work: Jog, hold: 45}",
    "name: squats, repetitions: 12": "write {work: Squats, reps: 12}",
    "text: Breathe.": "did you mean 'say'?",
    "beep: start": "did you mean 'sound'? {sound: start}",
    "tempo: 2-1-2": "the tempo stands with reps: {reps: 10, into: 2s, hold: 1s, out: 2s}",
    "interval: 30s": "what is timed has its kind",
    "intervals: 8": "write {rounds: 8, between: 10s, steps:",
    "plank: 30s": "write {work: Plank, hold: 30s}",
    "squats: 3x10": "write {work: Squats, reps: 10, sets: 3}",
    "jumping jacks: 20": "write {work: Jumping jacks, reps: 20}",
    "reps: 3x10": "write {work: ..., reps: 10, sets: 3}",
    "hold: 3x30s": "write {work: ..., hold: 30s, sets: 3}",
    "breathe: 4-7-8": "write {breathe: 6, inhale: 4s, hold: 7s, exhale: 8s}",
    "hold: max": "write {hold: 5m, open: true}: at most 5m",
    "rest: none": "leave the key out where there is none",
    "hold: 30 s each side": "write {work: ..., hold: 30 s, sides: true}",
    "work: Lunges, reps: 10 per side": "write {work: ..., reps: 10, sides: true}",
    "work: Plank, hold: 9s, each side: true": "did you mean 'sides'?",
    "work: 20s, rest: 10s": "write {work: Plank, hold: 20s}",
    "work: Plank, duration: 30s": "did you mean 'hold'?",
    "hold: 30s, name: Plank": "named work has it: {work: NAME, hold: ...}",
    "work Plank, hold: 30s": "a colon stands behind a key: 'work: Plank'",
    "work Plank": "a colon stands behind a key: 'work: Plank'",
    "hold 30s": "a colon stands behind a key: 'hold: 30s'",
    "rounds 3, steps: [hold: 5s]": "a colon stands behind a key: 'rounds: 3'",
    "work: Plank, hold: 30s, sets 3": "a colon stands behind a key: 'sets: 3'",
    "work: Plank, hold: 1,5 min": "a comma begins another key; a number has a point: 1.5",
    "work: Plank, hold: 30s, reps: 5, breathe: 3": "write a step for each, or leave one out",
    "work: Breath, breathe: 5, in: 4s, out: 4s": "did you mean 'inhale'?",
    "work: Breath, breathe: 5, out: 4s": "did you mean 'exhale'?",
    "work: Squats, reps: 8-12": "write one number: 12",
    "work: Squats, reps: 8, sets: 3x": "write one number: 3",
    "work: Squats, reps: 8, side: L": "did you mean 'left'?",
    "work: Squats, reps: 8, side: both": "both sides are written sides: true",
    "work: Plank, open: true": "hold: 30s",
    "reps: 10, sets: 3": "named work has it: {work: NAME, reps: ..., sets: ...}",
    "reps: 10, tempo: 3s": "did you mean 'into'?",
    "reps: 10, sides: [Go.]": "put reps inside sides, behind a dash, or write {work: NAME, reps: ",
    "reps: 10, sides: true": "put reps inside sides, behind a dash, or write {work: NAME, reps: ",
    "rounds: 3, hold: 20s, rest: 10s": "put what is done below 'steps' of rounds",
    "group: Legs, hold: 30s": "put what is done below 'steps' of group",
    "hold: 20s, rest: 10s": "begin each step with a dash of its own, or write {work: NAME, hold: ",
}


@pytest.mark.parametrize("step", STEPS)
def test_a_word_of_others_in_a_step_gets_the_one_that_is_meant(step):
    hints = find_hints(f"title: T\nsteps:\n  - {{{step}}}\n")
    assert any((hint or "").startswith(STEPS[step]) for hint in hints), hints


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("sets: 3", "the dose stands together: dose: {sets: [least, usual, most]}"),
        ("reps: 12", "the dose stands together: dose: {reps: [least, usual, most]}"),
        ("title: B", "did you mean 'name'?"),
        ("instructions: B", "did you mean 'steps'?"),
        ("tips: [B]", "did you mean 'cues'?"),
    ],
)
def test_a_word_of_others_in_a_card_gets_the_one_that_is_meant(line, hint):
    assert find_hints(f"{CARD}{line}\n", EXERCISE) == [hint]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("duration: 10m", "did you mean 'length'?"),
        ("workout: [Go.]", "did you mean 'sections'?"),
        ("music: drone", "did you mean 'bed'?"),
        (
            "exercises: [plank]",
            "they stand in a section: sections: [{title: Legs, exercises: [bridge, plank]}]",
        ),
    ],
)
def test_a_word_of_others_in_a_routine_gets_the_one_that_is_meant(line, hint):
    assert find_hints(f"title: T\n{line}\nsteps: [Go.]\n") == [hint]


def test_the_name_of_a_routine_is_its_title():
    assert "did you mean 'title'?" in find_hints("name: T\nsteps: [Go.]\n")


def test_a_card_with_its_dose_in_the_name_gets_them_apart():
    known = ["bridge", "plank"]
    assert suggest_card("plank 30s", known) == "write {work: Plank, hold: 30s}"
    assert suggest_card("squats 3x10", known) == "write {work: Squats, reps: 10, sets: 3}"
    assert suggest_card("warrior 2", known).startswith("the nearest are ")
