"""Points and directions in a drawing, and the joint between two bones."""

from math import acos, atan2, cos, degrees, hypot, radians, sin, sqrt

Flat = tuple[float, float]
Point = tuple[float, float, float]


def point_toward(start: Point, degrees_: float, length: float) -> Point:
    """Return the point at a distance from another, in a direction: 0 is right, 90 up."""
    angle = radians(degrees_)
    return (start[0] + length * cos(angle), start[1] + length * sin(angle), start[2])


def add(one: Point, other: Point) -> Point:
    """Return the sum of two points."""
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def subtract(one: Point, other: Point) -> Point:
    """Return the way from another point to one."""
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def scale_by(one: Point, factor: float) -> Point:
    """Return a point whose distance from the origin is multiplied by a factor."""
    return (one[0] * factor, one[1] * factor, one[2] * factor)


def measure(one: Point) -> float:
    """Return the distance of a point from the origin."""
    return sqrt(_dot(one, one))


def interpolate(one: Point, other: Point, part: float) -> Point:
    """Return the point that lies a part of the way from one to another."""
    return add(one, scale_by(subtract(other, one), part))


def find_direction(start: Flat, end: Flat) -> float:
    """Return the direction from one flat point to another, in degrees from -180 to 180."""
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))


def find_shortest_turn(start: float, end: float) -> float:
    """Return by how many degrees a direction turns the shorter way into another.

    >>> find_shortest_turn(350, 10), find_shortest_turn(10, 350)
    (20, -20)
    """
    return (end - start + 180) % 360 - 180


def find_angle_between(one: Point, other: Point) -> float:
    """Return the angle between two ways, in degrees from 0 to 180."""
    product = measure(one) * measure(other)
    cosine = _dot(one, other) / product if product else 1.0
    return degrees(acos(max(-1.0, min(1.0, cosine))))


def find_middle_joint(start: Point, end: Point, lengths: Flat, pole: Point) -> Point:
    """Return the joint between two bones that lead from one point to another.

    It lies on the side of the way that `pole` points to; the law of cosines gives how far along
    the way. Bones too short for the way are drawn out along it, and too long for it folded.
    """
    way = subtract(end, start)
    distance = max(measure(way), 1e-6)
    first, second = lengths
    reach = min(max(distance, abs(first - second) + 1e-6), first + second - 1e-6)
    along = (first**2 - second**2 + reach**2) / (2 * reach)
    aside = sqrt(max(0.0, first**2 - along**2))
    axis = scale_by(way, 1 / distance)
    # A pole along the way says nothing: then the joint lies to its left, or ahead.
    for wish in (pole, turn_left(axis), (1.0, 0.0, 0.0)):
        side = subtract(wish, scale_by(axis, _dot(wish, axis)))
        if measure(side) > 1e-3:
            break
    side = scale_by(side, 1 / measure(side))
    return add(start, add(scale_by(axis, along), scale_by(side, aside)))


def interpolate_flat(one: Flat, other: Flat, part: float) -> Flat:
    """Return the flat point that lies a part of the way from one to another."""
    return (one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part)


def turn_left(way: Point) -> Point:
    """Return a way turned by 90 degrees counter-clockwise."""
    return (-way[1], way[0], 0.0)


def measure_flat(start: Flat, end: Flat) -> float:
    """Return the distance between two flat points."""
    return hypot(end[0] - start[0], end[1] - start[1])


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
