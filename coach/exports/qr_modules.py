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

    It is as small as can be; what room is left corrects errors. Raises ImportError without segno.
    """
    code = _make_code(text, "l", boost_error=True)
    return [list(map(bool, row)) for row in code.matrix]


def format_code_svg(text: str, edge: int) -> str:
    """Return a code for paper as SVG without a size, with a quiet zone of `edge` modules.

    It can be read with a seventh of it dirty or torn. Raises ImportError without segno.
    """
    code = _make_code(text, "m", boost_error=False)
    drawing: str = code.svg_inline(border=edge, omitsize=True, svgclass=None, lineclass=None)
    return drawing


def _make_code(text: str, error: str, *, boost_error: bool) -> "segno.QRCode":
    import segno

    return segno.make_qr(text, error=error, boost_error=boost_error)
