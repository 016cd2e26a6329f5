"""Dots of a drawing -> braille characters, each with two columns of four dots."""

from itertools import groupby
from types import MappingProxyType

from coach.figures.drawing_plan import DrawingPlan
from coach.figures.figure_dots import PAPER, Dots, rasterise

DOT_COLUMNS, DOT_ROWS = 2, 4
"""How many dots a character holds, side by side and one below the other."""
FIRST_BRAILLE = 0x2800
BITS = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)
"""Which bit of a character stands for a dot, row by row."""
CHECKERED = 0x01 | 0x10 | 0x04 | 0x80
"""Every other dot: what a ghost is drawn with, so that it is one without colours, too."""
COLOUR_RANKS = ("accent", "ink", "far", "thing", "ghost")
"""A character has one colour: the first of these that any of its dots has."""
_LASTING = frozenset({"ink", "far", "thing"})
_SHOWN_WITH = MappingProxyType({"accent": frozenset({"accent"}), "ghost": frozenset({"ghost"})})
"""What is shown in a character of a colour, where not all that lasts is: in that of an arrow
nothing else, so that it stands apart from the body that it crosses."""

Run = tuple[str, str]
"""Characters in one colour, by its name; "" for none."""


def format_braille(plan: DrawingPlan, columns: int, lines: int) -> tuple[tuple[Run, ...], ...]:
    """Return lines of characters with a drawing in their middle, each in runs of one colour.

    They are exactly as many and as wide as asked for; where there is nothing, there are spaces.
    """
    dots = rasterise(plan, columns * DOT_COLUMNS, lines * DOT_ROWS)
    return tuple(_join_runs(dots, line * DOT_ROWS, columns) for line in range(lines))


def _join_runs(dots: Dots, top: int, columns: int) -> tuple[Run, ...]:
    cells = [_make_cell(dots, top, column * DOT_COLUMNS) for column in range(columns)]
    return tuple(
        (colour, "".join(character for _, character in same))
        for colour, same in groupby(cells, key=lambda cell: cell[0])
    )


def _make_cell(dots: Dots, top: int, left: int) -> Run:
    """Return the character for the dots at a place, and its colour."""
    found: list[str] = []
    for row in dots[top : top + DOT_ROWS]:
        found += row[left : left + DOT_COLUMNS]
    colour = next((name for name in COLOUR_RANKS if name in found), PAPER) if any(found) else PAPER
    shown = _SHOWN_WITH.get(colour, _LASTING)
    bits = sum(bit for bit, name in zip(BITS, found, strict=True) if name in shown)
    if colour == "ghost":
        bits &= CHECKERED
    return (colour, chr(FIRST_BRAILLE + bits)) if bits else (PAPER, " ")
