"""The socket of voices. A voice turns one text into sound and knows nothing else.

To add one: a class with the shape of `Voice`, named in an entry point of the group
`coach.voices`. Its constructor takes one of the names in its `catalog`, or None for its own
choice, and raises MachineError, with what to install, where it cannot speak.

A voice may have a `display_name`, which is shown in place of its identity, and `respellings`, the
words that its engine reads wrong, as in `coach.speech.pronunciations`; without them it is given the
table of espeak-ng. It may have `max_threads`, from how many threads at once `speak` may be called
with a gain, and, where a table of lengths comes with coach for it, a `portable_identity`:
`coach.speech.length_table`.
"""

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from coach.errors import MachineError, Problem, UsageError
from coach.plugins import list_plugins, load_plugin

if TYPE_CHECKING:
    from coach.sound.audio import Pcm

GROUP = "coach.voices"
NATURAL = "natural"
ENGINE_VARIABLE = "COACH_ENGINE"
"""The environment variable that names the engine to use when none was asked for."""
BUILTINS = {
    NATURAL: "coach.speech.voices.natural:NaturalVoice",
    "espeak": "coach.speech.voices.espeak:EspeakVoice",
    "pyttsx3": "coach.speech.voices.pyttsx3:Pyttsx3Voice",
    "tone": "coach.speech.voices.tone:ToneVoice",
}


@dataclass(frozen=True, slots=True)
class VoiceEntry:
    """One voice an engine offers: the name to ask for it by, its language as a BCP 47 tag.

    What else is known of it is shown to who chooses a voice: `female` or `male`, a word for how it
    sounds, the bytes that it takes on the disk, its licence as SPDX writes it, and where it comes
    from. An engine leaves out what it does not know.
    """

    name: str
    language: str
    gender: str = ""
    quality: str = ""
    size: int = 0
    licence: str = ""
    origin: str = ""


class Voice(Protocol):
    """An engine with its speaker; made with a name of its `catalog`, or None for the default.

    Examples:
        >>> voice = open_voice("tone:high")
        >>> sound = voice.speak("Lie down.", 120)
        >>> sound.samples.ndim, sound.samples.dtype.name, sound.rate
        (1, 'int16', 24000)
        >>> voice.close()
    """

    @property
    def identity(self) -> str:
        """All that shapes the sound besides the words: engine, its version, the voice.

        It is part of the key under which takes are kept: another sound needs another identity.
        """

    def speak(self, text: str, words_per_minute: int) -> "Pcm":
        """Speak a text.

        Args:
            text: Words as they are spoken: numbers and units are written out already.
            words_per_minute: About how many real words a minute are wanted.

        Returns:
            Mono sound: a one-dimensional int16 array of any length above 0, and its own rate in
            frames a second, 1,000 to 192,000. Silence at its ends is cut off later.

        Raises:
            MachineError: The engine failed; the line may be asked for once more.
        """

    def close(self) -> None:
        """Release the engine. Closing twice is fine."""

    @classmethod
    def catalog(cls) -> tuple[VoiceEntry, ...]:
        """List the voices that this engine offers here.

        Returns:
            An entry for each, the default first.

        Raises:
            MachineError: The engine is not installed; the hint says what installs it.
        """


def default_engine() -> str:
    """Return the engine to use when none was asked for: the natural voice, where it is installed.

    COACH_ENGINE names another one.
    """
    if named := os.environ.get(ENGINE_VARIABLE):
        return named
    return NATURAL if is_natural_installed() else substitute_engine()


def substitute_engine() -> str:
    """Return the engine that speaks where the natural voice cannot be installed."""
    return "espeak" if sys.platform.startswith("linux") else "pyttsx3"


def is_natural_installed() -> bool:
    """Return True if the packages of the natural voice are there; they are not imported."""
    return bool(find_spec("hibari") and find_spec("onnxruntime"))


def open_voice(spec: str | None = None) -> Voice:
    """Open a voice from `engine` or `engine:voice`; without a spec the default one.

    Raises UsageError for an unknown name, MachineError where the engine cannot speak.
    """
    engine, _, name = (spec or default_engine()).partition(":")
    try:
        kind = load_plugin(GROUP, BUILTINS, engine)
    except UsageError as error:
        hint = None if name else _suggest_speaker(engine)
        if not hint:
            raise
        raise UsageError(Problem(error.problems[0].message, hint=hint)) from None
    voice: Voice = kind(name or None)
    return voice


def find_voice_name(voice: Voice) -> str:
    """Return what people read of a voice: its `display_name`, or its identity where it has none."""
    return getattr(voice, "display_name", "") or voice.identity


def _suggest_speaker(name: str) -> str | None:
    """Return a hint how to ask for a speaker of that name; None where no engine has one.

    Engines are asked for all their voices, which may take a second: it is for a mistake only.
    """
    for engine in list_plugins(GROUP, BUILTINS):
        try:
            kind = load_plugin(GROUP, BUILTINS, engine)
            if any(entry.name == name for entry in kind.catalog()):
                return f"did you mean '{engine}:{name}'?"
            if engine == NATURAL:
                kind(name)
        except MachineError as error:
            # It knows the speaker, who is to be fetched; or the engine is not installed.
            if name in str(error):
                return f"{error.problems[0].hint}; then --voice {engine}:{name}"
        except UsageError:
            continue
    return None
