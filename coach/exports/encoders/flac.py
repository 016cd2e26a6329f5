"""FLAC: every sample as it was, in half the space or less; by libFLAC, with tags by mutagen.

libFLAC takes a window at a time without Python's lock, where FFmpeg hands back each of 19,000
packets of half an hour. The header, with the checksum of all samples, is written anew when the
file is closed, so the file must be one that can be sought. Chapters are comments, as in Ogg.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from mutagen import MutagenError
from mutagen.flac import FLAC, Picture
from soundfile import LibsndfileError, SoundFile

from coach.exports.encoders.image_header import mime_type, picture_size
from coach.exports.encoders.length_check import LengthCheck
from coach.exports.encoders.ordered_pool import OrderedPool
from coach.exports.encoders.vorbis_comments import (
    BITS_PER_PIXEL,
    FRONT_COVER,
    make_chapter_comments,
    make_comments,
)
from coach.exports.metadata import Metadata
from coach.sound.audio import RATE, Pcm, Samples

COMPRESSION = 0.4
"""Of 0 to 1: libFLAC's 3. More takes a twentieth off the file, less saves no time."""
USE_FILE_DESCRIPTOR = os.name != "nt"
"""Whether libsndfile can be given a file descriptor. On Windows its C runtime may be another, with
other descriptors: there each packet goes through Python's file, and waits for its lock."""
_PADDING_BYTES = 1_000
"""Bytes kept free for what surrounds tags and a picture in the file."""


class FlacEncoder:
    """Writes a FLAC file of exactly `length` milliseconds, 16-bit."""

    def __init__(self, file: BinaryIO, length: int, metadata: Metadata) -> None:
        self._length_check = LengthCheck(length)
        self._file = file
        self._tags = make_comments(metadata) | make_chapter_comments(metadata)
        self._picture = _make_picture(metadata.cover) if metadata.cover else None
        self._sound_file = SoundFile(
            self._open_library_file(),
            "w",
            RATE,
            1,
            "PCM_16",
            format="FLAC",
            compression_level=COMPRESSION,
        )
        # Tags and picture take the place of this comment later, so that no sound is moved for them.
        self._sound_file.comment = " " * (
            _PADDING_BYTES + _count_tag_bytes(self._tags) + len(metadata.cover)
        )
        self._pool: OrderedPool[None] = OrderedPool(lambda _none: None, 1)

    def write(self, pcm: Pcm) -> None:
        """Add sound; raises ValueError for another rate, or for more than was promised."""
        self._pool.submit(self._encode, self._length_check.accept_samples(pcm))

    def close(self) -> None:
        """Write the rest; raises ValueError where less came than was promised."""
        self._length_check.check_complete()
        self._pool.finish()
        with self._translate_errors():
            self._sound_file.close()
            self._check_last_sample()
            self._write_tags()

    def _open_library_file(self) -> BinaryIO | int:
        """Return a descriptor of its own for libsndfile, which may close it after the file."""
        return os.dup(self._file.fileno()) if USE_FILE_DESCRIPTOR else self._file

    def _encode(self, samples: Samples) -> None:
        with self._translate_errors():
            self._sound_file.write(samples)

    def _check_last_sample(self) -> None:
        """Raise an error if the last sample is not in the file: libsndfile does not report that."""
        if self._length_check.frames:
            self._file.seek(0)
            with SoundFile(self._open_library_file()) as written:
                written.seek(-1, os.SEEK_END)
                written.read(1)

    def _write_tags(self) -> None:
        """Write tags, chapters and the picture in front of the sound."""
        self._file.seek(0)
        flac = FLAC(self._file)
        flac.tags.clear()
        for name, text in self._tags.items():
            flac[name] = text
        if self._picture:
            flac.add_picture(self._picture)
        self._file.seek(0)
        flac.save(self._file)

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        """Raise OSError with its reason, which neither library gives: by writing a little more."""
        try:
            yield
        except (LibsndfileError, MutagenError) as error:
            number = self._file.fileno()
            os.lseek(number, 0, os.SEEK_END)
            for _ in range(2):  # of the first a part may still fit
                os.write(number, bytes(_PADDING_BYTES))
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from error


def _make_picture(cover: bytes) -> Picture:
    picture = Picture()
    picture.type, picture.mime = FRONT_COVER, mime_type(cover)
    picture.width, picture.height = picture_size(cover)
    picture.depth, picture.data = BITS_PER_PIXEL, cover
    return picture


def _count_tag_bytes(tags: dict[str, str]) -> int:
    """Return the bytes that tags take: each has its size in front, and = in the middle."""
    return sum(len(f"{name}={text}".encode()) + 4 for name, text in tags.items())
