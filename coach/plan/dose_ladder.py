"""Card -> the doses it offers, from the least to the most, one value raised at a time.

The usual dose is always a rung. Up to it repetitions grow first, then holds, then sets: the order
in which a therapist progresses an exercise (range, repetitions, hold, sets, a harder variant).
Beyond it there are more sets, with rest between them, a hold is done once more, and what lasts or
breathes goes on for longer. The longest holds and the most repetitions are for who has worked up
to them.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coach.script.doses import Doses
from coach.script.exercise import Exercise, WorkKind
from coach.script.steps import Perform

MAX_RUNGS = 14
"""About how many doses a card offers at most between its least and its usual, or its most."""
BASE_WORTH = 100
"""What it is worth to do an exercise at all, at its least dose, times its priority squared."""
WORTH_TO_USUAL = 20
"""What going from the least dose to the usual one adds, times the priority squared.

So little that a short session has one exercise more rather than the usual dose of each."""
WORTH_BEYOND_USUAL = {"sets": 60, "reps": 30, "hold": 30, "breaths": 40, "time": 40}
"""What no end of each would add to the usual dose: twice as much of it adds the half of that.

All of it that an exercise has is less than what the least exercise is worth, but for the two things
that a long session should have more of: another set of what strengthens, and a longer warm-up.
Those count times the priority."""
WARM_UP_WORTH = 80
"""What no end of time would add to a warm-up, times the priority."""


def make_dose_ladder(
    card: Exercise,
    perform: Perform,
    *,
    easy: bool = False,
    worked_up: bool = False,
    points: int = 0,
    level: int | None = None,
) -> tuple[tuple[Perform, int], ...]:
    """Return the doses of a card with their worth, rising.

    What `perform` fixes stays. `easy` ends half-way up to the usual dose. Only who is `worked_up`
    to the usual dose gets the most repetitions and the longest holds. `points` are added to the
    priority. With a `level` the doses are those of `list_dose_levels` up to that number, the last
    of which stands for the usual one.
    """
    if not worked_up:
        card = replace(card, doses=_limit_to_unpractised(card))
    is_short = easy or level is not None
    rungs = list(dict.fromkeys(_list_rungs(card, perform, short_holds=is_short)))
    usual = _dose_at(card, perform, "usual")
    top = rungs.index(usual)
    if level is not None:
        top = min(max(0, level), len(rungs) - 1)
    if easy:
        top //= 2
    if is_short:
        rungs = rungs[: top + 1]
    priority = max(1, perform.priority + points)
    worths = (
        _worth_to_usual(min(number, top), top) * priority**2
        + (_worth_beyond_usual(card, rung, usual, priority) if number > top else 0)
        for number, rung in enumerate(rungs)
    )
    return tuple(zip(rungs, worths, strict=True))


def list_dose_levels(
    card: Exercise, perform: Perform, *, stronger: bool = False
) -> tuple[tuple[Perform, ...], int]:
    """Return the doses that a listener works up through, rising, and the number of the usual one.

    What `perform` fixes stays. Holds grow from their least, too. With `stronger` they go on to the
    most that the card allows.
    """
    rungs = tuple(dict.fromkeys(_list_rungs(card, perform, short_holds=True)))
    usual = rungs.index(_dose_at(card, perform, "usual"))
    return (rungs if stronger else rungs[: usual + 1]), usual


def _limit_to_unpractised(card: Exercise) -> Doses:
    """Return the doses of a card, no hold longer and no more repetitions than usual.

    What is held may be held once more.
    """
    doses, once_more = card.doses, card.work is WorkKind.HOLD
    reps = replace(doses.reps, most=min(doses.reps.most, doses.reps.usual + once_more))
    hold = doses.hold and replace(doses.hold, most=doses.hold.usual)
    return replace(doses, reps=reps, hold=hold)


def _worth_to_usual(number: int, top: int) -> int:
    """Return the worth of a rung up to the usual dose, which is the rung `top`."""
    return BASE_WORTH + (WORTH_TO_USUAL * number // top if top else WORTH_TO_USUAL)


def _worth_beyond_usual(card: Exercise, rung: Perform, usual: Perform, priority: int) -> int:
    """Return what a rung adds to the usual dose: of each value the more, the slower it rises."""
    worths = dict(WORTH_BEYOND_USUAL)
    if "strength" in card.goals:
        worths["sets"] *= priority
    if "warm-up" in card.goals:
        worths["time"] = WARM_UP_WORTH * priority
    worth = 0
    for name, whole in worths.items():
        least, here = getattr(usual, name), getattr(rung, name)
        worth += round(whole * (here - least) / here) if here else 0
    return worth


def _list_rungs(card: Exercise, perform: Perform, *, short_holds: bool) -> Iterator[Perform]:
    """Yield every rung, from the least dose through the usual one to the most.

    Holds are at their usual length from the first rung on: short ones feel hurried, and a short
    stretch is hardly more than its words. Those that are all there is may be `short_holds`. Beyond
    the usual dose a stretch is held twice before it is held for longer.
    """
    raised = {
        WorkKind.REPS: ("reps", "hold", "sets"),
        WorkKind.HOLD: ("hold", "reps", "sets"),
        WorkKind.BREATHS: ("breaths", "sets"),
        WorkKind.TIME: ("time", "sets"),
    }[card.work]
    here = _dose_at(card, perform, "least")
    is_short = short_holds and card.work is WorkKind.HOLD
    is_held = card.work in (WorkKind.REPS, WorkKind.HOLD) and not is_short
    if is_held and perform.hold is None and card.doses.hold:
        here = replace(here, hold=card.doses.hold.usual)
    yield here
    for goal in ("usual", "most"):
        top = _dose_at(card, perform, goal)
        if goal == "most" and "stretch" in card.goals and card.work is WorkKind.HOLD:
            raised = ("reps", "hold", "sets")
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
