"""Commands as somebody says them: spoken by voices at test time, and given to the ear as sound."""

from collections.abc import Iterable
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from queue import SimpleQueue
from typing import Any

import numpy as np

from coach.ears.hearing import Expected, Hearing, pack_hearing, spell_called
from coach.ears.listening_loop import ListeningLoop, Message
from coach.ears.model_files import DECODER, ENCODER, SILERO, find_models, read_model
from coach.ears.onnx_model import open_model
from coach.ears.phrase_model import RATE, PhraseModel, Sound
from coach.ears.voice_activity import VoiceActivity
from coach.errors import MachineError
from coach.script.library import load_phrases
from coach.sound.resample import resample
from coach.speech.voices import open_voice
from tests.live.conftest import lack

BARE_KEYS = {"call", "ready", "yes", "no", *map(str, range(11))}
HEARD = load_phrases("en").heard
(CALL,) = HEARD["call"]
COMMANDS = {word: key for key, words in HEARD.items() if key not in BARE_KEYS for word in words}
"""What each word that follows the call asks for."""
QUIET = np.zeros(RATE // 2, np.float32)


def needs_models() -> None:
    """Skip the test for want of the recogniser's files or of a voice, or fail it as `lack` does."""
    try:
        find_models()
    except MachineError as error:
        lack(error.problems[0].message)
    if not find_spec("onnxruntime"):
        lack("onnxruntime is missing")


def say(voice: str, texts: Iterable[str], words_per_minute: int = 170) -> dict[str, Sound]:
    """Speak each text, at the rate of the ear."""
    with closing(open_voice(voice)) as speaker:
        found = {}
        for text in texts:
            pcm = speaker.speak(text, words_per_minute)
            wave = pcm.samples.astype(np.float32) / 32_768
            found[text] = resample(wave, pcm.rate, RATE).astype(np.float32)
        return found


@cache
def load_models() -> tuple[PhraseModel, VoiceActivity]:
    models = {file: open_model(read_model(file, path)) for file, path in find_models().items()}
    return PhraseModel(models[ENCODER], models[DECODER]), VoiceActivity(models[SILERO])


def commands() -> Hearing:
    """All commands, behind the call."""
    expected = (Expected(key, spell_called(CALL, word), True) for word, key in COMMANDS.items())
    return Hearing(tuple(expected), call=CALL)


class Silent:
    """A microphone that gives nothing by itself."""

    name = "made up"

    def close(self) -> None:
        pass


def hear(sound: Sound, hearing: Hearing) -> list[tuple[str, dict[str, Any]]]:
    """Have the ear hear a sound, with quiet around it, and return what it wrote."""
    inbox: SimpleQueue[Message] = SimpleQueue()
    said: list[tuple[str, dict[str, Any]]] = []

    def write(name: str, **fields: Any) -> None:
        said.append((name, fields))

    inbox.put(pack_hearing(hearing))
    inbox.put(np.concatenate([QUIET, sound, QUIET]).astype(np.float32).tobytes())
    inbox.put(None)
    ListeningLoop(*load_models(), lambda _take: Silent(), inbox, write).run()
    return [one for one in said if one[0] not in ("ready", "speech")]


def keys_heard(sound: Sound, hearing: Hearing) -> list[str]:
    """Return what was asked for, as the ear heard it."""
    return [fields["key"] for name, fields in hear(sound, hearing) if name == "heard"]
