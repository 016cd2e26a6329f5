"""Stretches: a session parted where it is silent, so that its parts can be encoded at once.

Lossy codecs know frames: so many samples become one packet, and a packet of silence is always
the same. So silence is not encoded at all. What sounds is cut where it is silent for long
enough, and each stretch of it goes through an encoder of its own that begins and ends in
silence, one a core. What comes out is the same for whatever portions the sound is given in.

The law: packet n is what a single encoder would have made of the samples from n frames on, but
for what that encoder remembers of the sound before a silence.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from coach.export.encoders.ordered_pool import InOrder
from coach.sound.audio import Samples

LEAD_IN = 1
"""Frames of silence an encoder begins with, for what it spreads ahead of a sound."""
LEAD_OUT = 2
"""Frames of silence behind a sound, until the last of it is out of encoder and decoder."""
LONG_SILENCE = 8
"""Frames of silence that end a stretch; a new encoder costs as much time as three or four."""
LONG_STRETCH = 400_000
"""Samples encoded at a time at most."""

Packets = TypeVar("Packets")
PacketsOut = TypeVar("PacketsOut", covariant=True)
Frames = npt.NDArray[np.int16]


class Coder(Protocol[PacketsOut]):
    """One encoder of many. It gives as many packets as it was given frames."""

    def encode(self, samples: Samples, last: bool) -> PacketsOut:
        """Encode whole frames; behind the last, give the packets that were kept back.

        Called in one thread at a time, but not always the same.
        """


class Stretches(Generic[Packets]):
    """Parts frames of `frame` samples, and hands their packets to `write`, in order.

    `count` frames are made of what is added, filled up with silence. `silent` makes packets
    of that many frames of silence.
    """

    def __init__(
        self,
        frame: int,
        count: int,
        make: Callable[[], Coder[Packets]],
        silent: Callable[[int], Packets],
        write: Callable[[Packets], object],
    ) -> None:
        self._left = count
        self._make = make
        self._make_silent = silent
        self._pieces = InOrder(write)
        self._rest: Samples = np.zeros(0, np.int16)
        self._no_frames: Frames = np.zeros((0, frame), np.int16)
        self._silent = 0
        self._stretch: _Stretch[Packets] | None = None

    def add(self, samples: Samples) -> None:
        """Add sound behind what was added."""
        samples = np.concatenate([self._rest, samples])
        frame = self._no_frames.shape[1]
        whole = len(samples) // frame * frame
        self._rest = samples[whole:].copy()
        self._part(samples[:whole].reshape(-1, frame))

    def finish(self) -> None:
        """Fill up what was added, and write all that is left."""
        last = self._silence(self._left)
        last.reshape(-1)[: len(self._rest)] = self._rest
        self._part(last)
        self._end_stretch()
        self._write_silence(self._silent)
        self._pieces.finish()

    def _part(self, frames: Frames) -> None:
        """Part frames, a row each, where silence begins and ends."""
        if not len(frames):
            return
        self._left -= len(frames)
        sounding = frames.any(axis=1)
        for part in np.split(frames, np.flatnonzero(np.diff(sounding)) + 1):
            if part.any():
                self._add_sound(part)
            else:
                self._silent += len(part)
                if self._silent >= LONG_SILENCE:
                    self._end_stretch()

    def _add_sound(self, frames: Frames) -> None:
        if self._stretch is None:
            before = min(self._silent, LEAD_IN)
            self._write_silence(self._silent - before)
            self._stretch = _Stretch(self._pieces, self._make(), self._no_frames)
            self._silent = before
        self._stretch.add(self._silence(self._silent))
        self._stretch.add(frames)
        self._silent = 0

    def _end_stretch(self) -> None:
        if self._stretch is not None:
            after = min(self._silent, LEAD_OUT)
            self._stretch.add(self._silence(after))
            self._stretch.end()
            self._stretch = None
            self._silent -= after

    def _write_silence(self, frames: int) -> None:
        if frames:
            self._pieces.ask(self._make_silent, frames)

    def _silence(self, frames: int) -> Frames:
        return np.zeros((frames, self._no_frames.shape[1]), np.int16)


class _Stretch(Generic[Packets]):
    """Frames of sound in a row, and the encoder they go through one after the other."""

    def __init__(self, pieces: InOrder[Packets], coder: Coder[Packets], no_frames: Frames) -> None:
        self._pieces = pieces
        self._coder = coder
        self._held = [no_frames]
        self._before: Future[Packets] | None = None

    def add(self, frames: Frames) -> None:
        """Add frames to what is to be encoded."""
        most = LONG_STRETCH // frames.shape[1]
        for first in range(0, len(frames), most):
            self._held.append(frames[first : first + most])
            if sum(map(len, self._held)) >= most:
                self._ask(last=False)

    def end(self) -> None:
        """Encode all that is left."""
        self._ask(last=True)

    def _ask(self, last: bool) -> None:
        samples = np.concatenate(self._held).reshape(-1)
        del self._held[1:]
        encode = self._coder.encode
        if self._before is None:
            self._before = self._pieces.ask(encode, samples, last)
        else:
            self._before = self._pieces.ask_after(self._before, encode, samples, last)
