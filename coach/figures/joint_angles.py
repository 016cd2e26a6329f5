"""How far the joints of a body are bent, in degrees: 0 is a limb straight, at the side."""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.figures.skeleton import Skeleton
from coach.figures.vectors import (
    Point,
    find_angle_between,
    find_direction,
    find_shortest_turn,
    subtract,
)
from coach.script.figure_values import FigureView

FLAT = 0.6
"""A limb whose joints lie no further apart toward the viewer is bent in the plane of the paper."""
PELVIS = 4
"""The points of the spine that move with the pelvis, and as many with the ribs."""
LEAST_SHOULDER = -90.0


@dataclass(frozen=True, slots=True)
class Bend:
    """How far a joint of a limb is bent: hips and shoulders forward, knees back, elbows forward.

    Of a limb that points to the viewer it is only known how far, and not to which side.
    """

    limb: str
    joint: str
    degrees: float


def measure_bends(body: Skeleton, view: FigureView) -> Iterator[Bend]:
    """Yield the bends of hips, knees, shoulders and elbows of a body."""
    # Hips are bent against the pelvis, shoulders against the ribs: the spine bends of itself.
    pelvis = subtract(body.spine[0], body.spine[PELVIS])
    ribs = subtract(body.spine[-1 - PELVIS], body.spine[-1])
    for name, points in body.limbs.items():
        is_leg = name.endswith("leg")
        first, second = subtract(points[1], points[0]), subtract(points[2], points[1])
        down = pelvis if is_leg else ribs
        is_flat = view is FigureView.SIDE and _lies_flat(points[:3])
        root = _measure_turn(down, first) if is_flat else find_angle_between(down, first)
        middle = _measure_turn(first, second) if is_flat else find_angle_between(first, second)
        if is_flat and is_leg:
            middle = -middle
        if is_flat and not is_leg and root < LEAST_SHOULDER:
            root += 360  # an arm beyond the ear
        yield Bend(name, "hip" if is_leg else "shoulder", root)
        yield Bend(name, "knee" if is_leg else "elbow", middle)


def _lies_flat(points: tuple[Point, ...]) -> bool:
    depths = [point[2] for point in points]
    return max(depths) - min(depths) < FLAT


def _measure_turn(one: Point, other: Point) -> float:
    start, end = (find_direction((0.0, 0.0), way[:2]) for way in (one, other))
    return find_shortest_turn(start, end)
