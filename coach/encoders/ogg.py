"""Ogg, as .opus and .ogg: Opus at 32 kbit/s by libopus, which is good for speech and bells.

Both names get Opus: FFmpeg's own Vorbis is experimental, and what plays one plays the other.
Written from front to back, so a pipe will do.
"""

from typing import BinaryIO

from coach.about import About
from coach.audio import Pcm
from coach.encoders.comments import comments, picture_comment
from coach.encoders.in_order import InOrder
from coach.encoders.promise import Promise
from coach.encoders.pyav import Packets, add_audio, audio_frame, open_container

BITRATE = 32_000
QUICK = {"application": "audio", "compression_level": "3"}
"""libopus at 3 of 10 takes a fifth of the time of 10. Tuned for any sound: for speech alone
(`voip`) it is three times as slow, and takes the sheen off the bells."""


class OggEncoder:
    """Writes an Ogg file with Opus in it, that lasts exactly `length` milliseconds."""

    def __init__(self, file: BinaryIO, length: int, about: About) -> None:
        self._promise = Promise(length)
        self._taken = 0
        tags = comments(about)
        if about.cover:
            tags |= picture_comment(about.cover)
        self._container = open_container(file, "ogg", tags, about.chapters)
        self._audio = add_audio(self._container, "libopus", BITRATE, **QUICK)
        self._container.start_encoding()
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
