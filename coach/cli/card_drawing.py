"""The drawing of an exercise card: shown in a terminal, or written to a file."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coach.cli.braille_drawing import MIN_COLUMNS, can_show_braille, draw_lines
from coach.cli.card_pages import Block, BlockKind
from coach.cli.output_style import is_plain
from coach.cli.terminal_picture import ROWS
from coach.errors import CoachError, Problem, UsageError
from coach.script.exercise import Exercise

if TYPE_CHECKING:
    from rich.text import Text

SUFFIXES = (".svg", ".png")
PIXELS = 1024
"""Width and height of a PNG that is written."""
SHOWN_PIXELS = (640, 320)
"""Width and height of a picture in a terminal."""
BRAILLE_COLUMNS = 48
"""As wide as such a picture: a line is twice as high as a column is wide."""


def write_drawing(card: Exercise, output: Path, force: bool) -> None:
    """Write the drawing of a card; raises UsageError for a card or a file that cannot have one.

    Raises ScriptError for one that cannot be drawn, MachineError where it cannot be written.
    """
    from coach.cli.output_paths import check_ending, check_not_folder, check_output_paths
    from coach.figures.figure_drawing import draw_png, draw_svg
    from coach.system.atomic_file import atomic_write

    check_not_folder(output, f"{card.slug}.svg")
    check_ending(output, SUFFIXES, card.slug)
    check_output_paths((output,), force)
    if output.suffix.lower() == ".png":
        content = draw_png(card, PIXELS, PIXELS)
    else:
        drawn = draw_svg(card, paper=True)
        content = drawn.encode() if drawn else None
    if content is None:
        hint = "write one under figure: in the card; docs/script-language.md shows how"
        raise UsageError(Problem(f"{card.slug}: this card has no drawing", card.where, hint))
    with atomic_write(output) as file:
        file.write(content)
    typer.echo(f"{output}: {card.name}")


def show_drawing(card: Exercise) -> bool:
    """Show the drawing of a card in a terminal that can; return whether it did.

    A page of words needs no drawing: `coach check` reports what is wrong with one.
    """
    from coach.cli.terminal_picture import can_show_pictures, find_theme, show_picture

    if not can_show_pictures():
        return False
    from coach.figures.figure_drawing import draw_png

    try:
        png = draw_png(card, *SHOWN_PIXELS, find_theme())
    except CoachError:
        return False
    if png:
        show_picture(png)
    return png is not None


def list_drawing_lines(card: Exercise) -> "Sequence[Text]":
    """Return the drawing of a card as it is printed above its page; nothing where it cannot be."""
    columns = min(shutil.get_terminal_size().columns, BRAILLE_COLUMNS)
    if columns < MIN_COLUMNS or is_plain() or not can_show_braille(sys.stdout):
        return ()
    return draw_lines(card, columns, ROWS)


def make_drawing_block(card: Exercise) -> Block | None:
    """Return what to type for a file with the drawing of a card; None where it has none."""
    if card.figure is None:
        return None
    command = f"coach exercises {card.slug} -o {card.slug}.svg"
    return Block("Drawing", ((command,),), BlockKind.TEXT)
