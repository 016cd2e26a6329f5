"""Prepared -> a picture file, whole or not at all; the suffix picks its kind."""

from pathlib import Path

from coach.exports.metadata import Metadata
from coach.exports.picture.page_layout import make_page
from coach.exports.picture.png import check_pillow, render_png
from coach.exports.picture.svg import render_svg
from coach.pipeline import PreparedSession
from coach.system.atomic_file import atomic_write

PICTURE_SUFFIXES = (".svg", ".png")


def is_picture(path: Path) -> bool:
    """Tell whether a file is to be a picture."""
    return path.suffix.lower() in PICTURE_SUFFIXES


def check_picture(path: Path) -> None:
    """See before any work is done that a picture can be drawn; raises MachineError if not."""
    if path.suffix.lower() == ".png":
        check_pillow()


def render_picture(prepared: PreparedSession, metadata: Metadata, suffix: str) -> bytes:
    """Give the picture of a session as a file of that suffix; raises as `check_picture` does."""
    shapes = make_page(prepared, metadata)
    return render_png(shapes) if suffix == ".png" else render_svg(shapes, metadata.title).encode()


def write_picture(prepared: PreparedSession, metadata: Metadata, path: Path) -> None:
    """Write the picture of a session; raises MachineError where it cannot be written or drawn."""
    content = render_picture(prepared, metadata, path.suffix.lower())
    with atomic_write(path) as file:
        file.write(content)
