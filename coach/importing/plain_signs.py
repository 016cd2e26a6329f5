"""A line as others write it -> the same with plain signs, as the readers know them."""

import re

from coach.importing.dose_phrases import UNIT
from coach.script.document import CONTROL_CHARACTER

_UNSEEN = re.compile(r"[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ue000\ue001\ufeff]")
_BEHIND_MARK = (  # before another word a mark is one of length: a 6" box
    r"(?=\s*(?:$|[^\w\s'’′\"”″]|\d|x(?!\w)|x\d|(?:holds?|each|ea|per|both|rest|left|right|[lr])\b))"
)
_SECONDS = re.compile(rf"(\d)\s?(?:[\"”″]|''|’’){_BEHIND_MARK}", re.IGNORECASE)
_MINUTES = re.compile(rf"(\d)\s?['’′]{_BEHIND_MARK}", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(rf"(?<=(?<![\w.,:])\d),(?=\d{{1,2}}\s?{UNIT})", re.IGNORECASE)
_LEADER = re.compile(r"\s*(?:\.{4,}|…{2,}|_{3,})\s*")
"""Dots that lead from a name to its dose."""


def normalize_line(line: str) -> str:
    """Return a line with plain signs: x for a times sign, - between numbers, one space for many.

    A time in marks or with a decimal comma, 20" and 1,5 min, has its unit and a point.
    """
    line = _MINUTES.sub(r"\1 m ", _SECONDS.sub(r"\1 s ", line))
    line = _DECIMAL_COMMA.sub(".", _LEADER.sub(" - ", line))
    line = re.sub(r"[×\u2715]|(?<=\d)\s?\*\s?(?=\d)", "x", line)
    line = line.replace("*", "").replace("__", "")  # bold words
    line = re.sub(r"(?<=\d)\s?[–—‒−]\s?(?=\d)", "-", line)
    line = CONTROL_CHARACTER.sub(" ", _UNSEEN.sub(" ", line))
    # As in ex1:30s, which is no time of day.
    line = re.sub(r"(?<=[^\W\d_])(\d+):(?=\d)", r"\1: ", line)
    return " ".join(line.replace("{", "(").replace("}", ")").split())
