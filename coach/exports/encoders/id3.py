"""Id3: what a file says of itself as an ID3v2.3 tag, with chapters that can be skipped by.

Version 2.3, because more players read it than 2.4. Chapters stand in the order they are heard:
some players list them as they come, whatever the table of contents says. Pure.

id3.org/id3v2.3.0 and id3v2-chapters-1.0 tell the layout.
"""

import struct
from collections.abc import Iterator

from coach.exports.chapters import MAX_CHAPTERS, limit_chapters
from coach.exports.encoders.image_header import mime_type
from coach.exports.encoders.iso639 import three_letter_code
from coach.exports.metadata import Chapter, Metadata, format_track_number

_NO_OFFSET = 0xFFFFFFFF
"""Tells that a chapter is found by its time, not by a place in the file."""
_TOP_LEVEL_ORDERED = 0b11
_FRONT_COVER = 3


def make_id3_tag(metadata: Metadata, length: int) -> bytes:
    """Make the tag of a file of `length` milliseconds; it stands at the file's very start."""
    frames = b"".join(_make_frames(metadata, length))
    size = len(frames)
    safe = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + safe + frames


def _make_frames(metadata: Metadata, length: int) -> Iterator[bytes]:
    language = three_letter_code(metadata.language)
    texts = {
        "TIT2": metadata.title,
        "TPE1": metadata.artist,
        "TALB": metadata.album,
        "TCON": metadata.genre,
        "TRCK": format_track_number(metadata),
        "TYER": f"{metadata.year:04d}" if metadata.year else "",
        "TLAN": language,
        "TLEN": str(length),
    }
    yield from (_make_frame(name, _make_text_body(text)) for name, text in texts.items() if text)
    if metadata.description:
        encoding, text = _encode_text(metadata.description)
        # In front of the comment its language, and a short description of it: none.
        none = "".encode("utf-16") + b"\0\0" if encoding == b"\1" else b"\0"
        yield _make_frame("COMM", encoding + language.encode("ascii") + none + text)
    yield from _make_chapter_frames(metadata.chapters)
    if metadata.cover:
        head = b"\0" + mime_type(metadata.cover).encode("ascii") + b"\0" + bytes([_FRONT_COVER, 0])
        yield _make_frame("APIC", head + metadata.cover)


def _make_chapter_frames(chapters: tuple[Chapter, ...]) -> Iterator[bytes]:
    chapters = limit_chapters(chapters, MAX_CHAPTERS[".mp3"])
    if not chapters:
        return
    names = [b"chapter%d\0" % number for number in range(len(chapters))]
    head = b"contents\0" + bytes([_TOP_LEVEL_ORDERED, len(names)])
    yield _make_frame("CTOC", head + b"".join(names))
    for name, one in zip(names, chapters, strict=True):
        times = struct.pack(">4I", one.start, one.end, _NO_OFFSET, _NO_OFFSET)
        yield _make_frame("CHAP", name + times + _make_frame("TIT2", _make_text_body(one.title)))


def _make_frame(name: str, body: bytes) -> bytes:
    return struct.pack(">4sI2x", name.encode("ascii"), len(body)) + body


def _make_text_body(text: str) -> bytes:
    return b"".join(_encode_text(text))


def _encode_text(text: str) -> tuple[bytes, bytes]:
    """Give the byte that names an encoding, and the text in it: UTF-16 where it has to be."""
    try:
        return b"\0", text.encode("latin-1")
    except UnicodeEncodeError:
        return b"\1", text.encode("utf-16")
