"""Words that move the body are found where the coach is not told, and no others."""

import pytest

from coach.checks.style.body_rules import find_implied_positions
from coach.checks.style.style_check import find_style_problems
from coach.checks.style_rules import STYLE
from coach.script.library import load_language_file

TABLE = load_language_file("style", "en", STYLE)
LYING = ["supine", "prone", "side-lying-left", "side-lying-right", "bed"]
KNEELING = ["tall-kneeling", "half-kneeling", "quadruped", "kneeling-rest"]
HEAD = "title: T\nsafety: [Stop if anything hurts.]\nsteps:\n"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Lie down on your back, on the mat.", ["supine", "bed"]),
        ("Now roll slowly onto your back.", ["supine", "bed"]),
        ("Lie on your left side, knees bent.", ["side-lying-left"]),
        ("Roll onto your {side} side.", ["side-lying-left", "side-lying-right"]),
        ("Turn onto your front.", ["prone", "prone-on-elbows"]),
        ("Lie down.", LYING),
        ("Come onto hands and knees.", ["quadruped"]),
        ("Bend your knees, and come up to all fours.", ["quadruped"]),
        ("Kneel tall on the mat.", KNEELING),
        ("Come down onto one knee.", ["half-kneeling"]),
        ("Sit on the floor, legs long.", ["floor-sitting"]),
        ("Sit on a firm chair.", ["seated"]),
        ("Sit on the edge of the bed.", ["bed-edge"]),
        ("Roll onto your back. Then slowly sit up, and come to standing.", ["standing", "wall"]),
        ("Stand up, beside a chair.", ["standing", "wall"]),
        # What moves a limb, advises for later, gives a choice or tells a story moves no body.
        ("Lie on your back, or sit well supported.", []),
        ("Get up again before the next hour is over.", []),
        ("Draw your knee toward you, then let it down.", []),
        ("Your back lies flat on the mat.", []),
        ("Sit tall.", []),
        ("Turn your head to the left side.", []),
        ("Take one more breath. Hold it.", []),
        ("Roll your shoulders back.", []),
        ("Lift both hands and your back knee.", []),
    ],
)
def test_what_moves_the_body_plainly(text, places):
    found, implied = find_implied_positions(text, TABLE)
    assert [str(place) for place in implied] == places
    assert bool(found) == bool(places)


def findings(tmp_path, steps: str) -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + steps, encoding="utf-8")
    return [
        f"{one.where.line}: {one.message}; {one.hint}"
        for one in find_style_problems(path)
        if one.where and "where the body is" in one.message
    ]


def test_a_body_that_lies_without_the_coach_knowing_is_found(tmp_path):
    steps = "  - Lie down on your back, on the mat.\n  - exercise: bridge\n"
    (found,) = findings(tmp_path, steps)
    words = "'Lie down on your back, on the mat.'"
    assert found == (
        f"4: expected the coach to know where the body is now, found only: {words}; "
        "write move: supine before it, or position: supine beside it"
    )


@pytest.mark.parametrize(
    "steps",
    [
        "  - {say: Lie down on your back., position: supine}\n  - exercise: bridge\n",
        "  - move: supine\n  - Lie on your back, legs straight.\n  - exercise: bridge\n",
        "  - move: standing\n  - Lie down on your back.\n  - move: supine\n  - exercise: bridge\n",
        "  - Lie down on your back.\n  - {hold: 5s, position: bed}\n  - That is all.\n",
        "  - Stand up.\n  - exercise: hip-hinge\n",
        "  - Sit on a chair.\n  - breathe: 3\n",
    ],
)
def test_what_the_coach_knows_or_need_not_know_is_well(tmp_path, steps):
    assert findings(tmp_path, steps) == []


def test_sitting_matters_where_ways_are_led(tmp_path):
    (found,) = findings(tmp_path, "  - Sit on a chair.\n  - breathe: 3\n  - exercise: bridge\n")
    assert "move: seated" in found
