"""A player through simpleaudio, which plays whole stretches of sound; an extra."""

import json
import sys
from typing import TYPE_CHECKING

from coach.errors import MachineError, Problem
from coach.live.players import NO_SOUND_HINT
from coach.live.players.feeder import wire
from coach.live.players.feeder.belt import RATE
from coach.live.players.feeder_client import FeederClient
from coach.system.install_hint import install_command

if TYPE_CHECKING:
    from coach.sound.audio import Pcm

SPARE_FRAMES = 5 * RATE
"""Frames that may wait beyond the longest buffer, so that the next is there when it ends."""
CHUNK_FRAMES = RATE // 2
PACKAGE = "simpleaudio" if sys.version_info < (3, 12) else "simpleaudio-patched"
"""The original crashes the interpreter from Python 3.12 on; the other has the same import name."""


class SimpleaudioPlayer:
    """Live sound through simpleaudio, with its limits.

    It plays finished buffers only. Sound is therefore gathered, `least` to `most` milliseconds of
    it, before any is heard (`drain` takes what there is), and a session is a chain of buffers
    joined in its silences: 300 ms of digital silence are needed. A joint costs 20 to 55 ms, made
    up for within that silence, so that lateness does not add up; 24 ms at most were measured.
    Where there is no silence the joint is a gap, and what follows late up to the next joint.
    Nothing can be paused inside a buffer, `stop` has no fade, and `position` goes by the
    computer's clock, not the card's.
    """

    def __init__(self, least: int = 5_000, most: int = 30_000) -> None:
        self._feeder = FeederClient("simpleaudio")
        self._is_open = False
        self._least, self._most = (length * RATE // 1000 for length in (least, most))
        self._written = 0
        self._cut_count = 0
        # What the feeders before this one have played: each `stop` takes a new one.
        self._past_frames = 0
        self._past_underruns = 0

    def open(self) -> None:
        """Open the device, anew after a loss; raises MachineError where there is none."""
        if self._is_open:
            self._replace_feeder()
        options = {"least": self._least, "most": self._most}
        answer = self._feeder.request(wire.OPEN, json.dumps(options).encode())
        if answer["is"] == "missing":
            hint = (
                f"{install_command(PACKAGE)} (on Linux it is compiled: "
                "apt install gcc python3-dev libasound2-dev); or take --player miniaudio"
            )
            raise MachineError(Problem(f"simpleaudio does not load: {answer['why']}", hint=hint))
        if answer["is"] == "failed":
            why = answer["tried"][0][1]
            raise MachineError(
                Problem(f"no sound device found; simpleaudio says: {why}", hint=NO_SOUND_HINT)
            )
        self._is_open = True

    def write(self, pcm: "Pcm") -> None:
        """Gather sound; waits while more is gathered than the longest buffer and a reserve."""
        if pcm.rate != RATE:
            raise ValueError(f"expected {RATE} frames a second, got {pcm.rate}")
        if not self._is_open:
            self.open()
        cuts = self._cut_count
        for start in range(0, len(pcm.samples), CHUNK_FRAMES):
            piece = pcm.samples[start : start + CHUNK_FRAMES]
            self._wait_for_room(self._most + SPARE_FRAMES - len(piece))
            if self._cut_count != cuts:
                return
            self._written += len(piece)
            self._feeder.send(wire.SOUND, piece.tobytes())

    def drain(self) -> None:
        """Wait until all that was written has been heard."""
        if self._is_open:
            self._feeder.request(wire.DRAIN)

    def stop(self) -> None:
        """Fall silent by ending the feeder; the next one starts at once."""
        if self._is_open:
            self._cut_count += 1
            self._feeder.check()
            self._feeder.close()
            self._replace_feeder()

    @property
    def position(self) -> int:
        """Frames of written sound that must have been played by now."""
        return self._past_frames + self._feeder.frames

    @property
    def heard(self) -> int:
        """Frames of written sound that must have been played by now."""
        return self.position

    @property
    def written(self) -> int:
        """Frames that have been written and not dropped."""
        return self._written

    @property
    def room(self) -> int:
        """Frames that can be written without waiting."""
        self._feeder.check()
        return max(0, self._most + SPARE_FRAMES - (self._written - self.position))

    @property
    def joint(self) -> None:
        """None: a buffer that plays cannot be changed."""
        return

    def splice(self, frame: int, pcm: "Pcm") -> None:
        """Raise RuntimeError: `joint` is None, so it must not be called."""
        raise RuntimeError("a buffer that plays cannot be joined: `joint` is None")

    def finish(self) -> None:
        """Play what is gathered, however little."""
        self._feeder.send(wire.DRAIN)

    @property
    def underruns(self) -> int:
        """Times that there was no sound to go on with."""
        return self._past_underruns + self._feeder.underruns

    def close(self) -> None:
        """Close the device."""
        self._feeder.close()

    def _wait_for_room(self, room: int) -> None:
        feeder = self._feeder
        feeder.wait_until(
            lambda: self._feeder is not feeder or self._written - self.position <= room
        )
        feeder.check()

    def _replace_feeder(self) -> None:
        feeder = self._feeder
        feeder.close()
        self._past_frames += feeder.frames
        self._past_underruns += feeder.underruns
        self._written = self._past_frames
        self._feeder, self._is_open = FeederClient("simpleaudio"), False
