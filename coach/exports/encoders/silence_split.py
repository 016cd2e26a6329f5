"""SilenceSplitter: sound is split where it is silent, and the stretches are encoded in parallel.

Lossy codecs work by frames: so many samples become one packet, and a packet of silence is always
the same. So silence is not encoded at all. Sound is split where it is silent for long enough, and
each stretch goes through an encoder of its own that begins and ends in silence, one a core. The
result is the same whatever the portions in which the sound comes.

The law: packet n is what a single encoder would have made of the samples from n frames on, but
for what that encoder remembers of the sound before a silence.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from coach.exports.encoders.ordered_pool import OrderedPool
from coach.sound.audio import Samples

LEAD_IN_FRAMES = 1
"""Frames of silence that an encoder begins with, for what it spreads ahead of a sound."""
LEAD_OUT_FRAMES = 2
"""Frames of silence behind a sound, until encoder and decoder have put out the last of it."""
MIN_SILENCE_FRAMES = 8
"""Frames of silence that end a stretch; a new encoder costs as much time as three or four."""
MAX_BATCH_SAMPLES = 400_000
"""The most samples that are encoded at a time."""

Packets = TypeVar("Packets")
PacketsOut = TypeVar("PacketsOut", covariant=True)
Frames = npt.NDArray[np.int16]


class Coder(Protocol[PacketsOut]):
    """One encoder of many. It returns as many packets as it was given frames."""

    def encode(self, samples: Samples, last: bool) -> PacketsOut:
        """Return the packets of whole frames; with the last, those that were kept back as well.

        Called in one thread at a time, but not always the same.
        """


class SilenceSplitter(Generic[Packets]):
    """Splits sound into stretches, and hands their packets to `write`, in order.

    A frame has `frame` samples; `count` frames are made of what is added, filled up with silence.
    `encode_silence` makes the packets of that many frames of silence.
    """

    def __init__(
        self,
        frame: int,
        count: int,
        make_coder: Callable[[], Coder[Packets]],
        encode_silence: Callable[[int], Packets],
        write: Callable[[Packets], object],
    ) -> None:
        self._frames_remaining = count
        self._make_coder = make_coder
        self._encode_silence = encode_silence
        self._pool = OrderedPool(write)
        self._remainder: Samples = np.zeros(0, np.int16)
        self._no_frames: Frames = np.zeros((0, frame), np.int16)
        self._silent_frames = 0
        self._run: _SoundRun[Packets] | None = None

    def add(self, samples: Samples) -> None:
        """Add sound behind what was added."""
        samples = np.concatenate([self._remainder, samples])
        frame = self._no_frames.shape[1]
        whole = len(samples) // frame * frame
        self._remainder = samples[whole:].copy()
        self._split_frames(samples[:whole].reshape(-1, frame))

    def finish(self) -> None:
        """Fill up what was added, and write the rest."""
        last = self._make_silence(self._frames_remaining)
        last.reshape(-1)[: len(self._remainder)] = self._remainder
        self._split_frames(last)
        self._end_run()
        self._write_silence(self._silent_frames)
        self._pool.finish()

    def _split_frames(self, frames: Frames) -> None:
        """Split frames, a row each, where silence begins and ends."""
        if not len(frames):
            return
        self._frames_remaining -= len(frames)
        sounding = frames.any(axis=1)
        for part in np.split(frames, np.flatnonzero(np.diff(sounding)) + 1):
            if part.any():
                self._add_sound(part)
            else:
                self._silent_frames += len(part)
                if self._silent_frames >= MIN_SILENCE_FRAMES:
                    self._end_run()

    def _add_sound(self, frames: Frames) -> None:
        if self._run is None:
            before = min(self._silent_frames, LEAD_IN_FRAMES)
            self._write_silence(self._silent_frames - before)
            self._run = _SoundRun(self._pool, self._make_coder(), self._no_frames)
            self._silent_frames = before
        self._run.add(self._make_silence(self._silent_frames))
        self._run.add(frames)
        self._silent_frames = 0

    def _end_run(self) -> None:
        if self._run is not None:
            after = min(self._silent_frames, LEAD_OUT_FRAMES)
            self._run.add(self._make_silence(after))
            self._run.end()
            self._run = None
            self._silent_frames -= after

    def _write_silence(self, frames: int) -> None:
        if frames:
            self._pool.submit(self._encode_silence, frames)

    def _make_silence(self, frames: int) -> Frames:
        return np.zeros((frames, self._no_frames.shape[1]), np.int16)


class _SoundRun(Generic[Packets]):
    """A stretch of sound, and the encoder that its frames go through in order."""

    def __init__(
        self, pieces: OrderedPool[Packets], coder: Coder[Packets], no_frames: Frames
    ) -> None:
        self._pool = pieces
        self._coder = coder
        self._buffer = [no_frames]
        self._last_future: Future[Packets] | None = None

    def add(self, frames: Frames) -> None:
        """Add frames; encode as soon as there are enough."""
        most = MAX_BATCH_SAMPLES // frames.shape[1]
        for first in range(0, len(frames), most):
            self._buffer.append(frames[first : first + most])
            if sum(map(len, self._buffer)) >= most:
                self._submit(last=False)

    def end(self) -> None:
        """Encode the rest."""
        self._submit(last=True)

    def _submit(self, last: bool) -> None:
        samples = np.concatenate(self._buffer).reshape(-1)
        del self._buffer[1:]
        encode = self._coder.encode
        if self._last_future is None:
            self._last_future = self._pool.submit(encode, samples, last)
        else:
            self._last_future = self._pool.submit_after(self._last_future, encode, samples, last)
