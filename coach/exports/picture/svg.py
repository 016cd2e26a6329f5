"""A page as SVG: needs no library, and uses the viewer's own fonts."""

from collections.abc import Iterable, Iterator
from html import escape

from coach.exports.picture.shapes import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Box,
    Shape,
    StraightLine,
    TextLine,
    hatch_lines,
)

FONTS = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def render_svg(shapes: Iterable[Shape], title: str) -> str:
    """Return an SVG picture of shapes on an A4 page, landscape."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="297mm" height="210mm" '
            f'viewBox="0 0 {PAGE_WIDTH} {PAGE_HEIGHT}" role="img" font-family="{FONTS}">'
        ),
        f"<title>{_escape_text(title)}</title>",
        f'<rect width="{PAGE_WIDTH}" height="{PAGE_HEIGHT}" fill="#ffffff"/>',
        *(line for shape in shapes for line in _render_shape(shape)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _render_shape(shape: Shape) -> Iterator[str]:
    match shape:
        case Box():
            place = f'x="{shape.x:.2f}" y="{shape.y:.2f}"'
            size = f'width="{shape.width:.2f}" height="{shape.height:.2f}"'
            fill = shape.fill or "none"
            line = f' stroke="{shape.outline}" stroke-width="0.8"' if shape.outline else ""
            yield f'<rect {place} {size} fill="{fill}"{line}/>'
            if shape.hatch:
                for rule in hatch_lines(shape):
                    yield from _render_shape(rule)
        case StraightLine():
            ends = f'x1="{shape.x:.2f}" y1="{shape.y:.2f}" x2="{shape.to_x:.2f}"'
            look = f'stroke="{shape.colour}" stroke-width="{shape.width:g}"'
            yield f'<line {ends} y2="{shape.to_y:.2f}" {look}/>'
        case TextLine():
            weight = ' font-weight="bold"' if shape.bold else ""
            anchor = f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
            yield (
                f'<text x="{shape.x:.2f}" y="{shape.y:.2f}" font-size="{shape.size:g}" '
                f'fill="{shape.colour}"{weight}{anchor}>{_escape_text(shape.text)}</text>'
            )


def _escape_text(text: str) -> str:
    # What XML cannot hold at all is left out.
    return escape("".join(char for char in text if char.isprintable()), quote=False)
