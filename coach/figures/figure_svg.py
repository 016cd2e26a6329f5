"""Shapes of a drawing -> SVG: with colours written out for files, with variables for a page."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from types import MappingProxyType

from coach.figures.drawing_plan import DrawingPlan
from coach.figures.outlines import (
    HALO,
    Area,
    Capsule,
    Disc,
    Outline,
    Part,
    Stroke,
    has_corners,
    list_corners,
)
from coach.figures.vectors import Flat

_TITLE = re.compile(r"<title>.*?</title>\n?", re.DOTALL)
LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#14324a",
        "far": "#74889b",
        "accent": "#c43d16",
        "ghost": "#dbe2e8",
        "thing": "#b4c0ca",
        "paper": "#ffffff",
    }
)
"""On white the ink has a contrast of 13 to 1, what is far 3.7, the accent 5.2."""
DARK: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#eef3f6",
        "far": "#8193a3",
        "accent": "#ff9a5c",
        "ghost": "#2b3743",
        "thing": "#4a5a68",
        "paper": "#18212a",
    }
)
VARIABLES: Mapping[str, str] = MappingProxyType(
    {name: f"var(--figure-{name}, {colour})" for name, colour in LIGHT.items()}
)
"""Colours that a page sets; viewers that know no variables have no use for them."""
THEMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"light": LIGHT, "dark": DARK, "page": VARIABLES}
)


def format_svg(plan: DrawingPlan, title: str, theme: str = "light", paper: bool = False) -> str:
    """Return the SVG of a drawing, titled for screen readers; on `paper`, or on no ground."""
    colours = THEMES[theme]
    (left, bottom), (right, top) = plan.low, plan.high
    width, height = right - left, top - bottom
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_number(left)} {_number(-top)} '
            f'{_number(width)} {_number(height)}" role="img" stroke-linecap="round" '
            'stroke-linejoin="round">'
        ),
        f"<title>{escape(title)}</title>",
    ]
    if paper:
        lines.append(
            f'<rect x="{_number(left)}" y="{_number(-top)}" width="{_number(width)}" '
            f'height="{_number(height)}" fill="{colours["paper"]}"/>'
        )
    for part in _join_parts(plan.parts):
        lines += _list_elements(part, colours)
    return "\n".join((*lines, "</svg>\n"))


def make_decorative(drawing: str) -> str:
    """Return an SVG on one line and hidden from screen readers, for words beside it say as much."""
    plain = _TITLE.sub("", drawing).replace(' role="img"', "", 1)
    return plain.replace("<svg", '<svg aria-hidden="true"', 1).replace("\n", "")


def _join_parts(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts, neighbours in one colour with no paper around them as one."""
    alike = groupby(parts, key=lambda part: (part.colour, bool(part.halo)))
    for (colour, has_halo), same in alike:
        if has_halo:
            yield from same
        else:
            yield Part(colour, tuple(shape for part in same for shape in part.shapes))


def _list_elements(part: Part, colours: Mapping[str, str]) -> Iterator[str]:
    """Yield the elements of a part: the line of paper around it, then its shapes."""
    paper, colour = colours["paper"], colours[part.colour]
    if fills := [shape for shape in part.halo if not isinstance(shape, Stroke)]:
        path = "".join(_format_path(shape) for shape in fills)
        yield (f'<path d="{path}" fill="{paper}" stroke="{paper}" stroke-width="{2 * HALO}"/>')
    yield from _list_strokes(part.halo, paper, 2 * HALO)
    if fills := [shape for shape in part.shapes if not isinstance(shape, Stroke)]:
        yield f'<path d="{"".join(_format_path(shape) for shape in fills)}" fill="{colour}"/>'
    yield from _list_strokes(part.shapes, colour)


def _list_strokes(shapes: Iterable[Outline], colour: str, more: float = 0.0) -> Iterator[str]:
    """Yield the lines among some shapes, those of one width together, each wider by `more`."""
    strokes = [shape for shape in shapes if isinstance(shape, Stroke)]
    for width in dict.fromkeys(stroke.width for stroke in strokes):
        same = (stroke for stroke in strokes if stroke.width == width)
        path = "".join("M" + "L".join(map(_pair, stroke.points)) for stroke in same)
        yield (
            f'<path d="{path}" fill="none" stroke="{colour}" '
            f'stroke-width="{_number(width + more)}"/>'
        )


def _format_path(shape: Outline) -> str:
    """Return the path of a closed shape; all run the same way round, so that none cuts another."""
    match shape:
        case Disc(middle, radius):
            return _format_disc(middle, radius)
        case Area(points):
            ordered = points if _signed_area(points) < 0 else tuple(reversed(points))
            return "M" + "L".join(map(_pair, ordered)) + "Z"
        case Capsule():
            return _format_capsule(shape)
    return ""


def _format_disc(middle: Flat, radius: float) -> str:
    left, right = (middle[0] - radius, middle[1]), (middle[0] + radius, middle[1])
    r = _number(radius)
    return f"M{_pair(left)}A{r} {r} 0 0 1 {_pair(right)}A{r} {r} 0 0 1 {_pair(left)}Z"


def _format_capsule(shape: Capsule) -> str:
    """Return the path around two circles, along the lines that touch both."""
    if not has_corners(shape):
        bigger = max(
            ((shape.start, shape.start_radius), (shape.end, shape.end_radius)),
            key=lambda pair: pair[1],
        )
        return _format_disc(*bigger)
    corners = list_corners(shape)
    one, other = _number(shape.start_radius), _number(shape.end_radius)
    large = 1 if shape.start_radius >= shape.end_radius else 0
    return (
        f"M{_pair(corners[0])}L{_pair(corners[1])}"
        f"A{other} {other} 0 {1 - large} 1 {_pair(corners[2])}"
        f"L{_pair(corners[3])}A{one} {one} 0 {large} 1 {_pair(corners[0])}Z"
    )


def _signed_area(points: tuple[Flat, ...]) -> float:
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    return sum(x * v - u * y for (x, y), (u, v) in pairs)


def _pair(point: Flat) -> str:
    return f"{_number(point[0])} {_number(-point[1])}"


def _number(value: float) -> str:
    """Return a number with one decimal, as short as it can be written."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
