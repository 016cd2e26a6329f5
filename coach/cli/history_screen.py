"""The weeks of a log at a terminal: cells for days, bars for exercises, what grew, the last time.

Where there is room the exercises stand beside the weeks. A week without anything is a blank line.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from coach.cli.history_lines import HistoryWords
from coach.cli.printable_output import open_console, raw_stream
from coach.history.history_summary import HistorySummary
from coach.history.weeks import DayMark, WeekRow

if TYPE_CHECKING:
    from rich.text import Text

UNICODE_CELLS = {DayMark.ACTIVE: "██", DayMark.PAUSED: "░░", DayMark.BLANK: "  "}
ASCII_CELLS = {DayMark.ACTIVE: "##", DayMark.PAUSED: "..", DayMark.BLANK: "  "}
STYLES = {DayMark.ACTIVE: "green", DayMark.PAUSED: "bright_black", DayMark.BLANK: ""}
MARGIN = "  "
GAP = 5
"""Columns between what stands side by side."""
MAX_BAR = 16
MIN_BAR = 4
MAX_WIDTH = 120
MIN_WIDTH_BESIDE = 96
"""Columns from which on the exercises stand beside the weeks."""


class Signs(NamedTuple):
    """What a terminal can show: cells for days, a piece of a bar, an arrow."""

    cells: dict[DayMark, str]
    bar: str
    arrow: str


UNICODE_SIGNS = Signs(UNICODE_CELLS, "▬", "→")
ASCII_SIGNS = Signs(ASCII_CELLS, "=", "->")


def find_signs() -> Signs:
    """Return the signs that the encoding of standard output has."""
    encoding = getattr(raw_stream(sys.stdout), "encoding", None) or "ascii"
    try:
        "".join((*UNICODE_CELLS.values(), *UNICODE_SIGNS[1:])).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII_SIGNS
    return UNICODE_SIGNS


def print_screen(summary: HistorySummary, words: HistoryWords, signs: Signs) -> None:
    """Print the weeks and what goes with them on a console."""
    from rich.text import Text

    console = open_console()
    width = min(console.width, MAX_WIDTH)
    title = Text("Your weeks", "bold")
    if kind := words.good_weeks():
        title.append(f"   {kind}", "green")
    weeks, exercises = [*_week_lines(summary, words, signs)], [*words.exercises()]
    console.print(title)
    if width >= MIN_WIDTH_BESIDE:
        left = max(line.cell_len for line in weeks) + GAP
        bars = [Text("How often", "bold"), *_bar_lines(exercises, width - left, signs)]
        _print_lines(console, _join_lines(weeks, bars, left))
    else:
        _print_lines(console, weeks)
        _print_lines(console, [Text(), Text("How often", "bold")])
        _print_lines(console, _bar_lines(exercises, width, signs))
    for heading, lines in words.sections(signs.arrow):
        console.print()
        console.print(Text(heading, "bold"))
        for line in lines:
            console.print(Text(MARGIN + line))


def _print_lines(console: object, lines: "Sequence[Text]") -> None:
    for line in lines:
        console.print(line, no_wrap=True, overflow="ellipsis")  # type: ignore[attr-defined]


def _week_lines(summary: HistorySummary, words: HistoryWords, signs: Signs) -> "Iterator[Text]":
    from rich.text import Text

    labels = [words.format_date(week.monday) for week in summary.weeks]
    width = max(map(len, labels), default=0)
    yield Text(MARGIN + " " * (width + 2) + " ".join(words.weekdays), "bright_black")
    for label, week in zip(labels, summary.weeks, strict=True):
        line = Text(f"{MARGIN}{label:>{width}}  ", "" if week.days else "bright_black")
        for number, mark in enumerate(week.marks):
            line.append(" " if number else "").append(signs.cells[mark], STYLES[mark])
        yield line.append(_format_figures(week, words))


def _format_figures(week: WeekRow, words: HistoryWords) -> str:
    if not week.days:
        return ""
    return f"   {words.days_of_goal(week):>6}  {words.minutes(week):>8}"


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
