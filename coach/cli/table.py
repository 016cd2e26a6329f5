"""A list of names with what is told of each, laid out for the terminal without help from rich.

Names are what one types, so none is ever cut short: where the terminal is too narrow for columns,
what belongs to a name stands below it.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from textwrap import TextWrapper

import typer

MIN_TABLE_WIDTH = 72
"""Columns below which a table of three is no longer read with ease."""
MIN_TEXT_WIDTH = 16
"""Columns that the last of a table needs."""
GAP = "  "
DEFAULT_WIDTH = 80

Row = tuple[str, str, str]


def print_table(head: Row, rows: Sequence[Row]) -> None:
    """Print rows of a name, a few words and a longer text; names have a colour."""
    title, *lines = table_lines(head, rows, terminal_width())
    if any(title):
        _print_line(typer.style("".join(title), bold=True))
    for name, rest in lines:
        _print_line(typer.style(name, fg="cyan") + rest if name else rest)


def table_lines(head: Row, rows: Sequence[Row], width: int) -> Iterator[tuple[str, str]]:
    """Lay rows out in lines: a name or nothing, and what stands beside or below it.

    The first is that of the head, empty where no columns stand below it.
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
    """Give the columns of the terminal, of whichever of our three files is one."""
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


def _print_line(line: str) -> None:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    typer.echo(line, color=False if plain else None)
