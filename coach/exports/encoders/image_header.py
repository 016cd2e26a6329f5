"""Pictures: what the first bytes of a cover tell of it. JPEG and PNG; no picture is decoded."""

import struct
from typing import NamedTuple

from coach.errors import Problem, UsageError

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_HINT = "save it anew with a program that shows pictures"
_JPEG_SIZE_MARKERS = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG that are followed by its size, whatever its coding."""


class ImageSize(NamedTuple):
    """Pixels across and down."""

    width: int
    height: int


def mime_type(cover: bytes) -> str:
    """Name the kind of a picture; raises UsageError for one that is neither JPEG nor PNG."""
    if cover.startswith(_PNG):
        return "image/png"
    if cover.startswith(_JPEG):
        return "image/jpeg"
    raise UsageError(Problem("the cover is neither a JPEG nor a PNG picture", hint=_HINT))


def picture_size(cover: bytes) -> ImageSize:
    """Read how large a picture is; raises UsageError where that cannot be found."""
    try:
        if mime_type(cover) == "image/png":
            return ImageSize(*struct.unpack_from(">II", cover, 16))
        at = 2
        while True:
            marker, size = struct.unpack_from(">xBH", cover, at)
            if marker in _JPEG_SIZE_MARKERS:
                height, width = struct.unpack_from(">HH", cover, at + 5)
                return ImageSize(width, height)
            at += 2 + size
    except struct.error as error:
        raise UsageError(Problem("the cover is a picture that is cut off", hint=_HINT)) from error
