"""Pace: how fast words are spoken, in words a minute."""

from enum import StrEnum


class Pace(StrEnum):
    """What is spoken, which decides how fast."""

    TALK = "talk"
    INSTRUCT = "instruct"
    HOLD = "hold"
    RELAX = "relax"
    COUNT = "count"


WORDS_PER_MINUTE = {
    Pace.TALK: 142,
    Pace.INSTRUCT: 122,
    Pace.HOLD: 105,
    Pace.RELAX: 92,
    Pace.COUNT: 160,
}
"""Words a minute inside a sentence, pauses between sentences not counted: narration runs at 150
to 160, instructions to a moving listener at 115 to 130, a hold at 90 to 110, relaxation at 80 to
100. Counts are single words that must fit a second."""
