"""The socket of voices. A voice turns one text into sound and knows nothing else.

To add one: a class with the shape of `Voice`, named in an entry point of the group
`coach.voices`. Its constructor takes one of the names in its `catalog`, or None for its own
choice, and raises MachineError, with what to install, where it cannot speak.
"""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from coach.plugins import load_plugin

if TYPE_CHECKING:
    from coach.sound.audio import Pcm

GROUP = "coach.voices"
BUILTINS = {
    "espeak": "coach.speech.voices.espeak:EspeakVoice",
    "pyttsx3": "coach.speech.voices.pyttsx3:Pyttsx3Voice",
    "tone": "coach.speech.voices.tone:ToneVoice",
}


@dataclass(frozen=True, slots=True)
class VoiceEntry:
    """One voice an engine offers: the name to ask for it by, its language as a BCP 47 tag."""

    name: str
    language: str


class Voice(Protocol):
    """An engine with its speaker.

    `identity` names all that shapes the sound besides the words: the engine, its version, the
    voice. It is part of the key under which takes are stored.
    """

    @property
    def identity(self) -> str:
        """All that shapes the sound besides the words."""

    def speak(self, text: str, words_per_minute: int) -> "Pcm":
        """Return `text`, already normalized, spoken at about that many real words a minute.

        The sound is mono, 16 bit, at the engine's own rate, untrimmed, and never empty for a text
        with words in it. Raises MachineError when the engine fails.
        """

    def close(self) -> None:
        """Release the engine. Closing twice is fine."""

    @classmethod
    def catalog(cls) -> tuple[VoiceEntry, ...]:
        """Return the voices that this engine offers here, the default first."""


def default_engine() -> str:
    """Return the engine to use when none was asked for."""
    return "espeak" if sys.platform.startswith("linux") else "pyttsx3"


def open_voice(spec: str | None = None) -> Voice:
    """Open a voice from `engine` or `engine:voice`; without a spec the default one.

    Raises UsageError for an unknown name, MachineError where the engine cannot speak.
    """
    engine, _, name = (spec or default_engine()).partition(":")
    voice: Voice = load_plugin(GROUP, BUILTINS, engine)(name or None)
    return voice
