"""WAV: plain samples behind a header that is right from the first byte.

The length is promised beforehand, so nothing is patched afterwards, and a pipe will do for a
file. 16-bit, mono, 48 kHz.
"""

import struct
from typing import BinaryIO

from coach.audio import FRAMES_PER_MS, RATE, SAMPLE_BYTES, Pcm

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_PLAIN_PCM = 1
_LARGEST = (1 << 32) - 1


class WavEncoder:
    """Writes a WAV file of exactly `length` milliseconds; longer than 12.4 hours it cannot be."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        data = length * FRAMES_PER_MS * SAMPLE_BYTES
        riff = data + _HEADER.size - 8
        if not 0 <= riff <= _LARGEST:
            raise ValueError(f"a WAV file cannot hold {length} ms")
        self._file = file
        self._promised = length * FRAMES_PER_MS
        self._written = 0
        # Behind `fmt `: its size, plain PCM, channels, rate, bytes a second, bytes a frame,
        # bits a sample.
        file.write(
            _HEADER.pack(
                *(b"RIFF", riff, b"WAVE", b"fmt ", 16, _PLAIN_PCM, 1, RATE),
                *(RATE * SAMPLE_BYTES, SAMPLE_BYTES, SAMPLE_BYTES * 8, b"data", data),
            )
        )

    def write(self, pcm: Pcm) -> None:
        """Add sound; raises ValueError for another rate, or for more than was promised."""
        if pcm.rate != RATE:
            raise ValueError(f"expected {RATE} frames a second, found {pcm.rate}")
        if self._written + len(pcm.samples) > self._promised:
            raise ValueError(f"expected {self._promised} frames, found more")
        self._file.write(pcm.samples.astype("<i2", copy=False).tobytes())
        self._written += len(pcm.samples)

    def close(self) -> None:
        """Check that all that was promised was written; raises ValueError where it was not."""
        if self._written != self._promised:
            raise ValueError(f"expected {self._promised} frames, found {self._written}")
