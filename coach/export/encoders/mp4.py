"""MP4, as M4A and M4B: AAC at 24 kHz by FFmpeg, with chapters, captions and a cover.

Chapters are written both ways, as QuickTime's text track and as Nero's list: some players know
only the one, some only the other. What a player needs to know stands in front of the sound, so
that it can begin before all is there; for that the file is moved up when it is closed, and must
be one that can be sought and read.

No voice here has anything above 11 kHz. At 24 kHz the same bits leave less noise below that, in
every band, than they do at 48, in half the packets: and each costs time, and a line in a table that
is kept until the end, whatever is in it.

Two surprises. An encoder gives one packet before the first sample, which the edit list leaves
out; and the last packet is longer than what is left of the sound, as its duration says.
"""

import struct
from collections import deque
from fractions import Fraction
from itertools import pairwise
from typing import BinaryIO

from coach.export.encoders.iso639 import three_letters
from coach.export.encoders.length_check import Promise
from coach.export.encoders.pyav import (
    MILLISECOND,
    Converter,
    Packet,
    add_audio,
    add_captions,
    add_cover,
    open_coder,
    open_container,
    packet,
)
from coach.export.encoders.silence_split import Stretches
from coach.export.metadata import About, Caption, track_of
from coach.sound.audio import RATE, Pcm, Samples

BITRATE = 56_000
"""What is told beforehand of the bits a second; QUALITY rules."""
FILE_RATE = 24_000
SAMPLES = 1024
"""Samples a packet of AAC, and samples that come out before the first that went in."""
STEP = RATE // FILE_RATE
"""Frames of the session to one sample of the file."""
UNIT = Fraction(1, FILE_RATE)
QUALITY = 140
"""What sounds takes 56 kbit/s by it. FFmpeg's own measure, 118 for each step of its `-q:a`. Held
to a rate of bits, it encodes what comes out too small or too large again, up to five times: that
takes half as long again, and with as many bytes leaves more noise in every band up to 9 kHz."""
FAST = {
    "aac_coder": "fast",
    "aac_tns": "0",
    "aac_pns": "0",
    "flags": "+qscale",
    "global_quality": str(QUALITY),
}
"""Three times as quick as the usual search, for a fifth more bytes. Shaping noise in time (TNS) and
making it up (PNS) take a third of the time, and what is heard is no nearer to what was given."""


class _Mp4Encoder:
    """Writes an MP4 file that lasts exactly `length` milliseconds."""

    brand: str
    media_type: str
    """What Apple's players take it for: 1 music, 2 an audiobook."""

    def __init__(self, file: BinaryIO, length: int, about: About) -> None:
        self._promise = Promise(length)
        self._samples = self._promise.frames // STEP
        self._packets = -(-self._samples // SAMPLES) + 1
        self._muxed = 0
        tags = _tags(about) | {"media_type": self.media_type}
        # "mp4" under the brand of M4A or M4B: FFmpeg's own "ipod" takes no picture.
        self._container = open_container(
            file, "mp4", tags, about.chapters, brand=self.brand, movflags="+faststart"
        )
        self._audio = add_audio(self._container, "aac", FAST, BITRATE, FILE_RATE)
        self._audio.metadata["language"] = three_letters(about.language)
        self._captions = deque(_tiled(about.captions, length))
        if self._captions:
            self._text = add_captions(self._container)
            self._text.metadata["language"] = three_letters(about.language)
        picture = add_cover(self._container, about.cover) if about.cover else None
        self._container.start_encoding()
        if picture is not None:
            self._container.mux(packet(about.cover, picture, 0, 0, MILLISECOND))
        self._stretches = Stretches(SAMPLES * STEP, self._packets, _Aac, SILENCE.__mul__, self._mux)

    def write(self, pcm: Pcm) -> None:
        """Add sound; raises ValueError for another rate, or for more than was promised."""
        self._stretches.add(self._promise.take(pcm))

    def close(self) -> None:
        """Write what is left; raises ValueError where less came than was promised."""
        self._promise.check()
        self._stretches.finish()
        self._mux_captions(None)
        self._container.close()

    def _mux(self, packets: list[bytes | Packet]) -> None:
        """Put packets behind those before, and with them the captions of their time."""
        for one in packets:
            start = (self._muxed - 1) * SAMPLES
            self._muxed += 1
            length = SAMPLES
            if self._muxed == self._packets:
                length = self._samples - start
            self._container.mux(packet(one, self._audio, start, length, UNIT))
        self._mux_captions(self._muxed * SAMPLES * 1000 // FILE_RATE)

    def _mux_captions(self, until: int | None) -> None:
        while self._captions and (until is None or self._captions[0].start < until):
            one = self._captions.popleft()
            text = one.text.encode()
            content = struct.pack(">H", len(text)) + text
            length = one.end - one.start
            self._container.mux(packet(content, self._text, one.start, length, MILLISECOND))


class M4aEncoder(_Mp4Encoder):
    """Writes M4A: to players, a piece of music."""

    brand = "M4A "
    media_type = "1"


class M4bEncoder(_Mp4Encoder):
    """Writes M4B: to players, an audiobook, whose place they keep."""

    brand = "M4B "
    media_type = "2"


class _Aac:
    """The encoder of one stretch. What it flushes behind as many packets as frames is silence."""

    def __init__(self) -> None:
        self._coder = open_coder("aac", "fltp", FAST, BITRATE, FILE_RATE)
        self._converter = Converter("fltp", FILE_RATE)
        self._due = 0

    def encode(self, samples: Samples, last: bool) -> list[bytes | Packet]:
        """Encode whole frames."""
        made: list[bytes | Packet] = []
        for frame in self._converter.convert(samples, last):
            made += self._coder.encode(frame)
        self._due += len(samples) // (SAMPLES * STEP)
        if last:
            made += self._coder.encode(None)
            made = made[: self._due]
        self._due -= len(made)
        return made


SILENCE: list[bytes | Packet] = [bytes.fromhex("01182007")]
"""A packet of mono AAC without any sound in it."""


def _tiled(captions: tuple[Caption, ...], length: int) -> list[Caption]:
    """Give captions without overlaps, and empty ones in between: a text track has no holes."""
    tiled: list[Caption] = []
    edge = Caption(length, length, "")
    at = 0
    for one, after in pairwise((*captions, edge)):
        if one.start > at:
            tiled.append(Caption(at, one.start, ""))
        at = min(one.end, after.start)
        tiled.append(Caption(one.start, at, one.text))
    if tiled and at < length:
        tiled.append(Caption(at, length, ""))
    return tiled


def _tags(about: About) -> dict[str, str]:
    return {
        "title": about.title,
        "artist": about.artist,
        "album": about.album,
        "genre": about.genre,
        "track": track_of(about),
        "date": str(about.year) if about.year else "",
        "comment": about.description,
        "description": about.description,
    }
