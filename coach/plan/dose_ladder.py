"""Card -> the doses it offers, from the least to the most, one value raised at a time.

The usual dose is always a rung. Repetitions grow first, then holds, then sets: the order in
which a therapist progresses an exercise (range, repetitions, hold, sets, a harder variant).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coach.script.exercise import Exercise, WorkKind
from coach.script.steps import Perform

MAX_RUNGS = 14
"""About how many doses a card offers at most between its least and its usual, or its most."""
BASE_WORTH = 100
"""What it is worth to do an exercise at all, at its least dose, times its priority squared."""
WORTH_TO_USUAL = 60
"""What going from the least dose to the usual one adds, times the priority squared."""
WORTH_BEYOND_USUAL = 40
"""What going from the usual dose to the most adds: less than the least exercise is worth."""


def make_dose_ladder(
    card: Exercise, perform: Perform, *, easy: bool = False
) -> tuple[tuple[Perform, int], ...]:
    """Return the doses of a card with their worth, rising.

    What `perform` fixes stays. `easy` ends half-way up to the usual dose.
    """
    rungs = list(dict.fromkeys(_list_rungs(card, perform)))
    usual = rungs.index(_dose_at(card, perform, "usual"))
    if easy:
        rungs = rungs[: usual // 2 + 1]
        usual = len(rungs) - 1
    return tuple(
        (rung, _rung_worth(perform.priority, n, usual, len(rungs))) for n, rung in enumerate(rungs)
    )


def _rung_worth(priority: int, number: int, usual: int, count: int) -> int:
    """Return the worth of a rung: rising up to the usual dose, hardly more beyond it."""
    worth = BASE_WORTH + (WORTH_TO_USUAL * min(number, usual) // usual if usual else WORTH_TO_USUAL)
    # Beyond the usual dose priority does not count: another exercise is worth more than that.
    beyond = WORTH_BEYOND_USUAL * (number - usual) // (count - 1 - usual) if number > usual else 0
    return worth * priority**2 + beyond


def _list_rungs(card: Exercise, perform: Perform) -> Iterator[Perform]:
    """Yield every rung, from the least dose through the usual one to the most."""
    raised = {
        WorkKind.REPS: ("reps", "hold", "sets"),
        WorkKind.HOLD: ("hold", "reps", "sets"),
        WorkKind.BREATHS: ("breaths", "sets"),
        WorkKind.TIME: ("time", "sets"),
    }[card.work]
    here = _dose_at(card, perform, "least")
    if card.work is WorkKind.REPS and perform.hold is None and card.doses.hold:
        # Short holds feel hurried: they are at their usual length from the first rung on.
        here = replace(here, hold=card.doses.hold.usual)
    yield here
    for goal in ("usual", "most"):
        top = _dose_at(card, perform, goal)
        for name in raised:
            for value in _values_between(getattr(here, name), getattr(top, name)):
                raised_to: dict[str, Any] = {name: value}
                here = replace(here, **raised_to)
                yield here


def _dose_at(card: Exercise, perform: Perform, which: str) -> Perform:
    """Return the dose at its least, usual or most; what `perform` fixes stays."""
    values: dict[str, Any] = {}
    for name in ("sets", "reps", "hold", "breaths", "time"):
        known, given = getattr(card.doses, name), getattr(perform, name)
        if given is not None:
            values[name] = card.bound_dose(name, given)
        else:
            values[name] = getattr(known, which) if known else None
    return replace(perform, **values)


def _values_between(low: int | None, high: int | None) -> Iterator[int]:
    """Yield the values up to one, without the lowest; those in ms go by whole seconds.

    >>> list(_values_between(5, 8)), list(_values_between(10_000, 30_000))
    ([6, 7, 8], [15000, 20000, 25000, 30000])
    """
    if low is None or high is None or low >= high:
        return
    unit = 1 if high < 1_000 else 1_000 if high - low < 10_000 else 5_000
    step = unit * max(1, -(-(high - low) // (unit * MAX_RUNGS)))
    yield from range(low + step, high, step)
    yield high
