"""Spelling allowance: how much longer a text may sound than as many ordinary words.

A telephone number is one word to the eye and twelve to the ear; a web address is spelled in
parts, with its dots; of a letter that a voice cannot read it says what it is called, "Arabic
letter yeh". So it is counted what each character may become, and only what is absurd stays above.
"""

import re

MAX_MS_PER_LETTER = 400
"""Of a word that can be read. At the slowest pace espeak-ng takes 60 to 120 ms a letter."""
MAX_MS_PER_SIGN = 2_000
"""Of a digit, a sign, or a letter that is spelled. Of "1234567890123" espeak-ng makes 1.4 s each,
of "W" 0.9 s."""
MAX_MS_PER_FOREIGN_LETTER = 5_000
"""Of a letter that is described. Of Ethiopic ones espeak-ng makes 3.6 s each."""

_READABLE = re.compile(r"[A-Z]?[a-z]+")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_PART = re.compile(r"[A-Za-z]+|\S")


def spelling_allowance(text: str) -> int:
    """Return by how many ms a text may be longer than as many ordinary words.

    >>> spelling_allowance("Breathe out."), spelling_allowance("Call 999."), spelling_allowance("ไ")
    (6000, 9600, 5000)
    """
    return sum(_part_allowance(part) for part in _PART.findall(text))


def _part_allowance(part: str) -> int:
    """Return the allowance of letters in a row, or of one other character."""
    if not part.isascii():
        return MAX_MS_PER_FOREIGN_LETTER * len(part)
    if _READABLE.fullmatch(part) and _VOWEL.search(part):
        return MAX_MS_PER_LETTER * len(part)
    return MAX_MS_PER_SIGN * len(part)
