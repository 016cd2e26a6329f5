"""Waking: a player is opened and fed while its session is prepared, so that nobody lies in doubt.

The quiet that a session begins with wakes a headset that sleeps. Where a voice has much to speak
first, as on the day it is new, that takes seconds: a soft tick every two of them tells someone
with eyes shut that it has begun.
"""

from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.audio import Pcm
    from coach.players import Player

QUIET_MS = 200
"""Quiet before the first sound, if nobody asks for more: shorter than that of a file, for whoever
plays a session waits for it. What a headset swallows while it wakes is of the chime: the first
word comes more than a second later."""
MUCH = 20
"""Lines to be spoken from which on it is told; fewer are spoken before a tick is over."""
TICK = "tick"
EVERY_MS = 2_000
STEP_MS = 50
GAP_MS = 300
"""Quiet between a tick and the session, so that it is not heard as a part of it."""


class Waking:
    """A player that wakes in one thread while a session is prepared in another."""

    def __init__(self, player: "Player", quiet: int) -> None:
        self._player = player
        self._quiet = quiet
        self._speaking = Event()
        self._ended = Event()

    def told(self, lines: int) -> None:
        """Take note of how many lines are to be spoken."""
        if lines >= MUCH:
            self._speaking.set()

    def end(self) -> None:
        """Have `wake` end: the session can begin, or never will."""
        self._ended.set()

    def wake(self) -> None:
        """Open the player, and feed it quiet, and ticks where it takes long, until `end`."""
        # Imported beside what prepares the session, not before it.
        from coach.audio import silence

        self._player.open()
        self._player.write(silence(self._quiet))
        at = 0
        while not self._ended.wait(STEP_MS / 1000):
            if not self._speaking.is_set():
                continue
            if at % EVERY_MS == 0:
                self._player.write(_tick())
            self._player.write(silence(STEP_MS))
            at += STEP_MS
        if at:
            self._player.write(silence(GAP_MS))


def _tick() -> "Pcm":
    from coach.audio import read_wav
    from coach.conform import conform_sound
    from coach.folders import find_sound

    path = find_sound(TICK)
    assert path is not None
    return conform_sound(read_wav(path)).pcm
