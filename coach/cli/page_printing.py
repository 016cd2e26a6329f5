"""Printing of pages for a reader: as wide as the terminal, and no wider than one reads well."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from coach.cli.card_pages import Block, Kind, Page

WIDEST = 88
"""Columns beyond which a line of text is hard to follow back."""


class Printed(NamedTuple):
    """A line as it is printed: a mark in its own colour, then text; nothing behind it."""

    text: str
    style: str = ""
    mark: str = ""
    colour: str = "dim"


def print_page(page: Page) -> None:
    """Print a page, each of its blocks under its heading."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in page_lines(page, min(console.width, WIDEST)):
        console.print(Text(line.mark, line.colour) + Text(line.text, line.style))


def page_lines(page: Page, width: int) -> Iterator[Printed]:
    """Lay a page out in lines of at most `width` columns."""
    yield Printed(page.title, "bold")
    yield from (Printed(line, "dim") for line in wrap(page.about, width))
    for block in page.blocks:
        yield Printed("")
        if block.heading:
            yield Printed(block.heading, "bold cyan")
        yield from _block_lines(block, width, "  " if block.heading else "")


def _block_lines(block: Block, width: int, margin: str) -> Iterator[Printed]:
    if block.kind is Kind.TABLE:
        yield from _table_lines(block, margin)
        return
    for number, (line,) in enumerate(block.lines, 1):
        if block.kind is Kind.TEXT:
            if number > 1:
                yield Printed("")
            yield from (Printed(margin + part) for part in wrap(line, width - len(margin)))
            continue
        sign = {Kind.STEPS: f"{number}.", Kind.WARNING: "!"}.get(block.kind, "-")
        yield from _listed(line, f"{margin}{sign} ", width, block.kind)


def _listed(line: str, mark: str, width: int, kind: Kind) -> Iterator[Printed]:
    """Set a mark before the first line, and indent what wraps below its text."""
    colour = "yellow" if kind is Kind.WARNING else "dim"
    for part in wrap(line, width - len(mark)):
        yield Printed(part, mark=mark, colour=colour)
        mark = " " * len(mark)


def _table_lines(block: Block, margin: str) -> Iterator[Printed]:
    """Lay out rows of several cells in columns, and a row of one as text below them."""
    rows = [row for row in block.lines if len(row) > 1]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in block.lines:
        cells = [
            cell.rjust(wide) if number else cell.ljust(wide)
            for number, (cell, wide) in enumerate(zip(row, widths, strict=False))
        ]
        style = "dim" if row is block.lines[0] else ""
        yield Printed((margin + "   ".join(cells)).rstrip(), style)


def print_list(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a list, the name of an entry first, in columns where they fit and else below it."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    if sum(widths) + 2 * len(widths) <= console.width:
        rows = [head, *rows]
        for row in rows:
            cells = [cell.ljust(wide + 2) for cell, wide in zip(row, widths, strict=True)]
            rest = Text("".join(cells[1:]).rstrip(), "bold" if row is head else "")
            console.print(Text(cells[0], "bold" if row is head else "cyan") + rest, no_wrap=True)
        return
    for name, *cells in rows:
        told = wrap(" · ".join(filter(None, cells)), min(console.width, WIDEST) - 2)
        console.print(Text(name, "cyan"))
        for part in told:
            console.print(Text(f"  {part}"))
