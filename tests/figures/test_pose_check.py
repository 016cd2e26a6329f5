"""What no body can do is found, with its place; what the shipped cards show, everybody can."""

import pytest

from coach.checks.script_check import check_file
from coach.errors import ScriptError
from coach.figures.figure_drawing import find_card_problems, find_figure, plan_card
from coach.figures.pose_check import find_figure_problems
from coach.script.exercise import EXERCISE
from coach.script.figure_library import load_bases, load_families
from coach.script.library import load_exercise
from coach.script.positions import Position
from coach.script.reader import read_script
from tests.paths import ROOT

CARD = """name: Bridge
position: {position}
dose: {{reps: [1, 2, 3]}}
steps: Lift.
sources: custom
figure:
{figure}"""
CARDS = sorted((ROOT / "scripts" / "exercises").glob("*.yaml"))


def card(figure: str, position: str = "any"):
    text = CARD.format(position=position, figure=figure)
    return read_script(text, EXERCISE, "bridge.yaml")


def complaints(figure: str, position: str = "any") -> list[str]:
    return [problem.message for problem in find_card_problems(card(figure, position))]


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_every_shipped_drawing_is_of_what_a_body_can_do(path):
    assert find_card_problems(load_exercise(path)) == []


@pytest.mark.parametrize("name", load_families())
def test_the_picture_of_a_family_is_of_what_a_body_can_do(name):
    assert not list(find_figure_problems(load_families()[name], load_bases()))


@pytest.mark.parametrize(
    ("pose", "said"),
    [
        ("near_leg: [270, 300, 0]", "knee of the near leg bent by 0 to 165 degrees, found -30"),
        ("near_leg: [270, 95, 0]", "knee of the near leg bent by 0 to 165 degrees, found 175"),
        ("far_leg: [70, 70, 0]", "hip of the far leg bent by -20 to 135 degrees"),
        ("near_leg: [215, 215, 0]", "hip of the near leg bent by -20 to 135 degrees"),
        ("near_arm: [270, 230, 230]", "elbow of the near arm bent by 0 to 150 degrees, found -40"),
        ("near_arm: [270, 70, 70]", "elbow of the near arm bent by 0 to 150 degrees, found 160"),
        ("far_arm: [150, 150, 150]", "shoulder of the far arm bent by -70 to 200 degrees"),
        ("near_arm: {to: [60, 60]}", "expected a place within reach of the near arm"),
        ("lift: 40", "expected nothing under the floor"),
        ("lift: 70", "expected a part on the floor"),
    ],
)
def test_a_pose_that_no_body_can_do_is_told(pose, said):
    found = complaints(f"  base: standing\n  poses:\n    - {{{pose}}}\n")
    assert any(said in message for message in found), found
    assert all(message.startswith("pose 1: ") for message in found)


def test_a_problem_has_the_place_of_its_pose():
    figure = "  base: standing\n  poses:\n    - {}\n    - {near_leg: [270, 300, 0]}\n"
    (problem,) = find_card_problems(card(figure))
    assert str(problem.where) == "bridge.yaml:10:7"
    assert "bend" in (problem.hint or "")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("  base: supin\n  poses: [{}]\n", "no pose to begin with is called 'supin'"),
        ("  poses: [{base: standin}]\n", "no pose to begin with is called 'standin'"),
        ("  family: wlking\n", "no figure is called 'wlking'"),
        ("  poses: [{near_arm: {to: near.tail}}]\n", "found 'near.tail'"),
        ("  poses: [{pin: [elbo, 3]}]\n", "found 'elbo'"),
        ("  poses: [{}]\n  arrows: [near.kne]\n", "found 'near.kne'"),
        ("  poses: [{}]\n  props: [{kind: strap, ends: [hip, tail]}]\n", "found 'tail'"),
        (
            "  poses: [{near_arm: {to: far.wrist}, far_arm: {to: near.wrist}}]\n",
            "expected a place that is known by then",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told_and_refused(figure, said):
    (message,) = complaints(figure)
    assert said in message
    with pytest.raises(ScriptError) as caught:
        plan_card(card(figure))
    assert said in str(caught.value)


PROPS = "{kind: chair, at: [-3, 25]}, {kind: wall, at: [-20, 0]}"
OWN_BASES = {
    Position.STANDING: {"standing"},
    Position.WALL: {"standing"},
    Position.SEATED: {"seated"},
    Position.BED_EDGE: {"seated"},
    Position.HALF_KNEELING: {"half-kneeling"},
    Position.QUADRUPED: {"quadruped"},
    Position.SUPINE: {"supine"},
    Position.PRONE: {"prone", "prone-on-elbows"},
    Position.PRONE_ON_ELBOWS: {"prone-on-elbows"},
    Position.FLOOR_SITTING: set(),
}
COMMON_BASES = set().union(*OWN_BASES.values())


@pytest.mark.parametrize("position", OWN_BASES)
def test_a_base_is_in_its_own_position_and_in_no_other(position):
    figure = "  base: {}\n  poses: [{{}}]\n  props: [{}]\n"
    fitting = {
        name
        for name in COMMON_BASES
        if not any("position" in said for said in complaints(figure.format(name, PROPS), position))
    }
    assert fitting == OWN_BASES[position]


def test_coach_check_refuses_a_card_by_its_drawing(tmp_path):
    path = tmp_path / "bridge.yaml"
    figure = "  base: standing\n  poses: [{near_leg: [270, 300, 0]}]\n"
    path.write_text(CARD.format(position="standing", figure=figure), encoding="utf-8")
    with pytest.raises(ScriptError, match="the knee of the near leg"):
        check_file(path)


def test_cards_of_a_family_have_its_figure_and_others_their_own():
    walking = load_exercise(ROOT / "scripts" / "exercises" / "walk-easy.yaml")
    assert find_figure(walking) == load_families()["walking"]
    own = card("  poses: [{}]\n")
    assert find_figure(own) is own.figure
