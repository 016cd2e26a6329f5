"""How a sore body is led from one position to another: line by line, with time for each."""

import re
from itertools import pairwise, product

import pytest

from coach.script.library import load_phrases
from coach.script.positions import MOVES, MOVES_WITHOUT_KNEELING, Position, moves_between
from coach.script.steps import Move, Perform, Sides
from coach.script.work_steps import Hold
from coach.timeline.clips import Clip
from coach.timeline.guidance import Delivery
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


def test_a_move_knows_no_side_of_its_own():
    acts = acts_of(Move(P.HALF_KNEELING), position=P.STANDING)
    assert {act.context.side for act in acts} == {""}
