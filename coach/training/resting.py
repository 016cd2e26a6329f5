"""Cards and history -> what rests today: what is not for two days running, or after a worse day."""

from collections.abc import Iterator, Mapping

from coach.plan.progression import PlanReason
from coach.script.exercise import Exercise
from coach.training.fold import History
from coach.training.worse_days import list_worse_sessions


def list_resting(
    history: History, cards: Mapping[str, Exercise]
) -> Iterator[tuple[str, PlanReason]]:
    """Yield the names of the cards that rest on the day of a history, each with the reason."""
    for name, card in cards.items():
        if reason := _find_reason(history, name, card):
            yield name, reason


def _find_reason(history: History, name: str, card: Exercise) -> PlanReason | None:
    """Return why a card rests; None where it does not."""
    growth, last = card.growth, history.find(name).last_day
    if last is None:
        return None
    if (history.until - last).days < growth.apart:
        return PlanReason("why_rests", (("date", last.isoformat()), ("n", growth.apart)))
    if growth.rest and _has_been_worse(history, name, growth.rest):
        return PlanReason("why_rests_worse", (("n", growth.rest),))
    return None


def _has_been_worse(history: History, name: str, days: int) -> bool:
    """Return whether the back was worse after an exercise in the last days."""
    worse = list_worse_sessions(history)
    return any(
        (history.until - one.day).days <= days
        and one.session in worse
        and worse[one.session].is_lowered
        for one in history.find(name).heard_occurrences
    )
