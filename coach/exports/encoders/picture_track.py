"""A track of pictures in an MP4 file -> the pictures of its chapters, as Apple's players know them.

Those look for a QuickTime track of JPEG pictures that is not played by itself, and that the sound
refers to beside the titles of the chapters. FFmpeg writes such a track, but as MPEG-4 video that is
played; it refers to one track alone, and does so from every other. No library that is in use here
writes more. So the table of contents is changed: the sound's entry grows by as much as that of the
pictures shrinks, so that nothing behind the table moves.
"""

import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO

_HEADER = struct.Struct(">I4s")
_VISUAL_FIELDS = 78
"""Bytes of a sample entry for pictures before the boxes in it."""
_IN_MOVIE = b"\x00\x00\x00\x02"
"""Version and flags of a track that belongs to the movie, but is not played by itself."""
_SAMPLES = (b"mdia", b"minf", b"stbl", b"stsd")


def refer_to_pictures(file: BinaryIO) -> None:
    """Make the one track of pictures in a file that of its chapters; the file is changed."""
    file.seek(0)
    while True:
        start = file.tell()
        size, kind = _HEADER.unpack(file.read(_HEADER.size))
        if kind == b"moov":
            break
        file.seek(start + size)
    content = file.read(size - _HEADER.size)
    file.seek(start + _HEADER.size)
    file.write(_change_tracks(content))


def _change_tracks(movie: bytes) -> bytes:
    """Return the boxes of a movie, as long as before, with its pictures as those of chapters."""
    tracks = [body for kind, body in _list_boxes(movie) if kind == b"trak"]
    pictures = next(body for body in tracks if _find_media_kind(body) == b"vide")
    # Behind version and flags stand two times of four bytes, and then the number of the track.
    number = dict(_list_boxes(pictures))[b"tkhd"][12:16]

    def change_track(body: bytes) -> bytes:
        match _find_media_kind(body):
            case b"soun":
                return _change_box(
                    body, (b"tref", b"chap"), lambda titles: (b"chap", titles + number)
                )
            case b"vide":
                return _change_pictures(body)
            case _:  # what refers last is what FFmpeg's own players go by
                return _change_box(body, (b"tref",), lambda titles: (b"free", titles))

    changed = b"".join(
        _make_box(kind, change_track(body) if kind == b"trak" else body)
        for kind, body in _list_boxes(movie)
    )
    assert len(changed) == len(movie)
    return changed


def _change_pictures(track: bytes) -> bytes:
    """Return a track of pictures as QuickTime has it, four bytes shorter."""
    track = _change_box(track, (b"tkhd",), lambda body: (b"tkhd", _IN_MOVIE + body[4:]))
    track = _change_box(track, (b"tref",), lambda body: (b"free", body[4:]))
    return _change_box(track, _SAMPLES, lambda body: (b"stsd", body[:8] + _to_jpeg(body[8:])))


def _to_jpeg(entries: bytes) -> bytes:
    """Return the description of a track's pictures without what only MPEG-4 video has."""
    ((_, body),) = _list_boxes(entries)
    inner = b"".join(
        _make_box(b"free" if kind == b"esds" else kind, content)
        for kind, content in _list_boxes(body[_VISUAL_FIELDS:])
    )
    return _make_box(b"jpeg", body[:_VISUAL_FIELDS] + inner)


def _change_box(
    content: bytes, path: tuple[bytes, ...], change: Callable[[bytes], tuple[bytes, bytes]]
) -> bytes:
    """Return boxes with the one at `path` changed: `change` returns its new kind and body."""
    boxes = []
    for kind, body in _list_boxes(content):
        if kind != path[0]:
            boxes.append(_make_box(kind, body))
        elif path[1:]:
            boxes.append(_make_box(kind, _change_box(body, path[1:], change)))
        else:
            boxes.append(_make_box(*change(body)))
    return b"".join(boxes)


def _find_media_kind(track: bytes) -> bytes:
    """Return what a track holds, in four letters."""
    return dict(_list_boxes(dict(_list_boxes(track))[b"mdia"]))[b"hdlr"][8:12]


def _list_boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind of each box, and what it holds."""
    at = 0
    while at < len(content):
        size, kind = _HEADER.unpack_from(content, at)
        yield kind, content[at + _HEADER.size : at + size]
        at += size


def _make_box(kind: bytes, body: bytes) -> bytes:
    return _HEADER.pack(_HEADER.size + len(body), kind) + body
