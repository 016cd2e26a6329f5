"""How wide a text is in Helvetica or Arial, and how many lines it takes.

By that a sheet is fitted to its pages before any browser prints it. The widths are in thousandths
of the size, as Adobe's metrics of Helvetica have them; Arial and Liberation Sans are as wide.
"""

import unicodedata
from collections.abc import Mapping

MM_PER_POINT = 25.4 / 72
_REGULAR = {
    191: "'", 222: "ijl’‘", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r“”", 334: "{}", 350: "•",
    355: '"', 389: "*", 400: "°", 469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu–",
    584: "+<=>~×", 611: "FTZß", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%",
    944: "W",
}  # fmt: skip
_BOLD = {
    238: "'", 278: " ,./I\\ijl’‘·", 280: "|", 333: "!()-:;[]`ft", 350: "•", 389: "*r{}", 400: "°",
    474: '"', 500: "z“”", 556: "#$0123456789J_aceksvxy–", 584: "+<=>^~×", 611: "?FLTZbdghnopquß",
    667: "EPSVXY", 722: "&ABCDHKNRU", 778: "GOQw", 833: "M", 889: "%m", 944: "W",
}  # fmt: skip
_WIDEST = 1_015
"""The width of any other character, as a guess that is never too small."""
_MARGIN = 1.02
"""How much wider a text may turn out: Helvetica Neue and rounding take a little more."""


def _index(widths: Mapping[int, str]) -> dict[str, int]:
    return {char: width for width, chars in widths.items() for char in chars}


_WIDTHS = {False: _index(_REGULAR), True: _index(_BOLD)}


def measure_width(text: str, points: float, *, bold: bool = False) -> float:
    """Return how many mm a text of a size in points is wide."""
    widths = _WIDTHS[bold]
    # A letter with a mark is as wide as the letter.
    plain = (char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    total = sum(widths.get(char, _WIDEST) for char in plain)
    return total / 1000 * points * MM_PER_POINT * _MARGIN


def count_lines(text: str, points: float, room: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes in a column of `room` mm; 0 for an empty one.

    >>> count_lines("Breathe in, and lower softly.", 10, 30)
    2
    """
    lines, left = 0, 0.0
    space = measure_width(" ", points, bold=bold)
    for word in text.split():
        width = measure_width(word, points, bold=bold)
        if lines and space + width <= left:
            left -= space + width
            continue
        lines += 1
        while width > room:  # a word that is longer than a line is cut
            lines += 1
            width -= room * 0.9
        left = room - width
    return lines
