"""An exercise in a session -> the same session with that exercise done in its next gentler way.

For a listener who asks for it while the session goes on. No dose of work becomes larger, whatever
the way has of its own, and no pause or rest becomes shorter.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from coach.plan.adapted_cards import apply_variant
from coach.script.card_variants import Variant
from coach.script.doses import Doses, Range
from coach.script.exercise import Exercise
from coach.timeline.session import Session

WORK_DOSES = ("sets", "reps", "hold", "breaths", "time")
STILL_DOSES = ("pause", "rest")


def find_easier_way(card: Exercise) -> Variant | None:
    """Return the next gentler way than the one that a card is done in; None at the gentlest."""
    names = [variant.name for variant in card.easier]
    place = names.index(card.variant) + 1 if card.variant in names else 0
    return card.easier[place] if place < len(names) else None


def make_easier(card: Exercise, written: Mapping[str, Exercise]) -> Exercise | None:
    """Return a card as it is done in its next gentler way; None where there is none.

    A way replaces what it names of the card as it is `written`, and not of the way before it.
    """
    way = find_easier_way(card)
    if way is None:
        return None
    base = replace(written.get(card.slug, card), fact=card.fact, figure=card.figure)
    eased = apply_variant(base, way)
    return replace(eased, doses=_choose_gentler(card.doses, eased.doses), bounded=WORK_DOSES)


def ease_session(
    session: Session, names: tuple[str, ...], written: Mapping[str, Exercise]
) -> Session:
    """Return a session with cards, by their names, made easier: each as often as it is named."""
    cards = dict(session.cards)
    for name in names:
        cards[name] = make_easier(cards[name], written) or cards[name]
    return replace(session, cards=cards) if names else session


def _choose_gentler(doses: Doses, others: Doses) -> Doses:
    """Return of two doses the less work and the longer pauses; no work that the first has not."""
    less = {name: _combine(doses, others, name, min) for name in WORK_DOSES}
    longer = {name: _combine(doses, others, name, max) for name in STILL_DOSES}
    return Doses(**less, **longer)


def _combine(doses: Doses, others: Doses, name: str, choose: Callable[..., int]) -> Any:
    own, other = getattr(doses, name), getattr(others, name)
    if own is None or other is None:
        return own
    return Range(
        *(choose(getattr(own, part), getattr(other, part)) for part in ("least", "usual", "most"))
    )
