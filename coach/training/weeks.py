"""The days of a log -> weeks, which is how they are shown: no day counts for itself.

The days of a week are those on which something was done. Those in between are blank and break
nothing, and a pause that was asked for counts neither for a week nor against it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coach.training.fold import History, find_monday, is_session_heard
from coach.training.log_records import End, SessionRecord
from coach.training.pauses import Pause

RECENT_WEEKS = 6
"""How many of the last weeks are counted that reached the goal."""
_WEEK = timedelta(days=7)


class DayMark(StrEnum):
    """What is shown of a day: something was done, it was a pause, or nothing at all."""

    ACTIVE = "active"
    PAUSED = "paused"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week from its `monday`: a mark for each of its seven days, and the ms of its sessions."""

    monday: date
    marks: tuple[DayMark, ...]
    time: int

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something was done."""
        days = (self.monday + timedelta(days=number) for number in range(7))
        pairs = zip(days, self.marks, strict=True)
        return tuple(day for day, mark in pairs if mark is DayMark.ACTIVE)

    @property
    def is_paused(self) -> bool:
        """Whether any of its days was a pause."""
        return DayMark.PAUSED in self.marks

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to show of it."""
        return not self.days and not self.is_paused


@dataclass(frozen=True, slots=True)
class GoodWeeks:
    """How many of the last weeks, `reached` of `total`, had as many days as the goal."""

    reached: int
    total: int


def list_weeks(
    history: History, today: date, count: int, pauses: Iterable[Pause] = ()
) -> tuple[WeekRow, ...]:
    """Return at most `count` weeks up to that of today, rising; none before the first session."""
    if history.first_day is None:
        return ()
    this = find_monday(today)
    first = max(find_monday(history.first_day), this - (count - 1) * _WEEK)
    number = (this - first) // _WEEK + 1
    known = tuple(pauses)
    return tuple(_make_week(history, first + each * _WEEK, today, known) for each in range(number))


def count_good_weeks(
    history: History, today: date, goal: int, pauses: Iterable[Pause] = ()
) -> GoodWeeks | None:
    """Return how many of the last weeks reached the goal; None where that is no good news.

    That is so where fewer than half did, or there are fewer than two. The current week counts only
    once it has reached the goal, and a week with a pause never counts against anybody.
    """
    weeks = list_weeks(history, today, RECENT_WEEKS + 1, pauses)
    if not weeks:
        return None
    *past, this = weeks
    reached = [len(week.days) >= goal for week in past if _is_countable(week, goal)]
    if len(this.days) >= goal:
        reached.append(True)
    reached = reached[-RECENT_WEEKS:]
    good = sum(reached)
    return GoodWeeks(good, len(reached)) if len(reached) > 1 and 2 * good >= len(reached) else None


def find_length(session: SessionRecord) -> int:
    """Return how long a session lasted in ms; for one entered by hand, as long as was said."""
    return session.heard or (session.asked if session.end is End.BY_HAND else 0)


def _is_countable(week: WeekRow, goal: int) -> bool:
    return not week.is_paused or len(week.days) >= goal


def _make_week(history: History, monday: date, today: date, pauses: tuple[Pause, ...]) -> WeekRow:
    done = frozenset(history.days)
    sessions = (
        one
        for one in history.sessions
        if monday <= one.day < monday + _WEEK and is_session_heard(one)
    )
    marks = tuple(_list_marks(monday, today, done, pauses))
    return WeekRow(monday, marks, sum(map(find_length, sessions)))


def _list_marks(
    monday: date, today: date, done: frozenset[date], pauses: tuple[Pause, ...]
) -> Iterator[DayMark]:
    """Yield what is shown of each day; of a pause without an end what has gone by of it."""
    for number in range(7):
        day = monday + timedelta(days=number)
        if day in done:
            yield DayMark.ACTIVE
        elif any(one.covers(day, today) for one in pauses):
            yield DayMark.PAUSED
        else:
            yield DayMark.BLANK
