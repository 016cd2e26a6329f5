"""MP4, as M4A and M4B: AAC at 24 kHz by FFmpeg, with chapters, captions and a cover.

Chapters are written both ways, as QuickTime's text track and as Nero's list: some players know
only the one, some only the other. Their pictures are a track as well, as `picture_track` says. What
a player needs to know stands in front of the sound, so that it can begin before all is there; for
that the sound is moved when the file is closed, so the file must be one that can be sought and
read.

No voice here has anything above 11 kHz. At 24 kHz the same bits leave less noise below that, in
every band, than at 48, in half the packets; and each packet costs time, and a line in a table
that is kept until the end.

Two surprises. An encoder gives one packet before the first sample, which the edit list leaves
out; and the last packet is longer than the rest of the sound, as its duration says.
"""

import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from coach.exports.encoders.iso639 import three_letter_code
from coach.exports.encoders.length_check import LengthCheck
from coach.exports.encoders.picture_track import refer_to_pictures
from coach.exports.encoders.pyav import (
    MILLISECOND_TIME_BASE,
    Packet,
    SampleConverter,
    Stream,
    add_audio,
    add_captions,
    add_cover,
    add_picture_track,
    convert_to_jpeg,
    make_packet,
    open_coder,
    open_container,
)
from coach.exports.encoders.silence_split import SilenceSplitter
from coach.exports.metadata import Caption, Metadata, format_track_number
from coach.sound.audio import RATE, Pcm, Samples

BITRATE = 56_000
"""Bits a second as the file declares them; what they really are, QUALITY decides."""
FILE_RATE = 24_000
SAMPLES_PER_PACKET = 1024
"""Samples a packet of AAC, and samples that come out before the first that went in."""
FRAMES_PER_SAMPLE = RATE // FILE_RATE
"""Frames of the session for one sample of the file."""
TIME_BASE = Fraction(1, FILE_RATE)
QUALITY = 140
"""FFmpeg's own measure, 118 for each step of its `-q:a`: sound takes 56 kbit/s by it. Held to a bit
rate, FFmpeg encodes a packet of the wrong size again, up to five times: that takes half as long
again, and with as many bytes leaves more noise in every band up to 9 kHz."""
AAC_OPTIONS = {
    "aac_coder": "fast",
    "aac_tns": "0",
    "aac_pns": "0",
    "flags": "+qscale",
    "global_quality": str(QUALITY),
}
"""Three times as quick as the usual search, for a fifth more bytes. Shaping noise in time (TNS) and
substituting it (PNS) take a third of the time, and bring the result no nearer to the original."""

PICTURE_SIDE = 300
"""Pixels a side of the pictures of chapters: one track has one size."""


class _Sample(NamedTuple):
    """What a track shows from one millisecond up to another."""

    start: int
    end: int
    content: bytes


@dataclass(slots=True)
class _TimedTrack:
    """A track of text or pictures, and what is still to be written of it."""

    stream: Stream
    samples: deque[_Sample]

    def take_packets(self, until: int | None) -> Iterator[Packet]:
        """Yield what begins before a millisecond, or all, as packets."""
        while self.samples and (until is None or self.samples[0].start < until):
            start, end, content = self.samples.popleft()
            yield make_packet(content, self.stream, start, end - start, MILLISECOND_TIME_BASE)


class _Mp4Encoder:
    """Writes an MP4 file that lasts exactly `length` milliseconds."""

    brand: str
    media_type: str
    """What Apple's players take the file for: 1 music, 2 an audiobook."""

    def __init__(self, file: BinaryIO, length: int, metadata: Metadata) -> None:
        self._file, self._has_pictures = file, False
        self._length_check = LengthCheck(length)
        self._sample_count = self._length_check.frames // FRAMES_PER_SAMPLE
        self._packet_count = -(-self._sample_count // SAMPLES_PER_PACKET) + 1
        self._muxed_count = 0
        tags = _make_tags(metadata) | {"media_type": self.media_type}
        # "mp4" under the brand of M4A or M4B: FFmpeg's own "ipod" takes no picture.
        self._container = open_container(
            file, "mp4", tags, metadata.chapters, brand=self.brand, movflags="+faststart"
        )
        self._audio_stream = add_audio(self._container, "aac", AAC_OPTIONS, BITRATE, FILE_RATE)
        self._audio_stream.metadata["language"] = three_letter_code(metadata.language)
        self._timed_tracks = list(self._add_timed_tracks(metadata, length))
        cover = add_cover(self._container, metadata.cover) if metadata.cover else None
        self._container.start_encoding()
        if cover is not None:
            self._container.mux(make_packet(metadata.cover, cover, 0, 0, MILLISECOND_TIME_BASE))
        self._splitter = SilenceSplitter(
            SAMPLES_PER_PACKET * FRAMES_PER_SAMPLE,
            self._packet_count,
            _AacCoder,
            SILENT_PACKETS.__mul__,
            self._mux_packets,
        )

    def _add_timed_tracks(self, metadata: Metadata, length: int) -> Iterator["_TimedTrack"]:
        """Add the tracks that go with the sound, and yield them: those that have anything."""
        if captions := _fill_caption_gaps(metadata.captions, length):
            stream = add_captions(self._container)
            stream.metadata["language"] = three_letter_code(metadata.language)
            yield _TimedTrack(stream, deque(map(_make_caption_sample, captions)))
        if pictures := _list_pictures(metadata, length):
            self._has_pictures = True
            yield _TimedTrack(add_picture_track(self._container, PICTURE_SIDE), deque(pictures))

    def write(self, pcm: Pcm) -> None:
        """Add sound; raises ValueError for another rate, or for more than was promised."""
        self._splitter.add(self._length_check.accept_samples(pcm))

    def close(self) -> None:
        """Write the rest; raises ValueError where less came than was promised."""
        self._length_check.check_complete()
        self._splitter.finish()
        self._mux_timed_tracks(None)
        self._container.close()
        if self._has_pictures:
            refer_to_pictures(self._file)

    def _mux_packets(self, packets: list[bytes | Packet]) -> None:
        """Write packets behind the earlier ones, with what goes with them."""
        for one in packets:
            start = (self._muxed_count - 1) * SAMPLES_PER_PACKET
            self._muxed_count += 1
            length = SAMPLES_PER_PACKET
            if self._muxed_count == self._packet_count:
                length = self._sample_count - start
            self._container.mux(make_packet(one, self._audio_stream, start, length, TIME_BASE))
        self._mux_timed_tracks(self._muxed_count * SAMPLES_PER_PACKET * 1000 // FILE_RATE)

    def _mux_timed_tracks(self, until: int | None) -> None:
        """Write what begins before a millisecond, or all."""
        for track in self._timed_tracks:
            for packet in track.take_packets(until):
                self._container.mux(packet)


class M4aEncoder(_Mp4Encoder):
    """Writes M4A, which players take for music."""

    brand = "M4A "
    media_type = "1"


class M4bEncoder(_Mp4Encoder):
    """Writes M4B, which players take for an audiobook, and so keep its place."""

    brand = "M4B "
    media_type = "2"


class _AacCoder:
    """The encoder of one stretch. What it flushes beyond a packet for each frame is silence."""

    def __init__(self) -> None:
        self._coder = open_coder("aac", "fltp", AAC_OPTIONS, BITRATE, FILE_RATE)
        self._converter = SampleConverter("fltp", FILE_RATE)
        self._packets_due = 0

    def encode(self, samples: Samples, last: bool) -> list[bytes | Packet]:
        """Return the packets of whole frames."""
        packets: list[bytes | Packet] = []
        for frame in self._converter.convert(samples, last):
            packets += self._coder.encode(frame)
        self._packets_due += len(samples) // (SAMPLES_PER_PACKET * FRAMES_PER_SAMPLE)
        if last:
            packets += self._coder.encode(None)
            packets = packets[: self._packets_due]
        self._packets_due -= len(packets)
        return packets


SILENT_PACKETS: list[bytes | Packet] = [bytes.fromhex("01182007")]
"""A packet of mono AAC that holds silence."""


def _fill_caption_gaps(captions: tuple[Caption, ...], length: int) -> list[Caption]:
    """Return captions without overlaps, and empty ones in between: a text track has no gaps."""
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


def _make_caption_sample(caption: Caption) -> _Sample:
    text = caption.text.encode()
    return _Sample(caption.start, caption.end, struct.pack(">H", len(text)) + text)


def _list_pictures(metadata: Metadata, length: int) -> list[_Sample]:
    """Return a JPEG for each chapter if any has a picture: the cover where it has none.

    Each lasts until the next chapter begins: a track of pictures has no gaps, either.
    """
    chapters = metadata.chapters
    if not any(one.picture for one in chapters):
        return []
    shown = [one.picture or metadata.cover for one in chapters]
    jpegs = {each: convert_to_jpeg(each, PICTURE_SIDE) for each in dict.fromkeys(shown)}
    starts = (*(one.start for one in chapters), length)
    return [
        _Sample(start, end, jpegs[picture])
        for (start, end), picture in zip(pairwise(starts), shown, strict=True)
    ]


def _make_tags(metadata: Metadata) -> dict[str, str]:
    return {
        "title": metadata.title,
        "artist": metadata.artist,
        "album": metadata.album,
        "genre": metadata.genre,
        "track": format_track_number(metadata),
        "date": str(metadata.year) if metadata.year else "",
        "comment": metadata.description,
        "description": metadata.description,
        # None of one's own is written; of those that are, players show this one nowhere.
        "episode_id": metadata.mark,
    }
