"""A dose that a routine writes, beside what its card has: of which kinds, and in which range.

What is written is done: whoever prescribed it knows the listener, and the card does not.
"""

from collections.abc import Iterator

from coach.errors import Problem
from coach.script.doses import Range
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.steps import Perform
from coach.units import format_duration

_DOSES_BY_WORK = {
    WorkKind.REPS: ("sets", "reps", "hold"),
    WorkKind.HOLD: ("sets", "reps", "hold"),
    WorkKind.BREATHS: ("sets", "breaths", "hold"),
    WorkKind.TIME: ("sets", "time"),
}
"""The doses that each kind of work is done by; others would change nothing."""
_ALL_DOSES = ("sets", "reps", "hold", "breaths", "time")


def find_dose_problems(perform: Perform, card: Exercise) -> Iterator[Problem]:
    """Yield a problem for each part of a dose that is of a kind the card does not have.

    A side is one, too, where the card has none.
    """
    if perform.side and card.sides is SideRule.NONE:
        message = f"{card.name} has no sides, found side: {perform.side}"
        yield Problem(message, perform.where, "leave side out")
    kinds = [name for name in _DOSES_BY_WORK[card.work] if getattr(card.doses, name) is not None]
    for name, given, known in _list_outside(perform, card):
        if name not in kinds or known is None:
            message = f"{card.name} has no dose of {name}, found {_format_dose(name, given)}"
            yield Problem(message, perform.where, f"it has doses of {', '.join(kinds)}")


def find_dose_notes(perform: Perform, card: Exercise) -> Iterator[Problem]:
    """Yield a note for each part of a dose that is below the card's least or above its most."""
    origin = f"the card's range is from: {'; '.join(card.sources)}"
    hint = f"it is done as written; {origin if card.sources else 'the range is that of the card'}"
    for name, given, known in _list_outside(perform, card):
        if name in _DOSES_BY_WORK[card.work] and known is not None:
            message = (
                f"expected {name} of {card.name} {_format_range(name, known)}, "
                f"found {_format_dose(name, given)}"
            )
            yield Problem(message, perform.where, hint)


def _list_outside(perform: Perform, card: Exercise) -> Iterator[tuple[str, int, Range | None]]:
    """Yield each part of a dose that is outside its range, its name first; without one, None."""
    for name in _ALL_DOSES:
        given, known = getattr(perform, name), getattr(card.doses, name)
        if given is not None and not (known and known.least <= given <= known.most):
            yield name, given, known


def _format_range(name: str, known: Range) -> str:
    if known.least == known.most:
        return f"to be {_format_dose(name, known.least)}"
    return f"from {_format_dose(name, known.least)} to {_format_dose(name, known.most)}"


def _format_dose(name: str, value: int) -> str:
    return format_duration(value) if name in ("hold", "time") else str(value)
