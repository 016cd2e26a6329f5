"""Exercises that are described inside a routine, as cards are in files of their own."""

import pytest

from coach.errors import ScriptError
from coach.script.doses import Range
from coach.script.exercise import EXERCISE, WorkKind
from coach.script.library import find_exercises, load_routine
from coach.script.reader import read_script
from coach.script.routine import ROUTINE

CLAMSHELL = """\
title: Mine
cards:
  clamshell:
    name: Clamshell
    position: supine
    steps: [Lie down., Open your knee., Close it.]
    dose: {reps: 12, sets: 3}
steps:
  - exercise: clamshell
"""


def read(text):
    return read_script(text, ROUTINE, "mine.yaml")


def problems_of(text):
    with pytest.raises(ScriptError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_name_a_position_three_lines_and_a_dose_are_enough():
    card = read(CLAMSHELL).cards["clamshell"]
    assert (card.name, card.slug, card.work) == ("Clamshell", "clamshell", WorkKind.REPS)
    assert card.doses.reps == Range(12, 12, 12)
    assert [line.text for line in card.steps.full] == ["Lie down.", "Open your knee.", "Close it."]
    assert (card.sources, card.goals, card.purpose) == ((), (), ())
    assert (card.where.path, card.where.line) == ("mine.yaml", 4)


@pytest.mark.parametrize(
    ("dose", "work"),
    [
        ("{hold: 30s}", "hold"),
        ("{hold: 30s, sets: 3}", "hold"),
        ("{reps: 10, hold: 5s}", "reps"),
        ("{reps: 1}", "reps"),
        ("{breaths: [4, 6, 8]}", "breaths"),
        ("{time: 2m}", "time"),
    ],
)
def test_the_dose_decides_what_is_done_where_nothing_else_does(dose, work):
    text = CLAMSHELL.replace("{reps: 12, sets: 3}", dose)
    assert read(text).cards["clamshell"].work == work


def test_a_hold_may_be_done_several_times_where_the_work_says_so():
    text = CLAMSHELL.replace("{reps: 12, sets: 3}", "{reps: 3, hold: 30s}\n    work: hold")
    assert read(text).cards["clamshell"].work is WorkKind.HOLD


def test_a_dose_of_nothing_but_sets_does_not_say_what_is_done():
    message = "mine.yaml:7:5: expected hold, reps, breaths or time in the dose, found none of them"
    hint = "  hint: write dose: {reps: [5, 8, 15]}, or dose: {hold: [10s, 20s, 30s]}"
    assert problems_of(CLAMSHELL.replace("reps: 12, ", "")) == [f"{message}\n{hint}"]


def test_a_card_in_a_file_may_be_as_short():
    text = "name: N\nposition: any\nsteps: Breathe.\ndose: {breaths: 5}\n"
    assert read_script(text, EXERCISE, "n.yaml").work is WorkKind.BREATHS


def test_what_is_wrong_in_a_card_has_its_place_in_the_file_of_the_routine():
    text = CLAMSHELL.replace("supine", "lying").replace("steps: [Lie", "step: [Lie")
    starts = ("4:5: the key 'steps' is missing", "5:15: expected ", "6:5: unknown key 'step'")
    for problem, start in zip(problems_of(text), starts, strict=True):
        assert problem.startswith(f"mine.yaml:{start}")


@pytest.mark.parametrize("name", ['""', "x" * 61, "a, b", "a/b"])
def test_a_card_has_a_name_that_an_exercise_can_be_asked_for_by(name):
    text = CLAMSHELL.replace("  clamshell:", f"  {name}:")
    [problem] = problems_of(text)
    assert problem.startswith("mine.yaml:3:3: expected the name of a card, of 1 to 60 letters")


@pytest.mark.parametrize("cards", ["[bridge]", "clamshell", "{clamshell: Open your knee.}"])
def test_cards_are_a_mapping_to_cards(cards):
    problems = problems_of(f"title: T\ncards: {cards}\nsteps: [Hello.]\n")
    assert problems[0].startswith("mine.yaml:2:")
    assert "expected a mapping" in problems[0] or "expected an exercise card" in problems[0]


def test_the_own_card_goes_before_a_shipped_one_of_its_name(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(CLAMSHELL.replace("clamshell", "bridge"), encoding="utf-8")
    routine = load_routine(path)
    cards = find_exercises({"bridge": None, "plank": None}, routine.cards)
    assert cards["bridge"].name == "Clamshell"
    assert cards["plank"].name == "Plank"
    assert find_exercises({"bridge": None})["bridge"].name == "Bridge"


def test_an_own_card_may_name_own_and_shipped_ones_to_stand_in():
    more = "    instead: [plank, other]\n  other:\n    name: Other\n    position: any\n"
    more += "    steps: Breathe.\n    dose: {breaths: 3}\n"
    routine = read(CLAMSHELL.replace("steps:\n  - ex", f"{more}steps:\n  - ex"))
    cards = find_exercises({"clamshell": None}, routine.cards)
    assert {"clamshell", "plank", "other"} <= set(cards)


def test_an_unknown_card_suggests_an_own_one():
    routine = read(CLAMSHELL)
    with pytest.raises(ScriptError, match="did you mean 'clamshell'"):
        find_exercises({"clamshel": None}, routine.cards)
