"""The weeks of a log at a terminal: cells for days, bars for exercises, what grew, the last time.

Where there is room the exercises stand beside the weeks. A week without anything is a blank line.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from coach.cli.history_lines import HistoryWords
from coach.cli.printable_output import open_console, raw_stream
from coach.cli.terminal import can_encode
from coach.training.history_summary import HistorySummary
from coach.training.weeks import DayMark, WeekRow

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

UNICODE_CELLS = {DayMark.ACTIVE: "▇▇", DayMark.PAUSED: "░░", DayMark.BLANK: "··"}
ASCII_CELLS = {DayMark.ACTIVE: "##", DayMark.PAUSED: "::", DayMark.BLANK: ".."}
STYLES = {DayMark.ACTIVE: "green", DayMark.PAUSED: "bright_black", DayMark.BLANK: "bright_black"}
MARGIN = "  "
GAP = 5
"""Columns between what stands side by side."""
MAX_BAR = 16
MIN_BAR = 8
MAX_WIDTH = 120
MIN_WIDTH_BESIDE = 96
"""Columns from which on the exercises stand beside the weeks."""


class Signs(NamedTuple):
    """What a terminal can show: cells for days, a piece of a bar."""

    cells: dict[DayMark, str]
    bar: str


UNICODE_SIGNS = Signs(UNICODE_CELLS, "▬")
ASCII_SIGNS = Signs(ASCII_CELLS, "=")


def find_signs() -> Signs:
    """Return the signs that the encoding of standard output has."""
    signs = "".join((*UNICODE_CELLS.values(), UNICODE_SIGNS.bar))
    return UNICODE_SIGNS if can_encode(raw_stream(sys.stdout), signs) else ASCII_SIGNS


def print_screen(summary: HistorySummary, words: HistoryWords, signs: Signs) -> None:
    """Print the weeks and what goes with them on a console."""
    from rich.text import Text

    console = open_console()
    width = min(console.width, MAX_WIDTH)
    title = Text("Your weeks", "bold")
    if kind := words.good_weeks():
        title.append(f"   {kind}", "green")
    weeks, exercises = [*_week_lines(summary, words, signs, width)], [*words.exercises()]
    console.print(title)
    if width >= MIN_WIDTH_BESIDE:
        left = max(line.cell_len for line in weeks) + GAP
        bars = [Text("How often", "bold"), *_bar_lines(exercises, width - left, signs)]
        _print_lines(console, _join_lines(weeks, bars, left))
    else:
        _print_lines(console, weeks)
        _print_lines(console, [Text(), Text("How often", "bold")])
        _print_lines(console, _bar_lines(exercises, width, signs))
    for heading, lines in words.sections():
        console.print()
        console.print(Text(heading, "bold"))
        for line in lines:
            console.print(Text(MARGIN + line))


def _print_lines(console: "Console", lines: "Sequence[Text]") -> None:
    for line in lines:
        console.print(line, no_wrap=True, overflow="crop")


def _week_lines(
    summary: HistorySummary, words: HistoryWords, signs: Signs, columns: int
) -> "Iterator[Text]":
    from rich.text import Text

    weeks = summary.weeks
    labels = [words.format_date(week.monday) for week in weeks]
    width, wide = max(map(len, labels)), max(len(words.minutes(week)) for week in weeks)
    names = MARGIN + " " * (width + 2) + " ".join(words.weekdays)
    yield Text().append(names, "bright_black")
    for label, week in zip(labels, weeks, strict=True):
        line = Text(f"{MARGIN}{label:>{width}}  ")
        line.append_text(_make_cells(week, summary.today, signs))
        for figure in (words.days_of_goal(week), f"{words.minutes(week):>{wide}}"):
            if week.days and line.cell_len + 3 + len(figure) <= columns:
                line.append(f"   {figure}")
        yield line


def _make_cells(week: WeekRow, today: date, signs: Signs) -> "Text":
    """Return the cells of a week; those to come stay empty, and so do all of a blank week."""
    from rich.text import Text

    line = Text()
    if week.is_blank:
        return line
    for number, mark in enumerate(week.marks):
        is_ahead = week.monday + timedelta(days=number) > today
        is_empty = mark is DayMark.BLANK and is_ahead
        line.append(" " if number else "")
        line.append("  " if is_empty else signs.cells[mark], STYLES[mark])
    return line


def _bar_lines(counts: Sequence[tuple[str, int]], width: int, signs: Signs) -> "list[Text]":
    """Return a bar for each exercise, in as many columns as there is room for."""
    from rich.text import Text

    if not counts:
        return []
    name = max(len(name) for name, _ in counts)
    most = max(times for _, times in counts)
    digits = len(str(most))
    columns = 2 if width >= 2 * (len(MARGIN) + name + 2 + MIN_BAR + 1 + digits) else 1
    room = width // columns - len(MARGIN) - name - 2 - 1 - digits - 1
    bar = max(1, min(MAX_BAR, room))
    lines = []
    for text, times in counts:
        filled = max(1, round(bar * times / most))
        line = Text(f"{MARGIN}{text:<{name}}  ")
        line.append(signs.bar * filled, "green").append(f" {times}")
        lines.append(line)
    height = -(-len(lines) // columns)
    return _join_lines(lines[:height], lines[height:], width // columns) if columns > 1 else lines


def _join_lines(left: "Sequence[Text]", right: "Sequence[Text]", width: int) -> "list[Text]":
    """Return lines side by side, the right ones from the column `width` on."""
    from rich.text import Text

    joined = []
    for one, other in zip_longest(left, right):
        line = one.copy() if one is not None else Text()
        if other is not None:
            line.append(" " * max(1, width - line.cell_len)).append_text(other)
        joined.append(line)
    return joined
