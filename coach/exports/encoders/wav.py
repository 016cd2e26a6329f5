"""WAV: plain samples behind a header that is right from the first byte.

The length is promised beforehand, so nothing is patched afterwards and the file can be piped.
16-bit, mono, 48 kHz. Tags stand behind the sound, where they do not disturb programs that do not
know them: a LIST of INFO, and an ID3 tag for chapters and the picture.
"""

import struct
from typing import BinaryIO

from coach.exports.encoders.id3 import make_id3_tag
from coach.exports.encoders.iso639 import three_letter_code
from coach.exports.encoders.length_check import LengthCheck
from coach.exports.metadata import Metadata, format_track_number
from coach.sound.audio import RATE, SAMPLE_BYTES, Pcm

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_PLAIN_PCM = 1
_MAX_RIFF_SIZE = (1 << 32) - 1


class WavEncoder:
    """Writes a WAV file of exactly `length` milliseconds; raises ValueError beyond 12.4 hours."""

    def __init__(self, file: BinaryIO, length: int, metadata: Metadata) -> None:
        self._length_check = LengthCheck(length)
        self._tags = _make_tags(metadata, length)
        self._file = file
        data = self._length_check.frames * SAMPLE_BYTES
        riff = _HEADER.size - 8 + data + len(self._tags)
        if riff > _MAX_RIFF_SIZE:
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
        self._file.write(self._length_check.accept_samples(pcm).astype("<i2", copy=False).tobytes())

    def close(self) -> None:
        """Add the tags; raises ValueError where less came than was promised."""
        self._length_check.check_complete()
        self._file.write(self._tags)


def _make_tags(metadata: Metadata, length: int) -> bytes:
    texts = {
        b"INAM": metadata.title,
        b"IART": metadata.artist,
        b"IPRD": metadata.album,
        b"IGNR": metadata.genre,
        b"ITRK": format_track_number(metadata),
        b"ICRD": str(metadata.year) if metadata.year else "",
        b"ICMT": metadata.description,
    }
    chunks = b"".join(
        _make_chunk(name, text.encode() + b"\0") for name, text in texts.items() if text
    )
    if not chunks and not metadata.chapters and not metadata.cover:
        return b""
    language = _make_chunk(b"ILNG", three_letter_code(metadata.language).encode() + b"\0")
    return _make_chunk(b"LIST", b"INFO" + chunks + language) + _make_chunk(
        b"id3 ", make_id3_tag(metadata, length)
    )


def _make_chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk; one of odd size is padded, and the padding not counted."""
    return struct.pack("<4sI", name, len(body)) + body + bytes(len(body) % 2)
