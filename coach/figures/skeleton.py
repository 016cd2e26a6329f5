"""A pose -> the points of a body, placed on the floor.

The spine comes first, then the limbs whose directions are written; what these are placed by decides
where the body is. Last come the limbs that reach for a place, which may be one on another limb.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import cos, radians, sin

from coach.figures.proportions import (
    ARM,
    ARM_RADII,
    FRONT_HALF_HIP,
    FRONT_HALF_SHOULDER,
    FRONT_SHOULDER_AT,
    FRONT_TORSO_RADII,
    HALF_HIP,
    HALF_SHOULDER,
    HEAD_RADIUS,
    LEG,
    LEG_RADII,
    NECK,
    SHOULDER_AT,
    TORSO_RADII,
    TRUNK,
)
from coach.figures.vectors import (
    Point,
    add,
    find_direction,
    find_middle_joint,
    interpolate,
    point_toward,
    scale_by,
    subtract,
    turn_left,
)
from coach.script.figure_values import FigureView, Limb, Place, Pose

SPINE_STEPS = 24
DEFAULT_SLANT = (-0.30, -0.30)
"""How a point nearer by one is moved, seen from the side: a little to the left and down."""
LYING_SHOULDER = 0.65
"""How much of its distance from the spine a shoulder keeps when the body lies on it."""
LIMBS = ("near_leg", "far_leg", "near_arm", "far_arm")
STRAIGHT_LEG = Limb((270.0, 270.0, 0.0))
HANGING_ARM = Limb((268.0, 276.0, 280.0))
JOINTS = {
    "leg": ("hip", "knee", "ankle", "toe"),
    "arm": ("shoulder", "elbow", "wrist", "hand"),
}
BONES = {"thigh": 0, "shin": 1, "foot": 2, "upper": 0, "forearm": 1, "palm": 2}


class UnknownPlaceError(Exception):
    """A place that no body has, or limbs that reach for one another."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The points of a body: along the spine from hip to neck, the head, and of each limb four.

    `nose` is the direction of the face, in degrees. `reaches` are for limbs that reach for a place
    how far it is, and how far they can.
    """

    spine: tuple[Point, ...]
    head: Point
    nose: float
    limbs: Mapping[str, tuple[Point, Point, Point, Point]]
    reaches: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def find(self, place: Place) -> Point:
        """Return a place on the body; raises UnknownPlaceError for one that it does not have."""
        if not place.joint:
            return place.off
        return add(self._find_joint(place.joint, place.at), place.off)

    def _find_joint(self, name: str, at: float) -> Point:
        side, _, part = name.rpartition(".")
        match part:
            case "spine":
                return interpolate_along(self.spine, at)
            case "head" if not side:
                return self.head
            case "hip" if not side:
                return self.spine[0]
            case "shoulder" | "neck" if not side:
                return self.spine[-1]
        for limb, points in self.limbs.items():
            near, _, kind = limb.partition("_")
            if near != (side or "near"):
                continue
            if part in JOINTS[kind]:
                return points[JOINTS[kind].index(part)]
            if part in BONES and (kind == "leg") == (part in ("thigh", "shin", "foot")):
                number = BONES[part]
                return interpolate(points[number], points[number + 1], at)
        raise UnknownPlaceError(name)

    def move(self, by: Point) -> "Skeleton":
        """Return the body moved."""
        return replace(
            self,
            spine=tuple(add(one, by) for one in self.spine),
            head=add(self.head, by),
            limbs={
                name: (add(root, by), add(middle, by), add(end, by), add(tip, by))
                for name, (root, middle, end, tip) in self.limbs.items()
            },
        )


def make_skeleton(pose: Pose, view: FigureView = FigureView.SIDE) -> Skeleton:
    """Return the body of a pose, in place; raises UnknownPlaceError for a place that it lacks."""
    limbs = {name: _find_limb(pose, name) for name in LIMBS}
    body = _make_trunk(pose)
    lies_on_side = view is FigureView.FRONT and is_lying(pose)
    roots = {name: _find_root(body, name, view, lies_on_side) for name in LIMBS}
    body = replace(
        body,
        limbs={
            name: _follow_angles(roots[name], limb, _lengths(name))
            for name, limb in limbs.items()
            if limb.angles is not None
        },
    )
    body = body.move(_find_placing(pose, body, view))
    waiting = {name: limb for name, limb in limbs.items() if limb.to is not None}
    while waiting:
        ready = [name for name, limb in waiting.items() if _is_known(body, limb)]
        if not ready:
            raise UnknownPlaceError(next(one.to.joint for one in waiting.values() if one.to))
        for name in ready:
            limb, root = waiting.pop(name), _find_root(body, name, view, lies_on_side)
            body = _add_reaching_limb(body, name, limb, root)
    return body


def interpolate_along(points: tuple[Point, ...], part: float) -> Point:
    """Return the point at a part of a line of equally distant points."""
    where = max(0.0, min(1.0, part)) * (len(points) - 1)
    number = min(int(where), len(points) - 2)
    return interpolate(points[number], points[number + 1], where - number)


def _find_limb(pose: Pose, name: str) -> Limb:
    return pose.find_limb(name) or (STRAIGHT_LEG if name.endswith("leg") else HANGING_ARM)


def _make_trunk(pose: Pose) -> Skeleton:
    """Return spine and head with the hip at the origin: two arcs of their true length."""
    trunk = 90.0 if pose.trunk is None else pose.trunk
    lower, upper = pose.spine or (0.0, 0.0)
    step, half = TRUNK / SPINE_STEPS, SPINE_STEPS // 2
    points, heading = [(0.0, 0.0, 0.0)], 0.0
    for number in range(SPINE_STEPS):
        bend = (lower if number < half else upper) / half
        heading -= bend / 2
        points.append(point_toward(points[-1], heading, step))
        heading -= bend / 2
    turn = trunk - find_direction((0.0, 0.0), points[-1][:2])
    spine = tuple(_rotate(one, turn) for one in points)
    neck = heading + turn - (pose.neck or 0.0)
    top = point_toward(spine[-1], neck, NECK)
    nose = neck - 90.0 - (pose.nod or 0.0)
    head = point_toward(top, neck - (pose.nod or 0.0) * 0.5, HEAD_RADIUS * 0.8)
    return Skeleton(spine, head, nose, {})


def _rotate(point: Point, turn: float) -> Point:
    c, s = cos(radians(turn)), sin(radians(turn))
    return (point[0] * c - point[1] * s, point[0] * s + point[1] * c, point[2])


def _find_root(body: Skeleton, name: str, view: FigureView, lies_on_side: bool) -> Point:
    """Return where a limb begins: beside the spine, toward the viewer or across.

    A body that lies on its side has that shoulder in front of the chest.
    """
    near, _, kind = name.partition("_")
    sign = 1.0 if near == "near" else -1.0
    part = SHOULDER_AT if view is FigureView.SIDE else FRONT_SHOULDER_AT
    start = body.spine[0] if kind == "leg" else interpolate_along(body.spine, part)
    if view is FigureView.SIDE:
        return add(start, (0.0, 0.0, sign * (HALF_HIP if kind == "leg" else HALF_SHOULDER)))
    ahead = (
        subtract(body.spine[1], body.spine[0])
        if kind == "leg"
        else subtract(body.spine[-1], body.spine[-3])
    )
    across = turn_left(ahead)
    length = max(1e-6, (across[0] ** 2 + across[1] ** 2) ** 0.5)
    half = FRONT_HALF_HIP if kind == "leg" else FRONT_HALF_SHOULDER
    root = add(start, scale_by(across, sign * half / length))
    if lies_on_side and kind == "arm" and root[1] < start[1]:
        return interpolate(start, root, LYING_SHOULDER)
    return root


def _lengths(name: str) -> tuple[float, float, float]:
    return LEG if name.endswith("leg") else ARM


def _follow_angles(
    root: Point, limb: Limb, lengths: tuple[float, float, float]
) -> tuple[Point, Point, Point, Point]:
    assert limb.angles is not None
    points = [root]
    for angle, length, scale in zip(limb.angles, lengths, limb.scale, strict=True):
        points.append(point_toward(points[-1], angle, length * scale))
    return (points[0], points[1], points[2], points[3])


def _is_known(body: Skeleton, limb: Limb) -> bool:
    assert limb.to is not None
    try:
        body.find(limb.to)
    except UnknownPlaceError:
        return False
    return True


def _add_reaching_limb(body: Skeleton, name: str, limb: Limb, root: Point) -> Skeleton:
    """Return the body with a limb that reaches for its place."""
    assert limb.to is not None
    target = body.find(limb.to)
    if not limb.to.joint and limb.to.off[2] == 0.0:
        target = (target[0], target[1], root[2])  # straight ahead of where it begins
    lengths = _lengths(name)
    first, second = lengths[0] * limb.scale[0], lengths[1] * limb.scale[1]
    way = subtract(target, root)
    pole = scale_by(turn_left(way), limb.bend[0]) if limb.is_bent_by_side else limb.bend
    middle = find_middle_joint(root, target, (first, second), pole)
    distance = sum(each**2 for each in way) ** 0.5
    end = (
        target
        if distance <= first + second
        else interpolate(root, target, (first + second) / distance)
    )
    tip = point_toward(end, limb.end, lengths[2] * limb.scale[2])
    return replace(
        body,
        limbs={**body.limbs, name: (root, middle, end, tip)},
        reaches={**body.reaches, name: (distance, first + second)},
    )


def _find_placing(pose: Pose, body: Skeleton, view: FigureView) -> Point:
    """Return how far a body is moved, so that it lies on the floor or where it is put."""
    x = 0.0 if pose.pin is None else pose.pin[1] - body.find(Place(pose.pin[0]))[0]
    if pose.lift is not None:
        return (x, pose.lift - body.spine[0][1], 0.0)
    if pose.down is not None:
        return (x, pose.down[1] - body.find(Place(pose.down[0]))[1], 0.0)
    if view is FigureView.ABOVE:
        return (x, 0.0, 0.0)
    return (x, -min(list_undersides(body, view)), 0.0)


def is_lying(pose: Pose) -> bool:
    """Return whether the trunk of a pose is nearer to level than to upright."""
    return pose.trunk is not None and abs((pose.trunk + 90) % 180 - 90) < 45


def list_undersides(body: Skeleton, view: FigureView = FigureView.SIDE) -> Iterator[float]:
    """Yield the lowest height of each part of a body, its thickness taken off."""
    radii = TORSO_RADII if view is FigureView.SIDE else FRONT_TORSO_RADII
    for number, point in enumerate(body.spine):
        yield point[1] - interpolate_radius(radii, number / SPINE_STEPS)
    yield body.head[1] - HEAD_RADIUS
    for name, points in body.limbs.items():
        bones = LEG_RADII if name.endswith("leg") else ARM_RADII
        for (start, end), (one, other) in zip(itertools.pairwise(points), bones, strict=True):
            yield start[1] - one
            yield end[1] - other


def interpolate_radius(radii: tuple[tuple[float, float], ...], part: float) -> float:
    """Return half the thickness at a part of the spine."""
    for (start, one), (end, other) in itertools.pairwise(radii):
        if part <= end:
            return one + (other - one) * (part - start) / (end - start)
    return radii[-1][1]
