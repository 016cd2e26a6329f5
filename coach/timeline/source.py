"""Source: what a cue plays, before anyone has played it. Hashable, so it is the key of a take."""

from dataclasses import dataclass
from enum import StrEnum


class Pace(StrEnum):
    """How fast words are spoken."""

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


class Track(StrEnum):
    """Which layer of the mix a clip lies on."""

    VOICE = "voice"
    CUE = "cue"
    BED = "bed"


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words to speak, as a reader would write them, and the pace to speak them at."""

    text: str
    pace: Pace = Pace.INSTRUCT


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound of `audio_cues/` or of the user's own folder, by the stem of its file."""

    name: str


Source = Utterance | Sound
