"""Body positions, and the time a body needs to get from one to another.

Times count from the end of the first sentence that says where to go. The pairs in `MOVES` come
from physiotherapy session practice, for a fit adult and for someone slow; any other change is
made of those, along the quickest path. Someone who must not go over the knees has other ways:
`MOVES_WITHOUT_KNEELING`.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from heapq import heappop, heappush
from typing import NamedTuple


class Position(StrEnum):
    """How the body is placed; ANY asks for no change.

    SIDE_LYING is on the side that is not worked: `choose_side_lying` says which that is.
    """

    ANY = "any"
    STANDING = "standing"
    WALL = "wall"
    SEATED = "seated"
    HALF_KNEELING = "half-kneeling"
    TALL_KNEELING = "tall-kneeling"
    QUADRUPED = "quadruped"
    KNEELING_REST = "kneeling-rest"
    PRONE_ON_ELBOWS = "prone-on-elbows"
    PRONE = "prone"
    SIDE_LYING = "side-lying"
    SIDE_LYING_LEFT = "side-lying-left"
    SIDE_LYING_RIGHT = "side-lying-right"
    SUPINE = "supine"
    FLOOR_SITTING = "floor-sitting"
    BED = "bed"
    BED_EDGE = "bed-edge"


class MoveTime(NamedTuple):
    """Milliseconds that a change takes for a fit adult, and for someone slow."""

    usual: int
    slow: int


LIMB_MOVE_TIME = MoveTime(3_000, 5_000)
"""The time to place one limb."""
LINE_MOVE_TIME = MoveTime(4_000, 8_000)
"""The quiet behind each line of a move, which a sore back needs for each knee, hand and hip."""

_P = Position
Move = tuple[Position, Position]
MOVES = {
    (_P.STANDING, _P.WALL): MoveTime(6_000, 10_000),
    (_P.WALL, _P.STANDING): MoveTime(4_000, 8_000),
    (_P.STANDING, _P.SEATED): MoveTime(6_000, 12_000),
    (_P.SEATED, _P.STANDING): MoveTime(6_000, 12_000),
    (_P.STANDING, _P.HALF_KNEELING): MoveTime(12_000, 25_000),
    (_P.HALF_KNEELING, _P.STANDING): MoveTime(12_000, 25_000),
    (_P.STANDING, _P.TALL_KNEELING): MoveTime(18_000, 32_000),
    (_P.STANDING, _P.QUADRUPED): MoveTime(22_000, 40_000),
    (_P.STANDING, _P.SUPINE): MoveTime(30_000, 60_000),
    (_P.STANDING, _P.SIDE_LYING_LEFT): MoveTime(28_000, 55_000),
    (_P.STANDING, _P.SIDE_LYING_RIGHT): MoveTime(28_000, 55_000),
    (_P.STANDING, _P.FLOOR_SITTING): MoveTime(25_000, 45_000),
    (_P.HALF_KNEELING, _P.TALL_KNEELING): MoveTime(6_000, 12_000),
    (_P.TALL_KNEELING, _P.HALF_KNEELING): MoveTime(6_000, 12_000),
    (_P.HALF_KNEELING, _P.QUADRUPED): MoveTime(10_000, 20_000),
    (_P.QUADRUPED, _P.HALF_KNEELING): MoveTime(10_000, 20_000),
    (_P.QUADRUPED, _P.STANDING): MoveTime(20_000, 42_000),
    (_P.TALL_KNEELING, _P.QUADRUPED): MoveTime(6_000, 12_000),
    (_P.QUADRUPED, _P.TALL_KNEELING): MoveTime(6_000, 12_000),
    (_P.TALL_KNEELING, _P.FLOOR_SITTING): MoveTime(10_000, 20_000),
    (_P.QUADRUPED, _P.PRONE): MoveTime(8_000, 15_000),
    (_P.PRONE, _P.QUADRUPED): MoveTime(8_000, 15_000),
    (_P.QUADRUPED, _P.PRONE_ON_ELBOWS): MoveTime(7_000, 14_000),
    (_P.PRONE_ON_ELBOWS, _P.QUADRUPED): MoveTime(7_000, 14_000),
    (_P.PRONE, _P.PRONE_ON_ELBOWS): MoveTime(4_000, 8_000),
    (_P.PRONE_ON_ELBOWS, _P.PRONE): MoveTime(4_000, 8_000),
    (_P.PRONE, _P.KNEELING_REST): MoveTime(8_000, 15_000),
    (_P.QUADRUPED, _P.KNEELING_REST): MoveTime(5_000, 10_000),
    (_P.KNEELING_REST, _P.QUADRUPED): MoveTime(5_000, 10_000),
    (_P.QUADRUPED, _P.SUPINE): MoveTime(15_000, 30_000),
    (_P.QUADRUPED, _P.SIDE_LYING_LEFT): MoveTime(10_000, 20_000),
    (_P.QUADRUPED, _P.SIDE_LYING_RIGHT): MoveTime(10_000, 20_000),
    (_P.QUADRUPED, _P.FLOOR_SITTING): MoveTime(8_000, 15_000),
    (_P.KNEELING_REST, _P.SUPINE): MoveTime(15_000, 30_000),
    (_P.PRONE, _P.SUPINE): MoveTime(12_000, 24_000),
    (_P.PRONE, _P.SIDE_LYING_LEFT): MoveTime(8_000, 15_000),
    (_P.PRONE, _P.SIDE_LYING_RIGHT): MoveTime(8_000, 15_000),
    (_P.SUPINE, _P.QUADRUPED): MoveTime(15_000, 30_000),
    (_P.SUPINE, _P.PRONE): MoveTime(12_000, 24_000),
    (_P.SUPINE, _P.HALF_KNEELING): MoveTime(25_000, 50_000),
    (_P.SUPINE, _P.STANDING): MoveTime(34_000, 70_000),
    (_P.SUPINE, _P.SIDE_LYING_LEFT): MoveTime(6_000, 12_000),
    (_P.SUPINE, _P.SIDE_LYING_RIGHT): MoveTime(6_000, 12_000),
    (_P.SUPINE, _P.FLOOR_SITTING): MoveTime(10_000, 20_000),
    (_P.SIDE_LYING_LEFT, _P.SUPINE): MoveTime(6_000, 12_000),
    (_P.SIDE_LYING_RIGHT, _P.SUPINE): MoveTime(6_000, 12_000),
    (_P.SIDE_LYING_LEFT, _P.SIDE_LYING_RIGHT): MoveTime(10_000, 20_000),
    (_P.SIDE_LYING_RIGHT, _P.SIDE_LYING_LEFT): MoveTime(10_000, 20_000),
    (_P.SIDE_LYING_LEFT, _P.PRONE): MoveTime(8_000, 15_000),
    (_P.SIDE_LYING_RIGHT, _P.PRONE): MoveTime(8_000, 15_000),
    (_P.SIDE_LYING_LEFT, _P.QUADRUPED): MoveTime(10_000, 20_000),
    (_P.SIDE_LYING_RIGHT, _P.QUADRUPED): MoveTime(10_000, 20_000),
    (_P.SIDE_LYING_LEFT, _P.STANDING): MoveTime(28_000, 60_000),
    (_P.SIDE_LYING_RIGHT, _P.STANDING): MoveTime(28_000, 60_000),
    (_P.SIDE_LYING_LEFT, _P.FLOOR_SITTING): MoveTime(8_000, 15_000),
    (_P.SIDE_LYING_RIGHT, _P.FLOOR_SITTING): MoveTime(8_000, 15_000),
    (_P.FLOOR_SITTING, _P.SUPINE): MoveTime(10_000, 20_000),
    (_P.FLOOR_SITTING, _P.SIDE_LYING_LEFT): MoveTime(8_000, 15_000),
    (_P.FLOOR_SITTING, _P.SIDE_LYING_RIGHT): MoveTime(8_000, 15_000),
    (_P.FLOOR_SITTING, _P.QUADRUPED): MoveTime(10_000, 20_000),
    (_P.STANDING, _P.BED_EDGE): MoveTime(8_000, 15_000),
    (_P.BED_EDGE, _P.STANDING): MoveTime(8_000, 15_000),
    (_P.BED_EDGE, _P.BED): MoveTime(10_000, 20_000),
    (_P.BED, _P.BED_EDGE): MoveTime(10_000, 20_000),
}

KNEELING_POSITIONS = frozenset({_P.HALF_KNEELING, _P.TALL_KNEELING, _P.QUADRUPED, _P.KNEELING_REST})
FLOOR_POSITIONS = KNEELING_POSITIONS | {
    _P.PRONE_ON_ELBOWS,
    _P.PRONE,
    _P.SIDE_LYING,
    _P.SIDE_LYING_LEFT,
    _P.SIDE_LYING_RIGHT,
    _P.SUPINE,
    _P.FLOOR_SITTING,
}
"""Positions down on the floor; it takes time to get there and up again."""
BED_POSITIONS = frozenset({_P.BED, _P.BED_EDGE})
SIDE_LYING_POSITIONS = frozenset({_P.SIDE_LYING, _P.SIDE_LYING_LEFT, _P.SIDE_LYING_RIGHT})

OWN_MOVES_WITHOUT_KNEELING = {
    (_P.STANDING, _P.SUPINE): MoveTime(30_000, 60_000),
    (_P.SUPINE, _P.STANDING): MoveTime(37_000, 75_000),
    (_P.STANDING, _P.PRONE): MoveTime(30_000, 55_000),
    (_P.PRONE, _P.STANDING): MoveTime(30_000, 60_000),
    (_P.STANDING, _P.SIDE_LYING_LEFT): MoveTime(25_000, 50_000),
    (_P.STANDING, _P.SIDE_LYING_RIGHT): MoveTime(25_000, 50_000),
    (_P.SIDE_LYING_LEFT, _P.STANDING): MoveTime(25_000, 50_000),
    (_P.SIDE_LYING_RIGHT, _P.STANDING): MoveTime(25_000, 50_000),
    (_P.STANDING, _P.FLOOR_SITTING): MoveTime(20_000, 40_000),
    (_P.FLOOR_SITTING, _P.STANDING): MoveTime(20_000, 40_000),
    (_P.BED_EDGE, _P.SUPINE): MoveTime(10_000, 20_000),
    (_P.SUPINE, _P.BED_EDGE): MoveTime(10_000, 20_000),
    (_P.STANDING, _P.QUADRUPED): MoveTime(8_000, 15_000),
    (_P.QUADRUPED, _P.STANDING): MoveTime(4_000, 8_000),
}
"""Moves that have other words for someone who does not kneel: lying is on a bed, reached over its
edge, and what is else done on the knees is done standing at a table."""
_NEVER_KNEELING = frozenset({_P.STANDING, _P.WALL, _P.SEATED, _P.BED_EDGE})
_LYING = FLOOR_POSITIONS - KNEELING_POSITIONS
MOVES_WITHOUT_KNEELING = OWN_MOVES_WITHOUT_KNEELING | {
    pair: needed
    for pair, needed in MOVES.items()
    if _NEVER_KNEELING.issuperset(pair) or _LYING.issuperset(pair)
}
_PLACES_WITHOUT_KNEELING = dict.fromkeys(KNEELING_POSITIONS, _P.QUADRUPED) | {_P.BED: _P.SUPINE}
"""Positions that are the same for someone who does not kneel, each with the name of its moves."""


def choose_side_lying(position: Position, worked: str = "") -> Position:
    """Return the side to lie on for SIDE_LYING: the one not `worked`; others as they are.

    `worked` is "left" or "right"; without it the left side is lain on.

    >>> str(choose_side_lying(Position.SIDE_LYING, "left"))
    'side-lying-right'
    """
    if position is not Position.SIDE_LYING:
        return position
    return Position.SIDE_LYING_RIGHT if worked == "left" else Position.SIDE_LYING_LEFT


@cache
def moves_between(start: Position, end: Position, *, kneeling: bool = True) -> tuple[Move, ...]:
    """Return the moves from one position to another, () where none is needed.

    They are keys of `MOVES`, along the quickest path for a fit adult; without `kneeling` they are
    keys of `MOVES_WITHOUT_KNEELING`, as few as there can be.

    >>> [(str(a), str(b)) for a, b in moves_between(Position.WALL, Position.QUADRUPED)]
    [('wall', 'standing'), ('standing', 'quadruped')]
    """
    if Position.ANY in (start, end):
        return ()
    if Position.SIDE_LYING in (start, end) and SIDE_LYING_POSITIONS.issuperset((start, end)):
        return ()
    start, end = choose_side_lying(start), choose_side_lying(end)
    if kneeling:
        return _find_path(start, end, {pair: (time.usual, 1) for pair, time in MOVES.items()})
    same = _PLACES_WITHOUT_KNEELING
    costs = {pair: (1, time.usual) for pair, time in MOVES_WITHOUT_KNEELING.items()}
    return _find_path(same.get(start, start), same.get(end, end), costs)


def _find_path(
    start: Position, end: Position, costs: Mapping[Move, tuple[int, int]]
) -> tuple[Move, ...]:
    """Return the moves of the least cost from one position to another, by Dijkstra's algorithm."""
    queue: list[tuple[tuple[int, int], Position, tuple[Move, ...]]] = [((0, 0), start, ())]
    seen = set()
    while queue:
        spent, here, moves = heappop(queue)
        if here == end:
            return moves
        if here in seen:
            continue
        seen.add(here)
        for (a, b), cost in costs.items():
            if a == here:
                so_far = spent[0] + cost[0], spent[1] + cost[1]
                heappush(queue, (so_far, b, (*moves, (a, b))))
    raise AssertionError(f"no way from {start} to {end}")
