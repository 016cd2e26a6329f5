"""A cover: the picture a lock screen shows, drawn for each title in a colour of its own."""

import colorsys
import struct
import zlib
from hashlib import sha256
from pathlib import Path

from coach.system.paths import cache_folder

SIZE = 256
RINGS = ((118, 96), (58, 0))
"""Outer and inner radius, in pixels: a ring, as a countdown is drawn, around a head."""


def cover_uri(title: str) -> str:
    """Give the address of a PNG for a title, drawn once and kept; nothing where it cannot be."""
    digest = sha256(title.encode()).digest()
    path = cache_folder() / "covers" / f"{digest.hex()[:16]}.png"
    try:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".new")
            unfinished.write_bytes(render_cover(digest[0] / 256))
            unfinished.replace(path)
    except OSError:
        return ""
    return Path(path).absolute().as_uri()


def render_cover(hue: float) -> bytes:
    """Draw a ring and a disc, light on a ground of that hue (0 to 1), as PNG."""
    ground = bytes(round(255 * part) for part in colorsys.hls_to_rgb(hue, 0.32, 0.45))
    light = bytes(round(255 * part) for part in colorsys.hls_to_rgb(hue, 0.88, 0.6))
    rows = b"".join(b"\0" + _render_row(y, ground, light) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(kind, body) for kind, body in chunks)


def _render_row(y: int, ground: bytes, light: bytes) -> bytes:
    middle = (SIZE - 1) / 2
    row = bytearray()
    for x in range(SIZE):
        distance = (x - middle) ** 2 + (y - middle) ** 2
        lit = any(inner**2 <= distance <= outer**2 for outer, inner in RINGS)
        row += light if lit else ground
    return bytes(row)


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
