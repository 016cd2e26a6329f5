"""Kind and size of a JPEG or PNG picture, from its first bytes; nothing is decoded."""

import struct
from typing import NamedTuple

from coach.errors import Problem, UsageError

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_HINT = "save it anew with a program that shows pictures"
_JPEG_SIZE_MARKERS = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG behind which its size stands, one for each way of coding."""


class ImageSize(NamedTuple):
    """A picture's width and height in pixels."""

    width: int
    height: int


def mime_type(cover: bytes) -> str:
    """Return the media type of a picture; raises UsageError for neither JPEG nor PNG."""
    if cover.startswith(_PNG):
        return "image/png"
    if cover.startswith(_JPEG):
        return "image/jpeg"
    raise UsageError(Problem("the cover is neither a JPEG nor a PNG picture", hint=_HINT))


def picture_size(cover: bytes) -> ImageSize:
    """Return the size of a picture; raises UsageError where it is cut off before that."""
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
