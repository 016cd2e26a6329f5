"""Things in a drawing: what one sits on, stands at, lies on or holds."""

from collections.abc import Iterator

from coach.figures.outlines import Area, Outline, Part, Stroke, project
from coach.figures.skeleton import Skeleton
from coach.figures.vectors import Flat
from coach.script.figure_values import Prop

FLOOR_WIDTH = 1.2
WALL_HEIGHT = 92.0
CHAIR_LINE = 2.2
SEAT_DEPTH, BACK_HEIGHT = 20.0, 26.0
STRAP_WIDTH = 1.7


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
        case "water":
            return Part("thing", tuple(_list_waves(prop)))
    return Part("thing", (_make_pillow(prop, floor),))


def _list_chair(prop: Prop, floor: float) -> Iterator[Outline]:
    """Yield a chair; `at` is the back edge of its seat and its height, it faces right."""
    x, seat = prop.at
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


def _list_waves(prop: Prop) -> Iterator[Outline]:
    """Yield the surface of water: its left edge and height, and how wide it is."""
    x, y = prop.at
    width = prop.size[0] or 80.0
    count = max(2, round(width / 8))
    points = tuple(
        (x + width * number / count, y + (1.2 if number % 2 else -1.2))
        for number in range(count + 1)
    )
    yield Stroke(points, 1.2)


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
