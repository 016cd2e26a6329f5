"""The preroll: ticks and quiet that a player is fed while its session is prepared.

A soft tick says at once that it has begun, to someone with eyes shut, and another every two
seconds that it is still at work: a new voice has much to speak first. The quiet behind the first
wakes a headset that sleeps, which may swallow the tick, but not the session.
"""

from threading import Event
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from concurrent.futures import Future

    from coach.live.players import Player
    from coach.sound.audio import Pcm

QUIET_MS = 300
"""Quiet behind a tick, unless more is asked for: enough for it not to be heard as part of the
session. Shorter than what a file begins with, since the listener waits for it; what a headset
still swallows is of the chime, and the first word comes more than a second later."""
TICK_SOUND = "tick"
TICK_GAIN = 0.25
"""Brings the shipped sound, which reaches half of full scale, to the level of cues."""
TICK_EVERY_MS = 2_000


class Preroll:
    """The ticks of a player in one thread, while a session is prepared in another."""

    def __init__(self, player: "Player", quiet: int) -> None:
        self._player = player
        self._quiet = quiet
        self._stop_event = Event()

    def stop(self) -> None:
        """End `play_ticks`: the session can begin, or never will."""
        self._stop_event.set()

    def play_ticks(self, tick: "Pcm") -> None:
        """Feed an open player a tick and its quiet, and more ticks until `stop` is called."""
        from coach.sound.audio import make_silence

        quiet = self._quiet
        while True:
            self._player.write(tick)
            self._player.write(make_silence(quiet))
            self._player.finish()
            if self._stop_event.wait(max(TICK_EVERY_MS, quiet) / 1000):
                return
            quiet = QUIET_MS


class BackgroundPreroll:
    """Opens a player, and feeds it ticks, in a thread of its own; a context that ends both."""

    def __init__(self, player: "Player", quiet: int) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._player = player
        self._preroll = Preroll(player, quiet)
        self._thread = ThreadPoolExecutor(1)
        self._opened = self._ticking = self._thread.submit(player.open)
        self._tick: Pcm | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._thread.shutdown()

    def begin(self, tick: "Pcm") -> None:
        """Tick once the player is open; returns at once."""
        self._tick = tick
        self._ticking = self._submit_ticks()

    def begin_again(self) -> None:
        """Tick again, behind `end`."""
        self._preroll = Preroll(self._player, QUIET_MS)
        self._ticking = self._submit_ticks()

    def stop(self) -> None:
        """Have the ticks end, without waiting for it."""
        self._preroll.stop()

    def end(self) -> None:
        """End the ticks; raises MachineError where the player has no device."""
        self.stop()
        self._ticking.result()

    def _submit_ticks(self) -> "Future[None]":
        preroll, opened, tick = self._preroll, self._opened, self._tick
        assert tick is not None

        def play() -> None:
            opened.result()
            preroll.play_ticks(tick)

        return self._thread.submit(play)


def load_tick() -> "Pcm":
    """Return the tick, mono PCM at the level of cues.

    It is the shipped one, read as it is: what decodes other sounds takes a tenth of a second to
    import, and the tick is to be heard before that.
    """
    from coach.sound.audio import from_floats, load_wav
    from coach.system.paths import shipped_sound_path

    raw = load_wav(shipped_sound_path(TICK_SOUND))
    return from_floats(raw.to_floats() * TICK_GAIN, raw.rate)
