"""What the loudspeakers play, found again by the moment at which it is heard. Pure.

The session says which frames it has queued, and now and then which of them is heard. What is
queued anew from a frame on takes the place of all behind it: what was dropped was never played.
"""

from collections import deque
from statistics import median

import numpy as np
import numpy.typing as npt

from coach.sound.audio import FRAMES_PER_MS, RATE
from coach.sound.resample import resample

EAR_RATE = 16_000
STEP = RATE // EAR_RATE
LEAD_MS = 60
"""So much sooner than it should be heard sound is read, in ms: an echo must come behind what it is
the echo of, also where a system claims more delay than it has."""
KEPT_FRAMES = 4 * RATE
LOOKS = 8
"""Over how many reads it is seen whether the two clocks have parted: a thread may be late."""
STEADY_FRAMES = 30 * FRAMES_PER_MS
"""By so much clocks may part while something is played: each correction is a jump in the echo."""
SILENT = 2
"""In steps of 65,536: what is no louder than that is silence, in which a jump does no harm."""
CONTEXT = 32 * STEP
"""Frames around those that are read, by which they are brought to the rate of the ear."""

Played = npt.NDArray[np.int16]
Reference = npt.NDArray[np.float32]


class PlayedSound:
    """Keeps four seconds of what is played; `read` returns it as a microphone may hear it."""

    def __init__(self) -> None:
        self._sound: Played = np.zeros(0, np.int16)
        self._begin = 0
        self._clock: tuple[int, int] | None = None
        self._next = 0
        self._errors: deque[int] = deque(maxlen=LOOKS)
        self._is_silent = True

    @property
    def end(self) -> int:
        """The frame behind the last that is queued."""
        return self._begin + len(self._sound)

    def put(self, frame: int, sound: Played) -> None:
        """Take what is queued from a frame on; of what was queued behind that nothing stays."""
        kept = self._slice(max(self._begin, frame + len(sound) - KEPT_FRAMES), frame)
        self._begin, self._sound = frame - len(kept), np.concatenate([kept, sound])

    def set_clock(self, moment: int, frame: int) -> None:
        """Take which frame is heard at a moment, in ms."""
        self._clock = moment, frame

    def read(self, moment: int, count: int) -> Reference:
        """Return what is played while `count` frames are heard that were there at a moment.

        Read one after the other they join without a seam, but where the clocks have parted.
        """
        if self._clock is None:
            return np.zeros(count, np.float32)
        since, frame = self._clock
        wanted = frame + (moment - since + LEAD_MS) * FRAMES_PER_MS - count * STEP
        self._errors.append(wanted - self._next)
        self._follow_clock()
        begin, self._next = self._next, self._next + count * STEP
        sound = self._slice(begin - CONTEXT, self._next + CONTEXT)
        self._is_silent = not np.any(np.abs(sound) > SILENT)
        if self._is_silent:
            return np.zeros(count, np.float32)
        floats = sound.astype(np.float32) / np.float32(32_768)
        first = CONTEXT // STEP
        return resample(floats, RATE, EAR_RATE)[first : first + count]

    def _follow_clock(self) -> None:
        """Go where the clock is: at once in silence, else only where it is far."""
        low, high = min(self._errors), max(self._errors)
        is_far = len(self._errors) == LOOKS and (low > STEADY_FRAMES or high < -STEADY_FRAMES)
        if self._is_silent or is_far:
            self._next += self._errors[-1] if self._is_silent else round(median(self._errors))
            self._errors.clear()

    def _slice(self, begin: int, end: int) -> Played:
        """Return what is queued between two frames; silence where there is nothing."""
        first, last = max(begin, self._begin), min(end, self.end)
        if first >= last:
            return np.zeros(max(0, end - begin), np.int16)
        inside = self._sound[first - self._begin : last - self._begin]
        if last - first == end - begin:
            return inside
        return np.pad(inside, (first - begin, end - last))
