"""Comments: what FLAC and Ogg files say of themselves, as names and texts (Vorbis comments).

xiph.org/vorbis/doc/v-comment.html has the names; wiki.xiph.org/Chapter_Extension the chapters,
and RFC 9639 section 8.8 the picture.
"""

import base64
import struct

from coach.export.encoders.image_header import mime_type, picture_size
from coach.export.metadata import About

FRONT_COVER = 3
BITS_A_PIXEL = 24
_MOST_CHAPTERS = 1_000
"""Chapters are counted by three digits."""


def comments(about: About) -> dict[str, str]:
    """Give the comments of a file without those of its chapters and its picture."""
    texts = {
        "TITLE": about.title,
        "ARTIST": about.artist,
        "ALBUM": about.album,
        "GENRE": about.genre,
        "TRACKNUMBER": str(about.track) if about.track else "",
        "TRACKTOTAL": str(about.tracks) if about.tracks else "",
        "DATE": str(about.year) if about.year else "",
        "DESCRIPTION": about.description,
        "LANGUAGE": about.language,
    }
    return {name: text for name, text in texts.items() if text}


def chapter_comments(about: About) -> dict[str, str]:
    """Give a time and a name for each chapter."""
    found = {}
    for number, one in enumerate(about.chapters[:_MOST_CHAPTERS]):
        found[f"CHAPTER{number:03d}"] = _clock(one.start)
        found[f"CHAPTER{number:03d}NAME"] = one.title
    return found


def picture_comment(cover: bytes) -> dict[str, str]:
    """Give a cover as text, laid out as FLAC's block of a picture."""
    mime = mime_type(cover).encode("ascii")
    block = struct.pack(">II", FRONT_COVER, len(mime)) + mime + bytes(4)
    block += struct.pack(">5I", *picture_size(cover), BITS_A_PIXEL, 0, len(cover)) + cover
    return {"METADATA_BLOCK_PICTURE": base64.b64encode(block).decode("ascii")}


def _clock(time: int) -> str:
    seconds, ms = divmod(time, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
