"""A figure -> all shapes of its drawing, from behind to the front."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coach.figures.outlines import Area, Capsule, Disc, Outline, Part, Stroke, find_slant, make_part
from coach.figures.skeleton import Skeleton, is_lying, make_skeleton
from coach.figures.things import FLOOR_WIDTH, make_thing
from coach.figures.vectors import Flat
from coach.figures.way_arrows import make_arrow
from coach.script.figure_values import DEFAULT_PEN_ORDER, Figure, FigureView, Pose

PADDING = 4.0
"""How much paper there is around what is drawn."""
IN_FRONT = frozenset({"strap", "water"})
"""Things that are drawn over the body, and with the last pose alone."""
NO_BASE = Pose()


@dataclass(frozen=True, slots=True)
class DrawingPlan:
    """The parts of a drawing, those behind first, and the corners of what they fill."""

    parts: tuple[Part, ...]
    low: Flat
    high: Flat


def resolve_poses(figure: Figure, bases: Mapping[str, Pose]) -> tuple[Pose, ...]:
    """Return the poses of a figure, each with what its base has; raises KeyError for no base."""
    names = [figure.base if pose.base is None else pose.base for pose in figure.poses]
    found = [bases[name] if name else NO_BASE for name in names]
    return tuple(pose.over(base) for pose, base in zip(figure.poses, found, strict=True))


def plan_drawing(
    figure: Figure, bases: Mapping[str, Pose], number: int | None = None
) -> DrawingPlan:
    """Return the drawing of a figure, or of a single one of its poses.

    Raises KeyError for an unknown base, UnknownPlaceError for a place that no body has.
    """
    poses = resolve_poses(figure, bases)
    bodies = [make_skeleton(pose, figure.view) for pose in poses]
    last = len(poses) - 1 if number is None else number
    slant = find_slant(poses[last], figure.view)
    parts = list(_list_body(bodies[last], poses[last], figure.view, ("far", "ink")))
    floor = None if is_seen_from_above(figure) else _find_floor(parts)
    ghost: list[Part] = []
    if number is None and figure.ghost and last > 0:
        ghost = list(_list_body(bodies[0], poses[0], figure.view, ("ghost", "ghost")))
    things = [(prop, make_thing(prop, bodies[last], slant, floor or 0.0)) for prop in figure.props]
    behind = [thing for prop, thing in things if prop.kind not in IN_FRONT]
    in_front: list[Part] = []
    if last == len(poses) - 1:
        in_front = [thing for prop, thing in things if prop.kind in IN_FRONT]
        ways = (make_arrow(arrow, bodies[0], bodies[last], slant) for arrow in figure.arrows)
        in_front += [Part("accent", shapes, shapes) for shapes in ways if shapes]
    return _frame_parts((*behind, *ghost, *parts, *in_front), floor)


def _frame_parts(parts: tuple[Part, ...], floor: float | None) -> DrawingPlan:
    """Return the parts within their corners, on the line of a floor if it has a height."""
    low, high = _find_corners(parts)
    if floor is not None:
        line = Stroke(((low[0] - 2, floor), (high[0] + 2, floor)), FLOOR_WIDTH)
        parts = (Part("thing", (line,)), *parts)
        low, high = (low[0] - 2, min(low[1], floor)), (high[0] + 2, high[1])
    return DrawingPlan(
        parts, (low[0] - PADDING, low[1] - PADDING), (high[0] + PADDING, high[1] + PADDING)
    )


def is_seen_from_above(figure: Figure) -> bool:
    """Return whether a body is seen from above, on a mat: then there is no line of a floor."""
    on_mat = any(prop.kind == "mat" for prop in figure.props)
    return on_mat or figure.view is FigureView.ABOVE


def _list_body(
    body: Skeleton, pose: Pose, view: FigureView, colours: tuple[str, str]
) -> Iterator[Part]:
    """Yield the parts of a body, those behind first; far limbs have the first of the colours."""
    far, near = colours
    for name in pose.order or DEFAULT_PEN_ORDER:
        if name in (pose.hide or ()):
            continue
        is_far = name.startswith("far") and (
            view is FigureView.SIDE or (view is FigureView.FRONT and is_lying(pose))
        )
        part = make_part(name, body, pose, view, far if is_far else near)
        yield replace(part, halo=()) if near == "ghost" else part


def _find_floor(parts: list[Part]) -> float:
    """Return the height of the floor: under all that is drawn of a body."""
    return _find_corners(tuple(parts))[0][1]


def _find_corners(parts: tuple[Part, ...]) -> tuple[Flat, Flat]:
    """Return the corners of all parts; the origin where nothing is drawn."""
    found = [_corners(shape) for part in parts for shape in part.shapes]
    low = tuple(min((one[0][axis] for one in found), default=0.0) for axis in (0, 1))
    high = tuple(max((one[1][axis] for one in found), default=0.0) for axis in (0, 1))
    return (low[0], low[1]), (high[0], high[1])


def _corners(shape: Outline) -> tuple[Flat, Flat]:
    """Return the lower left and the upper right corner of a shape."""
    discs: tuple[tuple[Flat, float], ...]
    match shape:
        case Capsule(start, end, one, other):
            discs = ((start, one), (end, other))
        case Disc(middle, radius):
            discs = ((middle, radius),)
        case Area(points):
            discs = tuple((point, 0.0) for point in points)
        case Stroke(points, width):
            discs = tuple((point, width / 2) for point in points)
    xs = [x + sign * radius for (x, _), radius in discs for sign in (-1, 1)]
    ys = [y + sign * radius for (_, y), radius in discs for sign in (-1, 1)]
    return (min(xs), min(ys)), (max(xs), max(ys))
