"""Body positions, and the time a body needs to get from one to another.

Times count from the end of the first sentence that says where to go. The pairs in `MOVES` come
from physiotherapy session practice, for a fit adult and for someone slow; any other change is
made of those, along the quickest path.
"""

from enum import StrEnum
from functools import cache
from heapq import heappop, heappush
from typing import NamedTuple


class Position(StrEnum):
    """How the body is placed; ANY asks for no change."""

    ANY = "any"
    STANDING = "standing"
    WALL = "wall"
    SEATED = "seated"
    HALF_KNEELING = "half-kneeling"
    QUADRUPED = "quadruped"
    KNEELING_REST = "kneeling-rest"
    PRONE = "prone"
    SUPINE = "supine"


class MoveTime(NamedTuple):
    """Milliseconds that a change takes for a fit adult, and for someone slow."""

    usual: int
    slow: int


LIMB_MOVE_TIME = MoveTime(3_000, 5_000)
"""The time to place one limb."""

_P = Position
MOVES = {
    (_P.STANDING, _P.WALL): MoveTime(6_000, 10_000),
    (_P.WALL, _P.STANDING): MoveTime(4_000, 8_000),
    (_P.STANDING, _P.SEATED): MoveTime(6_000, 12_000),
    (_P.SEATED, _P.STANDING): MoveTime(6_000, 12_000),
    (_P.STANDING, _P.HALF_KNEELING): MoveTime(12_000, 25_000),
    (_P.HALF_KNEELING, _P.STANDING): MoveTime(12_000, 25_000),
    (_P.STANDING, _P.QUADRUPED): MoveTime(22_000, 40_000),
    (_P.STANDING, _P.SUPINE): MoveTime(30_000, 60_000),
    (_P.HALF_KNEELING, _P.QUADRUPED): MoveTime(10_000, 20_000),
    (_P.QUADRUPED, _P.HALF_KNEELING): MoveTime(10_000, 20_000),
    (_P.QUADRUPED, _P.PRONE): MoveTime(8_000, 15_000),
    (_P.PRONE, _P.QUADRUPED): MoveTime(8_000, 15_000),
    (_P.PRONE, _P.KNEELING_REST): MoveTime(8_000, 15_000),
    (_P.QUADRUPED, _P.KNEELING_REST): MoveTime(5_000, 10_000),
    (_P.KNEELING_REST, _P.QUADRUPED): MoveTime(5_000, 10_000),
    (_P.QUADRUPED, _P.SUPINE): MoveTime(15_000, 30_000),
    (_P.KNEELING_REST, _P.SUPINE): MoveTime(15_000, 30_000),
    (_P.PRONE, _P.SUPINE): MoveTime(12_000, 24_000),
    (_P.SUPINE, _P.QUADRUPED): MoveTime(15_000, 30_000),
    (_P.SUPINE, _P.PRONE): MoveTime(12_000, 24_000),
    (_P.SUPINE, _P.HALF_KNEELING): MoveTime(25_000, 50_000),
}


FLOOR_POSITIONS = frozenset({_P.HALF_KNEELING, _P.QUADRUPED, _P.KNEELING_REST, _P.PRONE, _P.SUPINE})
"""Positions down on the floor; it takes time to get there and up again."""
KNEELING_POSITIONS = frozenset({_P.HALF_KNEELING, _P.QUADRUPED, _P.KNEELING_REST})


@cache
def moves_between(start: Position, end: Position) -> tuple[tuple[Position, Position], ...]:
    """Return the moves from one position to another, keys of `MOVES`; () where none is needed.

    The path is the quickest for a fit adult, by Dijkstra's algorithm.

    >>> [(str(a), str(b)) for a, b in moves_between(Position.WALL, Position.QUADRUPED)]
    [('wall', 'standing'), ('standing', 'quadruped')]
    """
    if start == end or Position.ANY in (start, end):
        return ()
    queue: list[tuple[int, int, Position, tuple[tuple[Position, Position], ...]]] = []
    heappush(queue, (0, 0, start, ()))
    seen = set()
    while queue:
        spent, _, here, moves = heappop(queue)
        if here == end:
            return moves
        if here in seen:
            continue
        seen.add(here)
        for (a, b), needed in MOVES.items():
            if a == here:
                heappush(queue, (spent + needed.usual, len(moves) + 1, b, (*moves, (a, b))))
    raise AssertionError(f"no way from {start} to {end}")


def join_kneeling_moves(
    pairs: tuple[tuple[Position, Position], ...],
) -> list[tuple[tuple[Position, Position], ...]]:
    """Join moves that meet on the knees into one, for someone who does not kneel.

    >>> moves = moves_between(Position.SUPINE, Position.STANDING)
    >>> [len(joined) for joined in join_kneeling_moves(moves)]
    [2]
    """
    joined: list[tuple[tuple[Position, Position], ...]] = []
    for pair in pairs:
        if joined and pair[0] in KNEELING_POSITIONS:
            joined[-1] = (*joined[-1], pair)
        else:
            joined.append((pair,))
    return joined
