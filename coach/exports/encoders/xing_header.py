"""The first frame of an MP3 file: silent itself, it tells decoders how long the sound is.

Without it a decoder begins 46 ms late and ends where the last frame does. It holds the number of
frames, how many samples to drop at the start and the end, and where each hundredth of the file
begins. It is an ordinary frame, so a decoder that does not know it puts out silence.

The layout is that of Xing, with LAME's own part behind it (gabriel.mp3-tech.org/mp3infotag).
"""

import struct

MP3_RATE = 24_000
SAMPLES_PER_FRAME = 576
"""Samples in a frame of MPEG-2 layer III."""
FRAME_HEADER = 0xFFF384C4
"""MPEG-2, layer III, no CRC, 64 kbit/s, 24 kHz, no padding, mono, original."""
BITRATE_KBPS = 64
BYTES_PER_FRAME = 192
"""Bytes in a frame: 72 * 64,000 / 24,000, a whole number, so that all are equally long."""
SILENT_FRAME = struct.pack(">I", FRAME_HEADER) + bytes(BYTES_PER_FRAME - 4)
"""A frame that holds silence: its side information and its data are all zero."""

ENCODER_DELAY = 576
DECODER_DELAY = 529
CODEC_DELAY = ENCODER_DELAY + DECODER_DELAY
"""Samples that a decoder puts out before the first that went into the encoder."""

_SIDE_INFO = 9
_ALL_FIELDS = 0b1111
_CONSTANT_BITRATE = 1
_UNKNOWN_LOWPASS = 0


def count_frames(samples: int) -> int:
    """Return how many frames it takes to get `samples` samples, at MP3_RATE, out of a decoder."""
    return -(-(samples + CODEC_DELAY) // SAMPLES_PER_FRAME)


def make_info_frame(samples: int) -> bytes:
    """Return the frame for `samples` samples at MP3_RATE, in `count_frames(samples)` frames.

    Its checksum of the frames behind it stays zero, as decoders do not check it: so the file can
    be written from front to back.
    """
    frames = count_frames(samples)
    size = (frames + 1) * BYTES_PER_FRAME
    places = bytes(256 * part // 100 for part in range(100))
    padding = frames * SAMPLES_PER_FRAME - ENCODER_DELAY - samples
    head = struct.pack(">I", FRAME_HEADER) + bytes(_SIDE_INFO) + b"Info"
    head += struct.pack(">III", _ALL_FIELDS, frames, size) + places + struct.pack(">I", 50)
    head += b"LAME3.100" + bytes([_CONSTANT_BITRATE, _UNKNOWN_LOWPASS]) + bytes(8)
    head += bytes([0, BITRATE_KBPS]) + (ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
    head += bytes(4) + struct.pack(">IH", size, 0)
    head += struct.pack(">H", _crc16(head))
    return head + bytes(BYTES_PER_FRAME - len(head))


def _crc16(content: bytes) -> int:
    """Return the CRC-16/ARC of `content`."""
    value = 0
    for byte in content:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
