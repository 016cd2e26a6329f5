"""Makes the picture of the screen that a session has, as SVG.

python docs/images/draw_screen.py
"""

import io
from collections.abc import Iterable, Iterator
from functools import partial
from html import escape
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import MONOKAI
from rich.text import Text

from coach.cli.display.canvas import Canvas
from coach.cli.display.screen_lines import screen_lines
from coach.cli.display.segment_drawings import SegmentDrawings
from coach.figures.figure_braille import BITS, FIRST_BRAILLE
from coach.live.status import Phase, Segment, Status
from coach.script.library import find_exercise

PICTURE = Path(__file__).parent / "screen.svg"
SCREEN = (84, 28)
CELL = (10, 20)
GROUND, INK, DIM = "#1a1a1a", "#e8e8e8", "#8c8c8c"
CARD = "hamstring"
STARTS = (0, 46, 130, 221, 305, 428, 500, 622, 810, 900)
STATUS = Status(
    Phase.PLAYING,
    "Lower back",
    677_000,
    900_000,
    exercise="Hamstring stretch",
    side="left",
    rep=1,
    reps=2,
    count=12,
    saying="Keep your shoulders on the mat.",
    next="Slow breathing",
    segments=tuple(Segment("", start * 1000, end * 1000) for start, end in pairwise(STARTS)),
    segment=7,
    count_unit="seconds",
)


def main() -> None:
    """Write screen.svg beside this file."""
    PICTURE.write_text(draw_screen(), encoding="utf-8")


def draw_screen() -> str:
    """Return the SVG of a screen, blocks and dots drawn: a font would leave gaps between lines."""
    drawings = SegmentDrawings([CARD], {CARD: find_exercise(CARD)})
    lines = screen_lines(STATUS, Canvas(*SCREEN), draw=partial(drawings.draw, 0))
    width, height = (SCREEN[0] + 2) * CELL[0], (SCREEN[1] + 2) * CELL[1]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' font-family="monospace" font-size="{CELL[1] - 4}" stroke-linecap="round"'
        ' stroke-width="3.6">'
    )
    ground = f'<rect width="{width}" height="{height}" rx="8" fill="{GROUND}"/>'
    return "\n".join((head, ground, *_list_parts(lines), "</svg>", ""))


def _list_parts(lines: Iterable[Text]) -> Iterator[str]:
    console = Console(width=400, file=io.StringIO())
    for row, line in enumerate(lines, 1):
        column = 1
        for segment in line.render(console):
            dots = ""
            for sign in segment.text.rstrip("\n"):
                x, y = column * CELL[0], row * CELL[1]
                if FIRST_BRAILLE < ord(sign) < FIRST_BRAILLE + 256:
                    dots += _place_dots(sign, x, y)
                elif sign != " ":
                    yield _draw_sign(sign, x, y, segment.style)
                column += 1
            if dots:
                yield f'<path d="{dots}" stroke="{_find_colour(segment.style)}"/>'


def _place_dots(sign: str, x: int, y: int) -> str:
    places = ((x + 3 + number % 2 * 5, y + 3 + number // 2 * 5) for number in range(8))
    bits = ord(sign) - FIRST_BRAILLE
    shown = (place for place, bit in zip(places, BITS, strict=True) if bits & bit)
    return "".join(f"M{left} {top}h0" for left, top in shown)


def _draw_sign(sign: str, x: int, y: int, style: Style | None) -> str:
    wide, high = CELL
    colour = _find_colour(style)
    boxes = {
        "█": (0, 0, wide, high),
        "▀": (0, 0, wide, high // 2),
        "▄": (0, high // 2, wide, high - high // 2),
        "▌": (0, 0, wide // 2, high),
    }
    if sign in boxes:
        left, top, w, h = boxes[sign]
        return f'<rect x="{x + left}" y="{y + top}" width="{w}" height="{h}" fill="{colour}"/>'
    if sign == "░":
        box = f'x="{x}" y="{y}" width="{wide}" height="{high}"'
        return f'<rect {box} fill="{colour}" opacity="0.4"/>'
    weight = ' font-weight="bold"' if style and style.bold else ""
    return f'<text x="{x}" y="{y + high - 6}" fill="{colour}"{weight}>{escape(sign)}</text>'


def _find_colour(style: Style | None) -> str:
    if style and style.color and not style.color.is_default:
        named = "#{:02x}{:02x}{:02x}".format(*style.color.get_truecolor(MONOKAI))
        return DIM if style.color.name == "bright_black" else named
    return DIM if style and style.dim else INK


if __name__ == "__main__":
    main()
