"""Pcm: sampled sound, and its format: width and rate of samples are defined here.

A session is mono, 48,000 frames a second, so that a millisecond is exactly 48 frames.
"""

import wave
from collections.abc import Iterator
from contextlib import contextmanager
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

WINDOW_BYTES = 1 << 20
"""How much of a file is in memory at a time, where it is read in windows."""

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


def load_wav(source: Path | BinaryIO) -> Pcm:
    """Return the sound of a 16-bit WAV file, its channels averaged into one.

    Raises ValueError for another sample width, a rate out of bounds, and what is no WAV.
    """
    with _open_wav(source) as file:
        return _read_frames(file, file.getnframes())


def read_wav(source: Path | BinaryIO, longest: int) -> Iterator[Pcm]:
    """Yield at most `longest` ms of a 16-bit WAV file as `load_wav` returns it, in windows.

    The file may be of any length, and may end within a frame, where it was cut off. Raises what
    `load_wav` raises, before the first window.
    """
    with _open_wav(source) as file:
        missing = min(file.getnframes(), longest * file.getframerate() // 1000)
        most = max(1, WINDOW_BYTES // (file.getnchannels() * SAMPLE_BYTES))
        while missing and len((window := _read_frames(file, min(missing, most))).samples):
            missing -= len(window.samples)
            yield window


def check_rate(rate: int) -> None:
    """Raise ValueError for a rate that cannot be resampled from."""
    if not MIN_RATE <= rate <= MAX_RATE:
        raise ValueError(f"expected {MIN_RATE:,} to {MAX_RATE:,} frames a second, found {rate:,}")


@contextmanager
def _open_wav(source: Path | BinaryIO) -> Iterator[wave.Wave_read]:
    try:
        with wave.open(source if not isinstance(source, Path) else str(source), "rb") as file:
            width = file.getsampwidth()
            if width != SAMPLE_BYTES:
                raise ValueError(f"expected 16-bit samples, found {width * 8}-bit")
            check_rate(file.getframerate())
            yield file
    except (EOFError, RuntimeError, wave.Error) as error:
        # For a chunk that claims to go on behind the end of the file, `wave` raises RuntimeError.
        raise ValueError(f"not a WAV file: {error or 'it ends too soon'}") from error


def _read_frames(file: wave.Wave_read, count: int) -> Pcm:
    """Return the next `count` frames, or fewer where the file ends; half a frame is left out."""
    channels, content = file.getnchannels(), file.readframes(count)
    frames = len(content) // (channels * SAMPLE_BYTES)
    samples = np.frombuffer(content, "<i2", frames * channels)
    if channels > 1:
        samples = samples.reshape(-1, channels).mean(axis=1).astype(np.int16)
    return Pcm(samples.astype(np.int16), file.getframerate())
