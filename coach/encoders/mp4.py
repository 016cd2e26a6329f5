"""MP4, as M4A and M4B: AAC at 64 kbit/s by FFmpeg, with chapters, captions and a cover.

Chapters are written both ways, as QuickTime's text track and as Nero's list: some players know
only the one, some only the other. What a player needs to know stands in front of the sound, so
that it can begin before all is there; for that the file is moved up when it is closed, and must
be one that can be sought and read.

Two surprises. An encoder gives one packet before the first sample, which the edit list leaves
out; and the last packet is longer than what is left of the sound, as its duration says.
"""

import struct
from collections import deque
from itertools import pairwise
from typing import BinaryIO

from coach.about import About, Caption, track_of
from coach.audio import FRAMES_PER_MS, Pcm, Samples
from coach.encoders.languages import three_letters
from coach.encoders.promise import Promise
from coach.encoders.pyav import (
    MILLISECOND,
    SECOND,
    Packet,
    add_audio,
    add_captions,
    add_cover,
    audio_frame,
    open_coder,
    open_container,
    packet,
)
from coach.encoders.stretches import Stretches

BITRATE = 64_000
SAMPLES = 1024
"""Samples a packet of AAC, and samples that come out before the first that went in."""
FAST = {"aac_coder": "fast"}
"""Three times as quick as the usual search, for a tenth more bytes."""


class _Mp4Encoder:
    """Writes an MP4 file that lasts exactly `length` milliseconds."""

    brand: str
    media_type: str
    """What Apple's players take it for: 1 music, 2 an audiobook."""

    def __init__(self, file: BinaryIO, length: int, about: About) -> None:
        self._promise = Promise(length)
        self._packets = -(-self._promise.frames // SAMPLES) + 1
        self._muxed = 0
        tags = _tags(about) | {"media_type": self.media_type}
        # "mp4" under the brand of M4A or M4B: FFmpeg's own "ipod" takes no picture.
        self._container = open_container(
            file, "mp4", tags, about.chapters, brand=self.brand, movflags="+faststart"
        )
        self._audio = add_audio(self._container, "aac", BITRATE, **FAST)
        self._audio.metadata["language"] = three_letters(about.language)
        self._captions = deque(_tiled(about.captions, length))
        if self._captions:
            self._text = add_captions(self._container)
            self._text.metadata["language"] = three_letters(about.language)
        picture = add_cover(self._container, about.cover) if about.cover else None
        self._container.start_encoding()
        if picture is not None:
            self._container.mux(packet(about.cover, picture, 0, 0, MILLISECOND))
        self._stretches = Stretches(SAMPLES, self._packets, _Aac, SILENCE.__mul__, self._mux)

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
                length = self._promise.frames - start
            self._container.mux(packet(one, self._audio, start, length, SECOND))
        self._mux_captions(self._muxed * SAMPLES // FRAMES_PER_MS)

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
        self._coder = open_coder("aac", "fltp", BITRATE, **FAST)
        self._taken = self._given = 0

    def encode(self, samples: Samples, last: bool) -> list[bytes | Packet]:
        """Encode whole frames."""
        made: list[bytes | Packet] = []
        if len(samples):
            made += self._coder.encode(audio_frame(samples, self._taken * SAMPLES, floats=True))
            self._taken += len(samples) // SAMPLES
        if last:
            made += self._coder.encode(None)
            made = made[: self._taken - self._given]
        self._given += len(made)
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
