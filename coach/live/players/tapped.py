"""TappedPlayer: a player as any other, which also tells somebody else what it plays.

By that an ear knows its coach's voice from others. What was dropped before it was heard is told of
as well, so that it counts as never played.
"""

from typing import Protocol

import numpy as np

from coach.live.players import Player
from coach.sound.audio import Pcm, Samples

NOTHING: Samples = np.zeros(0, np.int16)


class Tap(Protocol):
    """What is told; its calls return at once, and raise nothing."""

    def put(self, frame: int, samples: Samples) -> None:
        """Take what is queued from a frame on; of what was queued behind that nothing stays."""

    def follow(self, heard: int) -> None:
        """Take which frame is heard now."""


class TappedPlayer:
    """Plays by `player`, and tells `tap`."""

    def __init__(self, player: Player, tap: Tap) -> None:
        self._player = player
        self._tap = tap

    def open(self) -> None:
        """Open the device; what was queued is dropped."""
        self._player.open()
        self._tap.put(self._player.written, NOTHING)

    def write(self, pcm: Pcm) -> None:
        """Queue sound; told before, as it may be heard before the call returns."""
        self._tap.put(self._player.written, pcm.samples)
        self._player.write(pcm)

    def splice(self, frame: int, pcm: Pcm) -> None:
        """Replace the queued sound from a frame on."""
        self._tap.put(frame, pcm.samples)
        self._player.splice(frame, pcm)

    def stop(self) -> None:
        """Fall silent, and drop what is queued."""
        self._player.stop()
        self._tap.put(self._player.written, NOTHING)

    def drain(self) -> None:
        """Wait until all that was written has been heard."""
        self._player.drain()

    def finish(self) -> None:
        """Expect no more sound for now."""
        self._player.finish()

    @property
    def position(self) -> int:
        """Frames of written sound that the card has taken."""
        return self._player.position

    @property
    def heard(self) -> int:
        """Frames of written sound that have been heard, as the tap is told by each look at it."""
        heard = self._player.heard
        self._tap.follow(heard)
        return heard

    @property
    def written(self) -> int:
        """Frames that have been written and not dropped."""
        return self._player.written

    @property
    def room(self) -> int:
        """Frames that `write` takes without waiting."""
        return self._player.room

    @property
    def joint(self) -> int | None:
        """Frame from which queued sound can still be replaced."""
        return self._player.joint

    def close(self) -> None:
        """Close the device."""
        self._player.close()
