"""MP3: 64 kbit/s, mono, 24 kHz, by LAME; written from front to back, so that it can be piped.

At a constant bit rate all frames are equally long: so the frame in front that tells the length is
known before the first is encoded, and players find a place by counting.

24 kHz, because at this bit rate LAME leaves nothing but noise above 9 kHz anyway, and no voice
here has anything above 11: spent below that, the same bits lower the noise of the coding by 1 to
6 dB between 500 and 3000 Hz, in half the time.
"""

from typing import BinaryIO

import lameenc
import numpy as np

from coach.exports.encoders import xing_header
from coach.exports.encoders.id3 import make_id3_tag
from coach.exports.encoders.length_check import LengthCheck
from coach.exports.encoders.silence_split import SilenceSplitter
from coach.exports.encoders.xing_header import BITRATE_KBPS, BYTES_PER_FRAME, SILENT_FRAME
from coach.exports.metadata import Metadata
from coach.sound.audio import FULL_SCALE, RATE, Pcm, Samples

LAME_QUALITY = 7
"""LAME's own measure, 0 best to 9 fastest. From 5 down it shapes the noise more finely, which takes
twice the time: at 24 kHz there are bits enough to do without."""
FRAMES_PER_SAMPLE = RATE // xing_header.MP3_RATE
"""Frames of the session for one sample of the file."""
LAME_SCALE = 0.95
"""LAME multiplies its input by this at such a bit rate, so that nothing clips that the coding
raises. It is undone here: a session has its own room above its peaks."""
MP3_FRAME_LENGTH = xing_header.SAMPLES_PER_FRAME * FRAMES_PER_SAMPLE
"""Frames of the session for one frame of the file."""


class Mp3Encoder:
    """Writes an MP3 file that decoders find to last exactly `length` milliseconds."""

    def __init__(self, file: BinaryIO, length: int, metadata: Metadata) -> None:
        self._length_check = LengthCheck(length)
        samples = self._length_check.frames // FRAMES_PER_SAMPLE
        count = xing_header.count_frames(samples)
        self._splitter = SilenceSplitter(
            MP3_FRAME_LENGTH, count, _LameCoder, SILENT_FRAME.__mul__, file.write
        )
        file.write(make_id3_tag(metadata, length))
        file.write(xing_header.make_info_frame(samples))

    def write(self, pcm: Pcm) -> None:
        """Add sound; raises ValueError for another rate, or for more than was promised."""
        self._splitter.add(self._length_check.accept_samples(pcm))

    def close(self) -> None:
        """Write the rest; raises ValueError where less came than was promised."""
        self._length_check.check_complete()
        self._splitter.finish()


def open_lame() -> lameenc.Encoder:
    """Return a LAME encoder for mono samples, with the settings of every file."""
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(xing_header.MP3_RATE)
    encoder.set_channels(1)
    encoder.set_bit_rate(BITRATE_KBPS)
    encoder.set_quality(LAME_QUALITY)
    encoder.silence()
    return encoder


class _LameCoder:
    """LAME for one stretch. Frames refer to bytes of earlier ones, of their own stretch only."""

    def __init__(self) -> None:
        self._encoder = open_lame()
        self._bytes_due = 0

    def encode(self, samples: Samples, last: bool) -> bytes:
        """Return the bytes of encoded frames; what LAME flushes beyond their number is silence."""
        raised = np.clip(np.rint(samples / np.float32(LAME_SCALE)), -FULL_SCALE, FULL_SCALE)
        encoded = bytes(self._encoder.encode(raised.astype("<i2").tobytes()))
        self._bytes_due += len(samples) // MP3_FRAME_LENGTH * BYTES_PER_FRAME
        if last:
            encoded = (encoded + bytes(self._encoder.flush()))[: self._bytes_due]
        self._bytes_due -= len(encoded)
        return encoded
