"""A text -> a QR code, by segno of the extra `serve`: as its modules, or as SVG."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import segno


def can_make_codes() -> bool:
    """Return whether the library for codes is there."""
    return find_spec("segno") is not None


def list_modules(text: str) -> list[list[bool]]:
    """Return the rows of a code for a screen, without a margin: whether each module is dark.

    As small as can be, with what room that leaves for mending. Raises ImportError without segno.
    """
    code = _make_code(text, "l", boost_error=True)
    return [list(map(bool, row)) for row in code.matrix]


def format_code_svg(text: str, edge: int) -> str:
    """Return a code for paper as SVG without a size, with an edge of so many modules.

    Of what is dirty or torn a seventh may be missing. Raises ImportError without segno.
    """
    code = _make_code(text, "m", boost_error=False)
    drawing: str = code.svg_inline(border=edge, omitsize=True, svgclass=None, lineclass=None)
    return drawing


def _make_code(text: str, error: str, *, boost_error: bool) -> "segno.QRCode":
    import segno

    return segno.make_qr(text, error=error, boost_error=boost_error)
