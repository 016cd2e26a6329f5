"""The points of a body -> the shapes of its limbs, its torso and its head, seen flat."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import acos, cos, radians, sin

from coach.figures.proportions import (
    ARM_RADII,
    FRONT_TORSO_RADII,
    HEAD_RADIUS,
    LEG_RADII,
    NECK_RADII,
    TORSO_RADII,
)
from coach.figures.skeleton import DEFAULT_SLANT, Skeleton, interpolate_radius, is_lying
from coach.figures.vectors import Flat, Point, find_direction, interpolate_flat, measure_flat
from coach.script.figure_values import FigureView, Pose

HALO = 1.7
"""How wide the line of paper around a limb is, that sets it apart from what lies behind it."""
HALO_FROM = 0.15
"""Where on its first bone that begins, from nothing, so that no ring shows at hip and shoulder."""


@dataclass(frozen=True, slots=True)
class Capsule:
    """A bone: two circles and all between them."""

    start: Flat
    end: Flat
    start_radius: float
    end_radius: float


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle."""

    middle: Flat
    radius: float


@dataclass(frozen=True, slots=True)
class Area:
    """A closed shape of straight lines."""

    points: tuple[Flat, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of a width through points, with round ends."""

    points: tuple[Flat, ...]
    width: float


Outline = Capsule | Disc | Area | Stroke


@dataclass(frozen=True, slots=True)
class Part:
    """Shapes in one colour, by its name, and those around which a line of paper is left."""

    colour: str
    shapes: tuple[Outline, ...]
    halo: tuple[Outline, ...] = ()


def make_part(name: str, body: Skeleton, pose: Pose, view: FigureView, colour: str) -> Part:
    """Return one part of a body: a limb, the torso or the head."""
    slant = find_slant(pose, view)
    if name == "torso":
        shapes = tuple(_list_torso(body, view, is_lying(pose)))
        return Part(colour, shapes)
    if name == "head":
        shapes = tuple(_list_head(body, _find_nose(body, pose, view)))
        return Part(colour, shapes, (shapes[0], *shapes[2:]))
    points = [project(point, slant) for point in body.limbs[name]]
    bones = tuple(_list_bones(points, name))
    first = bones[0]
    cut = interpolate_flat(first.start, first.end, HALO_FROM)
    radius = first.start_radius + (first.end_radius - first.start_radius) * HALO_FROM
    halo = (Capsule(cut, first.end, radius - HALO, first.end_radius), *bones[1:])
    return Part(colour, bones, halo)


def project(point: Point, slant: Flat) -> Flat:
    """Return where a point is seen."""
    x, y, z = point
    return (x + z * slant[0], y + z * slant[1])


def has_corners(bone: Capsule) -> bool:
    """Return whether neither circle of a bone lies within the other."""
    distance = measure_flat(bone.start, bone.end)
    return distance > abs(bone.start_radius - bone.end_radius) + 1e-6


def list_corners(bone: Capsule) -> list[Flat]:
    """Return the four corners between the two circles of a bone, along the lines that touch both.

    There are such lines where `has_corners` says so.
    """
    ahead = radians(find_direction(bone.start, bone.end))
    lean = acos((bone.start_radius - bone.end_radius) / measure_flat(bone.start, bone.end))
    turns = (
        (bone.start, bone.start_radius, ahead + lean),
        (bone.end, bone.end_radius, ahead + lean),
        (bone.end, bone.end_radius, ahead - lean),
        (bone.start, bone.start_radius, ahead - lean),
    )
    return [(x + radius * cos(turn), y + radius * sin(turn)) for (x, y), radius, turn in turns]


def find_slant(pose: Pose, view: FigureView) -> Flat:
    """Return how a point nearer by one is moved: only seen from the side it is moved at all."""
    return pose.slant or DEFAULT_SLANT if view is FigureView.SIDE else (0.0, 0.0)


def _list_bones(points: list[Flat], name: str) -> Iterator[Capsule]:
    radii = LEG_RADII if name.endswith("leg") else ARM_RADII
    for number, (one, other) in enumerate(radii):
        yield Capsule(points[number], points[number + 1], one, other)


def _list_torso(body: Skeleton, view: FigureView, lies: bool) -> Iterator[Outline]:
    """Yield the torso: an area along the spine, round at both ends unless legs round it off."""
    radii = TORSO_RADII if view is FigureView.SIDE else FRONT_TORSO_RADII
    flat = [point[:2] for point in body.spine]
    left: list[Flat] = []
    right: list[Flat] = []
    last = len(flat) - 1
    for number in range(0, last + 1, 2):
        before, after = flat[max(0, number - 1)], flat[min(last, number + 1)]
        angle = radians(find_direction(before, after) + 90)
        radius = interpolate_radius(radii, number / last)
        x, y = flat[number]
        left.append((x + radius * cos(angle), y + radius * sin(angle)))
        right.append((x - radius * cos(angle), y - radius * sin(angle)))
    yield Area((*left, *reversed(right)))
    if view is FigureView.SIDE or lies:
        yield Disc(flat[0], radii[0][1])
        yield Disc(flat[-1], radii[-1][1])


def _find_nose(body: Skeleton, pose: Pose, view: FigureView) -> float | None:
    """Return the direction of the nose; None where one looks at the viewer, or away."""
    if "nose" in (pose.hide or ()):
        return None
    return body.nose if pose.nose is None and view is FigureView.SIDE else pose.nose


def _list_head(body: Skeleton, nose: float | None) -> Iterator[Outline]:
    """Yield the head with its neck, and a nose if it is seen."""
    x, y = body.head[:2]
    yield Disc((x, y), HEAD_RADIUS)
    yield Capsule(body.spine[-1][:2], (x, y), *NECK_RADII)
    if nose is not None:
        tip = _around((x, y), nose, HEAD_RADIUS + 1.5)
        yield Area(
            (
                _around((x, y), nose + 22, HEAD_RADIUS - 0.4),
                tip,
                _around((x, y), nose - 14, HEAD_RADIUS - 0.4),
            )
        )


def _around(middle: Flat, direction: float, radius: float) -> Flat:
    angle = radians(direction)
    return (middle[0] + radius * cos(angle), middle[1] + radius * sin(angle))
