"""Which exercises of a routine come into question for a listener, and why the others do not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.errors import Problem, UsageError
from coach.exercise import GOALS, PROFILES, Exercise
from coach.positions import FLOOR, KNEELING, Position
from coach.reader import suggest
from coach.routine import Routine
from coach.steps import Perform


@dataclass(frozen=True, slots=True)
class Left:
    """An exercise that was left out, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the listener does not want, wants only, and has to mind."""

    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()


ANYTHING = Filters()


def admit(
    routine: Routine, cards: Mapping[str, Exercise], filters: Filters
) -> tuple[Routine, tuple[Left, ...]]:
    """Give the routine with the exercises that come into question, in their order.

    Raises UsageError for a name, a position, a goal or a limit that nothing has.
    """
    _known(routine, cards, filters)
    left: list[Left] = []
    sections = []
    for section in routine.sections:
        kept = []
        for perform in section.exercises:
            card = cards[perform.exercise]
            if reason := _refused(perform.exercise, card, filters):
                left.append(Left(card.name, reason))
            else:
                kept.append(perform)
        if kept or section.steps:
            ordered = _ordered(kept, cards) if section.any_order else tuple(kept)
            least = min(section.least, len(kept))
            sections.append(replace(section, exercises=ordered, least=least))
    if routine.exercises and not any(section.exercises for section in sections):
        message = f"nothing of {routine.title} is left"
        raise UsageError(Problem(message, hint="fewer of --without, --only and --limits"))
    return replace(routine, sections=tuple(sections)), tuple(left)


def _ordered(performs: list[Perform], cards: Mapping[str, Exercise]) -> tuple[Perform, ...]:
    """Order by position, in the order in which a body gets from one to the next most easily."""
    travel = tuple(Position)
    return tuple(sorted(performs, key=lambda p: travel.index(cards[p.exercise].position)))


def _refused(name: str, card: Exercise, filters: Filters) -> str:
    """Tell why a card does not come into question; nothing where it does."""
    if name in filters.without:
        return "--without"
    if filters.only and not {str(card.position), *card.goals} & set(filters.only):
        return f"--only {', '.join(filters.only)}"
    for limit in filters.limits:
        unchanged = limit not in card.limits.modify
        if limit in card.limits.skip:
            return f"not with {limit}"
        if limit == "no-floor" and card.position in FLOOR:
            return "not with no-floor: it is done on the floor"
        if limit == "no-kneeling" and card.position in KNEELING and unchanged:
            return "not with no-kneeling: it is done on the knees"
    return ""


def _known(routine: Routine, cards: Mapping[str, Exercise], filters: Filters) -> None:
    places = {str(position) for position in Position}
    given = (
        ("--without", filters.without, set(cards), "exercise"),
        ("--only", filters.only, {*places, *GOALS}, "position or goal"),
        ("--limits", filters.limits, set(PROFILES), "limit"),
    )
    problems = [
        Problem(f"{option}: no {what} is called {name!r}", hint=suggest(name, known))
        for option, names, known, what in given
        for name in names
        if name not in known
    ]
    if filters.without and not routine.exercises:
        problems.append(Problem(f"--without: {routine.title} has no exercises to leave out"))
    if problems:
        raise UsageError(problems)
