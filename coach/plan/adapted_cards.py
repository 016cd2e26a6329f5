"""A card and a listener -> the exercise as it is done: the easier way that suits, with its doses.

A limit may name an easier way, and so does `--easy`; of several the gentlest is done. All that
follows takes the adapted card as it is: doses, measuring, guidance, the plan.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coach.script.card_variants import Variant, Wording
from coach.script.doses import Range
from coach.script.exercise import Exercise
from coach.script.steps import Perform

SHORT_HOLD_LIMITS = ("acute-flare", "pressure")
"""Limits with which nothing is held for long."""
SHORT_HOLD_MS = 10_000
"""The longest hold, in ms, with one of those limits."""


def adapt_cards(
    cards: Mapping[str, Exercise], limits: tuple[str, ...], *, easy: bool = False
) -> dict[str, Exercise]:
    """Return cards by their names, each as a listener with some limits does it."""
    return {slug: adapt_card(card, limits, easy=easy) for slug, card in cards.items()}


def adapt_card(card: Exercise, limits: tuple[str, ...], *, easy: bool = False) -> Exercise:
    """Return a card as a listener with some limits does it; `easy` asks for an easier way.

    What a routine writes itself may not exceed a dose that a limit lowers.
    """
    limited = _find_limited_place(card, limits)
    place = limited if limited is not None else 0 if easy and card.easier else None
    if place is not None:
        variant = card.easier[place]
        card = apply_variant(card, variant)
        if limited is not None:
            card = replace(card, bounded=tuple(variant.doses))
    return _shorten_holds(card) if find_short_hold_limit(limits) else card


def find_short_hold_limit(limits: tuple[str, ...]) -> str | None:
    """Return the limit with which nothing is held for long; None where there is none."""
    return next((limit for limit in limits if limit in SHORT_HOLD_LIMITS), None)


def has_long_holds(card: Exercise, perform: Perform) -> bool:
    """Return whether even the least dose is held for longer than SHORT_HOLD_MS."""
    least = perform.hold if perform.hold is not None else card.doses.hold and card.doses.hold.least
    return bool(least and least > SHORT_HOLD_MS)


def _find_limited_place(card: Exercise, limits: tuple[str, ...]) -> int | None:
    """Return the place in `easier` of the gentlest way that the limits name; None for none."""
    changes = [card.limits.modify[limit] for limit in limits if limit in card.limits.modify]
    named = {change.variant for change in changes}
    places = [place for place, variant in enumerate(card.easier) if variant.name in named]
    return places[-1] if places else None


def apply_variant(card: Exercise, variant: Variant) -> Exercise:
    """Return the card with all that the variant has of its own."""
    own: dict[str, Any] = {
        "setup": variant.setup,
        "breathing": variant.breathing,
        "calls": variant.calls,
        "cues": variant.cues,
        "release": variant.release,
        "cautions": variant.cautions,
    }
    return replace(
        card,
        steps=Wording(variant.say, variant.short or variant.say),
        first=variant.first,
        doses=variant.limit_doses(card.doses),
        variant=variant.name,
        **{name: value for name, value in own.items() if value is not None},
    )


def _shorten_holds(card: Exercise) -> Exercise:
    """Return the card with no hold above SHORT_HOLD_MS; as it is where all are longer."""
    hold = card.doses.hold
    if hold is None or hold.least > SHORT_HOLD_MS:
        return card
    usual, most = min(hold.usual, SHORT_HOLD_MS), min(hold.most, SHORT_HOLD_MS)
    return replace(card, doses=replace(card.doses, hold=Range(hold.least, usual, most)))
