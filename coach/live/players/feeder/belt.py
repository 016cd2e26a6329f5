"""The queue of sound that waits for the card. Threads may write and read; no clock, no device."""

from array import array
from collections import deque
from threading import Lock

RATE = 48_000
"""Frames a second, as in `coach.sound.audio`, which a feeder does not import."""
CHANNELS = 2
FRAME_BYTES = 2 * CHANNELS
FADE_FRAMES = 12 * RATE // 1000
"""Frames of a fade: 12 ms, too short to be waited for, long enough not to click."""


class FrameQueue:
    """Mono sound is put in at one end, and stereo read at the other in blocks of any size.

    An empty queue is read as silence; only sound counts in `frames_read`.
    """

    def __init__(self) -> None:
        self.frames_read = 0
        """Frames of sound read so far."""
        self.underruns = 0
        """Times the sound ended although more was to come."""
        self.silent_frames = 0
        """Frames of silence read since the last sound."""
        self._lock = Lock()
        self._queue: deque[memoryview] = deque()
        self._tail = memoryview(b"")  # a fading end: it is read before the queue, paused or not
        self._expects_more = False
        self._is_paused = False
        self._is_sounding = False

    def put(self, mono: bytes) -> None:
        """Queue native int16 samples; more is expected from now on until `finish`."""
        stereo = _to_stereo(mono)
        with self._lock:
            self._expects_more = True
            if stereo:
                self._queue.append(stereo)

    def finish(self) -> None:
        """Expect no more: that the sound now runs out is no underrun."""
        with self._lock:
            self._expects_more = False

    def read(self, frames: int) -> bytes:
        """Return the next `frames` frames as stereo, filled up with silence, and drop them."""
        with self._lock:
            wanted = frames * FRAME_BYTES
            parts = [self._tail[:wanted]]
            self._tail = self._tail[wanted:]
            if not self._is_paused:
                parts += self._dequeue(wanted - len(parts[0]))
            got = sum(map(len, parts))
            self._count_frames(got // FRAME_BYTES, (wanted - got) // FRAME_BYTES)
        return b"".join((*parts, bytes(wanted - got)))

    def cut(self) -> int:
        """Fade to silence, drop the rest; returns what `frames_read` will come to."""
        with self._lock:
            self._fade_out()
            self._queue.clear()
            self._expects_more = self._is_paused = False
            return self.frames_read + len(self._tail) // FRAME_BYTES

    def splice(self, frame: int, mono: bytes) -> None:
        """Replace what is queued from a frame on, without a seam.

        Where that comes too late the card has taken the old sound; the rest is still in time.
        """
        stereo = _to_stereo(mono)
        with self._lock:
            room = frame * FRAME_BYTES - self.frames_read * FRAME_BYTES - len(self._tail)
            kept = self._dequeue(max(0, room))
            self._queue.clear()
            self._queue.extend(kept)
            if late := stereo[max(0, -room) :]:
                self._expects_more = True
                self._queue.append(late)

    def clear(self) -> None:
        """Drop all at once, without a fade: the card is gone."""
        with self._lock:
            self._tail = memoryview(b"")
            self._queue.clear()
            self._expects_more = self._is_paused = self._is_sounding = False

    def pause(self) -> None:
        """Fade to silence, keep the rest."""
        with self._lock:
            if not self._is_paused:
                self._fade_out()
                self._is_paused = True

    def resume(self) -> None:
        """Go on after `pause`, fading in."""
        with self._lock:
            if self._is_paused:
                self._is_paused = False
                head = b"".join(self._dequeue(FADE_FRAMES * FRAME_BYTES))
                if head:
                    self._queue.appendleft(_apply_ramp(head, rising=True))

    def is_empty(self) -> bool:
        """Return True if all that was put has been read or dropped."""
        with self._lock:
            return not self._queue and not self._tail

    def _dequeue(self, wanted: int) -> list[memoryview]:
        parts: list[memoryview] = []
        while wanted and self._queue:
            block = self._queue.popleft()
            if len(block) > wanted:
                self._queue.appendleft(block[wanted:])
                block = block[:wanted]
            parts.append(block)
            wanted -= len(block)
        return parts

    def _count_frames(self, sound: int, silence: int) -> None:
        self.frames_read += sound
        self.silent_frames = silence if sound else self.silent_frames + silence
        if silence:
            if (self._is_sounding or sound) and self._expects_more and not self._is_paused:
                self.underruns += 1
            self._is_sounding = False
        elif sound:
            self._is_sounding = True

    def _fade_out(self) -> None:
        # What was never heard needs no fade, nor does what is fading already.
        if self._is_sounding and not self._is_paused and not self._tail:
            self._tail = _apply_ramp(
                b"".join(self._dequeue(FADE_FRAMES * FRAME_BYTES)), rising=False
            )


def _to_stereo(mono: bytes) -> memoryview:
    samples = array("h", mono)
    stereo = array("h", bytes(CHANNELS * len(mono)))
    for channel in range(CHANNELS):
        stereo[channel::CHANNELS] = samples
    return memoryview(stereo).cast("B")


def _apply_ramp(stereo: bytes, *, rising: bool) -> memoryview:
    samples = array("h", stereo)
    length = len(samples) // CHANNELS
    for index in range(len(samples)):
        step = index // CHANNELS + 1
        samples[index] = samples[index] * (step if rising else length - step) // length
    return memoryview(samples).cast("B")
