"""An address as a QR code of half blocks, which the camera of a phone reads from a terminal."""

from collections.abc import Sequence

from coach.exports.qr_modules import list_modules

QUIET_ZONE = 2
"""Modules of margin. Four are the rule; on a screen two are enough, and leave more room."""
_BLOCKS = {(True, True): " ", (False, True): "▀", (True, False): "▄", (False, False): "█"}
"""By what is dark of the upper and the lower half: light is drawn, for terminals are dark."""


def format_qr_code(text: str) -> str:
    """Return lines of half blocks; raises ImportError where the library is missing."""
    return draw_half_blocks(list_modules(text))


def draw_half_blocks(matrix: Sequence[Sequence[bool]]) -> str:
    """Return a matrix of dark modules with a light margin, two rows a line.

    >>> print(draw_half_blocks([[True]]).replace(" ", "."))
    █████
    ██▄██
    █████
    """
    width = len(matrix[0]) + 2 * QUIET_ZONE
    blank = [False] * width
    margin = [False] * QUIET_ZONE
    rows = [blank] * QUIET_ZONE + [[*margin, *row, *margin] for row in matrix]
    rows += [blank] * (QUIET_ZONE + len(matrix) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(_BLOCKS[pair] for pair in zip(*each, strict=True)) for each in pairs)
