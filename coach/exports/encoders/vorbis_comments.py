"""Comments: what FLAC and Ogg files say of themselves, as names and texts (Vorbis comments).

xiph.org/vorbis/doc/v-comment.html has the names; wiki.xiph.org/Chapter_Extension the chapters,
and RFC 9639 section 8.8 the picture.
"""

import base64
import struct

from coach.exports.chapters import MAX_CHAPTERS, limit_chapters
from coach.exports.encoders.image_header import mime_type, picture_size
from coach.exports.metadata import Metadata

FRONT_COVER = 3
BITS_PER_PIXEL = 24


def make_comments(metadata: Metadata) -> dict[str, str]:
    """Give the comments of a file without those of its chapters and its picture."""
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
    }
    return {name: text for name, text in texts.items() if text}


def make_chapter_comments(metadata: Metadata) -> dict[str, str]:
    """Give a time and a name for each chapter."""
    found = {}
    for number, one in enumerate(limit_chapters(metadata.chapters, MAX_CHAPTERS[".flac"])):
        found[f"CHAPTER{number:03d}"] = _format_timestamp(one.start)
        found[f"CHAPTER{number:03d}NAME"] = one.title
    return found


def make_picture_comment(cover: bytes) -> dict[str, str]:
    """Give a cover as text, laid out as FLAC's block of a picture."""
    mime = mime_type(cover).encode("ascii")
    block = struct.pack(">II", FRONT_COVER, len(mime)) + mime + bytes(4)
    block += struct.pack(">5I", *picture_size(cover), BITS_PER_PIXEL, 0, len(cover)) + cover
    return {"METADATA_BLOCK_PICTURE": base64.b64encode(block).decode("ascii")}


def _format_timestamp(time: int) -> str:
    seconds, ms = divmod(time, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
