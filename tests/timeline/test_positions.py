"""Where the body is, the ways it is led, and the side that is worked."""

from itertools import product

import pytest

from coach.errors import ScriptError
from coach.script.card_variants import Wording
from coach.script.doses import Doses, Range
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.library import load_phrases, load_routine
from coach.script.limits import AGAINST_FLOOR_MOVES
from coach.script.positions import (
    KNEELING_POSITIONS,
    MOVES_WITHOUT_KNEELING,
    Position,
    choose_side_lying,
    moves_between,
)
from coach.script.scalars import Line
from coach.script.steps import Move, Perform, Say, Sides, Travel
from coach.script.work_steps import Hold, Reps
from coach.timeline.context import fill_variables
from coach.timeline.delivery import Delivery
from coach.timeline.session import Part, Session
from coach.timeline.travels import make_travels
from coach.timeline.unroll import unroll
from tests.listening import acts_of

P = Position
PLACES = [place for place in P if place not in (P.ANY, P.SIDE_LYING)]
FIRST_PLACES = {
    P.STANDING,
    P.WALL,
    P.SEATED,
    P.HALF_KNEELING,
    P.QUADRUPED,
    P.KNEELING_REST,
    P.PRONE,
    P.SUPINE,
}
"""The positions of the shipped cards: the ways between them are those of the stated lengths."""
OVER_KNEES = ("hands and knees", "kneel", "one knee", "that knee", "onto your knees", "other knee")


def session_of(*steps, cards=(), **manner) -> Session:
    delivery = Delivery(load_phrases("en"), **manner)
    known = {card.slug: card for card in cards}
    return Session("Routine", (Part("Routine", steps),), known, delivery, {}, rises=False)


def card_of(**fields) -> Exercise:
    usual = {
        "name": "Clamshell",
        "slug": "clamshell",
        "position": P.SIDE_LYING,
        "work": WorkKind.REPS,
        "doses": Doses(reps=Range(5, 10, 30)),
        "steps": Wording((Line("Lift your {side} knee."),)),
        "sources": (),
        "sides": SideRule.EACH,
    }
    return Exercise(**usual | fields)


def spoken(acts) -> list[str]:
    lines = (
        (act.step.say if isinstance(act.step, Say) else act.step.lines, act.context)
        for act in acts
        if isinstance(act.step, Say | Travel)
    )
    return [fill_variables(line, context) for said, context in lines for line in said]


def places(acts) -> list[tuple[Position, str]]:
    """Where the body is in each piece of work, and which side works."""
    return [(a.context.position, a.context.side) for a in acts if isinstance(a.step, Hold | Reps)]


# Ways


@pytest.mark.parametrize("kneeling", [True, False])
def test_every_position_has_a_way_to_every_other(kneeling):
    for start, end in product(PLACES, PLACES):
        moves = moves_between(start, end, kneeling=kneeling)
        assert [a for a, _ in moves[1:]] == [b for _, b in moves[:-1]]
        assert len(moves) <= 6
        if kneeling:
            assert (start == end) == (not moves)


def test_the_ways_between_the_first_positions_lead_by_no_other():
    for start, end in product(FIRST_PLACES, FIRST_PLACES):
        assert {place for move in moves_between(start, end) for place in move} <= FIRST_PLACES


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("limit", sorted(AGAINST_FLOOR_MOVES))
def test_who_must_not_kneel_is_led_over_no_knee_from_anywhere_to_anywhere(limit, slow):
    delivery = Delivery(load_phrases("en"), limits=(limit,), slow=slow)
    for start, end in product(PLACES, PLACES):
        for travel, there in make_travels(start, end, delivery):
            told = " ".join(line.text for line in travel.lines).lower()
            assert not [words for words in OVER_KNEES if words in told], told
            assert there not in KNEELING_POSITIONS - {P.QUADRUPED}
            assert travel.move_time >= 4_000
    ((table, _),) = make_travels(P.STANDING, P.HALF_KNEELING, delivery)
    assert "table" in table.lines[0].text


def test_lying_on_a_bed_is_all_the_lying_there_is_for_who_must_not_kneel():
    delivery = Delivery(load_phrases("en"), limits=("knee-replaced",))
    assert not list(make_travels(P.BED, P.SUPINE, delivery))
    for goal in (P.SUPINE, P.PRONE, P.SIDE_LYING_LEFT, P.FLOOR_SITTING):
        ((travel, _),) = make_travels(P.STANDING, goal, delivery)
        assert "on a firm bed" in travel.lines[0].text
    assert moves_between(P.BED_EDGE, P.PRONE, kneeling=False)[0] == (P.BED_EDGE, P.SUPINE)


def test_who_must_not_kneel_is_led_to_the_table_where_nothing_is_known_and_never_taken_to_kneel():
    limits = ("no-kneeling",)
    assert "table" in spoken(acts_of(Move(P.QUADRUPED), Hold(5_000), limits=limits))[0]
    assert spoken(acts_of(Move(P.QUADRUPED), Hold(5_000))) == []
    said = Say((Line("Come onto hands and knees."),), position=P.QUADRUPED)
    assert spoken(acts_of(said, limits=limits, rises=True)) == ["Come onto hands and knees."]


def test_each_way_without_knees_has_words_that_say_where_to_go_first():
    phrases = load_phrases("en")
    for pair in MOVES_WITHOUT_KNEELING:
        lines = phrases.moves_without_kneeling.get(pair) or phrases.moves[pair]
        assert len(lines) == 1 or lines[0].text.startswith("Now let's ")


@pytest.mark.parametrize(
    ("position", "worked", "there"),
    [
        (P.SIDE_LYING, "left", P.SIDE_LYING_RIGHT),
        (P.SIDE_LYING, "right", P.SIDE_LYING_LEFT),
        (P.SIDE_LYING, "", P.SIDE_LYING_LEFT),
        (P.PRONE, "left", P.PRONE),
    ],
)
def test_one_lies_on_the_side_that_is_not_worked(position, worked, there):
    assert choose_side_lying(position, worked) is there


# The position of a step


def test_a_position_beside_a_step_says_nothing_and_is_where_one_is():
    down = Say((Line("Lie down on your back."),), position=P.SUPINE)
    acts = acts_of(down, Hold(5_000), Move(P.SUPINE), position=P.STANDING)
    assert spoken(acts) == ["Lie down on your back."]
    assert {act.context.position for act in acts} == {P.SUPINE}


@pytest.mark.parametrize("step", [Hold(5_000, position=P.PRONE), Reps(5, position=P.PRONE)])
def test_the_way_to_the_next_position_begins_there(step):
    acts = acts_of(step, Move(P.PRONE_ON_ELBOWS), position=P.STANDING)
    assert places(acts) == [(P.PRONE, "")]
    assert spoken(acts) == [
        "Prop yourself up on your forearms, with your elbows under your shoulders."
    ]


def test_what_is_left_out_where_talk_is_short_moves_the_body_all_the_same():
    line = Say((Line("Roll onto your front, as you like it."),), detail=True, position=P.PRONE)
    acts = acts_of(line, Hold(5_000), position=P.SUPINE, talk="short")
    assert places(acts) == [(P.PRONE, "")]


def test_within_sides_one_turns_over_at_the_change():
    acts = acts_of(Sides((Move(P.SIDE_LYING), Hold(5_000))), position=P.SIDE_LYING_LEFT)
    assert places(acts) == [(P.SIDE_LYING_LEFT, "right"), (P.SIDE_LYING_RIGHT, "left")]
    assert spoken(acts)[:3] == [
        "Right side first.",
        "Change sides. Now the left side.",
        "Now let's turn you onto your right side.",
    ]


def test_the_side_to_lie_on_does_not_depend_on_the_words_for_the_sides():
    words = {"left": (Line("links"),), "right": (Line("rechts"),)}
    delivery = Delivery(load_phrases("en").override(words))
    steps = (Move(P.SIDE_LYING_LEFT), Sides((Move(P.SIDE_LYING), Hold(5_000))))
    acts = unroll(Session("T", (Part("T", steps),), {}, delivery, {}, rises=False))
    assert places(acts) == [(P.SIDE_LYING_LEFT, "right"), (P.SIDE_LYING_RIGHT, "left")]


def unrolled(tmp_path, *steps: str):
    """Write out steps of a file."""
    path = tmp_path / "mine.yaml"
    path.write_text("\n".join(("title: T", "steps:", *(f"  - {step}" for step in steps))))
    routine = load_routine(path)
    return acts_of(*routine.sections[0].steps)


def test_named_work_has_its_position_and_is_lain_for_on_the_other_side(tmp_path):
    acts = unrolled(
        tmp_path,
        "{work: Side plank, hold: 20s, sides: true, first: left, position: side-lying}",
        "{work: Cobra, hold: 10s, position: prone-on-elbows}",
        "move: prone",
    )
    assert places(acts) == [
        (P.SIDE_LYING_RIGHT, "left"),
        (P.SIDE_LYING_LEFT, "right"),
        (P.PRONE_ON_ELBOWS, ""),
    ]
    assert spoken(acts)[-1] == "Slide your elbows forward, and lower your chest to the mat."


def test_a_side_that_has_no_sets_is_not_spoken_of(tmp_path):
    acts = unrolled(tmp_path, "{work: Hip lift, reps: 5, sides: {left: 2, right: 0}, rest: 10s}")
    assert [side for _, side in places(acts)] == ["left", "left"]
    assert "Left side only." in spoken(acts)


def test_who_lies_on_a_side_stays_there_where_none_is_worked():
    acts = acts_of(Move(P.SIDE_LYING), Hold(5_000), position=P.SIDE_LYING_RIGHT)
    assert places(acts) == [(P.SIDE_LYING_RIGHT, "")]


@pytest.mark.parametrize("place", [P.BED, P.BED_EDGE])
def test_what_is_done_on_the_back_is_done_on_the_bed_by_who_is_on_one(place):
    acts = acts_of(Perform("bridge"), Move(P.SUPINE), position=place, rises=True)
    assert places(acts)[0] == (P.BED, "")
    told = [line for act in acts if isinstance(act.step, Travel) for line in act.step.lines]
    assert any("the mat" in line.text for line in told), "a move leads where it says"


# One side


def test_an_exercise_on_the_side_turns_the_listener_over():
    acts = unroll(session_of(Perform("clamshell"), Perform("clamshell"), cards=[card_of()]))
    left, right = (P.SIDE_LYING_RIGHT, "left"), (P.SIDE_LYING_LEFT, "right")
    assert places(acts) == [right, left, right, left]
    turns = [act for act in acts if isinstance(act.step, Travel)]
    assert len(turns) == 4


@pytest.mark.parametrize("begins", ["left", "right"])
def test_an_exercise_may_begin_on_the_side_where_the_one_before_it_ended(begins):
    steps = (Perform("clamshell"), Perform("clamshell", first="other"))
    acts = unroll(session_of(*steps, cards=[card_of()], first_side=begins))
    sides = [side for _, side in places(acts)]
    other = "left" if begins == "right" else "right"
    assert sides == [begins, other, other, begins]
    assert len([act for act in acts if isinstance(act.step, Travel)]) == 3
    only = unroll(session_of(Perform("clamshell", first="left"), cards=[card_of()]))
    assert [side for _, side in places(only)] == ["left", "right"]


@pytest.mark.parametrize(("side", "other"), [("left", "right"), ("right", "left")])
@pytest.mark.parametrize("rule", [SideRule.EACH, SideRule.ALTERNATE])
def test_an_exercise_for_one_side_is_taught_and_done_on_that_one_only(side, other, rule):
    card = card_of(sides=rule)
    acts = unroll(session_of(Perform("clamshell", side=side), cards=[card]))
    assert places(acts) == [(choose_side_lying(P.SIDE_LYING, side), side)]
    (reps,) = (act.step for act in acts if isinstance(act.step, Reps))
    assert not reps.alternate
    said = spoken(acts)
    assert said[-2:] == [f"{side.capitalize()} side only.", f"Lift your {side} knee."]
    assert not any(f"{other} knee" in line for line in said)


def test_uneven_sides_are_two_exercises():
    steps = (Perform("clamshell", side="left", reps=12), Perform("clamshell", side="right", reps=6))
    acts = unroll(session_of(*steps, cards=[card_of()]))
    done = [(a.context.side, a.step.reps) for a in acts if isinstance(a.step, Reps)]
    assert done == [("left", 12), ("right", 6)]


def test_steps_may_be_for_one_side_only():
    acts = acts_of(Sides((Say((Line("Bend your {side} knee."),)), Hold(5_000)), only="left"))
    assert spoken(acts) == ["Left side only.", "Bend your left knee."]
    assert places(acts) == [(P.ANY, "left")]


def test_a_side_is_refused_where_there_is_none(tmp_path):
    from coach.pipeline import prepare_session
    from coach.plan.request import SessionRequest

    path = tmp_path / "one.yaml"
    path.write_text("title: One\nsteps:\n  - {exercise: bridge, side: left}\n")
    with pytest.raises(ScriptError, match=r"one\.yaml:3:5: Bridge has no sides, found side: left"):
        prepare_session(str(path), SessionRequest("tone"))


def test_sides_have_a_first_one_or_only_one(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text("title: One\nsteps:\n  - {sides: [hold: 5s], first: left, only: left}\n")
    with pytest.raises(ScriptError, match="expected first or only, found both: left and left"):
        load_routine(path)
