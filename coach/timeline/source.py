"""Sources: what a cue plays, an utterance or a sound. Hashable: takes are kept by their source."""

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


def spoken_text(source: Source) -> str:
    """Return the words of an utterance, and an empty text for a sound."""
    return source.text if isinstance(source, Utterance) else ""


def describe_source(source: Source, sound_mark: str = "") -> str:
    """Return the words of an utterance, or the name of a sound behind a mark."""
    return source.text if isinstance(source, Utterance) else f"{sound_mark}{source.name}"
