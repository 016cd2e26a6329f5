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
TICK_SOUND = "tick"
TICK_GAIN = 0.25
"""What brings the shipped sound, which reaches half of full scale, to the level of cues."""
TICK_EVERY_MS = 2_000


class Preroll:
    """A player that wakes in one thread while a session is prepared in another."""

    def __init__(self, player: "Player", quiet: int) -> None:
        self._player = player
        self._quiet = quiet
        self._stop_event = Event()

    def stop(self) -> None:
        """Have `wake` end: the session can begin, or never will."""
        self._stop_event.set()

    def play_ticks(self, tick: "Pcm") -> None:
        """Feed an open player a tick and its quiet, and more ticks where it takes long."""
        from coach.sound.audio import make_silence

        quiet = self._quiet
        while True:
            self._player.write(tick)
            self._player.write(make_silence(quiet))
            self._player.finish()
            if self._stop_event.wait(max(TICK_EVERY_MS, quiet) / 1000):
                return
            quiet = QUIET_MS


def load_tick() -> "Pcm":
    """Read the tick that tells that it has begun.

    It is the shipped one, as it is: what brings a sound of any kind to a session's form takes a
    tenth of a second to import, and this is to be heard before that.
    """
    from coach.sound.audio import from_floats, load_wav
    from coach.system.paths import shipped_sound_path

    raw = load_wav(shipped_sound_path(TICK_SOUND))
    return from_floats(raw.to_floats() * TICK_GAIN, raw.rate)
