"""Shapes of a drawing -> PNG, drawn by Pillow, four times as large and made smaller."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from coach.figures.drawing_plan import DrawingPlan
from coach.figures.figure_placement import centre_drawing
from coach.figures.figure_svg import THEMES
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
from coach.system.pillow import check_pillow

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SUPERSAMPLING = 4
BLENDS = 16
"""Steps from one colour to another; a picture may have 256 colours in all."""
LEAST_STEP = 8
MARGIN = 0.04
"""The part of a side that is left free on each side of a drawing."""


def render_figure_png(
    plan: DrawingPlan, width: int, height: int, theme: str = "light", paper: bool = True
) -> bytes:
    """Return a PNG of a drawing in the middle of a picture of a size in pixels.

    On `paper`, or on a ground that is seen through. Raises MachineError where Pillow is missing.
    """
    check_pillow()
    from PIL import Image, ImageDraw

    colours = THEMES[theme]
    size = (width * SUPERSAMPLING, height * SUPERSAMPLING)
    ground = colours["paper"]
    image = Image.new("RGB", size, ground) if paper else Image.new("RGBA", size, ground + "00")
    pen = _Pen(ImageDraw.Draw(image), plan, size)
    for part in plan.parts:
        pen.draw(part.halo, ground, HALO)
        pen.draw(part.shapes, colours[part.colour])
    image = image.reduce(SUPERSAMPLING)
    file = BytesIO()
    if paper:
        palette = Image.new("P", (1, 1))
        palette.putpalette(_list_blends(tuple(colours.values())))
        image = image.quantize(palette=palette, dither=Image.Dither.NONE)
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


@cache
def _list_blends(colours: tuple[str, ...]) -> list[int]:
    """Return red, green and blue of the colours, and of what lies between two, as edges have it.

    A picture of these alone is a third as large, and looks the same. Of colours nearer to each
    other than LEAST_STEP there is one, as Pillow takes them for the same.
    """
    pure = [_Level(*bytes.fromhex(colour[1:])) for colour in colours]
    found = dict.fromkeys(pure)
    for one, other in combinations(pure, 2):
        for step in range(1, BLENDS):
            pairs = zip(one, other, strict=True)
            level = _Level(*(round(a + (b - a) * step / BLENDS) for a, b in pairs))
            if all(_differ(level, each) for each in found):
                found[level] = None
    return [value for level in list(found)[:256] for value in level]


class _Level(NamedTuple):
    red: int
    green: int
    blue: int


def _differ(one: _Level, other: _Level) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) >= LEAST_STEP


class _Pen:
    """Draws shapes onto a picture, each at its place and in its size there."""

    def __init__(self, draw: "ImageDraw", plan: DrawingPlan, size: tuple[int, int]) -> None:
        self._draw = draw
        (left, bottom), (right, top) = plan.low, plan.high
        free = [side * (1 - 2 * MARGIN) for side in size]
        self._scale = min(free[0] / (right - left), free[1] / (top - bottom))
        self._place = centre_drawing(plan, self._scale, *size).place

    def draw(self, shapes: Iterable[Outline], colour: str, more: float = 0.0) -> None:
        """Draw shapes, each wider by `more` on every side."""
        for shape in shapes:
            match shape:
                case Disc(middle, radius):
                    self._draw_disc(middle, radius + more, colour)
                case Capsule(start, end, one, other):
                    self._draw_capsule(Capsule(start, end, one + more, other + more), colour)
                case Stroke(points, width):
                    self._draw_line(points, width + 2 * more, colour)
                case Area(points):
                    self._draw.polygon([self._place(point) for point in points], fill=colour)
                    if more:
                        self._draw_line((*points, points[0]), 2 * more, colour)

    def _draw_disc(self, middle: Flat, radius: float, colour: str) -> None:
        (x, y), r = self._place(middle), radius * self._scale
        self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def _draw_capsule(self, shape: Capsule, colour: str) -> None:
        self._draw_disc(shape.start, shape.start_radius, colour)
        self._draw_disc(shape.end, shape.end_radius, colour)
        if has_corners(shape):
            corners = [self._place(point) for point in list_corners(shape)]
            self._draw.polygon(corners, fill=colour)

    def _draw_line(self, points: tuple[Flat, ...], width: float, colour: str) -> None:
        placed = [self._place(point) for point in points]
        self._draw.line(placed, colour, round(width * self._scale))
        for point in points:
            self._draw_disc(point, width / 2, colour)
