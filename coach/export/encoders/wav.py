"""WAV: plain samples behind a header that is right from the first byte.

The length is promised beforehand, so nothing is patched afterwards, and a pipe will do for a
file. 16-bit, mono, 48 kHz. Tags stand behind the sound, where programs that know nothing of
them are not disturbed: a LIST of INFO, and an ID3 tag for chapters and the picture.
"""

import struct
from typing import BinaryIO

from coach.export.encoders.id3 import id3_tag
from coach.export.encoders.iso639 import three_letters
from coach.export.encoders.length_check import Promise
from coach.export.metadata import About, track_of
from coach.sound.audio import RATE, SAMPLE_BYTES, Pcm

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_PLAIN_PCM = 1
_LARGEST = (1 << 32) - 1


class WavEncoder:
    """Writes a WAV file of exactly `length` milliseconds; longer than 12.4 hours it cannot be."""

    def __init__(self, file: BinaryIO, length: int, about: About) -> None:
        self._promise = Promise(length)
        self._tags = _tags(about, length)
        self._file = file
        data = self._promise.frames * SAMPLE_BYTES
        riff = _HEADER.size - 8 + data + len(self._tags)
        if riff > _LARGEST:
            raise ValueError(f"a WAV file cannot hold {length} ms")
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
        self._file.write(self._promise.take(pcm).astype("<i2", copy=False).tobytes())

    def close(self) -> None:
        """Add the tags; raises ValueError where less came than was promised."""
        self._promise.check()
        self._file.write(self._tags)


def _tags(about: About, length: int) -> bytes:
    texts = {
        b"INAM": about.title,
        b"IART": about.artist,
        b"IPRD": about.album,
        b"IGNR": about.genre,
        b"ITRK": track_of(about),
        b"ICRD": str(about.year) if about.year else "",
        b"ICMT": about.description,
    }
    told = b"".join(_chunk(name, text.encode() + b"\0") for name, text in texts.items() if text)
    if not told and not about.chapters and not about.cover:
        return b""
    language = _chunk(b"ILNG", three_letters(about.language).encode() + b"\0")
    return _chunk(b"LIST", b"INFO" + told + language) + _chunk(b"id3 ", id3_tag(about, length))


def _chunk(name: bytes, body: bytes) -> bytes:
    """Make a chunk; one of odd size is filled up, and the filling not counted."""
    return struct.pack("<4sI", name, len(body)) + body + bytes(len(body) % 2)
