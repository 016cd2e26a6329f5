"""The socket of who speaks. A voice turns one text into sound and knows nothing else.

To add one: a class with the shape of `Voice`, named in an entry point of the group
`coach.voices`. Its constructor takes the name of one of its `catalog`, or None for its own
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
    """One who speaks.

    `identity` names all that shapes the sound besides the words: engine, its version, the
    voice. It is part of the key under which takes are kept.
    """

    @property
    def identity(self) -> str:
        """Name all that shapes the sound besides the words."""

    def speak(self, text: str, words_per_minute: int) -> "Pcm":
        """Speak `text`, already spelt out for speech, at about that many real words a minute.

        Gives mono sound at the engine's own rate, untrimmed. Raises MachineError when the
        engine fails; never gives back an empty Pcm for a text with words in it.
        """

    def close(self) -> None:
        """Let go of the engine. Closing twice is fine."""

    @classmethod
    def catalog(cls) -> tuple[VoiceEntry, ...]:
        """List the voices this engine offers here, the default first."""


def default_engine() -> str:
    """Name the engine to use when none was asked for."""
    return "espeak" if sys.platform.startswith("linux") else "pyttsx3"


def open_voice(spec: str | None = None) -> Voice:
    """Open a voice from `engine` or `engine:voice`; without a spec the default one."""
    engine, _, name = (spec or default_engine()).partition(":")
    voice: Voice = load_plugin(GROUP, BUILTINS, engine)(name or None)
    return voice
