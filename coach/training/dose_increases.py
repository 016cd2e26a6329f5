"""What grew: the dose that an exercise began with, and the larger one that it has come to.

A dose differs from day to day with the length of a session, so the best of a few days is taken at
either end. Doses that became smaller are left out, and so is what only fills the time there is:
breaths, or a walk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from coach.timeline.dose import Dose
from coach.training.fold import ExerciseHistory, History, Occurrence
from coach.training.log_records import Outcome

FIRST_DAYS = timedelta(days=3)
"""How long the first dose is looked for; what strengthens is raised no sooner."""
LAST_DAYS = timedelta(days=14)
"""How long back the last dose is looked for."""


@dataclass(frozen=True, slots=True)
class DoseIncrease:
    """An exercise, by the name of its card, done with the dose `after` instead of `before`.

    `since` is the day on which it was done with `before`.
    """

    exercise: str
    before: Dose
    after: Dose
    since: date


def find_increases(history: History) -> tuple[DoseIncrease, ...]:
    """Return what grew, in the order in which it was begun."""
    found = [increase for one in history.exercises.values() if (increase := _find_increase(one))]
    return tuple(sorted(found, key=lambda increase: (increase.since, increase.exercise)))


def list_changes(increase: DoseIncrease) -> Iterator[tuple[str, int, int]]:
    """Yield the values of a dose that are another now: its field, and both of them."""
    for name in ("hold", "breaths", "time", "reps", "sets"):
        before, after = getattr(increase.before, name), getattr(increase.after, name)
        if before != after:
            yield name, before, after


def _find_increase(exercise: ExerciseHistory) -> DoseIncrease | None:
    done = [
        one
        for one in exercise.occurrences
        if one.record.outcome is Outcome.DONE and not one.by_hand
    ]
    if not done:
        return None
    first = max((one for one in done if one.day < done[0].day + FIRST_DAYS), key=_find_amount)
    last = max((one for one in done if one.day > done[-1].day - LAST_DAYS), key=_find_amount)
    if not _is_more(last, first):
        return None
    return DoseIncrease(exercise.exercise, first.record.asked, last.record.asked, first.day)


def _is_more(one: Occurrence, other: Occurrence) -> bool:
    """Return whether a dose is larger than another, and of a higher level."""
    here, there = one.record.level, other.record.level
    is_higher = here is not None and there is not None and here > there
    return is_higher and _find_amount(one) > _find_amount(other)


def _find_amount(one: Occurrence) -> int:
    dose = one.record.asked
    size = max(1, dose.hold) * max(1, dose.breaths) * max(1, dose.time)
    return size * max(1, dose.reps) * max(1, dose.sets)
