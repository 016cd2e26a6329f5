"""Which exercises of a routine come into question for a listener, and why the others do not."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from coach.errors import Problem, UsageError
from coach.plan.dose_ladder import ladder
from coach.plan.request import Filters
from coach.plan.substitutes import Slot, candidates, settled, stand_in
from coach.script.exercise import GOALS, Exercise
from coach.script.limits import PROFILES
from coach.script.positions import FLOOR, KNEELING, Position
from coach.script.reader import suggest
from coach.script.routine import Routine
from coach.script.steps import Perform


@dataclass(frozen=True, slots=True)
class Left:
    """An exercise that was left out, and why."""

    name: str
    reason: str


MOST = 9
"""The priority of what was asked for by its name."""


def admit(
    routine: Routine, cards: Mapping[str, Exercise], filters: Filters
) -> tuple[Routine, tuple[Left, ...]]:
    """Give the routine with the exercises that come into question, in their order.

    Where a limit refuses one, another may stand in for it. Raises UsageError for a name, a
    position, a goal or a limit that nothing has.
    """
    _known(routine, cards, filters)
    slots, left = _slots(routine, cards, filters)
    sections = []
    for number, section in enumerate(routine.sections):
        kept = [slot.perform for slot in slots if slot.section == number]
        if kept or section.steps:
            ordered = _ordered(kept, cards) if section.any_order else tuple(kept)
            least = min(section.least, len(kept))
            sections.append(replace(section, exercises=ordered, least=least))
    if routine.exercises and not any(section.exercises for section in sections):
        message = f"nothing of {routine.title} is left"
        raise UsageError(Problem(message, hint="fewer of --without, --only and --limits"))
    return replace(routine, sections=tuple(sections)), left


def _slots(
    routine: Routine, cards: Mapping[str, Exercise], filters: Filters
) -> tuple[list[Slot], tuple[Left, ...]]:
    """Choose the exercises with what stands in for them, and tell what is left out."""
    taken = {perform.exercise for perform in routine.exercises}
    left: list[Left] = []
    slots: list[Slot] = []
    for number, section in enumerate(routine.sections):
        for perform in section.exercises:
            card, place = cards[perform.exercise], len(slots) + len(left)
            reason = _refused(perform, card, filters)
            if not reason:
                asked = replace(perform, priority=MOST) if card.opt_in else perform
                slots.append(Slot(number, place, asked))
                continue
            if other := _another(perform, cards, filters, taken):
                taken.add(other)
                slots.append(Slot(number, place, stand_in(perform, other), moved=True))
                reason += f"; {cards[other].name} instead"
            left.append(Left(card.name, reason))
    return settled(slots, cards), tuple(left)


def _another(
    asked: Perform, cards: Mapping[str, Exercise], filters: Filters, taken: Set[str]
) -> str | None:
    """Name what is done in the place of a card that a limit refuses, or nobody asked for."""

    def limited(name: str) -> bool:
        return not _unwanted(name, cards[name], filters) and bool(
            _limited(Perform(name), cards[name], filters)
        )

    if _unwanted(asked.exercise, cards[asked.exercise], filters):
        return None
    for other in candidates(asked.exercise, cards, limited):
        if _refused(Perform(other), cards[other], filters):
            continue
        if other not in taken:
            return other
        if cards[asked.exercise].opt_in:
            break
    return None


def _refused(asked: Perform, card: Exercise, filters: Filters) -> str:
    """Tell why a card does not come into question; nothing where it does."""
    name = asked.exercise
    return (
        _unwanted(name, card, filters)
        or _limited(asked, card, filters)
        or _unasked(name, card, filters)
    )


def _ordered(performs: list[Perform], cards: Mapping[str, Exercise]) -> tuple[Perform, ...]:
    """Order by position, in the order in which a body gets from one to the next most easily."""
    travel = tuple(Position)
    return tuple(sorted(performs, key=lambda p: travel.index(cards[p.exercise].position)))


def _unwanted(name: str, card: Exercise, filters: Filters) -> str:
    """Tell why a card is not wanted; nothing where it is."""
    if name in filters.without:
        return "--without"
    if filters.only and not {str(card.position), *card.goals} & set(filters.only):
        return f"--only {', '.join(filters.only)}"
    return ""


def _unasked(name: str, card: Exercise, filters: Filters) -> str:
    """Tell of a card that is done only where it is asked for; nothing where it is."""
    return f"only --with {name}" if card.opt_in and name not in filters.opted else ""


def _limited(asked: Perform, card: Exercise, filters: Filters) -> str:
    """Tell which limit a card is not for; nothing where it is for all."""
    for limit in filters.limits:
        unchanged = limit not in card.limits.modify
        if limit in card.limits.skip:
            return f"not with {limit}"
        if limit == "no-floor" and card.position in FLOOR:
            return "not with no-floor: it is done on the floor"
        if limit == "no-kneeling" and card.position in KNEELING and unchanged:
            return "not with no-kneeling: it is done on the knees"
        if limit == "pressure" and not ladder(card, asked, short_holds=True):
            return "not with pressure: its holds are long"
    return ""


def _known(routine: Routine, cards: Mapping[str, Exercise], filters: Filters) -> None:
    places = {str(position) for position in Position}
    optional = {p.exercise for p in routine.exercises if cards[p.exercise].opt_in}
    given = (
        ("--without", filters.without, set(cards), "exercise"),
        ("--with", filters.opted, optional, "exercise to ask for"),
        ("--only", filters.only, {*places, *GOALS}, "position or goal"),
        ("--limits", filters.limits, set(PROFILES), "limit"),
    )
    problems = [
        Problem(f"{option}: no {what} is called {name!r}", hint=suggest(name, known))
        for option, names, known, what in given
        for name in names
        if name not in known and name not in filters.usual
    ]
    if set(filters.without) - set(filters.usual) and not routine.exercises:
        problems.append(Problem(f"--without: {routine.title} has no exercises to leave out"))
    if problems:
        raise UsageError(problems)


def outvalued(card: Exercise, asked: Perform) -> Left:
    """Tell of an exercise for which there was no time."""
    reason = f"others were worth more of the time (its priority: {asked.priority} of 9)"
    return Left(card.name, reason)
