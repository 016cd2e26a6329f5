"""Ogg, as .opus and .ogg: Opus at 48 kbit/s by libopus, which is good for speech and bells.

Both names get Opus: FFmpeg's own Vorbis is experimental, and what plays one plays the other.
Written from front to back.

libopus looks ahead, so its output begins PRE_SKIP samples early; the header says so. Silence
resets the memory of encoder and decoder: so where a stretch with an encoder of its own begins,
nothing is heard of the joint.
"""

from typing import BinaryIO

from coach.exports.encoders.length_check import LengthCheck
from coach.exports.encoders.pyav import (
    FRAME_TIME_BASE,
    Packet,
    add_audio,
    make_audio_frame,
    make_packet,
    open_coder,
    open_container,
)
from coach.exports.encoders.silence_split import SilenceSplitter
from coach.exports.encoders.vorbis_comments import (
    make_chapter_comments,
    make_comments,
    make_picture_comment,
)
from coach.exports.metadata import Metadata
from coach.sound.audio import Pcm, Samples

BITRATE = 48_000
"""Sound takes as many bits as at 32 kbit/s in packets of 20 ms, where libopus exceeds that."""
SAMPLES_PER_PACKET = 2880
"""Samples a packet: 60 ms. libopus puts three frames of 20 into one, so a third as many objects go
through Python, whose lock the encoders of all cores share: that saves a quarter of the time."""
PRE_SKIP = 312
SILENT_PACKETS: list[bytes | Packet] = [bytes.fromhex("fb03fffefffefffe")]
"""A packet of mono Opus that holds silence."""
OPUS_OPTIONS = {"application": "audio", "compression_level": "3", "frame_duration": "60"}
"""libopus at 3 of 10 takes a fifth of the time of 10. Tuned for any sound: for speech alone
(`voip`) it is three times as slow, and takes the sheen off the bells."""


class OggEncoder:
    """Writes an Ogg file with Opus in it, that lasts exactly `length` milliseconds."""

    def __init__(self, file: BinaryIO, length: int, metadata: Metadata) -> None:
        self._length_check = LengthCheck(length)
        self._packet_count = -(-(self._length_check.frames + PRE_SKIP) // SAMPLES_PER_PACKET)
        self._muxed_count = 0
        # Its own chapters FFmpeg writes with their seconds rounded: half of them a second late.
        tags = make_comments(metadata) | make_chapter_comments(metadata)
        if metadata.cover:
            tags |= make_picture_comment(metadata.cover)
        self._container = open_container(file, "ogg", tags)
        self._audio_stream = add_audio(self._container, "libopus", OPUS_OPTIONS, BITRATE)
        self._container.start_encoding()
        self._splitter = SilenceSplitter(
            SAMPLES_PER_PACKET,
            self._packet_count,
            _OpusCoder,
            SILENT_PACKETS.__mul__,
            self._mux_packets,
        )

    def write(self, pcm: Pcm) -> None:
        """Add sound; raises ValueError for another rate, or for more than was promised."""
        self._splitter.add(self._length_check.accept_samples(pcm))

    def close(self) -> None:
        """Write the rest; raises ValueError where less came than was promised."""
        self._length_check.check_complete()
        self._splitter.finish()
        self._container.close()

    def _mux_packets(self, packets: list[bytes | Packet]) -> None:
        """Write packets behind the earlier ones; the last ends with the sound."""
        for one in packets:
            start = self._muxed_count * SAMPLES_PER_PACKET - PRE_SKIP
            self._muxed_count += 1
            length = min(SAMPLES_PER_PACKET, self._length_check.frames - start)
            self._container.mux(
                make_packet(one, self._audio_stream, start, length, FRAME_TIME_BASE)
            )


class _OpusCoder:
    """The encoder of one stretch. It returns a packet for every frame at once."""

    def __init__(self) -> None:
        self._coder = open_coder("libopus", "s16", OPUS_OPTIONS, BITRATE)
        self._encoded_frames = 0

    def encode(self, samples: Samples, last: bool) -> list[bytes | Packet]:
        """Return the packets of whole frames; behind the last there is only silence."""
        if not len(samples):
            return []
        packets = self._coder.encode(make_audio_frame(samples, self._encoded_frames))
        self._encoded_frames += len(samples)
        return list(packets)
