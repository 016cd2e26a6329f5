"""Prints what a session holds, what was left out and why, and what its time is spent on."""

from collections.abc import Iterator

import typer

from coach.cli.output_style import is_plain
from coach.cli.printable_output import open_console
from coach.pipeline import PreparedSession
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

PURPOSE_COLOURS = {
    "talk": "cyan",
    "move": "yellow",
    "work": "green",
    "rest": "blue",
    "quiet": "dim",
}
TABLE_HEAD = ("at", "part", "dose", "lasts")


def print_overview(prepared: PreparedSession) -> None:
    """Print a session as a table of its chapters, and what its time is spent on.

    At a terminal that is a bar, too; in plain output nothing is drawn, and no line wrapped.
    """
    timeline, level = prepared.timeline, prepared.session.delivery.talk_level
    details = (format_clock(timeline.length), prepared.voice_identity, str(level))
    rows = list_chapter_rows(prepared.session, timeline)
    if is_plain():
        typer.echo(", ".join((timeline.title, *details)))
        for line in _plain_table(rows):
            typer.echo(line)
    else:
        _print_table(timeline.title, details, rows)
    if changes := list_limit_changes(prepared.session):
        print_text("changed:", style="bold")
        for words in changes:
            print_text(f"  {words}")
    if prepared.left_out:
        print_text("left out:", style="bold")
        for left_out in prepared.left_out:
            print_text(f"  {left_out.name}: {left_out.reason}")
    for notice in prepared.notices:
        print_text(f"note: {notice}")
    if not is_plain():
        _print_bar(prepared)
    for words in format_legend(time_by_purpose(prepared.sheet, prepared.span_starts), is_plain()):
        print_text(f"  {words}")


def print_text(text: str, style: str = "") -> None:
    """Print a text, wrapped and in a style of rich at a terminal, as it is in plain output."""
    if is_plain():
        typer.echo(text)
    else:
        open_console().print(text, style=style)


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


def _print_table(title: str, details: tuple[str, ...], rows: tuple[ChapterRow, ...]) -> None:
    from rich.table import Table
    from rich.text import Text

    console = open_console()
    console.print(Text(title, "bold") + Text("".join(f" · {each}" for each in details)))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in TABLE_HEAD:
        table.add_column(name, justify="right" if name in ("at", "lasts") else "left")
    for cells in _table_cells(rows):
        table.add_row(*cells)
    console.print(table)


def _print_bar(prepared: PreparedSession) -> None:
    """Print the time of a session as a bar, by purpose."""
    from rich.text import Text

    console = open_console()
    line = Text()
    for purpose in make_time_bar(
        prepared.sheet, prepared.span_starts, max(20, min(console.width - 2, 100))
    ):
        line.append(GLYPHS[purpose], style=PURPOSE_COLOURS[purpose])
    console.print(line)
