"""Prints pages and lists, wrapped to the terminal and to a width that is easy to read.

In plain output a paragraph is one line, however long, and so is a row of a list.
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

import typer

from coach.cli.card_pages import Block, BlockKind, Page
from coach.cli.output_style import is_plain, print_row
from coach.cli.printable_output import open_console
from coach.system.printable import make_one_line

if TYPE_CHECKING:
    from rich.text import Text

UNLIMITED_WIDTH = 10**9
MAX_TEXT_WIDTH = 88
"""Columns beyond which the eye loses its way from the end of a line to the next."""


class StyledLine(NamedTuple):
    """A line as it is printed: a mark in its own colour, then a text without trailing spaces."""

    text: str
    style: str = ""
    mark: str = ""
    colour: str = "dim"


def print_page(page: Page, drawing: "Sequence[Text]" = ()) -> None:
    """Print a page with its blocks, below a drawing if there is one."""
    if is_plain():
        for line in page_lines(page, UNLIMITED_WIDTH):
            typer.echo(line.mark + line.text)
        return
    from rich.text import Text

    console = open_console()
    for drawn in drawing:
        console.print(drawn, no_wrap=True)
    for line in page_lines(page, min(console.width, MAX_TEXT_WIDTH)):
        console.print(Text.assemble((line.mark, line.colour), (line.text, line.style)))


def page_lines(page: Page, width: int) -> Iterator[StyledLine]:
    """Yield the lines of a page, each of at most `width` columns."""
    yield StyledLine(page.title, "bold")
    yield from (StyledLine(line, "dim") for line in wrap(page.subtitle, width))
    for block in page.blocks:
        yield StyledLine("")
        if block.heading:
            yield StyledLine(block.heading, "bold cyan")
        yield from _block_lines(block, width, "  " if block.heading else "")


def _block_lines(block: Block, width: int, margin: str) -> Iterator[StyledLine]:
    if block.kind is BlockKind.TABLE:
        yield from _table_lines(block, margin)
        return
    for number, (line,) in enumerate(block.lines, 1):
        if block.kind is BlockKind.TEXT:
            if number > 1:
                yield StyledLine("")
            yield from (StyledLine(margin + part) for part in wrap(line, width - len(margin)))
            continue
        mark = {BlockKind.STEPS: f"{number}.", BlockKind.WARNING: "!"}.get(block.kind, "-")
        yield from _bullet_lines(line, f"{margin}{mark} ", width, block.kind)


def _bullet_lines(line: str, mark: str, width: int, kind: BlockKind) -> Iterator[StyledLine]:
    """Yield a text wrapped, with a mark before its first line and the others indented."""
    colour = "yellow" if kind is BlockKind.WARNING else "dim"
    for part in wrap(line, width - len(mark)):
        yield StyledLine(part, mark=mark, colour=colour)
        mark = " " * len(mark)


def _table_lines(block: Block, margin: str) -> Iterator[StyledLine]:
    """Yield rows in columns; a row of one cell does not widen the first column."""
    rows = [row for row in block.lines if len(row) > 1]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in block.lines:
        cells = [
            cell.rjust(wide) if number else cell.ljust(wide)
            for number, (cell, wide) in enumerate(zip(row, widths, strict=False))
        ]
        style = "dim" if row is block.lines[0] else ""
        yield StyledLine((margin + "   ".join(cells)).rstrip(), style)


def print_list(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows whose first cell is a name; where columns do not fit, the rest stands below it."""
    if is_plain():
        for row in rows:
            print_row(row)
        return
    from rich.text import Text

    console = open_console()
    rows = [(make_one_line(name), *cells) for name, *cells in rows]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    if sum(widths) + 2 * len(widths) <= console.width:
        rows = [head, *rows]
        for row in rows:
            cells = [cell.ljust(wide + 2) for cell, wide in zip(row, widths, strict=True)]
            styles = ("bold", "bold") if row is head else ("cyan", "")
            texts = (cells[0], "".join(cells[1:]).rstrip())
            console.print(Text.assemble(*zip(texts, styles, strict=True)), no_wrap=True)
        return
    for name, *cells in rows:
        parts = wrap(" · ".join(filter(None, cells)), min(console.width, MAX_TEXT_WIDTH) - 2)
        console.print(Text(name, "cyan"))
        for part in parts:
            console.print(Text(f"  {part}"))
