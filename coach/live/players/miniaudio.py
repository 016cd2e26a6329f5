"""The usual player, through miniaudio. A process of its own answers whenever the card asks.

What was written goes on to sound for a second if this process is busy, never longer.
"""

import json
import sys
import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from coach.errors import MachineError, Problem
from coach.live.players import NO_SOUND_HINT
from coach.live.players.feeder import wire
from coach.live.players.feeder.belt import RATE
from coach.live.players.feeder_client import FeederClient
from coach.system.install_hint import install_command

if TYPE_CHECKING:
    from coach.sound.audio import Pcm

QUEUE_FRAMES = RATE
"""Frames that may wait for the card."""
CHUNK_FRAMES = RATE // 10
"""Frames sent at once: 100 ms."""
SPLICE_WITHIN_MS = 25
"""Milliseconds in which sound that replaces other reaches the feeder."""

BACKENDS = {
    "darwin": ("COREAUDIO",),
    "win32": ("WASAPI", "DSOUND", "WINMM"),
}
DEFAULT_BACKENDS = ("PULSEAUDIO", "ALSA", "JACK")


class MiniaudioPlayer:
    """Live sound through miniaudio: gapless, exact to the frame.

    `backends` are miniaudio's names, tried in that order ("NULL" has no card and plays in real
    time); `buffer` is in milliseconds, by default what suits the backend. The feeder starts, and
    loads its library, as soon as the player is made; to be quick, make it before there is sound.
    """

    def __init__(self, backends: Sequence[str] = (), buffer: int | None = None) -> None:
        self.backend = ""
        """What plays, once open: "PulseAudio", "ALSA" and so on."""
        self._backends = tuple(backends) or BACKENDS.get(sys.platform, DEFAULT_BACKENDS)
        self._buffer = buffer
        self._written = 0
        self._cut_count = 0
        self._was_opened = False
        self._latency_ms = self._period_ms = 0
        # What the feeders before this one have played: one that died is replaced.
        self._past_frames = self._past_underruns = 0
        self._feeder = FeederClient("miniaudio")

    def open(self) -> None:
        """Open the first backend that has a device; after a loss, open anew.

        What was queued before is then dropped, and a feeder that died replaced. Raises
        MachineError where there is no device, or miniaudio is not installed.
        """
        if self._was_opened and not self._feeder.is_alive:
            self._replace_feeder()
        self._was_opened = True
        self._feeder.clear_failure()
        options = {"backends": self._backends, "buffer": self._buffer}
        answer = self._feeder.request(wire.OPEN, json.dumps(options).encode())
        if answer["is"] == "missing":
            raise MachineError(
                Problem(
                    f"the sound library miniaudio does not load: {answer['why']}",
                    hint=f"{install_command('miniaudio')}; or: {NO_SOUND_HINT}",
                )
            )
        if answer["is"] == "failed":
            tried = ", ".join(f"{name} ({why})" for name, why in answer["tried"])
            raise MachineError(Problem(f"no sound device found; tried {tried}", hint=NO_SOUND_HINT))
        self.backend = answer["backend"]
        self._latency_ms, self._period_ms = answer["lead"], answer["buffer"]
        self._written = self._past_frames + answer["frames"]

    def write(self, pcm: "Pcm") -> None:
        """Queue sound; waits while a second is queued. A `stop` meanwhile drops what is left."""
        if pcm.rate != RATE:
            raise ValueError(f"expected {RATE} frames a second, got {pcm.rate}")
        feeder, cuts = self._feeder, self._cut_count
        for start in range(0, len(pcm.samples), CHUNK_FRAMES):
            piece = pcm.samples[start : start + CHUNK_FRAMES]
            feeder.wait_until(partial(self._has_room, len(piece)))
            feeder.check()
            if self._cut_count != cuts:
                return
            self._written += len(piece)
            feeder.send(wire.SOUND, piece.tobytes())

    def _has_room(self, frames: int) -> bool:
        return self._written + frames - self.position <= QUEUE_FRAMES

    def drain(self) -> None:
        """Wait until all that was written has been heard, or `stop` was called."""
        self._feeder.request(wire.DRAIN)

    def stop(self) -> None:
        """Fade to silence, heard within a quarter of a second; drop what is queued."""
        self._cut_count += 1
        self._written = self._past_frames + self._feeder.request(wire.CUT)["frames"]

    @property
    def joint(self) -> int:
        """Frame from which queued sound can still be replaced."""
        feeder, near = self._feeder, SPLICE_WITHIN_MS * RATE // 1000
        since = (time.monotonic() - feeder.time) * 1000
        if since > self._period_ms - SPLICE_WITHIN_MS:
            near += self._period_ms * RATE // 1000  # the card is about to take the next block
        return min(self._written, self.position + near)

    def splice(self, frame: int, pcm: "Pcm") -> None:
        """Replace the queued sound from a frame on, without a seam."""
        self._feeder.check()
        where = wire.FRAME.pack(max(0, frame - self._past_frames))
        self._feeder.send(wire.SPLICE, where + pcm.samples.tobytes())
        self._written = frame + len(pcm.samples)

    def finish(self) -> None:
        """Expect no more for now: that the sound runs out is no underrun."""
        self._feeder.send(wire.DRAIN)

    def pause(self) -> None:
        """Fade to silence and keep what is queued."""
        self._feeder.send(wire.PAUSE)

    def resume(self) -> None:
        """Fade in where `pause` left off."""
        self._feeder.send(wire.RESUME)

    @property
    def position(self) -> int:
        """Frames of written sound that the card has taken."""
        return self._past_frames + self._feeder.frames

    @property
    def heard(self) -> int:
        """Frames of written sound that have left the card, as far as that can be known."""
        feeder = self._feeder
        since = min(time.monotonic() - feeder.time, self._period_ms / 1000)
        behind = (self._latency_ms + self._period_ms) * RATE // 1000 - round(since * RATE)
        return max(0, self.position - max(0, behind - feeder.silent_frames))

    @property
    def written(self) -> int:
        """Frames that have been written and not dropped."""
        return self._written

    @property
    def room(self) -> int:
        """Frames that can be written without waiting."""
        self._feeder.check()
        return max(0, QUEUE_FRAMES - (self._written - self.position))

    @property
    def underruns(self) -> int:
        """Times that silence was played because sound was not written in time."""
        return self._past_underruns + self._feeder.underruns

    def close(self) -> None:
        """Close the device; unless stopped before, with a fade."""
        self._feeder.close()

    def _replace_feeder(self) -> None:
        feeder = self._feeder
        feeder.close()
        self._past_frames += feeder.frames
        self._past_underruns += feeder.underruns
        self._feeder = FeederClient("miniaudio")
