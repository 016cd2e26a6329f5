"""Ways from one position of the body to another, as a listener is led them."""

from collections.abc import Iterator

from coach.script.positions import MOVES, Position, join_kneeling_moves, moves_between
from coach.script.steps import Travel
from coach.timeline.guidance import Delivery


def make_travels(
    start: Position, goal: Position, delivery: Delivery
) -> Iterator[tuple[Travel, Position]]:
    """Yield each move on the way from one position to another, and the position it ends in."""
    phrases = delivery.phrases
    pairs = moves_between(start, goal)
    known = phrases.moves_without_kneeling if delivery.avoids_kneeling else {}
    for leg in (
        join_kneeling_moves(pairs) if delivery.avoids_kneeling else [(pair,) for pair in pairs]
    ):
        usual = tuple(line for pair in leg for line in phrases.moves[pair])
        needed = (MOVES[pair].slow if delivery.slow else MOVES[pair].usual for pair in leg)
        lines = known.get((leg[0][0], leg[-1][1])) or usual
        yield Travel(lines, sum(needed)), leg[-1][1]
