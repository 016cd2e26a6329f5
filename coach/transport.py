"""Transport: a session over a player. The card's clock is the only one."""

from collections.abc import Iterator

from coach.audio import RATE
from coach.mix import Mix
from coach.players import Player
from coach.timeline import Timeline

FIRST_WINDOW = 200
WINDOW = 1_000
"""What is rendered at a time, in ms: little at first, so that sound begins at once."""


def perform(mix: Mix, timeline: Timeline, player: Player) -> Iterator[int]:
    """Play a session from its start to its end; gives the position in ms as it goes.

    Rendering keeps a little ahead of the card, because `write` waits for it.
    """
    start, window = 0, FIRST_WINDOW
    while start < timeline.length:
        stop = min(start + window, timeline.length)
        player.write(mix.render(start, stop))
        start, window = stop, WINDOW
        yield player.position * 1000 // RATE
    player.drain()
    yield timeline.length
