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


OWN = """\
title: T
safety: [Stop if anything hurts.]
cards:
  bridge:
    name: My bridge
    position: supine
    steps: [Lift your hips., Hold them there., Lower them.]
    dose: {reps: 3}
  other:
    name: Other
    position: supine
    steps: [Breathe out slowly.]
    dose: {breaths: 3}
steps: [exercise: bridge]
"""


def test_a_card_in_the_place_of_a_shipped_one_and_one_that_nothing_asks_for_are_noted(tmp_path):
    path = tmp_path / "mine.yaml"
    both = "its limits and cautions are those written here; another name keeps both cards"
    shipped, unused = "scripts/exercises/bridge.yaml", "expected a step that does Other, found none"
    assert find_notes(path, OWN) == [
        f"{path}:5:5: this card is done in the place of {shipped}\n  hint: {both}",
        f"{path}:10:5: {unused}\n  hint: write - exercise: other",
    ]


def test_a_card_that_only_stands_in_is_used(tmp_path):
    text = OWN.replace("dose: {reps: 3}", "dose: {reps: 3}\n    instead: other")
    assert len(find_notes(tmp_path / "mine.yaml", text)) == 1


def test_the_words_of_own_cards_are_read_and_judged_like_those_of_others(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(OWN.replace("Lower them.", "Walk 50m."), encoding="utf-8")
    assert f"note: {path}:7:48: '50m' is read as '50 metres'" in run_coach("check", str(path)).err
    held = OWN.replace("dose: {reps: 3}", "dose: {reps: 3, hold: 5s}")
    path.write_text(held.replace("Lower them", "Just lower them"), encoding="utf-8")
    ran = run_coach("check", "--style", str(path))
    assert ran.code == 1
    assert f"error: {path}:5:5: expected a release of what is held, found none" in ran.err
    path.write_text(OWN.replace("Lower them.", "'...'"), encoding="utf-8")
    ran = run_coach("check", str(path))
    assert (ran.code, ran.err.count("expected words to speak, found '...'")) == (1, 1)


def test_an_own_card_with_a_mistake_is_no_unknown_one(tmp_path):
    path = tmp_path / "mine.yaml"
    text = OWN.replace("dose: {reps: 3}", "dos: {reps: 3}").replace("bridge", "clamshell")
    path.write_text(text.replace("exercise: clamshell", "exercise: clamshell, holds: 3s"))
    ran = run_coach("check", "-v", "tone", str(path))
    assert ran.code == 1
    assert "unknown key 'dos'" in ran.err
    assert "card is called" not in ran.err


def test_the_mistakes_of_a_routine_come_at_once_with_those_of_the_doses_of_its_own_cards(tmp_path):
    path = tmp_path / "mine.yaml"
    steps = "steps: [{exercise: bridge, time: 3s}, {holt: 3s}]"
    path.write_text(OWN.replace("steps: [exercise: bridge]", steps), encoding="utf-8")
    ran = run_coach("check", "-v", "tone", str(path))
    assert f"{path}:14:9: My bridge has no dose of time, found 3 s" in ran.err
    assert f"{path}:14:40: " in ran.err
