"""FLAC: every sample as it was, in half the space or less; by FFmpeg.

Its chapters are comments, as Ogg has them. The header, with the checksum of all samples, is
written anew when the file is closed, so the file must be one that can be sought.
"""

from typing import BinaryIO

from coach.about import About
from coach.audio import Pcm
from coach.encoders.comments import chapter_comments, comments
from coach.encoders.in_order import InOrder
from coach.encoders.promise import Promise
from coach.encoders.pyav import (
    MILLISECOND,
    Packets,
    add_audio,
    add_cover,
    audio_frame,
    open_container,
    packet,
)

QUICK = {"compression_level": "3", "max_partition_order": "4"}
"""A tenth less time than at FFmpeg's usual 5, for a twentieth more space; less saves no time."""


class FlacEncoder:
    """Writes a FLAC file of exactly `length` milliseconds, 16-bit."""

    def __init__(self, file: BinaryIO, length: int, about: About) -> None:
        self._promise = Promise(length)
        self._taken = 0
        self._container = open_container(file, "flac", comments(about) | chapter_comments(about))
        self._audio = add_audio(self._container, "flac", QUICK)
        picture = add_cover(self._container, about.cover) if about.cover else None
        self._container.start_encoding()
        if picture is not None:
            self._container.mux(packet(about.cover, picture, 0, 0, MILLISECOND))
        self._pieces: InOrder[Packets] = InOrder(self._container.mux, 1)

    def write(self, pcm: Pcm) -> None:
        """Add sound; raises ValueError for another rate, or for more than was promised."""
        samples = self._promise.take(pcm)
        if len(samples):
            self._pieces.ask(self._audio.encode, audio_frame(samples, self._taken))
            self._taken += len(samples)

    def close(self) -> None:
        """Write what is left; raises ValueError where less came than was promised."""
        self._promise.check()
        self._pieces.ask(self._audio.encode, None)
        self._pieces.finish()
        self._container.close()
