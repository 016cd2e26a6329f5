"""ID3v2.3 tags, with chapters that a player can skip by; each frame is written by mutagen.

Version 2.3, because more players read it than 2.4. Chapters stand in the order they are heard:
some players list them as they come, whatever the table of contents says. Mutagen sorts frames by
their size, so it is given one at a time. Pure: files are in memory, so the tag can be piped.
"""

from collections.abc import Iterator
from io import BytesIO

from mutagen import id3

from coach.exports.chapters import MAX_CHAPTERS, limit_chapters
from coach.exports.encoders.image_header import mime_type
from coach.exports.encoders.iso639 import three_letter_code
from coach.exports.metadata import MARK_NAME, Chapter, Metadata, format_track_number

_HEADER_BYTES = 10
_PADDING_BYTES = 128
"""As long as an ID3v1 tag, which mutagen looks for at the end of a file and overwrites: without
padding behind it, a text or a picture with TAG at that place would be taken for one."""


def make_id3_tag(metadata: Metadata, length: int) -> bytes:
    """Return the tag of a file of `length` milliseconds; it stands at the file's very start."""
    frames = b"".join(_encode_frame(frame) for frame in _make_frames(metadata, length))
    # Seven bits a byte, so that no decoder takes the size for the start of a frame of sound.
    size = bytes(len(frames) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + frames


def _encode_frame(frame: id3.Frame) -> bytes:
    """Return the bytes of one frame: those of a tag that holds nothing else."""
    tag, file = id3.ID3(), BytesIO()
    tag.add(frame)
    tag.save(file, v2_version=3, padding=lambda _info: _PADDING_BYTES)
    return file.getvalue()[_HEADER_BYTES:-_PADDING_BYTES]


def _make_frames(metadata: Metadata, length: int) -> Iterator[id3.Frame]:
    language = three_letter_code(metadata.language)
    texts = {
        id3.TIT2: metadata.title,
        id3.TPE1: metadata.artist,
        id3.TALB: metadata.album,
        id3.TCON: metadata.genre,
        id3.TRCK: format_track_number(metadata),
        id3.TYER: f"{metadata.year:04d}" if metadata.year else "",
        id3.TLAN: language,
        id3.TLEN: str(length),
    }
    yield from (kind(_choose_encoding(text), text) for kind, text in texts.items() if text)
    if text := metadata.description:
        yield id3.COMM(_choose_encoding(text), language, "", text)
    if text := metadata.mark:
        # TXXX: the frame of ID3 for a text with a name of its own.
        yield id3.TXXX(_choose_encoding(text), MARK_NAME, text)
    yield from _make_chapter_frames(limit_chapters(metadata.chapters, MAX_CHAPTERS[".mp3"]))
    if cover := metadata.cover:
        kind = id3.PictureType.COVER_FRONT
        yield id3.APIC(id3.Encoding.LATIN1, mime_type(cover), kind, "", cover)


def _make_chapter_frames(chapters: tuple[Chapter, ...]) -> Iterator[id3.Frame]:
    names = [f"chapter{number}" for number in range(len(chapters))]
    if names:
        yield id3.CTOC("contents", id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED, names)
    for name, one in zip(names, chapters, strict=True):
        # Without offsets: a chapter is found by its time, not by a place in the file.
        frames: list[id3.Frame] = [id3.TIT2(_choose_encoding(one.title), one.title)]
        if picture := one.picture:
            kind = id3.PictureType.ILLUSTRATION
            frames.append(id3.APIC(id3.Encoding.LATIN1, mime_type(picture), kind, "", picture))
        yield id3.CHAP(name, one.start, one.end, sub_frames=frames)


def _choose_encoding(text: str) -> id3.Encoding:
    """Return Latin-1, which every player reads, or UTF-16 where the text has to have it."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return id3.Encoding.UTF16
    return id3.Encoding.LATIN1
