"""A page as PNG, 300 dots an inch, drawn by Pillow."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from coach.errors import MachineError, Problem
from coach.export.picture.shapes import HEIGHT, WIDTH, Box, Rule, Shape, Words, hatch_lines

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

    Font = ImageFont | FreeTypeFont

DOTS_AN_INCH = 300
SCALE = DOTS_AN_INCH / 25.4 / 4
SYSTEM_FONTS = ("DejaVuSans.ttf", "Arial Unicode.ttf", "arial.ttf", "NotoSans-Regular.ttf")
"""Looked for where a text has letters that Pillow's own font lacks."""
_OWN_LETTERS = 0x250


def check_pillow() -> None:
    """Raise MachineError where Pillow is missing, with what to install."""
    try:
        from PIL import features
    except ImportError as error:
        raise _missing() from error
    if not features.check("freetype2"):
        raise _missing()


def to_png(shapes: Iterable[Shape]) -> bytes:
    """Draw shapes on an A4 page across; raises MachineError where Pillow is missing."""
    check_pillow()
    from PIL import Image, ImageDraw

    size = (round(WIDTH * SCALE), round(HEIGHT * SCALE))
    image = Image.new("RGB", size, "#ffffff")
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        _draw(draw, shape)
    file = BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(
        file, "PNG", dpi=(DOTS_AN_INCH, DOTS_AN_INCH), optimize=True
    )
    return file.getvalue()


def _draw(draw: "ImageDraw", shape: Shape) -> None:
    match shape:
        case Box():
            corners = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            left, top, right, bottom = (round(at * SCALE) for at in corners)
            if right > left and bottom > top:
                # Pillow paints the last row and column, too.
                place = (left, top, right - 1, bottom - 1)
                draw.rectangle(place, shape.fill or None, shape.line or None, width=2)
            if shape.hatch:
                for rule in hatch_lines(shape):
                    _draw(draw, rule)
        case Rule():
            ends = tuple(round(at * SCALE) for at in (shape.x, shape.y, shape.to_x, shape.to_y))
            draw.line(ends, shape.colour, max(1, round(shape.width * SCALE)))
        case Words():
            font = _font(shape.text, shape.size * SCALE)
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            thicker = round(shape.size * SCALE / 36) if shape.bold else 0
            at = (round(shape.x * SCALE), round(shape.y * SCALE))
            look: dict[str, Any] = {
                "anchor": anchor,
                "stroke_width": thicker,
                "stroke_fill": shape.colour,
            }
            draw.text(at, shape.text, shape.colour, font, **look)


def _font(text: str, size: float) -> "Font":
    from PIL import ImageFont

    if any(ord(sign) >= _OWN_LETTERS and sign.isalpha() for sign in text):
        for name in SYSTEM_FONTS:
            try:
                return ImageFont.truetype(name, size)
            except OSError:
                continue
    return ImageFont.load_default(size)


def _missing() -> MachineError:
    problem = Problem(
        "a PNG picture needs Pillow, which is not installed",
        hint="pip install 'audio-coach[picture]', or write it as .svg",
    )
    return MachineError(problem)
