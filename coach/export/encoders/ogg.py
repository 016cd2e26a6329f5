"""Ogg, as .opus and .ogg: Opus at 48 kbit/s by libopus, which is good for speech and bells.

Both names get Opus: FFmpeg's own Vorbis is experimental, and what plays one plays the other.
Written from front to back, so a pipe will do.

libopus looks ahead, so what comes out begins PRE_SKIP samples early; the header says so. Silence
sets its memory back to the start, in the encoder and in what decodes it: so where a stretch with
an encoder of its own begins, nothing is heard of the joint.
"""

from typing import BinaryIO

from coach.export.encoders.length_check import Promise
from coach.export.encoders.pyav import (
    SECOND,
    Packet,
    add_audio,
    audio_frame,
    open_coder,
    open_container,
    packet,
)
from coach.export.encoders.silence_split import Stretches
from coach.export.encoders.vorbis_comments import chapter_comments, comments, picture_comment
from coach.export.metadata import About
from coach.sound.audio import Pcm, Samples

BITRATE = 48_000
"""What sounds takes as many bits as with 32 kbit/s in packets of 20 ms, which libopus oversteps."""
SAMPLES = 2880
"""Samples a packet: 60 ms. libopus puts three frames of 20 into one, so a third as many objects go
through Python, whose lock the encoders of all cores share: that saves a quarter of the time."""
PRE_SKIP = 312
SILENCE: list[bytes | Packet] = [bytes.fromhex("fb03fffefffefffe")]
"""A packet of mono Opus without any sound in it."""
QUICK = {"application": "audio", "compression_level": "3", "frame_duration": "60"}
"""libopus at 3 of 10 takes a fifth of the time of 10. Tuned for any sound: for speech alone
(`voip`) it is three times as slow, and takes the sheen off the bells."""


class OggEncoder:
    """Writes an Ogg file with Opus in it, that lasts exactly `length` milliseconds."""

    def __init__(self, file: BinaryIO, length: int, about: About) -> None:
        self._promise = Promise(length)
        self._packets = -(-(self._promise.frames + PRE_SKIP) // SAMPLES)
        self._muxed = 0
        # Its own chapters FFmpeg writes with their seconds rounded: half of them a second late.
        tags = comments(about) | chapter_comments(about)
        if about.cover:
            tags |= picture_comment(about.cover)
        self._container = open_container(file, "ogg", tags)
        self._audio = add_audio(self._container, "libopus", QUICK, BITRATE)
        self._container.start_encoding()
        self._stretches = Stretches(SAMPLES, self._packets, _Opus, SILENCE.__mul__, self._mux)

    def write(self, pcm: Pcm) -> None:
        """Add sound; raises ValueError for another rate, or for more than was promised."""
        self._stretches.add(self._promise.take(pcm))

    def close(self) -> None:
        """Write what is left; raises ValueError where less came than was promised."""
        self._promise.check()
        self._stretches.finish()
        self._container.close()

    def _mux(self, packets: list[bytes | Packet]) -> None:
        """Put packets behind those before; the last is no longer than the sound."""
        for one in packets:
            start = self._muxed * SAMPLES - PRE_SKIP
            self._muxed += 1
            length = min(SAMPLES, self._promise.frames - start)
            self._container.mux(packet(one, self._audio, start, length, SECOND))


class _Opus:
    """The encoder of one stretch. It gives a packet for every frame at once."""

    def __init__(self) -> None:
        self._coder = open_coder("libopus", "s16", QUICK, BITRATE)
        self._taken = 0

    def encode(self, samples: Samples, last: bool) -> list[bytes | Packet]:
        """Encode whole frames; behind the last there is only silence."""
        if not len(samples):
            return []
        made = self._coder.encode(audio_frame(samples, self._taken))
        self._taken += len(samples)
        return list(made)
