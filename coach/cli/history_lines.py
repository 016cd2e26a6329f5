"""A history in words, for the screen and for plain output."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import typer

from coach.training.history_summary import HistorySummary, find_broken_off
from coach.training.history_words import format_date, format_increase, format_weekday
from coach.training.log_records import End, SessionRecord
from coach.training.weeks import DayMark, WeekRow, find_length
from coach.units import format_clock, format_count

if TYPE_CHECKING:
    from coach.script.phrases import Phrases

MINUTE_MS = 60_000
NOTHING_YET = "Nothing is kept yet. It begins with a session: coach play lower-back"


class HistoryWords:
    """The words for a summary of a log; cards are read for their names alone."""

    def __init__(self, summary: HistorySummary, phrases: "Phrases") -> None:
        self.summary, self.phrases = summary, phrases
        self.weekdays = phrases.format_shown("weekdays_short").split()
        self._names: dict[str, str] = {}

    def format_date(self, day: date) -> str:
        """Return a day as words."""
        return format_date(day, self.phrases, self.summary.today)

    def days_of_goal(self, week: WeekRow) -> str:
        """Return on how many days of a week something was done: `4 of 3`."""
        days, goal = len(week.days), self.summary.goal
        return self.phrases.format_shown("days_of_goal", days=days, goal=goal)

    def minutes(self, week: WeekRow) -> str:
        """Return the minutes of a week."""
        minutes = max(1, round(week.time / MINUTE_MS))
        return self.phrases.format_shown("total_minutes", n=minutes)

    def good_weeks(self) -> str:
        """Return how many of the last weeks reached the goal; "" where nothing is said of it."""
        good = self.summary.good_weeks
        if good is None:
            return ""
        return self.phrases.format_shown("good_weeks", weeks=good.reached, total=good.total)

    def exercises(self) -> Iterator[tuple[str, int]]:
        """Yield the names of the exercises, and how often they were done."""
        for one in self.summary.counts:
            yield self.exercise(one.exercise), one.times

    def exercise(self, slug: str) -> str:
        """Return the name of a card; of one that is not there any more, what its name says."""
        if slug not in self._names:
            self._names[slug] = name_exercise(slug)
        return self._names[slug]

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Yield what stands below the weeks: headings, and lines below each."""
        summary = self.summary
        if summary.increases:
            yield "What grew", [*self.increases()]
        if summary.last:
            yield "Last time", [*self.last_time(summary.last)]
        if summary.pain:
            yield "Your back", [self.pain()]

    def increases(self) -> Iterator[str]:
        """Yield what grew, with its name and since when."""
        for increase in self.summary.increases:
            change = format_increase(increase, self.phrases, self.summary.today)
            yield f"{self.exercise(increase.exercise)}: {change}"

    def last_time(self, session: SessionRecord) -> Iterator[str]:
        """Yield when the last session was and how long, and where it was broken off."""
        minutes = max(1, round(find_length(session) / MINUTE_MS))
        length = self.phrases.format_shown("total_minutes", n=minutes)
        yield f"{self._day(session.day)}: {name_routine(session.routine)}, {length}"
        if session.end in (End.STOPPED, End.LOST):
            found = find_broken_off(session)
            inside = f", in {self.exercise(found.exercise)}" if found else ""
            yield f"broken off at {format_clock(session.at)} of {_format_length(session)}{inside}"

    def pain(self) -> str:
        """Return what was answered last, and the median of four weeks."""
        answer = self.summary.pain
        assert answer is not None
        when = self._day(answer.day).lower()
        return f"{answer.pain} of ten, {when}; usually {answer.usual} over four weeks"

    def _day(self, day: date) -> str:
        away = (self.summary.today - day).days
        if away in (0, 1):
            return "Yesterday" if away else "Today"
        return f"{format_weekday(day, self.phrases)}, {self.format_date(day)}"


def print_plain(summary: HistorySummary, words: HistoryWords) -> None:
    """Print a line for one thing, in words: a blank week is left out."""
    for week in summary.weeks:
        if not week.is_blank:
            typer.echo(f"Week of {words.format_date(week.monday)}: {_describe_week(week, words)}")
    if kind := words.good_weeks():
        typer.echo(kind)
    for name, times in words.exercises():
        typer.echo(f"{name}: {words.phrases.format_shown('dose_times', reps=times)}")
    for heading, lines in words.sections():
        for line in lines:
            typer.echo(f"{heading}: {line}")


def _describe_week(week: WeekRow, words: HistoryWords) -> str:
    parts = []
    if week.days:
        names = (format_weekday(day, words.phrases) for day in week.days)
        goal = format_count(words.summary.goal, "day")
        parts += [f"{len(week.days)} of {goal}", words.minutes(week), ", ".join(names)]
    if week.is_paused:
        days = (week.monday + timedelta(days=number) for number in range(7))
        pairs = zip(days, week.marks, strict=True)
        paused = [day for day, mark in pairs if mark is DayMark.PAUSED]
        names = (format_weekday(day, words.phrases) for day in paused)
        parts.append("pause" if len(paused) == 7 else f"pause on {', '.join(names)}")
    return "; ".join(parts)


def name_exercise(slug: str) -> str:
    """Return the name of a card; of one that is not there, or is damaged, its slug as words."""
    from coach.errors import CoachError
    from coach.script.library import find_exercise

    try:
        return find_exercise(slug).name
    except CoachError:
        return _name_slug(slug)


def name_routine(name: str) -> str:
    """Return the title of a routine; of one that is not there any more, its name as words."""
    from coach.errors import CoachError
    from coach.script.library import find_routine

    try:
        return find_routine(name).title
    except CoachError:
        return _name_slug(name)


def _name_slug(slug: str) -> str:
    return slug.rpartition("/")[2].removesuffix(".yaml").replace("-", " ").capitalize() or slug


def _format_length(session: SessionRecord) -> str:
    return format_clock(max(session.asked, session.at))
