"""Large letters of half blocks: five pixels high, scaled up to the room there is."""

from collections.abc import Sequence

GLYPH_HEIGHT = 5
"""The height of a letter, in pixels; a pixel is one column wide and half a line high."""
GLYPHS = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# ### ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# ..# ..#",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "A": ".##. #..# #### #..# #..#",
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "I": "# # # # #",
    "J": "..# ..# ..# #.# .#.",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...",
    "Q": ".##.. #..#. #..#. #.##. .####",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "### .#. .#. .#. .#.",
    "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#..# #..# .##. #..# #..#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "#### ...# .##. #... ####",
    " ": ".. .. .. .. ..",
    "-": ".. .. ## .. ..",
    ":": ". # . # .",
    "'": "# # . . .",
    ",": ". . . # #",
    ".": ". . . . #",
    "/": "..# ..# .#. #.. #..",
    "(": ".# #. #. #. .#",
    ")": "#. .# .# .# #.",
    "&": ".#.. #.#. .#.. #.#. .#.#",
    "+": "... .#. ### .#. ...",
    "?": "##. ..# .#. ... .#.",
    "!": "# # # . #",
    "◀": "..# .## ### .## ..#",
    "▶": "#.. ##. ### ##. #..",
}


def text_pixels(text: str) -> tuple[str, ...] | None:
    """Return a text as five rows of `#` and `.`; None where a character has no glyph here.

    >>> text_pixels("1:2")
    ('.#....###', '##..#...#', '.#....###', '.#..#.#..', '###...###')
    """
    glyphs = [GLYPHS.get(letter) for letter in text.upper()]
    drawn = [glyph.split(" ") for glyph in glyphs if glyph is not None]
    if len(drawn) < len(text) or not text:
        return None
    return tuple(".".join(glyph[row] for glyph in drawn) for row in range(GLYPH_HEIGHT))


def max_scale(drawn: Sequence[str], width: int, lines: int, most: int = 99) -> int:
    """Return the largest scale, at most `most`, at which rows of pixels fit; 0 where none does."""
    return min(width // len(drawn[0]), lines * 2 // GLYPH_HEIGHT, most)


def enlarge_pixels(drawn: Sequence[str], scale: int, blocks: bool = True) -> list[str]:
    """Return lines for rows of pixels: `scale` columns to a pixel, two rows of pixels to a line.

    >>> enlarge_pixels(("#.", ".#", "##"), 1)
    ['▀▄', '▀▀']
    >>> enlarge_pixels(("#.", ".#"), 2, blocks=False)
    ['##  ', '  ##']
    """
    rows = ["".join(character * scale for character in row) for row in drawn for _ in range(scale)]
    if len(rows) % 2:
        rows.append("." * len(rows[0]))
    characters = {"##": "█", "#.": "▀", ".#": "▄", "..": " "}
    if not blocks:
        characters = {"##": "#", "#.": "#", ".#": "#", "..": " "}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(characters[a + b] for a, b in zip(*pair, strict=True)) for pair in pairs]
