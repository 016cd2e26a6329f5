"""A prepared session as a picture file; the suffix picks its kind."""

from collections.abc import Iterable
from pathlib import Path

from coach.exports.metadata import Metadata
from coach.exports.picture.page_layout import make_page
from coach.exports.picture.png import render_png
from coach.exports.picture.shapes import Shape
from coach.exports.picture.svg import render_svg
from coach.pipeline import PreparedSession
from coach.system.atomic_file import atomic_write
from coach.system.pillow import check_pillow

PICTURE_SUFFIXES = (".svg", ".png")


def is_picture(path: Path) -> bool:
    """Return whether a file is to be a picture."""
    return path.suffix.lower() in PICTURE_SUFFIXES


def check_picture(path: Path) -> None:
    """Raise MachineError if a picture cannot be drawn, before any work is done."""
    if path.suffix.lower() == ".png":
        check_pillow()


def render_picture(prepared: PreparedSession, metadata: Metadata, suffix: str) -> bytes:
    """Return the content of a picture file of that suffix; raises as `check_picture` does."""
    return render_shapes(make_page(prepared, metadata), metadata.title, suffix)


def render_shapes(shapes: Iterable[Shape], title: str, suffix: str) -> bytes:
    """Return a page of shapes as a file of that suffix; raises as `check_picture` does."""
    return render_png(shapes) if suffix == ".png" else render_svg(shapes, title).encode()


def write_picture(prepared: PreparedSession, metadata: Metadata, path: Path) -> None:
    """Write the picture of a session, whole or not at all.

    Raises MachineError where it cannot be written or drawn.
    """
    content = render_picture(prepared, metadata, path.suffix.lower())
    with atomic_write(path) as file:
        file.write(content)
