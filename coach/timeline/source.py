"""Source: what a cue plays, before anyone has played it. Hashable, so it is the key of a take."""

from dataclasses import dataclass
from enum import StrEnum

from coach.script.pace import Pace


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
