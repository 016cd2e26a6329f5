"""Things in a drawing: what one sits on, stands at, lies on or holds."""

from collections.abc import Iterator
from math import cos, pi, sin

from coach.figures.outlines import Area, Outline, Part, Stroke, project
from coach.figures.skeleton import Skeleton
from coach.figures.vectors import Flat
from coach.script.figure_values import Prop

FLOOR_WIDTH = 1.2
WALL_HEIGHT = 92.0
CHAIR_LINE = 2.2
SEAT_DEPTH, BACK_HEIGHT = 20.0, 26.0
STRAP_WIDTH = 1.7
RAIL_LENGTH = 20.0
WAVE, WAVE_HEIGHT, WAVE_STEPS = 12.0, 1.4, 8


def make_thing(prop: Prop, body: Skeleton, slant: Flat, floor: float) -> Part:
    """Return a thing that stands on the floor at a height, or a strap that a body holds."""
    match prop.kind:
        case "strap":
            points = tuple(project(body.find(place), slant) for place in prop.ends)
            return Part("accent", (Stroke(points, STRAP_WIDTH),), (Stroke(points, STRAP_WIDTH),))
        case "chair":
            return Part("thing", tuple(_list_chair(prop, floor)))
        case "wall":
            return Part("thing", tuple(_list_wall(prop, floor)))
        case "table" | "bed":
            return Part("thing", tuple(_list_table(prop, floor)))
        case "rail":
            return Part("thing", tuple(_list_rail(prop, floor)))
        case "step":
            return Part("thing", (_make_step(prop, floor),))
        case "water":
            waves = (_make_waves(prop),)
            return Part("thing", waves, waves)
        case "bike":
            return Part("thing", tuple(_list_bike(prop, floor)))
        case "mat":
            return Part("thing", (_make_mat(prop),))
    return Part("thing", (_make_pillow(prop, floor),))


def _list_chair(prop: Prop, floor: float) -> Iterator[Outline]:
    """Yield a chair; `at` is the back edge of its seat and its height, it faces right.

    One that faces the viewer is drawn about its middle, with its back behind.
    """
    x, seat = prop.at
    if not prop.turn:
        half, top = (prop.size[0] or SEAT_DEPTH) / 2, seat + (prop.size[1] or BACK_HEIGHT)
        for side in (x - half, x + half):
            yield Stroke(((side, seat), (side, floor)), CHAIR_LINE)
        yield Stroke(((x - half, seat), (x + half, seat)), CHAIR_LINE)
        corners = ((x - half + 1, seat), (x - half + 1, top), (x + half - 1, top))
        yield Stroke((*corners, (x + half - 1, seat)), CHAIR_LINE)
        return
    depth, turn = (prop.size[0] or SEAT_DEPTH) * prop.turn, prop.turn
    yield Stroke(((x, seat), (x + depth, seat)), CHAIR_LINE)
    yield Stroke(((x + turn, seat), (x + turn, floor)), CHAIR_LINE)
    yield Stroke(((x + depth - turn, seat), (x + depth - turn, floor)), CHAIR_LINE)
    top = seat + (prop.size[1] or BACK_HEIGHT)
    yield Stroke(((x + turn * 0.5, seat), (x - turn * 2.0, top)), CHAIR_LINE)


def _list_wall(prop: Prop, floor: float) -> Iterator[Outline]:
    """Yield a wall at an x, hatched on the side it is seen from behind."""
    x, height = prop.at[0], prop.size[1] or WALL_HEIGHT
    yield Stroke(((x, floor), (x, floor + height)), 1.4)
    step = 9.0
    for number in range(int(height / step)):
        y = floor + step * (number + 0.4)
        yield Stroke(((x, y), (x + 4.0 * prop.turn, y + 4.0)), 0.8)


def _list_table(prop: Prop, floor: float) -> Iterator[Outline]:
    """Yield a table or a bed: its left edge and height, and how wide it is."""
    x, y = prop.at
    width = prop.size[0] or 40.0
    yield Stroke(((x, y), (x + width, y)), CHAIR_LINE)
    yield Stroke(((x + 2, y), (x + 2, floor)), CHAIR_LINE)
    yield Stroke(((x + width - 2, y), (x + width - 2, floor)), CHAIR_LINE)


def _make_waves(prop: Prop) -> Stroke:
    """Return the surface of water: its left edge and height, and how wide it is."""
    x, y = prop.at
    width = prop.size[0] or 80.0
    count = max(2, round(width / WAVE)) * WAVE_STEPS
    points = ((width * number / count, number) for number in range(count + 1))
    turn = 2 * pi / WAVE_STEPS
    return Stroke(
        tuple((x + ahead, y + WAVE_HEIGHT * sin(number * turn)) for ahead, number in points), 1.6
    )


def _list_bike(prop: Prop, floor: float) -> Iterator[Outline]:
    """Yield an exercise bike; `at` is the middle of its cranks, it faces right."""
    x, y = prop.at
    wheel = (x + 24.0, y)
    yield Stroke(((x - 12, floor + 1.1), (x + 33, floor + 1.1)), CHAIR_LINE)
    yield Stroke(((x - 8, floor + 1.1), (x, y), (x - 10, y + 31)), CHAIR_LINE)
    yield Stroke(((x - 15, y + 31.5), (x - 5, y + 31.5)), CHAIR_LINE * 1.3)
    yield Stroke(((x, y), wheel, (x + 27, floor + 1.1)), CHAIR_LINE)
    yield Stroke((wheel, (x + 20, y + 46), (x + 26, y + 46)), CHAIR_LINE)
    rim = (number * pi / 12 for number in range(25))
    radius = y - floor - 3.0
    yield Stroke(
        tuple((wheel[0] + radius * cos(turn), y + radius * sin(turn)) for turn in rim), 1.6
    )
    yield Stroke(((x - 1.5, y - 9), (x + 1.5, y + 9)), 1.6)


def _list_rail(prop: Prop, floor: float) -> Iterator[Outline]:
    """Yield a rail: where it begins and how high it is, and how long; it is bent to the floor."""
    (x, y), ahead = prop.at, (prop.size[0] or RAIL_LENGTH) * prop.turn
    edge = 4.0 * prop.turn
    yield Stroke(
        (
            (x, floor),
            (x, y - 4),
            (x + edge, y),
            (x + ahead - edge, y),
            (x + ahead, y - 4),
            (x + ahead, floor),
        ),
        CHAIR_LINE,
    )
    yield Stroke(((x, floor + y / 2), (x + ahead, floor + y / 2)), CHAIR_LINE / 2)


def _make_step(prop: Prop, floor: float) -> Outline:
    """Return a step on the floor: its left edge, how wide and how high it is."""
    x, (width, height) = prop.at[0], prop.size
    return Area(((x, floor), (x + width, floor), (x + width, floor + height), (x, floor + height)))


def _make_mat(prop: Prop) -> Outline:
    """Return the edge of a mat seen from above: its middle, how wide and how high it is."""
    (x, y), (width, height) = prop.at, prop.size
    left, right, low, high = x - width / 2, x + width / 2, y - height / 2, y + height / 2
    corners = ((left, low), (right, low), (right, high), (left, high), (left, low))
    return Stroke(corners, FLOOR_WIDTH)


def _make_pillow(prop: Prop, floor: float) -> Outline:
    """Return a pillow: its middle and what is under it, how wide and how high it is."""
    x, low = prop.at[0], floor + prop.at[1]
    width, height = prop.size
    half, edge = width / 2, min(height, 3.0) / 2
    return Area(
        (
            (x - half + edge, low),
            (x + half - edge, low),
            (x + half, low + height / 2),
            (x + half - edge, low + height),
            (x - half + edge, low + height),
            (x - half, low + height / 2),
        )
    )
