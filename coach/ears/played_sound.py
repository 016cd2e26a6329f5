"""What the loudspeakers play, found again by the moment at which it is heard. Pure.

The session says which frames it has queued, and now and then which of them is heard. What is
queued anew from a frame on takes the place of all behind it: what was dropped was never played.
"""

from collections import deque

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
LOOKS = 32
"""Over how many reads, up to 1 s, it is seen whether clocks have parted: a thread may be late."""
FEW_LOOKS = 4
"""Over how many while something has just begun to be played."""
STEADY_FRAMES = 30 * FRAMES_PER_MS
"""By so much clocks may part: each correction is a jump in the echo, which must be learned anew."""
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
        self._next = 1 << 62  # behind all that is queued: nothing was read yet
        self._errors: deque[int] = deque(maxlen=LOOKS)
        self._reads = 0  # since nothing was queued
        self.jumps = 0
        """How often what is read was moved against what is heard, while something was played."""

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
        if not np.any(sound):
            return np.zeros(count, np.float32)
        floats = sound.astype(np.float32) / np.float32(32_768)
        first = CONTEXT // STEP
        return resample(floats, RATE, EAR_RATE)[first : first + count]

    def _follow_clock(self) -> None:
        """Go where the clock is: at once where nothing is queued, else only where it is far."""
        is_idle = self._next >= self.end
        self._reads = 0 if is_idle else self._reads + 1
        wanted = LOOKS if self._reads > LOOKS else FEW_LOOKS
        looks = list(self._errors)[-wanted:]
        low, high = min(looks), max(looks)
        is_far = len(looks) == wanted and (low > STEADY_FRAMES or high < -STEADY_FRAMES)
        if is_idle or is_far:
            # What is late makes an error larger: the least of them is nearest to the truth.
            self._next += looks[-1] if is_idle else (low if low > 0 else high)
            self._errors.clear()
            self.jumps += is_far

    def _slice(self, begin: int, end: int) -> Played:
        """Return what is queued between two frames; silence where there is nothing."""
        first, last = max(begin, self._begin), min(end, self.end)
        if first >= last:
            return np.zeros(max(0, end - begin), np.int16)
        inside = self._sound[first - self._begin : last - self._begin]
        if last - first == end - begin:
            return inside
        return np.pad(inside, (first - begin, end - last))
