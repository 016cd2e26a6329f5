"""Take file: a take as bytes on disk, at less than a quarter of its size, and back to the bit.

Neighbouring samples differ little, so what is compressed is the difference of their differences:
small numbers, whose upper bytes are nearly all 0. Huffman codes and runs alone do as well on them
as all of zlib, in half the time. Linear prediction, as FLAC has it, would save a tenth more, and
take far longer in Python: each sample would wait for the one before it.

A file holds the checksum of all that follows, so a damaged one is noticed before it is used; its
sound stays compressed until it is needed.
"""

import struct
import zlib
from typing import NamedTuple

import numpy as np

from coach.sound.audio import RATE, Samples
from coach.sound.compact import HALF_RATE, MAX_STEP, CompactPcm
from coach.sound.take import ENERGY_HOP_MS, PEAK_HOP_MS, Profile, Take
from coach.timeline.clips import Extent

MAGIC = b"coach take 3\n"
_CHECKSUM = struct.Struct("<I")
_COUNTS = struct.Struct("<iiiiii")
_START = len(MAGIC) + _CHECKSUM.size + _COUNTS.size
_RAW_DEFLATE = -15
_MEMORY_LEVEL = 7
"""By this zlib makes new codes every third of a second, as speech changes."""
SEGMENT = 240
"""Samples after which differences begin anew, so that sums run over many segments at once."""


class _Counts(NamedTuple):
    beat: int
    energies: int
    peaks: int
    frames: int
    rate: int
    step: int


class TakeFile(NamedTuple):
    """What a file holds: extent, profile, and the sound, still compressed."""

    extent: Extent
    profile: Profile
    frames: int
    rate: int
    step: int
    compressed: memoryview

    def decompress(self) -> CompactPcm:
        """Return the sound; raises ValueError where it is another than the counts say."""
        return CompactPcm(_decompress(self.compressed, self.frames), self.rate, self.step)


def pack_take(take: Take) -> bytes:
    """Return the bytes of a file that holds a take."""
    profile, compact = take.profile, take.compact
    counts = (len(profile.energies), len(profile.peaks), len(compact.steps))
    head = _COUNTS.pack(*_Counts(take.extent.beat, *counts, compact.rate, compact.step))
    floats = (array.astype("<f4").tobytes() for array in (profile.energies, profile.peaks))
    body = b"".join((head, *floats, _compress(compact.steps)))
    return MAGIC + _CHECKSUM.pack(zlib.crc32(body)) + body


def unpack_take(content: bytes) -> TakeFile | None:
    """Return what a file holds; None for one that is damaged, or is no take."""
    if len(content) < _START or content[: len(MAGIC)] != MAGIC:
        return None
    (checksum,) = _CHECKSUM.unpack_from(content, len(MAGIC))
    # A random change passes a CRC of 32 bits once in four thousand million times.
    if zlib.crc32(memoryview(content)[len(MAGIC) + _CHECKSUM.size :]) != checksum:
        return None
    counts = _Counts(*_COUNTS.unpack_from(content, len(MAGIC) + _CHECKSUM.size))
    # A file that was forged has the right checksum, and may count what it does not hold.
    if not _are_counts_right(counts, len(content) - _START):
        return None
    beat, energies, peaks, frames, rate, step = counts
    # The profile is copied, so that it does not keep the sound in memory.
    loudness = np.frombuffer(content, "<f4", energies, _START).copy()
    heights = np.frombuffer(content, "<f4", peaks, _START + 4 * energies).copy()
    compressed = memoryview(content)[_START + 4 * (energies + peaks) :]
    extent = Extent(frames * 1000 // rate, beat)
    return TakeFile(extent, Profile(loudness, heights), frames, rate, step, compressed)


def _are_counts_right(counts: _Counts, size: int) -> bool:
    """Return True for counts of a sound, its profile and its beat, that `size` bytes may hold."""
    beat, energies, peaks, frames, rate, step = counts
    if rate not in (HALF_RATE, RATE) or frames < 0 or frames * 1000 % rate:
        return False
    length = frames * 1000 // rate
    return (
        0 <= beat <= length
        and 1 <= step <= MAX_STEP
        and energies == -(-length // ENERGY_HOP_MS)
        and peaks == -(-length // PEAK_HOP_MS)
        and size >= 4 * (energies + peaks)
    )


def _compress(samples: Samples) -> bytes:
    """Return 16-bit samples compressed; sums and differences are meant to overflow."""
    count = -(-len(samples) // SEGMENT)
    differences = np.zeros((count, SEGMENT), np.int16)
    differences.reshape(-1)[: len(samples)] = samples
    for _ in range(2):
        differences[:, 1:] = np.diff(differences, axis=1)
    flat = differences.reshape(-1)[: len(samples)]
    low = flat.astype(np.int8)
    high = ((flat + np.int16(128)) >> 8).astype(np.int8)  # as `low` has a sign
    packer = zlib.compressobj(1, zlib.DEFLATED, _RAW_DEFLATE, _MEMORY_LEVEL, zlib.Z_RLE)
    return packer.compress(low.tobytes()) + packer.compress(high.tobytes()) + packer.flush()


def _decompress(compressed: memoryview, frames: int) -> Samples:
    """Return as many samples; raises ValueError where it is another number, or damaged."""
    unpacker = zlib.decompressobj(_RAW_DEFLATE)
    try:
        content = unpacker.decompress(compressed, 2 * frames + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(content) != 2 * frames or not unpacker.eof or unpacker.unused_data:
        raise ValueError(f"expected {frames} samples")
    low, high = np.frombuffer(content, np.int8).reshape(2, frames)
    differences = np.zeros(-(-frames // SEGMENT) * SEGMENT, np.int16)
    differences[:frames] = high
    differences <<= 8
    differences[:frames] += low
    sums = np.ascontiguousarray(differences.reshape(-1, SEGMENT).T)
    for _ in range(2):
        np.add.accumulate(sums, axis=0, out=sums)
    samples: Samples = sums.T.reshape(-1)[:frames]
    return samples
