"""What somebody is shown of their log: weeks, how often, what grew, the last time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coach.training.back_answers import find_month_median
from coach.training.dose_increases import DoseIncrease, find_increases
from coach.training.fold import HEARD, History, fold_log, is_session_heard
from coach.training.log_records import End, ExerciseRecord, Log, Outcome, SessionRecord
from coach.training.pauses import Pause
from coach.training.weeks import GoodWeeks, WeekRow, count_good_weeks, list_weeks

USUAL_WEEKS = 8
"""How many weeks are shown unless others are asked for."""


@dataclass(frozen=True, slots=True)
class ExerciseCount:
    """In how many sessions an exercise was heard, by the name of its card."""

    exercise: str
    times: int


@dataclass(frozen=True, slots=True)
class PainAnswer:
    """What somebody answered last, nought to ten, and the median of four weeks up to then."""

    pain: int
    day: date
    usual: int


@dataclass(frozen=True, slots=True)
class HistorySummary:
    """What is shown of a log on a day.

    `weeks` rise to that of `today`. `counts` are of those weeks, what was done most first; `since`
    is the first day among them. `last` is the last session of which anything was heard. `pain` is
    shown at a screen alone: nothing that is written to a file may have it.
    """

    today: date
    goal: int
    weeks: tuple[WeekRow, ...] = ()
    good_weeks: GoodWeeks | None = None
    counts: tuple[ExerciseCount, ...] = ()
    since: date | None = None
    increases: tuple[DoseIncrease, ...] = ()
    last: SessionRecord | None = None
    pain: PainAnswer | None = None
    is_paused: bool = False


def summarize_history(
    log: Log, today: date, goal: int, pauses: Iterable[Pause] = (), weeks: int = USUAL_WEEKS
) -> HistorySummary:
    """Return what is shown of a log, today's sessions among it."""
    history = fold_log(log, today + timedelta(days=1))
    known = tuple(pauses)
    rows = list_weeks(history, today, weeks, known)
    heard = [one for one in history.sessions if is_session_heard(one)]
    days = [day for row in rows for day in row.days]
    return HistorySummary(
        today,
        goal,
        rows,
        count_good_weeks(history, today, goal, known),
        _count_exercises(history, rows[0].monday) if rows else (),
        days[0] if days else None,
        find_increases(history),
        heard[-1] if heard else None,
        _find_pain(history),
        any(one.is_on(today) for one in known),
    )


def find_broken_off(session: SessionRecord) -> ExerciseRecord | None:
    """Return the exercise that a session ended in; None where it ended elsewhere, or as planned."""
    if session.end not in (End.STOPPED, End.LOST):
        return None
    heard = [one for one in session.exercises if one.outcome in HEARD]
    return heard[-1] if heard and heard[-1].outcome is Outcome.PART else None


def _count_exercises(history: History, first: date) -> tuple[ExerciseCount, ...]:
    counts = [
        ExerciseCount(name, sum(each.day >= first for each in one.heard_occurrences))
        for name, one in history.exercises.items()
    ]
    shown = [one for one in counts if one.times]
    return tuple(sorted(shown, key=lambda one: (-one.times, one.exercise)))


def _find_pain(history: History) -> PainAnswer | None:
    if not history.answers:
        return None
    last = history.answers[-1]
    usual = find_month_median(history.answers, last.day)
    return PainAnswer(last.pain, last.day, last.pain if usual is None else usual)
