"""Prints what a session holds, what was left out and why, and what its time is spent on."""

from typing import TYPE_CHECKING

from coach.pipeline import PreparedSession

if TYPE_CHECKING:
    from rich.console import Console

PURPOSE_COLOURS = {
    "talk": "cyan",
    "move": "yellow",
    "work": "green",
    "rest": "blue",
    "quiet": "dim",
}


def print_overview(prepared: PreparedSession, console: "Console | None" = None) -> None:
    """Print a session as a table of its chapters, and its time as a bar by purpose."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from coach.timeline.summary import (
        GLYPHS,
        format_legend,
        list_chapter_rows,
        list_limit_changes,
        make_time_bar,
        time_by_purpose,
    )
    from coach.units import format_clock

    console = console or Console(highlight=False, markup=False, emoji=False)
    timeline, level = prepared.timeline, prepared.session.delivery.talk_level
    length = format_clock(timeline.length)
    details = Text(f" · {length} · {prepared.voice_identity} · {level}")
    console.print(Text(timeline.title, "bold") + details)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in (("at", "right"), ("part", "left"), ("dose", "left"), ("lasts", "right")):
        table.add_column(name, justify="right" if justify == "right" else "left")
    for row in list_chapter_rows(prepared.session, timeline):
        table.add_row(format_clock(row.start), row.title, row.dose, format_clock(row.length))
    console.print(table)
    if changes := list_limit_changes(prepared.session):
        console.print("changed:", style="bold")
        for words in changes:
            console.print(f"  {words}")
    if prepared.left_out:
        console.print("left out:", style="bold")
        for left_out in prepared.left_out:
            console.print(f"  {left_out.name}: {left_out.reason}")
    for notice in prepared.notices:
        console.print(f"note: {notice}")
    width = max(20, min(console.width - 2, 100))
    line = Text()
    for purpose in make_time_bar(prepared.sheet, prepared.span_starts, width):
        line.append(GLYPHS[purpose], style=PURPOSE_COLOURS[purpose])
    console.print(line)
    for words in format_legend(time_by_purpose(prepared.sheet, prepared.span_starts)):
        console.print(f"  {words}")
