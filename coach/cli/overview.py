"""Prints what a session holds, what was left out and why, and what its time is spent on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from coach.cli.output_style import is_plain
from coach.cli.printable_output import open_console
from coach.pipeline import PreparedSession
from coach.plan.reasons import list_reasons
from coach.system.printable import make_one_line
from coach.timeline.summary import (
    GLYPHS,
    ChapterRow,
    format_legend,
    list_chapter_rows,
    list_limit_changes,
    make_time_bar,
    time_by_purpose,
)
from coach.units import format_clock

if TYPE_CHECKING:
    from rich.console import Console

PURPOSE_COLOURS = {
    "talk": "cyan",
    "move": "yellow",
    "work": "green",
    "rest": "blue",
    "quiet": "dim",
}
TABLE_HEAD = ("at", "part", "dose", "lasts")


def find_console() -> "Console | None":
    """Return a console for standard output; None where output is plain."""
    return None if is_plain() else open_console()


def print_overview(prepared: PreparedSession, console: "Console | None") -> None:
    """Print a session as a table of its chapters, and what its time is spent on.

    On a console that is a bar, too; without one nothing is drawn, and no line wrapped.
    """
    timeline, level = prepared.timeline, prepared.session.delivery.shown_talk
    details = (format_clock(timeline.length), prepared.voice_name, str(level))
    rows = list_chapter_rows(prepared.session, timeline)
    if console:
        _print_table(timeline.title, details, rows, console)
    else:
        typer.echo(", ".join((timeline.title, *details)))
        for line in _plain_table(rows):
            typer.echo(line)
    _print_choices(prepared, console)
    if console:
        _print_bar(prepared, console)
    totals = time_by_purpose(prepared.sheet, prepared.span_starts)
    for words in format_legend(totals, prepared.session.delivery.phrases, console is None):
        print_text(f"  {words}", console)


def _print_choices(prepared: PreparedSession, console: "Console | None") -> None:
    """Print what limits change, why exercises are done, what is left out, and what to know."""
    groups = {
        "changed": list_limit_changes(prepared.session),
        "why": (
            f"{card.name}: {', '.join(reasons)}"
            for card, reasons in list_reasons(prepared.session, prepared.progression)
        ),
        "left out": (f"{one.name}: {one.reason}" for one in prepared.left_out),
    }
    for title, lines in groups.items():
        for number, words in enumerate(lines):
            if not number:
                print_text(f"{title}:", console, style="bold")
            print_text(f"  {words}", console)
    for notice in prepared.notices:
        print_text(f"note: {notice}", console)
    if origin := prepared.progression.origin:
        print_text(f"made from: {origin.format(prepared.session.delivery.phrases)}", console)


def print_text(text: str, console: "Console | None", style: str = "") -> None:
    """Print a text on a console, wrapped and in a style of rich; without one, as it is."""
    if console:
        console.print(text, style=style)
    else:
        typer.echo(text)


def _table_cells(rows: tuple[ChapterRow, ...]) -> list[tuple[str, ...]]:
    return [
        (
            format_clock(row.start),
            make_one_line(row.title),
            make_one_line(row.dose),
            format_clock(row.length),
        )
        for row in rows
    ]


def _plain_table(rows: tuple[ChapterRow, ...]) -> Iterator[str]:
    """Yield lines with the cells below each other; the times stand to the right."""
    cells = [TABLE_HEAD, *_table_cells(rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for at, part, dose, lasts in cells:
        padded = (at.rjust(widths[0]), part.ljust(widths[1]), dose.ljust(widths[2]))
        yield "  ".join((*padded, lasts.rjust(widths[3])))


def _print_table(
    title: str, details: tuple[str, ...], rows: tuple[ChapterRow, ...], console: "Console"
) -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(Text(title, "bold") + Text("".join(f" · {each}" for each in details)))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in TABLE_HEAD:
        table.add_column(name, justify="right" if name in ("at", "lasts") else "left")
    for cells in _table_cells(rows):
        table.add_row(*cells)
    console.print(table)


def _print_bar(prepared: PreparedSession, console: "Console") -> None:
    """Print the time of a session as a bar, by purpose."""
    from rich.text import Text

    line = Text()
    for purpose in make_time_bar(
        prepared.sheet, prepared.span_starts, max(20, min(console.width - 2, 100))
    ):
        line.append(GLYPHS[purpose], style=PURPOSE_COLOURS[purpose])
    console.print(line)
