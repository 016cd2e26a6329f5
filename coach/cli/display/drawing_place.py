"""Where the drawing of an exercise stands on a screen: beside the texts, above them, or nowhere.

As on the page it is at the left of a wide screen and at the top of a tall one. It takes room from
the count only as long as that stays as large as on a common small screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rich.text import Text

from coach.cli.braille_drawing import MIN_COLUMNS
from coach.cli.display.canvas import MARGIN, Canvas, centre_line

MIN_LINES = 9
"""The least height at which every drawing can be recognised."""
MIN_TEXT_COLUMNS = 50
"""What is left for the texts beside it: a count of two digits, eight lines high, with an arrow."""
MIN_TEXT_HEIGHT = 24
"""The height of the screen that is left for the texts below it."""
MIN_WIDTH = 40
"""The least width of a screen that has a drawing above its texts."""
WIDEST_TO_HEIGHT = 2
"""From how many columns a line of its height on a screen has its drawing beside the texts: it looks
wider than high then, as a character is twice as high as it is wide."""

Draw = Callable[[int, int], Sequence[Text]]
"""Returns the lines of a drawing in some columns and lines, or none."""
MakeTexts = Callable[[Canvas, int], list[Text]]
"""Returns the texts on a canvas, in a number of its lines."""


@dataclass(frozen=True, slots=True)
class DrawingPlace:
    """How large a drawing is, and whether it stands beside the texts or above them.

    A line below it is free.
    """

    columns: int
    lines: int
    is_beside: bool


def find_place(canvas: Canvas, room: int) -> DrawingPlace | None:
    """Return where a drawing stands on a canvas of whose lines `room` are free; None for nowhere.

    It follows from the size alone, so that nothing jumps from one exercise to another.
    """
    above = min(room, canvas.height - MIN_TEXT_HEIGHT, canvas.height * 2 // 5)
    beside = min(canvas.inner_width * 2 // 5, canvas.width - MARGIN - MIN_TEXT_COLUMNS)
    has_room_above = above > MIN_LINES and canvas.width >= MIN_WIDTH
    has_room_beside = beside >= MIN_COLUMNS and room > MIN_LINES
    if has_room_beside and (canvas.width >= WIDEST_TO_HEIGHT * canvas.height or not has_room_above):
        return DrawingPlace(beside, room - 1, is_beside=True)
    if has_room_above:
        return DrawingPlace(canvas.inner_width, above - 1, is_beside=False)
    return None


def join_drawing(canvas: Canvas, room: int, draw: Draw | None, make_texts: MakeTexts) -> list[Text]:
    """Return lines with a drawing, where there is one and room for it, and the texts."""
    place = find_place(canvas, room) if draw else None
    drawn = draw(place.columns, place.lines) if draw and place else ()
    if not place or not drawn:
        return make_texts(canvas, room)
    if not place.is_beside:
        used = place.lines + 1
        texts = make_texts(replace(canvas, height=canvas.height - used), room - used)
        return [*(centre_line(line.copy(), canvas) for line in drawn), Text(), *texts]
    used = MARGIN + place.columns
    texts = make_texts(replace(canvas, width=canvas.width - used), room)
    nothing = Text(" " * place.columns)
    return [
        Text(" " * MARGIN).append_text(line or nothing).append_text(text or Text())
        for line, text in zip_longest(drawn, texts)
    ]
