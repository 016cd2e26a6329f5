"""Doubts that plain check notes: work nobody named, and counts that lead to talk."""

import pytest

from coach.checks.script_check import check_file
from tests.commanding import run_coach

UNNAMED = "expected words before this work, found none: nobody knows what to do"


def find_notes(tmp_path, *steps: str) -> list[str]:
    """Return the notes of a routine, each with its line; the first of its steps is in line 3."""
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nsteps:\n" + "".join(f"  - {step}\n" for step in steps))
    return [f"{note.where.line}: {note.message}" for note in check_file(path).notes]


NAMED = {
    "words": ["Plank.", "hold: 20s", "That is all."],
    "words before a rest": ["Plank comes next.", "rest: 5s", "hold: 20s", "Done."],
    "rest": ["{rest: 5s, say: Plank.}", "hold: 20s", "Done."],
    "preview": ["rest: 9s", "{group: Plank, steps: [hold: 20s]}", "Done."],
    "its name": ["Plank.", "{group: Plank, steps: [hold: 20s]}", "Done."],
    "a group": ["Stand up.", "{group: Jacks, steps: [hold: 20s]}", "Done."],
    "in its group": ["{group: Plank, steps: [Get down., hold: 20s]}", "Done."],
    "same again": ["Plank.", "hold: 20s", "rest: 5s", "hold: 20s", "Done."],
    "sets": ["{group: G, steps: [Go., {rounds: 3, steps: [hold: 9s, rest: 5s]}]}", "Done."],
    "sides": ["{sides: [Lift the {side} arm., hold: 9s]}".replace("{side}", "right"), "Done."],
    "breaths": ["breathe: 3", "Done."],
    "calls": ["{reps: 3, into: 2s, out: 2s, calls: {into: Lift, out: Lower}}", "Done."],
    "its own words": ["{hold: 9s, say: Plank.}", "Done."],
    "words of breaths": ["{breathe: 3, aloud: none, calls: {inhale: Rise}}", "Done."],
    "card": ["exercise: plank", "Done."],
}
NAMELESS = {
    "nothing": (["hold: 20s", "Done."], [3]),
    "a side": (["{sides: [hold: 20s]}", "Done."], [3]),
    "each kind once": (["reps: 3", "hold: 9s", "rest: 5s", "hold: 9s", "Done."], [3, 4]),
    "silent breaths": (["{breathe: 3, aloud: none}", "Done."], [3]),
    "rounds": (["{rounds: 5, steps: [hold: 9s, rest: 5s]}", "Done."], [3]),
}


@pytest.mark.parametrize("name", NAMED)
def test_work_of_which_something_was_said_is_good(tmp_path, name):
    assert find_notes(tmp_path, *NAMED[name]) == []


@pytest.mark.parametrize("name", NAMELESS)
def test_work_of_which_nothing_was_said_is_noted_once_a_place(tmp_path, name):
    steps, lines = NAMELESS[name]
    assert find_notes(tmp_path, *steps) == [f"{line}: {UNNAMED}" for line in lines]


def test_a_count_that_leads_to_talk_is_noted_once_a_place(tmp_path):
    count = "expected work behind the count of this rest, found the words"
    rest = "{rest: 10s, countdown: 3}"
    late = "{say: Lie down., pause: 4s}"  # which has no room in the rest
    assert find_notes(tmp_path, "Go.", "hold: 9s", rest, late, "hold: 9s", "A.") == [
        f"5: {count} 'Lie down.'"
    ]
    rounds = "{rounds: 3, steps: [{say: Go on., pause: 4s}, hold: 9s, {rest: 10s, countdown: 3}]}"
    assert find_notes(tmp_path, rounds, "Done.") == [f"3: {count} 'Go on.'"]


@pytest.mark.parametrize(
    "steps",
    [
        ["Go.", "hold: 9s", "rest: 9s", "Lie down.", "hold: 9s", "Done."],
        ["Go.", "hold: 9s", "rest: 10s", "hold: 9s", "Done."],
        ["Go.", "hold: 9s", "rest: 10s", "Done."],
        ["Go.", "{rounds: 3, steps: [hold: 9s, rest: 10s]}", "Stand up.", "hold: 9s", "Done."],
    ],
    ids=["not counted", "work", "the end", "the last round"],
)
def test_a_count_that_leads_to_work_is_good(tmp_path, steps):
    assert find_notes(tmp_path, *steps) == []


def test_a_text_that_may_be_a_step_is_noted(tmp_path):
    (found,) = find_notes(tmp_path, "Hold 30 seconds", "hold: 30s", "Done.")
    assert found == "3: 'Hold 30 seconds' is spoken, and nothing is timed by it"


def test_a_note_leaves_the_exit_code_and_style_does_not(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nsafety: [Stop if it hurts.]\nsteps: [{hold: 20s}, Done.]\n")
    plain = run_coach("check", "-v", "tone", str(path))
    assert (plain.code, plain.out) == (0, f"{path}: a good routine\n")
    assert f"note: {path}:3:9: {UNNAMED}" in plain.err
    styled = run_coach("check", "-v", "tone", "--style", str(path))
    assert styled.code == 1
    assert f"error: {path}:3:9: {UNNAMED}" in styled.err
