"""A page as PNG, 300 dots per inch, drawn by Pillow."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from coach.exports.picture.shapes import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Box,
    Shape,
    StraightLine,
    TextLine,
    hatch_lines,
)
from coach.system.pillow import check_pillow

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

    Font = ImageFont | FreeTypeFont

DOTS_PER_INCH = 300
PIXELS_PER_UNIT = DOTS_PER_INCH / 25.4 / 4
SYSTEM_FONTS = ("DejaVuSans.ttf", "Arial Unicode.ttf", "arial.ttf", "NotoSans-Regular.ttf")
"""Fonts to use for a text with letters that Pillow's own font lacks."""
_FIRST_UNSUPPORTED_CODE_POINT = 0x250


def render_png(shapes: Iterable[Shape]) -> bytes:
    """Return a PNG of shapes on an A4 page, landscape; raises as `check_pillow` does."""
    check_pillow()
    from PIL import Image, ImageDraw

    size = (round(PAGE_WIDTH * PIXELS_PER_UNIT), round(PAGE_HEIGHT * PIXELS_PER_UNIT))
    image = Image.new("RGB", size, "#ffffff")
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        _draw_shape(draw, shape)
    file = BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(
        file, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), optimize=True
    )
    return file.getvalue()


def _draw_shape(draw: "ImageDraw", shape: Shape) -> None:
    match shape:
        case Box():
            corners = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            left, top, right, bottom = (round(at * PIXELS_PER_UNIT) for at in corners)
            if right > left and bottom > top:
                # Pillow paints the last row and column, too.
                place = (left, top, right - 1, bottom - 1)
                draw.rectangle(place, shape.fill or None, shape.outline or None, width=2)
            if shape.hatch:
                for rule in hatch_lines(shape):
                    _draw_shape(draw, rule)
        case StraightLine():
            ends = tuple(
                round(at * PIXELS_PER_UNIT) for at in (shape.x, shape.y, shape.to_x, shape.to_y)
            )
            draw.line(ends, shape.colour, max(1, round(shape.width * PIXELS_PER_UNIT)))
        case TextLine():
            font = _load_font(shape.text, shape.size * PIXELS_PER_UNIT)
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            thicker = round(shape.size * PIXELS_PER_UNIT / 36) if shape.bold else 0
            at = (round(shape.x * PIXELS_PER_UNIT), round(shape.y * PIXELS_PER_UNIT))
            look: dict[str, Any] = {
                "anchor": anchor,
                "stroke_width": thicker,
                "stroke_fill": shape.colour,
            }
            draw.text(at, shape.text, shape.colour, font, **look)


def _load_font(text: str, size: float) -> "Font":
    from PIL import ImageFont

    if any(ord(char) >= _FIRST_UNSUPPORTED_CODE_POINT and char.isalpha() for char in text):
        for name in SYSTEM_FONTS:
            try:
                return ImageFont.truetype(name, size)
            except OSError:
                continue
    return ImageFont.load_default(size)
