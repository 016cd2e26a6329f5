"""The drawing of an exercise in a terminal, of braille characters: on the screen, and on its page.

The body has the terminal's own ink, what moves the colour that sides have on the screen. What is
behind is dimmed and not grey, which cannot be seen on some grounds.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, TextIO

from coach.cli.terminal import can_encode, is_terminal
from coach.errors import CoachError
from coach.script.exercise import Exercise

if TYPE_CHECKING:
    from rich.text import Text

STYLES: Mapping[str, str] = MappingProxyType(
    {"accent": "cyan", "far": "dim", "thing": "dim", "ghost": "dim"}
)
"""How the colours of a drawing are shown; the others are the terminal's own."""
MIN_COLUMNS = 28
"""The least width at which every drawing can be recognised."""
ALL_DOTS = "⣿"
FONTLESS_TERMINALS = frozenset({"linux", "dumb", "unknown"})
"""Terminals without braille: the font of Linux's console has at most 512 characters."""
_ASCII_LOCALES = frozenset({"C", "POSIX"})
_COERCED_LOCALES = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})
"""What Python itself sets in place of the locale C."""


def can_show_braille(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Return True if a stream is a terminal that shows braille characters, as far as is known."""
    if not is_terminal(stream) or environment.get("TERM") in FONTLESS_TERMINALS:
        return False
    if sys.platform == "win32" and "WT_SESSION" not in environment:
        return False  # the console before Windows Terminal takes no character of another font
    return not _is_ascii_asked(environment) and can_encode(stream, ALL_DOTS)


def _is_ascii_asked(environment: Mapping[str, str]) -> bool:
    """Return True if the locale is C: Python writes UTF-8 even then."""
    given = [environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    own = ["" if name in _COERCED_LOCALES else name for name in given]
    return next(filter(None, own), "") in _ASCII_LOCALES


def draw_lines(card: Exercise, columns: int, lines: int) -> "Sequence[Text]":
    """Return the drawing of a card in exactly this size; nothing for a card without a right one.

    `coach check` reports what is wrong with a drawing.
    """
    from rich.text import Text

    from coach.figures.figure_drawing import draw_braille

    try:
        drawn = draw_braille(card, columns, lines)
    except CoachError:
        return ()
    styled = ([(text, STYLES.get(colour, "")) for colour, text in line] for line in drawn)
    return tuple(Text.assemble(*line) for line in styled)
