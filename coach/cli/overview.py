"""What was chosen, what was left out and why, and where the seconds go: printed."""

from typing import TYPE_CHECKING

from coach.pipeline import Prepared

if TYPE_CHECKING:
    from rich.console import Console

COLOURS = {"talk": "cyan", "move": "yellow", "work": "green", "rest": "blue", "quiet": "dim"}


def print_overview(prepared: Prepared, console: "Console | None" = None) -> None:
    """Print a session as a table, and its time as a bar."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from coach.timeline.summary import GLYPHS, bar, changed, legend, rows, spent
    from coach.units import format_clock

    console = console or Console(highlight=False, markup=False, emoji=False)
    timeline, manner = prepared.timeline, prepared.session.manner
    length = format_clock(timeline.length)
    told = Text(f" · {length} · {prepared.voice} · {manner.talk}")
    console.print(Text(timeline.title, "bold") + told)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in (("at", "right"), ("part", "left"), ("dose", "left"), ("takes", "right")):
        table.add_column(name, justify="right" if justify == "right" else "left")
    for row in rows(prepared.session, timeline):
        table.add_row(format_clock(row.start), row.title, row.dose, format_clock(row.length))
    console.print(table)
    if changes := changed(prepared.session):
        console.print("changed:", style="bold")
        for words in changes:
            console.print(f"  {words}")
    if prepared.left:
        console.print("left out:", style="bold")
        for left in prepared.left:
            console.print(f"  {left.name}: {left.reason}")
    for notice in prepared.notices:
        console.print(f"note: {notice}")
    width = max(20, min(console.width - 2, 100))
    line = Text()
    for purpose in bar(prepared.sheet, prepared.begins, width):
        line.append(GLYPHS[purpose], style=COLOURS[purpose])
    console.print(line)
    for words in legend(spent(prepared.sheet, prepared.begins)):
        console.print(f"  {words}")
