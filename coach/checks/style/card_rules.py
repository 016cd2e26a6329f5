"""Card rules: what a listener would stumble on between the lines of one exercise card.

Things that nobody was told to have ready, orders of which one undoes another, also for someone
with a limit, and a position that is told to somebody who is in it.
"""

import re
from collections.abc import Iterable, Iterator

from coach.checks.style.body_rules import find_implied_positions
from coach.checks.style.heard_lines import walk_lines
from coach.checks.style_rules import Style
from coach.errors import Problem
from coach.plan.adapted_cards import adapt_card
from coach.script.exercise import Exercise
from coach.script.scalars import Line

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
DONE_FIELDS = ("setup", "steps", "first", "calls", "cues", "release")
"""Fields of a card whose lines are orders for the way to do it."""


def find_card_problems(card: Exercise, style: Style) -> Iterator[Problem]:
    """Yield every problem between the lines of a card."""
    yield from find_missing_things(card, style)
    yield from find_contradictions(card, style)
    yield from find_told_positions(card, style)


def find_missing_things(card: Exercise, style: Style) -> Iterator[Problem]:
    """Yield a problem for each thing that a line names, and the equipment of the card does not."""
    missing: set[str] = set()
    for line in _list_done_lines(card):
        for sentence in _SENTENCE.split(line.text):
            named = [(thing, found) for thing, found in style.things if thing.search(sentence)]
            known = [any(thing.search(one) for one in card.equipment) for thing, _ in named]
            if any(known) and style.choice.search(sentence):
                continue  # the wall or the chair: one of them is there
            for (_, name), is_there in zip(named, known, strict=True):
                if not is_there and name not in missing:
                    missing.add(name)
                    message = f"expected only what is in equipment, found {name!r}"
                    hint = "add it to equipment, or say it without"
                    yield Problem(message, line.where, hint)


def find_contradictions(card: Exercise, style: Style) -> Iterator[Problem]:
    """Yield a problem for each order that another line of the same exercise undoes.

    What a limit says is held against the way that is then done: the card's own, or a variant.
    """
    yield from _find_opposites(card.cautions[:1], _list_done_lines(card), style)
    for limit, change in card.limits.modify.items():
        if change.say is not None:
            done = _list_done_lines(adapt_card(card, (limit,)))
            hint = "name an easier way that does it: variant: ..., or give it words of its own"
            yield from _find_opposites((change.say,), done, style, hint)


def find_told_positions(card: Exercise, style: Style) -> Iterator[Problem]:
    """Yield lines for someone who is there already that tell to get there."""
    for line in card.setup.there or ():
        quote, places = find_implied_positions(line.text, style)
        if card.position in places:
            message = f"expected no position of one who is in it, found {quote!r}"
            yield Problem(message, line.where, "say only what is still to be done")


def _find_opposites(
    orders: Iterable[Line], done: Iterable[Line], style: Style, hint: str = ""
) -> Iterator[Problem]:
    """Yield the orders that a later line undoes, each once."""
    later = tuple(done)
    for order in orders:
        if style.condition.search(order.text):
            continue  # it is for somebody else than the line that follows
        for pattern, opposite in style.contradictions:
            undone = next((one for one in later if opposite.search(one.text)), None)
            if pattern.search(order.text) and undone is not None:
                message = f"expected one order, found {order.text!r}, and then {undone.text!r}"
                yield Problem(message, order.where, hint or "leave one of them out")
                break


def _list_done_lines(card: Exercise) -> tuple[Line, ...]:
    """Return the orders for the way to do an exercise."""
    orders = tuple(getattr(card, name) for name in DONE_FIELDS)
    return tuple(line for line, _ in walk_lines(orders))
