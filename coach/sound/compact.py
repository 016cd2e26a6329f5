"""Compact PCM: the sound of a take in as few bits as nobody hears the difference of. Pure.

A voice of 24,000 frames a second or fewer has nothing above 12 kHz, so that every second frame at
48 kHz is enough, and the others are computed from them. Its samples are rounded to steps of 6, as
if they had 13.4 bits: noise of -86 dBFS, 63 dB below the level of takes.

The surprising rule: what is mixed is always what comes back from here, for a take that was spoken
just now as for one that was kept, so that both are the same to the sample.
"""

from dataclasses import dataclass

import numpy as np

from coach.sound.audio import FULL_SCALE, RATE, Floats, Pcm, Samples
from coach.sound.resample import interpolate_halfway

HALF_RATE = RATE // 2
VOICE_STEP = 6
MAX_STEP = 256


@dataclass(frozen=True, slots=True, eq=False)
class CompactPcm:
    """Mono sound: `steps` is a one-dimensional int16 array, in steps of `step` of 16 bits.

    `rate` is its frames a second: RATE, or HALF_RATE for what has nothing above 12 kHz.
    """

    steps: Samples
    rate: int = RATE
    step: int = 1

    @property
    def length(self) -> int:
        """Milliseconds, rounded down."""
        return len(self.steps) * 1000 // self.rate

    def restore(self) -> Pcm:
        """Return the sound at RATE."""
        if self.rate == RATE:
            return Pcm(self.steps if self.step == 1 else self.steps * np.int16(self.step))
        between = interpolate_halfway(self.steps * np.float32(self.step))
        np.clip(between, -FULL_SCALE, FULL_SCALE, out=between)
        samples = np.empty((len(self.steps), 2), np.int16)
        np.multiply(self.steps, np.int16(self.step), out=samples[:, 0])
        samples[:, 1] = np.rint(between, out=between)
        return Pcm(samples.reshape(-1))


def compact_voice(samples: Floats, source_rate: int) -> CompactPcm:
    """Return speech at RATE, between -1 and 1, that was resampled from `source_rate`."""
    rate = HALF_RATE if source_rate <= HALF_RATE else RATE
    steps = samples[:: RATE // rate] * np.float32((FULL_SCALE + 1) / VOICE_STEP)
    most = FULL_SCALE // VOICE_STEP
    np.clip(np.rint(steps, out=steps), -most, most, out=steps)
    return CompactPcm(steps.astype(np.int16), rate, VOICE_STEP)


def compact_sound(samples: Floats) -> CompactPcm:
    """Return any other sound at RATE, between -1 and 1."""
    whole = np.rint(samples * np.float32(FULL_SCALE + 1))
    return CompactPcm(np.clip(whole, -FULL_SCALE, FULL_SCALE, out=whole).astype(np.int16))
