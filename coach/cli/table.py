"""A table of three columns for the terminal, without rich; in plain output a line for each row.

The first column holds names, which a user types, so none is ever cut short: where the terminal is
too narrow for columns, the rest stands below its name.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from textwrap import TextWrapper

from coach.cli.output_style import is_plain, print_row, print_styled
from coach.system.printable import make_one_line

MIN_TABLE_WIDTH = 72
"""Columns of the terminal below which a table of three is no longer easy to read."""
MIN_TEXT_WIDTH = 16
"""Columns that the text in the last column needs."""
GAP = "  "
DEFAULT_WIDTH = 80

Row = tuple[str, str, str]


def print_table(head: Row, rows: Sequence[Row]) -> None:
    """Print rows of a name, a few words and a longer text; names are coloured."""
    if is_plain():
        for row in rows:
            print_row(row)
        return
    rows = [(make_one_line(name), make_one_line(few), text) for name, few, text in rows]
    title, *lines = table_lines(head, rows, terminal_width())
    if any(title):
        print_styled(("".join(title), {"bold": True}))
    for name, rest in lines:
        print_styled((name, {"fg": "cyan"}), (rest, {}))


def table_lines(head: Row, rows: Sequence[Row], width: int) -> Iterator[tuple[str, str]]:
    """Yield lines of a table: a name or `""`, and what stands beside or below it.

    The first is the head, empty where there are no columns.
    """
    first, second, _ = (max(map(len, column)) for column in zip(head, *rows, strict=True))
    left = width - first - second - 2 * len(GAP)
    if width < MIN_TABLE_WIDTH or left < MIN_TEXT_WIDTH:
        yield "", ""
        for name, few, text in rows:
            yield name, ""
            for part in (*_wrap_text(few, width - len(GAP)), *_wrap_text(text, width - len(GAP))):
                yield "", GAP + part
        return
    for name, few, text in (head, *rows):
        start, *more = _wrap_text(text, left) or [""]
        yield name, (" " * (first - len(name)) + GAP + few.ljust(second) + GAP + start).rstrip()
        yield from (("", " " * (width - left) + part) for part in more)


def terminal_width() -> int:
    """Return COLUMNS, or the width of the first standard stream that is a terminal, or 80."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    for file in range(3):
        with suppress(OSError):
            if columns := os.get_terminal_size(file).columns:
                return columns
    return DEFAULT_WIDTH


def _wrap_text(text: str, width: int) -> list[str]:
    return TextWrapper(max(1, width), break_on_hyphens=False).wrap(text)
