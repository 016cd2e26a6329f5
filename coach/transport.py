"""Transport: a session over a player. The card's clock is the only one."""

from collections.abc import Iterator

from coach.audio import RATE, silence
from coach.cues import LEAD_IN
from coach.mix import Mix
from coach.players import Player
from coach.timeline import Timeline

FIRST_WINDOW = 200
WINDOW = 1_000
"""What is rendered at a time, in ms: little at first, so that sound begins at once."""


def lead_in(player: Player) -> None:
    """Open a player and feed it the silence that every session begins with."""
    player.open()
    player.write(silence(LEAD_IN))


def perform(mix: Mix, timeline: Timeline, player: Player, start: int = 0) -> Iterator[int]:
    """Play a session from `start` ms to its end; gives the position in ms as it goes.

    After `lead_in` it starts behind that silence. Rendering keeps a little ahead of the card,
    because `write` waits for it.
    """
    window = FIRST_WINDOW
    while start < timeline.length:
        stop = min(start + window, timeline.length)
        player.write(mix.render(start, stop))
        start, window = stop, WINDOW
        yield player.position * 1000 // RATE
    player.drain()
    yield timeline.length
