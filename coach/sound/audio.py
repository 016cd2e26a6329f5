"""Pcm: sampled sound, and its format: width and rate of samples are defined here.

A session is mono, 48,000 frames a second, so that a millisecond is exactly 48 frames.
"""

import wave
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

RATE = 48_000
"""Frames a second of everything that is mixed."""
FRAMES_PER_MS = RATE // 1000
SAMPLE_BYTES = 2
FULL_SCALE = 32_767
MIN_RATE, MAX_RATE = 1_000, 192_000
"""Rates that can be read; to resample from others takes minutes, or all memory."""

Samples = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Pcm:
    """Mono sound: `samples` is a one-dimensional int16 array, `rate` its frames a second."""

    samples: Samples
    rate: int = RATE

    @property
    def length(self) -> int:
        """Milliseconds, rounded down."""
        return len(self.samples) * 1000 // self.rate

    def to_floats(self) -> Floats:
        """Return the samples as float32 between -1 and 1: divided by 32,768."""
        return self.samples.astype(np.float32) / np.float32(FULL_SCALE + 1)


def from_floats(samples: Floats, rate: int = RATE) -> Pcm:
    """Return a Pcm of float samples between -1 and 1, multiplied by 32,767; the rest is clipped."""
    scaled = np.rint(samples * np.float32(FULL_SCALE))
    return Pcm(np.clip(scaled, -FULL_SCALE, FULL_SCALE).astype(np.int16), rate)


def make_silence(length: int, rate: int = RATE) -> Pcm:
    """Return `length` milliseconds of digital silence."""
    return Pcm(np.zeros(length * rate // 1000, np.int16), rate)


def load_wav(source: Path | BinaryIO, longest: int | None = None) -> Pcm:
    """Return the sound of a 16-bit WAV file, `longest` ms at most, its channels averaged into one.

    Raises ValueError for another sample width, a rate out of bounds, and what is no WAV.
    """
    try:
        return _load_samples(source, longest)
    except (EOFError, RuntimeError, wave.Error) as error:
        # For a chunk that claims to go on behind the end of the file, `wave` raises RuntimeError.
        raise ValueError(f"not a WAV file: {error or 'it ends too soon'}") from error


def _load_samples(source: Path | BinaryIO, longest: int | None) -> Pcm:
    with wave.open(source if not isinstance(source, Path) else str(source), "rb") as file:
        width, channels = file.getsampwidth(), file.getnchannels()
        if width != SAMPLE_BYTES:
            raise ValueError(f"expected 16-bit samples, found {width * 8}-bit")
        rate = file.getframerate()
        if not MIN_RATE <= rate <= MAX_RATE:
            raise ValueError(
                f"expected {MIN_RATE:,} to {MAX_RATE:,} frames a second, found {rate:,}"
            )
        frames = file.getnframes()
        if longest is not None:
            frames = min(frames, longest * rate // 1000)
        samples = np.frombuffer(file.readframes(frames), "<i2")
        if channels > 1:
            samples = samples.reshape(-1, channels).mean(axis=1).astype(np.int16)
        return Pcm(samples.astype(np.int16), rate)
