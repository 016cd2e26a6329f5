"""How a sore body is led from one position to another: line by line, with time for each."""

import re
from itertools import pairwise, product

import pytest

from coach.script.card_variants import Wording
from coach.script.doses import Doses, Range
from coach.script.exercise import SideRule, WorkKind
from coach.script.library import load_phrases
from coach.script.positions import MOVES, MOVES_WITHOUT_KNEELING, Position, moves_between
from coach.script.scalars import Line
from coach.script.steps import Move, Perform, Sides, Travel
from coach.script.work_steps import Hold
from coach.timeline.clips import Clip
from coach.timeline.delivery import Delivery
from coach.timeline.travels import make_travels
from tests.listening import acts_of, laid
from tests.timeline.test_positions import card_of, session_of, spoken, unroll

P = Position
PLACES = [place for place in P if place not in (P.ANY, P.SIDE_LYING)]
QUIET = {False: 4_000, True: 8_000}
"""Milliseconds behind each line that moves a knee, a hand or a hip, by whether it goes slowly."""
TABLE = {
    (P.STANDING, P.QUADRUPED): (22, 40),
    (P.STANDING, P.SUPINE): (30, 60),
    (P.QUADRUPED, P.PRONE): (8, 15),
    (P.PRONE, P.KNEELING_REST): (8, 15),
    (P.QUADRUPED, P.SUPINE): (15, 30),
    (P.KNEELING_REST, P.SUPINE): (15, 30),
    (P.SUPINE, P.HALF_KNEELING): (25, 50),
    (P.HALF_KNEELING, P.STANDING): (12, 25),
    (P.STANDING, P.WALL): (6, 10),
}
"""Seconds that physiotherapists leave from the end of the first line, usually and slowly."""
WAYS = [(a, b, kneels) for a, b in product(PLACES, PLACES) for kneels in (True, False) if a != b]


def lead(start: P, goal: P, *, slow: bool = False, kneels: bool = True) -> list[Clip]:
    """Give the lines of a way, laid out with what follows it."""
    limits = () if kneels else ("no-kneeling",)
    timeline = laid(Move(goal), Hold(5_000), position=start, slow=slow, limits=limits)
    return [clip for clip in timeline.clips if clip.kind in ("move", "hold")]


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("pair", [*MOVES], ids=lambda pair: f"{pair[0]}-{pair[1]}")
def test_each_line_of_a_move_has_its_quiet_and_the_whole_has_its_time(pair, slow):
    clips = lead(*pair, slow=slow)
    lines = [clip for clip in clips if clip.kind == "move"]
    announced = lines[0] if len(lines) > 1 else None
    for clip, after in pairwise(clips):
        least = 1_000 if clip is announced else QUIET[slow]
        assert clip.kind == "hold" or after.start - clip.end >= least, clip.source
    time = MOVES[pair].slow if slow else MOVES[pair].usual
    whole = next(clip.start for clip in clips if clip.kind == "hold") - lines[0].end
    assert whole >= time
    if pair in TABLE:
        assert time >= 1_000 * TABLE[pair][slow]


@pytest.mark.parametrize(("start", "goal", "kneels"), WAYS)
def test_no_way_contradicts_itself_or_leaves_it_to_need(start, goal, kneels):
    delivery = Delivery(load_phrases("en"), limits=() if kneels else ("no-kneeling",))
    told = [line.text for travel, _ in make_travels(start, goal, delivery) for line in travel.lines]
    assert not [line for line in told if re.search(r"if need be|keep it there|\{|\bWe\b", line)]
    held = [n for n, line in enumerate(told) if re.search(r"^Keep one hand on", line)]
    for number in held:
        assert "until both knees are down" in told[number]
    free = [n for n, line in enumerate(told) if "both hands on the floor" in line]
    for number in free:
        knees = [n for n, line in enumerate(told[:number]) if "knee" in line.lower()]
        assert not held or len(knees) >= 2, told


def test_all_ways_are_there_with_words():
    phrases = load_phrases("en")
    assert set(phrases.moves) == set(MOVES)
    assert all(MOVES_WITHOUT_KNEELING[pair].slow > 0 for pair in phrases.moves_without_kneeling)
    assert moves_between(P.WALL, P.SUPINE) == ((P.WALL, P.STANDING), (P.STANDING, P.SUPINE))


@pytest.mark.parametrize(("side", "other"), [("right", "left"), ("left", "right")])
def test_the_knee_that_goes_down_is_that_of_the_side_that_is_worked_first(side, other):
    down = [f"Step your {side} foot back.", f"Lower your {side} knee to the mat."]
    forward = f"Bring your {other} foot forward, flat on the floor."
    card = card_of(position=P.HALF_KNEELING)
    for step in (Perform("clamshell", side=side), Perform("clamshell")):
        acts = unroll(session_of(step, cards=[card], first_side=side))
        assert [line for line in spoken(acts) if line in down] == down
    acts = acts_of(Move(P.HALF_KNEELING), position=P.SUPINE, first=side)
    assert spoken(acts)[-1] == forward
    acts = acts_of(
        Sides((Move(P.HALF_KNEELING), Hold(5_000)), first=side), position=P.TALL_KNEELING
    )
    assert forward in spoken(acts)


@pytest.mark.parametrize("start", [P.SUPINE, P.QUADRUPED, P.SIDE_LYING_LEFT, P.PRONE])
def test_on_the_way_up_nothing_is_asked_for_twice(start):
    told = [clip.source.text for clip in lead(start, P.STANDING) if clip.kind == "move"]
    assert len(set(told)) == len(told)
    assert sum("chair" in line for line in told) == 1


def test_the_side_is_named_before_the_move_that_needs_it_and_behind_those_that_do_not():
    card = card_of(position=P.HALF_KNEELING, sides=SideRule.EACH)
    acts = unroll(session_of(Move(P.WALL), Perform("clamshell"), cards=[card]))
    said = spoken(acts)
    side = said.index("Right side first.")
    assert said.index("Step away from the wall, and stand comfortably.") < side
    assert side < said.index("Step your right foot back.")
    card = card_of(position=P.QUADRUPED, sides=SideRule.EACH)
    said = spoken(unroll(session_of(Perform("clamshell"), cards=[card])))
    assert said.index("Put both hands on the floor.") < said.index("Right side first.")


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (P.QUADRUPED, "Now let's get you onto your left side."),
        (P.KNEELING_REST, ""),
        (P.SUPINE, ""),
    ],
)
def test_nobody_breathes_quietly_on_hands_and_knees(before, told):
    breath = card_of(
        slug="breath",
        position=P.ANY,
        work=WorkKind.BREATHS,
        doses=Doses(breaths=Range(2, 6, 9)),
        sides=SideRule.NONE,
    )
    steps = Perform("clamshell"), Perform("breath")
    acts = unroll(session_of(*steps, cards=[card_of(position=before), breath]))
    last = max(n for n, act in enumerate(acts) if act.marker)
    assert spoken(act for act in acts[last:] if isinstance(act.step, Travel))[:1] == (
        [told] if told else []
    )


def wording(text: str) -> Wording:
    """Give a set-up of which nothing is said to someone who is there."""
    return Wording((Line(text),), (Line(text),), there=())


def test_what_is_done_anywhere_is_reminded_of_there_and_ends_no_position():
    alike = {"sides": SideRule.NONE, "steps": wording("Lift.")}
    here = card_of(slug="here", position=P.ANY, setup=wording("Lie."), **alike)
    lying = card_of(position=P.SUPINE, setup=wording("Bend."), **alike)
    steps = Perform("clamshell"), Perform("here"), Perform("clamshell")
    said = spoken(unroll(session_of(*steps, cards=[lying, here])))
    assert said.count("Bend.") == 1
    assert "Lie." not in said


def test_a_move_knows_no_side_of_its_own():
    acts = acts_of(Move(P.HALF_KNEELING), position=P.STANDING)
    assert {act.context.side for act in acts} == {""}
