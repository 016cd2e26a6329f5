"""Shapes of a drawing -> dots, each in the colour of what is drawn there last.

It needs no Pillow. A dot is drawn or not: pictures of dots are too coarse for blends.
"""

from collections.abc import Iterable, Iterator
from math import ceil, floor, sqrt

from coach.figures.drawing_plan import PADDING, DrawingPlan
from coach.figures.figure_placement import Placement, centre_drawing
from coach.figures.outlines import (
    HALO,
    Area,
    Capsule,
    Disc,
    Outline,
    Stroke,
    has_corners,
    list_corners,
)
from coach.figures.vectors import Flat
from coach.figures.way_arrows import WIDTH as ARROW_WIDTH

PAPER = ""
"""The colour of a dot on which nothing is drawn."""
FREE = PADDING - 1.0
"""How much less paper there is around a drawing than elsewhere: a terminal has little room."""
LEAST_HALO = 1.0
"""The least line of paper around a limb, in dots: a thinner one would have holes."""
LEAST_ARROW = 0.75
"""The least half of the width of what moves, in dots: its arrows, whose heads grow as much."""

Dots = list[list[str]]
Spans = Iterator[tuple[int, float, float]]


def rasterise(plan: DrawingPlan, width: int, height: int) -> Dots:
    """Return rows of dots with a drawing in their middle, as large as there is room."""
    (left, bottom), (right, top) = plan.low, plan.high
    size = right - left - 2 * FREE, top - bottom - 2 * FREE
    scale = min(width / size[0], height / size[1])
    pen = _Pen(centre_drawing(plan, scale, width, height))
    dots = [[PAPER] * width for _ in range(height)]
    for part in plan.parts:
        if part.halo:
            _fill(dots, pen.list_spans(part.halo, max(HALO, LEAST_HALO / scale)), PAPER)
        more = max(0.0, LEAST_ARROW / scale - ARROW_WIDTH / 2) if part.colour == "accent" else 0.0
        _fill(dots, pen.list_spans(part.shapes, more), part.colour)
    return dots


def _fill(dots: Dots, spans: Spans, colour: str) -> None:
    """Set the colour of all dots in some spans; a dot is in one where its middle is."""
    for y, start, end in spans:
        if 0 <= y < len(dots):
            first, last = max(0, ceil(start - 0.5)), min(len(dots[y]) - 1, floor(end - 0.5))
            if first <= last:
                dots[y][first : last + 1] = [colour] * (last + 1 - first)


class _Pen:
    """Places shapes on dots."""

    def __init__(self, placement: Placement) -> None:
        self._scale, self._place = placement.scale, placement.place

    def list_spans(self, shapes: Iterable[Outline], more: float = 0.0) -> Spans:
        """Yield what shapes fill of each row, each shape wider by `more` on every side."""
        for shape in shapes:
            for piece in self._split(shape, more):
                if isinstance(piece, Disc):
                    yield from _list_disc_spans(piece)
                else:
                    yield from _list_area_spans(piece.points)

    def _split(self, shape: Outline, more: float) -> Iterator[Disc | Area]:
        """Yield the discs and areas, as they are placed, that a shape is made of."""
        match shape:
            case Disc(middle, radius):
                yield Disc(self._place(middle), (radius + more) * self._scale)
            case Capsule(start, end, one, other):
                placed = self._place(start), self._place(end)
                radii = (one + more) * self._scale, (other + more) * self._scale
                yield from _split_capsule(Capsule(*placed, *radii))
            case Stroke(points, width):
                yield from self._split_line(points, width / 2 + more)
            case Area(points):
                yield Area(tuple(self._place(point) for point in points))
                if more:
                    yield from self._split_line((*points, points[0]), more)

    def _split_line(self, points: tuple[Flat, ...], radius: float) -> Iterator[Disc | Area]:
        # A line thinner than a dot would have holes.
        size = max(0.5, radius * self._scale)
        placed = [self._place(point) for point in points]
        for start, end in zip(placed, placed[1:] or placed, strict=False):
            yield from _split_capsule(Capsule(start, end, size, size))


def _split_capsule(shape: Capsule) -> Iterator[Disc | Area]:
    yield Disc(shape.start, shape.start_radius)
    yield Disc(shape.end, shape.end_radius)
    if has_corners(shape):
        yield Area(tuple(list_corners(shape)))


def _list_disc_spans(disc: Disc) -> Spans:
    (x, y), radius = disc.middle, disc.radius
    for row in range(floor(y - radius), ceil(y + radius) + 1):
        rest = radius * radius - (row + 0.5 - y) ** 2
        if rest >= 0:
            yield row, x - sqrt(rest), x + sqrt(rest)


def _list_area_spans(points: tuple[Flat, ...]) -> Spans:
    """Yield the spans of an area: of what its edge goes round at least once, either way."""
    edges = list(zip(points, (*points[1:], points[0]), strict=True))
    for row in range(floor(min(y for _, y in points)), ceil(max(y for _, y in points)) + 1):
        turns, start = 0, 0.0
        for x, turn in sorted(_list_crossings(edges, row + 0.5)):
            start = x if turns == 0 else start
            turns += turn
            if turns == 0:
                yield row, start, x


def _list_crossings(edges: Iterable[tuple[Flat, Flat]], y: float) -> Iterator[tuple[float, int]]:
    """Yield where edges cross a height, and 1 for each that goes down there, -1 for one up."""
    for one, other in edges:
        if (one[1] <= y) != (other[1] <= y):
            x = one[0] + (other[0] - one[0]) * (y - one[1]) / (other[1] - one[1])
            yield x, 1 if one[1] <= y else -1
