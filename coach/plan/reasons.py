"""A session and what it was planned with -> why each exercise is in it, in words."""

from collections.abc import Iterable, Iterator

from coach.plan.progression import PlanReason, Progression
from coach.script.exercise import Exercise
from coach.script.phrases import Phrases
from coach.timeline.dose import Dose
from coach.timeline.session import Session, list_performs, make_dose

TURN = PlanReason("why_turn")


def list_reasons(
    session: Session, progression: Progression
) -> Iterator[tuple[Exercise, tuple[str, ...]]]:
    """Yield the exercises of a session that there are reasons for, in order, with all of them."""
    performs = [one for part in session.parts for one in list_performs(part.steps)]
    for card in session.done_cards:
        doses = [make_dose(card, one) for one in performs if one.exercise == card.slug]
        if reasons := find_reasons(card.slug, doses, progression, session.delivery.phrases):
            yield card, reasons


def find_reasons(
    name: str, doses: Iterable[Dose], progression: Progression, phrases: Phrases
) -> tuple[str, ...]:
    """Return why an exercise is done today, or how, in words; `name` is that of its card.

    That it was raised is told only where one of its `doses` is as much.
    """
    turn = (TURN,) if name in progression.turns[:2] else ()
    known = progression.find(name)
    is_more = known.raised is not None and any(known.raised.is_reached(each) for each in doses)
    more = (known.raised.reason,) if known.raised and is_more else ()
    return tuple(one.format(phrases) for one in (*known.reasons, *more, *turn))
