"""A session and what it was planned with -> why each exercise is in it, in words."""

from collections.abc import Iterator

from coach.plan.progression import Progression
from coach.script.exercise import Exercise
from coach.timeline.session import Session

TURN = "its turn"


def list_reasons(
    session: Session, progression: Progression
) -> Iterator[tuple[Exercise, tuple[str, ...]]]:
    """Yield the exercises of a session that there are reasons for, in order, with all of them."""
    for card in session.done_cards:
        if reasons := find_reasons(card.slug, progression):
            yield card, reasons


def find_reasons(name: str, progression: Progression) -> tuple[str, ...]:
    """Return why an exercise is done today, or how; `name` is that of its card.

    >>> find_reasons("plank", Progression(turns=("plank",)))
    ('its turn',)
    """
    turn = (TURN,) if name in progression.turns[:2] else ()
    return (*progression.find(name).reasons, *turn)
