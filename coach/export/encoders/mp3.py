"""MP3: 64 kbit/s, mono, 24 kHz, by LAME; written from front to back, so a pipe will do.

At a constant rate every frame is as long as the others: so the frame in front that tells the
length is known before the first is encoded, and players find a place by counting.

24 kHz, because at this rate of bits LAME leaves nothing but noise above 9 kHz anyway, and no
voice here has anything above 11: spent below that, the same bits bring the noise of the coding 1
to 6 dB further down between 500 and 3000 Hz, in half the time.
"""

from typing import BinaryIO

import lameenc
import numpy as np

from coach.export.encoders import xing_header
from coach.export.encoders.id3 import id3_tag
from coach.export.encoders.length_check import Promise
from coach.export.encoders.silence_split import Stretches
from coach.export.encoders.xing_header import BITRATE, BYTES, SILENT_FRAME
from coach.export.metadata import About
from coach.sound.audio import FULL_SCALE, RATE, Pcm, Samples

QUALITY = 7
"""LAME's own measure, 0 best to 9 fastest. From 5 on it shapes the noise more finely, which takes
twice the time: at 24 kHz there are bits enough to do without."""
STEP = RATE // xing_header.RATE
"""Frames of the session to one sample of the file."""
OWN_SCALE = 0.95
"""By this LAME multiplies what it is given at such a rate of bits, so that nothing is clipped that
the coding raises. A session has its own room above its peaks."""
FRAME = xing_header.SAMPLES * STEP
"""Frames of the session to one frame of the file."""


class Mp3Encoder:
    """Writes an MP3 file that decoders find to last exactly `length` milliseconds."""

    def __init__(self, file: BinaryIO, length: int, about: About) -> None:
        self._promise = Promise(length)
        samples = self._promise.frames // STEP
        count = xing_header.frames_for(samples)
        self._stretches = Stretches(FRAME, count, _Lame, SILENT_FRAME.__mul__, file.write)
        file.write(id3_tag(about, length))
        file.write(xing_header.info_frame(samples))

    def write(self, pcm: Pcm) -> None:
        """Add sound; raises ValueError for another rate, or for more than was promised."""
        self._stretches.add(self._promise.take(pcm))

    def close(self) -> None:
        """Write what is left; raises ValueError where less came than was promised."""
        self._promise.check()
        self._stretches.finish()


def open_lame() -> lameenc.Encoder:
    """Open LAME for mono samples, as all of a file is encoded."""
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(xing_header.RATE)
    encoder.set_channels(1)
    encoder.set_bit_rate(BITRATE)
    encoder.set_quality(QUALITY)
    encoder.silence()
    return encoder


class _Lame:
    """LAME for one stretch. Frames refer to the bytes of earlier ones, but of their own only."""

    def __init__(self) -> None:
        self._encoder = open_lame()
        self._due = 0

    def encode(self, samples: Samples, last: bool) -> bytes:
        """Encode frames; what LAME flushes behind as many as it was given is silence."""
        raised = np.clip(np.rint(samples / np.float32(OWN_SCALE)), -FULL_SCALE, FULL_SCALE)
        made = bytes(self._encoder.encode(raised.astype("<i2").tobytes()))
        self._due += len(samples) // FRAME * BYTES
        if last:
            made = (made + bytes(self._encoder.flush()))[: self._due]
        self._due -= len(made)
        return made
