"""Every mistake of a file is told at once: those in its structure, and in what it names."""

import pytest

from coach.checks.named_scripts import load_whole_routine
from coach.errors import ScriptError
from tests.commanding import run_coach

WRONG = """\
title: T
facts: [facets]
steps:
  - {exercise: heel drop, reps: 5}
  - {exercise: brigde}
  - {exercise: plank, breaths: 3}
  - {sound: bong}
  - {hodl: 3s}
  - "..."
  - {exercise: pigeon, colour: red}
"""


def find_problems(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ScriptError) as caught:
        load_whole_routine(path, "mine.yaml")
    return {problem.where.line: problem for problem in caught.value.problems}, caught.value.problems


def test_cards_doses_sounds_and_talks_are_told_among_the_mistakes_of_structure(tmp_path):
    found, problems = find_problems(tmp_path, WRONG)
    assert found[2].message == "no talk is called 'facets'"
    assert found[4].message == "no exercise card is called 'heel drop'"
    assert found[5].hint == "did you mean 'bridge'?"
    assert found[6].message == "Plank has no dose of breaths, found 3"
    assert found[7].message == "no sound is called 'bong'"
    assert found[8].message == "no kind of step is called 'hodl'"
    assert found[9].message == "expected words to speak, found '...'"
    assert [one.message for one in problems if one.where.line == 10] == [
        "no exercise card is called 'pigeon'",
        "unknown key 'colour'",
    ]


def test_where_the_structure_is_right_the_rest_is_told_at_once_as_well(tmp_path):
    text = "".join(
        line for line in WRONG.splitlines(keepends=True) if "hodl" not in line and "red" not in line
    )
    found, _ = find_problems(tmp_path, text.replace("title: T\n", "title: T\nbed: nosuch\n"))
    assert sorted(found) == [1, 3, 5, 6, 7, 8, 9]
    assert found[1].message == "no bed is called 'nosuch'"


def test_calls_are_lines_as_well_where_something_else_is_wrong(tmp_path):
    text = "title: T\nslow: 7\nsteps:\n  - {reps: 5, calls: {into: '...'}}\n"
    found, _ = find_problems(tmp_path, text)
    assert found[2].message == "expected true or false, found '7'"
    assert found[4].message == "expected words to speak, found '...'"


def test_check_tells_them_with_exit_code_1_in_the_order_of_lines(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(WRONG)
    ran = run_coach("check", "-v", "tone", str(path))
    assert ran.code == 1
    lines = [int(line.split(":")[2]) for line in ran.err.splitlines() if line.startswith("error:")]
    assert lines == [2, 4, 5, 6, 7, 8, 9, 10, 10]


def test_an_unknown_card_names_the_three_nearest_and_the_way_without_a_card(tmp_path):
    found, _ = find_problems(tmp_path, WRONG)
    assert found[4].hint.endswith("; without a card: {work: Heel drop, reps: 10}")
    names = found[4].hint.removeprefix("the nearest are ").split(";")[0].split(", ")
    assert len(names) == 3
