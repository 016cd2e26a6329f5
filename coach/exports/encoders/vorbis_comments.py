"""Vorbis comments, the tags of FLAC and Ogg: names and texts, chapters and the picture among them.

Names: xiph.org/vorbis/doc/v-comment.html. Chapters: wiki.xiph.org/Chapter_Extension. The picture:
RFC 9639, section 8.8.
"""

import base64
import struct

from coach.exports.chapters import MAX_CHAPTERS, limit_chapters
from coach.exports.encoders.image_header import mime_type, picture_size
from coach.exports.formatting import format_timestamp
from coach.exports.metadata import MARK_NAME, Metadata

FRONT_COVER = 3
BITS_PER_PIXEL = 24


def make_comments(metadata: Metadata) -> dict[str, str]:
    """Return the comments of a file, but for its chapters and its picture."""
    texts = {
        "TITLE": metadata.title,
        "ARTIST": metadata.artist,
        "ALBUM": metadata.album,
        "GENRE": metadata.genre,
        "TRACKNUMBER": str(metadata.track_number) if metadata.track_number else "",
        "TRACKTOTAL": str(metadata.track_count) if metadata.track_count else "",
        "DATE": str(metadata.year) if metadata.year else "",
        "DESCRIPTION": metadata.description,
        "LANGUAGE": metadata.language,
        MARK_NAME: metadata.mark,
    }
    return {name: text for name, text in texts.items() if text}


def make_chapter_comments(metadata: Metadata) -> dict[str, str]:
    """Return two comments for each chapter, a time and a name."""
    comments = {}
    for number, one in enumerate(limit_chapters(metadata.chapters, MAX_CHAPTERS[".flac"])):
        comments[f"CHAPTER{number:03d}"] = format_timestamp(one.start)
        comments[f"CHAPTER{number:03d}NAME"] = one.title
    return comments


def make_picture_comment(cover: bytes) -> dict[str, str]:
    """Return the comment that holds a cover: FLAC's picture block as Base64."""
    mime = mime_type(cover).encode("ascii")
    block = struct.pack(">II", FRONT_COVER, len(mime)) + mime + bytes(4)
    block += struct.pack(">5I", *picture_size(cover), BITS_PER_PIXEL, 0, len(cover)) + cover
    return {"METADATA_BLOCK_PICTURE": base64.b64encode(block).decode("ascii")}
