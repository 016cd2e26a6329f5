"""Shapes: what a page is made of. Lengths are in quarters of a millimetre, from the top left."""

from dataclasses import dataclass
from enum import StrEnum

PAGE_WIDTH, PAGE_HEIGHT = 1188, 840
"""A4 across: 297 by 210 mm."""


class Anchor(StrEnum):
    """Which end of a text lies at its place; named as SVG names them."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled and outlined by `#rrggbb` colours; no colour, none of that.

    A `hatch` is the colour of slanted lines over it.
    """

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    outline: str = ""
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class StraightLine:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    colour: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; `y` is where its letters stand, `size` the height of its font."""

    x: float
    y: float
    text: str
    size: float
    colour: str = "#1b1b1b"
    bold: bool = False
    anchor: Anchor = Anchor.START


Shape = Box | StraightLine | TextLine

HATCH_STEP = 6.0


def hatch_lines(box: Box) -> tuple[StraightLine, ...]:
    """Give the slanted lines over a box, cut at its edges; lines of neighbours meet."""
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    made = []
    # Along a line x + y stays the same; starting from a multiple, neighbours go on with it.
    total = (left + top) // HATCH_STEP * HATCH_STEP + HATCH_STEP
    while total < right + bottom:
        start = max(left, total - bottom)
        end = min(right, total - top)
        if end > start:
            made.append(StraightLine(start, total - start, end, total - end, box.hatch, 1.1))
        total += HATCH_STEP
    return tuple(made)


_NARROW = frozenset("iljtfrI.,;:'|!()[] ·")
_WIDE = frozenset("mwMW—…@%")


BOLD_FACTOR = 1.12
"""How much wider bold letters are."""


def text_width(text: str, size: float) -> float:
    """Estimate how wide a line of text is in a sans-serif font; others are narrower than this."""
    return size * sum(
        0.34 if sign in _NARROW else 0.92 if sign in _WIDE else 0.7 if sign.isupper() else 0.6
        for sign in text
    )


def shorten_text(text: str, size: float, room: float) -> str:
    """Cut a text so that it fits a width, with an ellipsis; nothing where hardly a word would."""
    if text_width(text, size) <= room:
        return text
    for end in range(len(text) - 1, 3, -1):
        if text_width(text[:end] + "…", size) <= room:
            return text[:end].rstrip(" ,") + "…"
    return ""
