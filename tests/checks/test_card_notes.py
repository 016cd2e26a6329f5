"""What a routine writes otherwise than its cards is noted, and no fault."""

from coach.checks.card_notes import find_card_notes
from coach.checks.script_check import load_script
from tests.commanding import run_coach

WRITTEN = """\
title: T
safety: [Stop if anything hurts.]
steps:
  - rounds: 2
    steps: [{exercise: bridge, reps: 3}]
  - {exercise: plank, sets: 3, hold: 45s}
  - {exercise: plank, hold: 20s}
"""


def find_notes(path, text):
    path.write_text(text, encoding="utf-8")
    return [str(note) for note in find_card_notes(load_script(path))]


def test_a_dose_outside_the_range_of_its_card_is_noted_with_the_range_and_its_source(tmp_path):
    path = tmp_path / "mine.yaml"
    bridge, sets, hold = find_notes(path, WRITTEN)
    place = f"{path}:5:13: expected reps of Bridge from 5 to 15, found 3\n"
    assert bridge.startswith(f"{place}  hint: it is done as written; the card's range is from: Out")
    assert "University of Rochester Medical Center" in bridge
    assert sets.startswith(f"{path}:6:5: expected sets of Plank from 1 to 2, found 3\n")
    assert hold.startswith(f"{path}:6:5: expected hold of Plank from 5 s to 30 s, found 45 s\n")


def test_the_range_of_a_card_and_a_talk_have_no_notes(tmp_path):
    assert find_notes(tmp_path / "a.yaml", "title: T\nsteps: [{exercise: bridge, reps: 5}]\n") == []
    talk = "title: T\nlines: [[Move more.]]\nsources: [A book]\n"
    assert find_notes(tmp_path / "b.yaml", talk) == []


def test_check_prints_the_notes_and_calls_the_routine_good(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(WRITTEN, encoding="utf-8")
    ran = run_coach("check", "-v", "tone", str(path))
    assert (ran.code, ran.out) == (0, f"{path}: a good routine\n")
    assert f"note: {path}:6:5: expected hold of Plank from 5 s to 30 s, found 45 s\n" in ran.err
    assert ran.err.count("expected reps of Bridge") == 1
