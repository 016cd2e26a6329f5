"""Shapes that a page is made of. Lengths are in quarters of a millimetre, from the top left."""

from dataclasses import dataclass
from enum import StrEnum

PAGE_WIDTH, PAGE_HEIGHT = 1188, 840
"""A4 landscape: 297 by 210 mm."""


class Anchor(StrEnum):
    """Which end of a text lies at its position; named as in SVG."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `fill` and `outline` are `#rrggbb` colours, or empty for none.

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
    """A straight line from `x`, `y` to `to_x`, `to_y`."""

    x: float
    y: float
    to_x: float
    to_y: float
    colour: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; `y` is its baseline, `size` the height of its font."""

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
    """Return the slanted lines over a box, cut at its edges; lines of neighbours meet."""
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    lines = []
    # Along a line x + y is constant; it is a multiple of the step, so lines of neighbours meet.
    total = (left + top) // HATCH_STEP * HATCH_STEP + HATCH_STEP
    while total < right + bottom:
        start = max(left, total - bottom)
        end = min(right, total - top)
        if end > start:
            lines.append(StraightLine(start, total - start, end, total - end, box.hatch, 1.1))
        total += HATCH_STEP
    return tuple(lines)


_NARROW = frozenset("iljtfrI.,;:'|!()[] ·")
_WIDE = frozenset("mwMW—…@%")


BOLD_FACTOR = 1.12
"""How much wider bold letters are than others."""


def text_width(text: str, size: float) -> float:
    """Return the estimated width of a line in a sans-serif font; few are wider than that."""
    return size * sum(
        0.34 if char in _NARROW else 0.92 if char in _WIDE else 0.7 if char.isupper() else 0.6
        for char in text
    )


def shorten_text(text: str, size: float, room: float) -> str:
    """Return a text cut to fit a width, with an ellipsis; empty where hardly a word would fit."""
    if text_width(text, size) <= room:
        return text
    for end in range(len(text) - 1, 3, -1):
        if text_width(text[:end] + "…", size) <= room:
            return text[:end].rstrip(" ,") + "…"
    return ""
