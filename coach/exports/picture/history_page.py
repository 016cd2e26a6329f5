"""The shapes of a page that shows what was done, by weeks, to be pinned to a wall.

A row a week, a box a day; beside them how often each exercise was done, and what grew. What was
answered about pain is never on it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from coach.exports.picture.page_layout import BOTTOM_MARGIN, FAINT, INK, PALE, SIDE_MARGIN
from coach.exports.picture.shapes import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Anchor,
    Box,
    Shape,
    StraightLine,
    TextLine,
    shorten_text,
    text_width,
)
from coach.script.phrases import Phrases
from coach.training.history_summary import HistorySummary
from coach.training.history_words import format_date, format_increase
from coach.training.weeks import DayMark, WeekRow

MAX_PAGE_WEEKS = 52
"""How many weeks there is room for."""
RULE_COLOUR = "#c3c9ce"
FILLS = {
    DayMark.ACTIVE: ("#14506b", ""),
    DayMark.PAUSED: ("#ffffff", "#7d8790"),
    DayMark.BLANK: (PALE, ""),
}
"""The fill of a day, and the colour of its hatch: they differ in grey, too."""
BAR_FILL = "#b4d3de"
TOP = 118.0
FOOT = PAGE_HEIGHT - BOTTOM_MARGIN - 24
DAYS_LEFT = SIDE_MARGIN + 104
DAY_STEP = 44.0
RIGHT = DAYS_LEFT + 7 * DAY_STEP + 178
MAX_ROW_HEIGHT = 46.0
MAX_LINE_HEIGHT = 28.0
MINUTE_MS = 60_000


def make_history_page(
    summary: HistorySummary, names: Mapping[str, str], phrases: Phrases
) -> tuple[Shape, ...]:
    """Return all that is on the page; `names` has the title of each exercise."""
    return tuple(_Page(summary, names, phrases).shapes())


class _Page:
    """The page of a summary."""

    def __init__(self, summary: HistorySummary, names: Mapping[str, str], phrases: Phrases) -> None:
        self.summary, self.names, self.phrases = summary, names, phrases
        room = FOOT - 34 - TOP - 20
        self.row_height = min(MAX_ROW_HEIGHT, room / max(1, len(summary.weeks)))
        below = len(summary.increases) and len(summary.increases) + 2
        lines = len(summary.counts) + below
        self.line_height = min(MAX_LINE_HEIGHT, room / max(1, lines))

    def shapes(self) -> Iterator[Shape]:
        """Yield all that is on the page."""
        yield from self.heading()
        yield from self.weekdays()
        for number, week in enumerate(self.summary.weeks):
            yield from self.week(week, TOP + 20 + number * self.row_height)
        yield from self.exercises()
        yield from self.increases(TOP + 20 + len(self.summary.counts) * self.line_height)
        yield from self.legend(FOOT + 14)

    def heading(self) -> Iterator[Shape]:
        """Yield the title, the dates, and how many of the last weeks reached the goal."""
        show, weeks = self.phrases.format_shown, self.summary.weeks
        yield TextLine(SIDE_MARGIN, 56, show("weeks"), 34, INK, bold=True)
        if good := self.summary.good_weeks:
            text = show("good_weeks", weeks=good.reached, total=good.total)
            yield TextLine(PAGE_WIDTH - SIDE_MARGIN, 56, text, 17, INK, anchor=Anchor.END)
        if weeks:
            today = self.summary.today
            first = format_date(weeks[0].monday, self.phrases, today)
            last = format_date(today, self.phrases, date.min)
            text = show("weeks_between", first=first, last=last)
            yield TextLine(SIDE_MARGIN, 80, text, 13, FAINT)

    def weekdays(self) -> Iterator[Shape]:
        """Yield the days of the week above their boxes."""
        for number, name in enumerate(self.phrases.format_shown("weekdays_short").split()):
            x = DAYS_LEFT + number * DAY_STEP + (DAY_STEP - 6) / 2
            yield TextLine(x, TOP + 8, name, 11, FAINT, anchor=Anchor.MIDDLE)

    def week(self, week: WeekRow, top: float) -> Iterator[Shape]:
        """Yield a row: its date, a box a day, how many days, how many minutes."""
        height = self.row_height - min(6.0, self.row_height / 5)
        size = min(13.0, self.row_height * 0.8)
        y = top + height / 2 + size * 0.36
        yield TextLine(DAYS_LEFT - 14, y, self.name_week(week), size, FAINT, anchor=Anchor.END)
        for number, mark in enumerate(week.marks):
            fill, hatch = FILLS[mark]
            if week.monday + timedelta(days=number) > self.summary.today:
                continue
            x = DAYS_LEFT + number * DAY_STEP
            yield Box(x, top, DAY_STEP - 6, height, fill, hatch, hatch)
        if week.days:
            show, goal = self.phrases.format_shown, self.summary.goal
            days = show("days_of_goal", days=len(week.days), goal=goal)
            minutes = show("total_minutes", n=max(1, round(week.time / MINUTE_MS)))
            x = DAYS_LEFT + 7 * DAY_STEP + 10
            yield TextLine(x, y, days, size, INK, bold=len(week.days) >= goal)
            yield TextLine(x + 118, y, minutes, size, FAINT, anchor=Anchor.END)

    def exercises(self) -> Iterator[Shape]:
        """Yield how often each exercise was done, a bar each."""
        yield self.heading_line(TOP + 8, "how_often")
        room = PAGE_WIDTH - SIDE_MARGIN - RIGHT
        size = min(13.0, self.line_height * 0.62)
        names = [self.names[one.exercise] for one in self.summary.counts]
        wide = min(room * 0.5, max((text_width(name, size) for name in names), default=0))
        most = max((one.times for one in self.summary.counts), default=1)
        y = TOP + 20.0
        for name, one in zip(names, self.summary.counts, strict=True):
            base = y + self.line_height * 0.66
            yield TextLine(RIGHT, base, shorten_text(name, size, wide), size, INK)
            left, height = RIGHT + wide + 12, self.line_height * 0.6
            long = (room - wide - 12 - 40) * one.times / most
            yield Box(left, y + self.line_height * 0.14, long, height, BAR_FILL)
            yield TextLine(left + long + 8, base, str(one.times), size, INK, bold=True)
            y += self.line_height

    def increases(self, top: float) -> Iterator[Shape]:
        """Yield what grew, a line each."""
        if not self.summary.increases:
            return
        y = top + self.line_height * 1.4
        yield self.heading_line(y, "grew")
        size, room = min(13.0, self.line_height * 0.62), PAGE_WIDTH - SIDE_MARGIN - RIGHT
        for increase in self.summary.increases:
            y += self.line_height
            change = format_increase(increase, self.phrases, self.summary.today)
            name = shorten_text(self.names[increase.exercise], size * 1.12, room * 0.45)
            yield TextLine(RIGHT, y, name, size, INK, bold=True)
            text = shorten_text(change, size, room * 0.53)
            yield TextLine(PAGE_WIDTH - SIDE_MARGIN, y, text, size, INK, anchor=Anchor.END)

    def heading_line(self, y: float, key: str) -> Shape:
        """Return the heading of a part on the right."""
        return TextLine(RIGHT, y, self.phrases.format_shown(key), 13, FAINT, bold=True)

    def legend(self, y: float) -> Iterator[Shape]:
        """Yield what the boxes mean, and that none of it is medical advice."""
        show = self.phrases.format_shown
        yield StraightLine(SIDE_MARGIN, y - 20, PAGE_WIDTH - SIDE_MARGIN, y - 20, RULE_COLOUR, 0.7)
        marks = [(DayMark.ACTIVE, "day_done")]
        if any(week.is_paused for week in self.summary.weeks):
            marks.append((DayMark.PAUSED, "day_paused"))
        x = SIDE_MARGIN
        for mark, key in marks:
            fill, hatch = FILLS[mark]
            yield Box(x, y - 10, 26, 13, fill, "#7d8790", hatch)
            yield TextLine(x + 33, y + 1, show(key), 12, INK)
            x += 58 + text_width(show(key), 12.5)
        x = PAGE_WIDTH - SIDE_MARGIN
        yield TextLine(x, y + 1, show("note"), 10, FAINT, anchor=Anchor.END)

    def name_week(self, week: WeekRow) -> str:
        """Return the Monday of a week in words, always without its year."""
        return format_date(week.monday, self.phrases, week.monday)
