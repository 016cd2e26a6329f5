"""Ways from one position of the body to another, as a listener is led them."""

from collections.abc import Iterator

from coach.script.exercise import Exercise, SideRule
from coach.script.positions import (
    MOVES,
    MOVES_WITHOUT_KNEELING,
    Position,
    choose_side_lying,
    moves_between,
)
from coach.script.steps import Travel
from coach.timeline.guidance import Delivery


def make_travels(
    start: Position, goal: Position, delivery: Delivery
) -> Iterator[tuple[Travel, Position]]:
    """Yield each move on the way from one position to another, and the position it ends in."""
    kneels, phrases = not delivery.avoids_kneeling, delivery.phrases
    moves = MOVES if kneels else MOVES_WITHOUT_KNEELING
    own = {} if kneels else phrases.moves_without_kneeling
    for pair in moves_between(start, goal, kneeling=kneels):
        needed = moves[pair].slow if delivery.slow else moves[pair].usual
        yield Travel(own.get(pair) or phrases.moves[pair], needed), pair[1]


def find_side_positions(
    card: Exercise, side: str | None, delivery: Delivery
) -> tuple[Position, Position]:
    """Return the positions in which an exercise begins and ends.

    They differ where one lies on the side that is not worked, and both are worked in turn. With a
    `side` only that one is.
    """
    if card.position is not Position.SIDE_LYING or card.sides is SideRule.NONE:
        return card.position, card.position
    first = side or delivery.first_side
    begin = choose_side_lying(card.position, first)
    if side or card.sides is not SideRule.EACH:
        return begin, begin
    return begin, choose_side_lying(card.position, "right" if first == "left" else "left")
