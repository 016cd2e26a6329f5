"""An address -> the QR code that leads a phone there, as SVG."""

from importlib.util import find_spec

SIDE_MM = 31
"""With its quiet edge; the code itself is 25 mm wide at least, so that any phone reads it."""
EDGE = 2
"""Modules of quiet edge: around it the paper is white as well."""


def can_make_codes() -> bool:
    """Return whether the library for codes is there, from the extra `serve`."""
    return find_spec("segno") is not None


def format_code(address: str) -> str:
    """Return the code of an address."""
    import segno

    code = segno.make_qr(address, error="m", boost_error=False)
    drawing: str = code.svg_inline(border=EDGE, omitsize=True, svgclass=None, lineclass=None)
    size = f'<svg aria-hidden="true" width="{SIDE_MM}mm" height="{SIDE_MM}mm"'
    return drawing.replace("<svg", size, 1)
