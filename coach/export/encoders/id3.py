"""Id3: what a file says of itself as an ID3v2.3 tag, with chapters that can be skipped by.

Version 2.3, because more players read it than 2.4. Chapters stand in the order they are heard:
some players list them as they come, whatever the table of contents says. Pure.

id3.org/id3v2.3.0 and id3v2-chapters-1.0 tell the layout.
"""

import struct
from collections.abc import Iterator

from coach.export.encoders.image_header import mime_type
from coach.export.encoders.iso639 import three_letters
from coach.export.metadata import About, Chapter, track_of

_MOST_CHAPTERS = 255
"""A table of contents counts its entries in one byte."""
_NO_OFFSET = 0xFFFFFFFF
"""Tells that a chapter is found by its time, not by a place in the file."""
_TOP_LEVEL_ORDERED = 0b11
_FRONT_COVER = 3


def id3_tag(about: About, length: int) -> bytes:
    """Make the tag of a file of `length` milliseconds; it stands at the file's very start."""
    frames = b"".join(_frames(about, length))
    size = len(frames)
    safe = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + safe + frames


def _frames(about: About, length: int) -> Iterator[bytes]:
    language = three_letters(about.language)
    texts = {
        "TIT2": about.title,
        "TPE1": about.artist,
        "TALB": about.album,
        "TCON": about.genre,
        "TRCK": track_of(about),
        "TYER": f"{about.year:04d}" if about.year else "",
        "TLAN": language,
        "TLEN": str(length),
    }
    yield from (_frame(name, _text(text)) for name, text in texts.items() if text)
    if about.description:
        encoding, text = _encoded(about.description)
        # In front of the comment its language, and a short description of it: none.
        none = "".encode("utf-16") + b"\0\0" if encoding == b"\1" else b"\0"
        yield _frame("COMM", encoding + language.encode("ascii") + none + text)
    yield from _chapters(about.chapters)
    if about.cover:
        head = b"\0" + mime_type(about.cover).encode("ascii") + b"\0" + bytes([_FRONT_COVER, 0])
        yield _frame("APIC", head + about.cover)


def _chapters(chapters: tuple[Chapter, ...]) -> Iterator[bytes]:
    chapters = chapters[:_MOST_CHAPTERS]
    if not chapters:
        return
    names = [b"chapter%d\0" % number for number in range(len(chapters))]
    head = b"contents\0" + bytes([_TOP_LEVEL_ORDERED, len(names)])
    yield _frame("CTOC", head + b"".join(names))
    for name, one in zip(names, chapters, strict=True):
        times = struct.pack(">4I", one.start, one.end, _NO_OFFSET, _NO_OFFSET)
        yield _frame("CHAP", name + times + _frame("TIT2", _text(one.title)))


def _frame(name: str, body: bytes) -> bytes:
    return struct.pack(">4sI2x", name.encode("ascii"), len(body)) + body


def _text(text: str) -> bytes:
    return b"".join(_encoded(text))


def _encoded(text: str) -> tuple[bytes, bytes]:
    """Give the byte that names an encoding, and the text in it: UTF-16 where it has to be."""
    try:
        return b"\0", text.encode("latin-1")
    except UnicodeEncodeError:
        return b"\1", text.encode("utf-16")
