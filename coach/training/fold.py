"""The log up to a day -> what it says of each exercise, and of the listener.

What a day is planned with ends the day before: two sessions of one day are the same. Nothing is
counted on the way but here, so that a line taken out of the log never happened.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from statistics import median_low
from types import MappingProxyType
from typing import NamedTuple

from coach.training.log_records import (
    AnswerRecord,
    End,
    ExerciseRecord,
    Log,
    Outcome,
    SessionRecord,
)

HEARD = frozenset({Outcome.DONE, Outcome.PART})
"""The outcomes of an exercise that was heard, and so has had its turn."""
LAST_ANSWERS = 5
"""How many of the last answers the usual one is the median of."""
AWAY_DAYS = 14
"""Somebody was away after more days than this without a session."""
UNKNOWN_PAIN = 3
"""The usual answer as long as nobody has answered."""


class Occurrence(NamedTuple):
    """An exercise in a session: when, in which one, and what was heard of it."""

    day: date
    start: datetime
    session: str
    record: ExerciseRecord
    by_hand: bool = False

    @property
    def is_heard(self) -> bool:
        """Whether it was heard, all of it or a part."""
        return self.record.outcome in HEARD


@dataclass(frozen=True)
class ExerciseHistory:
    """What the log says of one exercise, by the name of its card.

    `occurrences` are the sessions that had it, in their order: also those where it was skipped or
    not reached. By hand counts as heard.
    """

    exercise: str
    occurrences: tuple[Occurrence, ...] = ()

    @cached_property
    def heard_occurrences(self) -> tuple[Occurrence, ...]:
        """The sessions that it was heard in, all of it or a part, the earliest first."""
        return tuple(one for one in self.occurrences if one.is_heard)

    @property
    def is_new(self) -> bool:
        """Whether it was never heard."""
        return not self.heard_occurrences

    @property
    def first_day(self) -> date | None:
        """The day on which it was first heard; None for never."""
        return self.heard_occurrences[0].day if self.heard_occurrences else None

    @property
    def last_day(self) -> date | None:
        """The day on which it was last heard; None for never."""
        return self.heard_occurrences[-1].day if self.heard_occurrences else None

    @cached_property
    def times_done(self) -> int:
        """How many sessions it was done in, whole."""
        return sum(one.record.outcome is Outcome.DONE for one in self.occurrences)


@dataclass(frozen=True, slots=True)
class Week:
    """A week with its `monday`, and the days on which something was done; rising."""

    monday: date
    days: tuple[date, ...]


@dataclass(frozen=True)
class History:
    """What the log says up to a day, `until`, which is not in it any more.

    `sessions` and `answers` are in the order of their days. Sessions of which nothing was heard
    are among them, and do not make a day or a week.
    """

    until: date
    sessions: tuple[SessionRecord, ...] = ()
    answers: tuple[AnswerRecord, ...] = ()
    exercises: Mapping[str, ExerciseHistory] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, exercise: str) -> ExerciseHistory:
        """Return what the log says of an exercise, by the name of its card."""
        return self.exercises.get(exercise) or ExerciseHistory(exercise)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which something was done, each once, rising."""
        return tuple(sorted({one.day for one in self.sessions if is_session_heard(one)}))

    @property
    def first_day(self) -> date | None:
        """The first day on which something was done; None for none."""
        return self.days[0] if self.days else None

    @property
    def last_day(self) -> date | None:
        """The last day on which something was done; None for none."""
        return self.days[-1] if self.days else None

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """The weeks in which something was done, rising; those between are not among them."""
        found: dict[date, list[date]] = {}
        for day in self.days:
            found.setdefault(find_monday(day), []).append(day)
        return tuple(Week(monday, tuple(days)) for monday, days in found.items())

    @property
    def days_away(self) -> int | None:
        """How many days have gone by since something was done, 1 for yesterday; None for never."""
        return (self.until - self.days[-1]).days if self.days else None

    @cached_property
    def usual_pain(self) -> int:
        """The median of the last answers; of an even number the lower one of the middle."""
        answers = [one.pain for one in self.answers[-LAST_ANSWERS:]]
        return median_low(answers) if answers else UNKNOWN_PAIN


def fold_log(log: Log, until: date) -> History:
    """Return what a log says of the days before `until`, in whatever order it has them."""
    sessions = sorted(
        (one for one in log.sessions if one.day < until and not one.is_gone), key=_sort_key
    )
    answers = sorted(
        (one for one in log.answers if one.day < until and not one.is_gone), key=_sort_key
    )
    found: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for session in sessions:
        day, start, id_ = session.day, session.start, session.id
        by_hand = session.end is End.BY_HAND
        for record in session.exercises:
            found[record.exercise].append(Occurrence(day, start, id_, record, by_hand))
    exercises = {name: ExerciseHistory(name, tuple(all_)) for name, all_ in found.items()}
    return History(until, tuple(sessions), tuple(answers), MappingProxyType(exercises))


def is_session_heard(session: SessionRecord) -> bool:
    """Return whether anything of a session was done: some exercise, or, without any, half of it.

    That is what makes a day one on which something was done, in the history, in what is offered
    today and in the plan. Somebody who stops within the welcome, or skips all of it, has done
    nothing.
    """
    if session.end is End.BY_HAND:
        return True
    if session.exercises:
        return any(one.outcome in HEARD for one in session.exercises)
    return session.heard > 0 and 2 * session.heard >= session.asked


def find_monday(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def _sort_key(record: SessionRecord | AnswerRecord) -> tuple[date, float, str]:
    """Return what orders records: their day, then their moment, then their id."""
    return record.day, record.start.timestamp(), record.id
