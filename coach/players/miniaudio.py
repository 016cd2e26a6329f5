"""MiniaudioPlayer: the usual player. A process of its own answers whenever the card asks.

What was written goes on to sound for a second if this process is busy, never longer.
"""

import json
import sys
from collections.abc import Sequence

from coach.audio import RATE, Pcm
from coach.errors import MachineError, Problem
from coach.players import NO_SOUND_HINT
from coach.players.feeder import wire
from coach.players.link import Link

AHEAD = RATE
"""Frames that may wait for the card."""
PIECE = RATE // 10
"""Frames sent at once: 100 ms."""

BACKENDS = {
    "darwin": ("COREAUDIO",),
    "win32": ("WASAPI", "DSOUND", "WINMM"),
}
USUAL_BACKENDS = ("PULSEAUDIO", "ALSA", "JACK")


class MiniaudioPlayer:
    """Live sound through miniaudio: gapless, exact to the frame.

    `backends` are miniaudio's names, tried in that order ("NULL" plays to nobody, in real time);
    `buffer` is in milliseconds, by default what suits the backend. The feeder starts, and loads
    its library, as soon as the player is made; to be quick, make it before there is sound.
    """

    def __init__(self, backends: Sequence[str] = (), buffer: int | None = None) -> None:
        self.backend = ""
        """What plays, once open: "PulseAudio", "ALSA" and so on."""
        self._backends = tuple(backends) or BACKENDS.get(sys.platform, USUAL_BACKENDS)
        self._buffer = buffer
        self._written = 0
        self._cuts = 0
        self._link = Link("miniaudio")

    def open(self) -> None:
        """Open the first backend that has a device; after a loss, open anew and play on.

        Raises MachineError where there is none, or miniaudio is not installed.
        """
        self._link.forgive()
        wish = {"backends": self._backends, "buffer": self._buffer}
        answer = self._link.ask(wire.OPEN, json.dumps(wish).encode())
        if answer["is"] == "missing":
            raise MachineError(
                Problem(
                    f"the sound library miniaudio does not load: {answer['why']}",
                    hint="pip install 'audio-coach[play]', or: " + NO_SOUND_HINT,
                )
            )
        if answer["is"] == "failed":
            tried = ", ".join(f"{name} ({why})" for name, why in answer["tried"])
            raise MachineError(Problem(f"no sound device found; tried {tried}", hint=NO_SOUND_HINT))
        self.backend = answer["backend"]

    def write(self, pcm: Pcm) -> None:
        """Queue sound; waits while a second is queued. A `stop` meanwhile drops what is left."""
        if pcm.rate != RATE:
            raise ValueError(f"expected {RATE} frames a second, got {pcm.rate}")
        link, cuts = self._link, self._cuts
        for start in range(0, len(pcm.samples), PIECE):
            piece = pcm.samples[start : start + PIECE]
            room = AHEAD - len(piece)
            link.wait(lambda room=room: self._written - link.frames <= room)  # type: ignore[misc]
            link.check()
            if self._cuts != cuts:
                return
            self._written += len(piece)
            link.send(wire.SOUND, piece.tobytes())

    def drain(self) -> None:
        """Wait until all that was written has been heard, or `stop` was called."""
        self._link.ask(wire.DRAIN)

    def stop(self) -> None:
        """Fade to silence, heard within a quarter of a second; forget what is queued."""
        self._cuts += 1
        self._written = self._link.ask(wire.CUT)["frames"]

    def pause(self) -> None:
        """Fade to silence and keep what is queued."""
        self._link.send(wire.HOLD)

    def resume(self) -> None:
        """Fade in where `pause` left off."""
        self._link.send(wire.GO)

    @property
    def position(self) -> int:
        """Frames of written sound that the card has taken."""
        return self._link.frames

    @property
    def underruns(self) -> int:
        """Times that silence had to be given because sound was not written in time."""
        return self._link.underruns

    def close(self) -> None:
        """Let go of the device; unless stopped before, with a fade."""
        self._link.close()
