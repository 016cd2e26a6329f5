"""The card that is meant, however its name is written: in the steps, and in all that holds them."""

import pytest

from coach import parse
from coach.script.library import find_exercise
from coach.timeline.session import list_written_performs

OWN = """
title: T
cards:
  heel-slide: {name: Heel slides, position: supine, steps: Slide., dose: {reps: 3}}
  my-bridge: {name: Bridge, position: supine, steps: Lift., dose: {reps: 3}}
"""


def meant(steps):
    """Return the names of the cards that are done by some steps."""
    return [one.exercise for one in list_written_performs(parse(f"{OWN}{steps}"))]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("heel-slide", "heel-slide"),
        ("Heel slide", "heel-slide"),
        ("HEEL SLIDES", "heel-slide"),
        ("bird-dog", "bird-dog"),
        ("Bird dog", "bird-dog"),
        ("bridge", "bridge"),
        ("Bridge", "my-bridge"),
        ("my_bridge", "my-bridge"),
        ("heel", "heel"),
    ],
)
@pytest.mark.parametrize("step", ["{{exercise: {}}}", "{{work: {}}}"])
def test_a_card_goes_by_its_name_and_its_title_in_any_case(step, written, name):
    assert meant(f"steps: [{step.format(written)}]") == [name]


def test_it_does_so_however_deep_and_wherever_it_stands():
    step = "{work: Heel slides}"
    assert meant(f"opening: [{step}]\nclosing: [{step}]\nsteps: [Hello.]") == ["heel-slide"] * 2
    assert meant("sections: [{exercises: [Heel slides, {exercise: HEEL-SLIDE}]}]") == (
        ["heel-slide"] * 2
    )
    deep = f"{{sides: [{{rounds: 2, steps: [{{group: G, steps: [{step}]}}]}}]}}"
    assert meant(f"steps: [{deep}, {{work: [Heel slides, Plank], rest: 5s}}]") == [
        "heel-slide",
        "heel-slide",
        "plank",
    ]


def test_a_card_is_what_the_command_line_finds_by_that_name():
    assert find_exercise("Bird dog").slug == "bird-dog"
