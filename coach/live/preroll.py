"""Waking: a player is opened and fed while its session is prepared, so that nobody lies in doubt.

A soft tick says at once that it has begun, to someone with eyes shut, and another every two
seconds that it is still at work: a voice that is new has much to speak first. The quiet behind
the first wakes a headset that sleeps, which may swallow the tick, but not the session.
"""

from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.live.players import Player
    from coach.sound.audio import Pcm

QUIET_MS = 300
"""Quiet behind a tick, if nobody asks for more: enough for it not to be heard as a part of the
session. Shorter than what a file begins with, for whoever plays a session waits for it; what a
headset still swallows is of the chime, and the first word comes more than a second later."""
TICK = "tick"
TICK_GAIN = 0.25
"""What brings the shipped sound, which reaches half of full scale, to the level of cues."""
EVERY_MS = 2_000


class Waking:
    """A player that wakes in one thread while a session is prepared in another."""

    def __init__(self, player: "Player", quiet: int) -> None:
        self._player = player
        self._quiet = quiet
        self._ended = Event()

    def end(self) -> None:
        """Have `wake` end: the session can begin, or never will."""
        self._ended.set()

    def wake(self, tick: "Pcm") -> None:
        """Feed an open player a tick and its quiet, and more ticks where it takes long."""
        from coach.sound.audio import silence

        quiet = self._quiet
        while True:
            self._player.write(tick)
            self._player.write(silence(quiet))
            self._player.finish()
            if self._ended.wait(max(EVERY_MS, quiet) / 1000):
                return
            quiet = QUIET_MS


def read_tick() -> "Pcm":
    """Read the tick that tells that it has begun.

    It is the shipped one, as it is: what brings a sound of any kind to a session's form takes a
    tenth of a second to import, and this is to be heard before that.
    """
    from coach.sound.audio import from_floats, read_wav
    from coach.system.paths import shipped_sound

    raw = read_wav(shipped_sound(TICK))
    return from_floats(raw.floats() * TICK_GAIN, raw.rate)
