"""An address -> the QR code that leads a phone there, as large as it is printed."""

from coach.exports.qr_modules import format_code_svg

SIDE_MM = 31
"""With its quiet zone; the code itself is 25 mm wide at least, so that any phone reads it."""
EDGE = 2
"""Modules of the quiet zone; four are usual, but the paper around it is white as well."""


def format_code(address: str) -> str:
    """Return the code of an address as SVG."""
    size = f'<svg aria-hidden="true" width="{SIDE_MM}mm" height="{SIDE_MM}mm"'
    return format_code_svg(address, EDGE).replace("<svg", size, 1)
