"""Prepared -> a picture file, whole or not at all; the suffix picks its kind."""

from pathlib import Path

from coach.export.metadata import About
from coach.export.picture.page_layout import page
from coach.export.picture.png import check_pillow, to_png
from coach.export.picture.svg import to_svg
from coach.pipeline import Prepared
from coach.system.atomic_file import replacing

SUFFIXES = (".svg", ".png")


def is_picture(path: Path) -> bool:
    """Tell whether a file is to be a picture."""
    return path.suffix.lower() in SUFFIXES


def check_picture(path: Path) -> None:
    """See before any work is done that a picture can be drawn; raises MachineError if not."""
    if path.suffix.lower() == ".png":
        check_pillow()


def drawn(prepared: Prepared, about: About, suffix: str) -> bytes:
    """Give the picture of a session as a file of that suffix; raises as `check_picture` does."""
    shapes = page(prepared, about)
    return to_png(shapes) if suffix == ".png" else to_svg(shapes, about.title).encode()


def draw(prepared: Prepared, about: About, path: Path) -> None:
    """Write the picture of a session; raises MachineError where it cannot be written or drawn."""
    content = drawn(prepared, about, path.suffix.lower())
    with replacing(path) as file:
        file.write(content)
