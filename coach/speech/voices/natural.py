"""NaturalVoice: a small neural voice inside the package `hibari-tts`, spoken by onnxruntime.

Importing and loading it takes some 0.7 s and 150 MB, so that is done when the first line must be
spoken: a session whose takes are all kept never loads it. One engine for each voice is shared by
the process; once it is made, calls from several threads are safe.

How fast it speaks: at speed 1 some 228 real words a minute, which is much faster than anybody can
follow on the floor. Slowed down it stays as clear, so that each pace has a speed of its own, and
what is still missing lengthens the pauses between phrases (`phrasing`, `phrase_sounds`).
"""

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from coach.errors import CoachError, MachineError, Problem, UsageError, suggest_nearest
from coach.sound.audio import FULL_SCALE, Floats, Pcm
from coach.speech.phonemes import strip_phonemes, write_links
from coach.speech.pronunciations import NATURAL_RESPELLINGS, Respellings
from coach.speech.voices import VoiceEntry, is_natural_installed
from coach.speech.voices.downloads import (
    DOWNLOADS,
    find_download,
    list_installed,
    locate_voice,
    verify_voice,
)
from coach.speech.voices.phrase_sounds import divide_sentence, join_phrases
from coach.speech.voices.phrasing import (
    SpokenWord,
    group_sentences,
    plan_pauses,
    split_phrases,
    write_phonemes,
)
from coach.speech.voices.spoken_text import has_alphanumeric, sanitize_text
from coach.system.install_hint import install_command
from coach.system.shortages import find_memory_shortage
from coach.system.telemetry import disable_telemetry

PACKAGE = "hibari-tts==0.2.1"
DEFAULT_VOICE = "heart"
RATE = 24_000
"""Frames a second of all that it speaks."""
SOUND_VERSION = 1
"""Part of the identity: to be raised when this file, `phrasing` or `phrase_sounds` makes another
sound, or the seed is another."""
SEED = 1
"""Of the noise in its consonants: with the same one a text is the same sound each time."""
GAIN = 1.8
"""Its peaks lie at 0.17 to 0.37 of full scale."""
MAX_PEAK = 0.97
"""The highest peak, relative to full scale."""
MAX_PHONEMES = 400
"""The most that is spoken at once. Memory grows with its square: 390 words in one take 1.1 GB."""
MAX_THREADS = 2
"""More would take memory for each, and leave no core for levelling."""
SILENCE_MS = 50
"""What is returned for a text without words."""

SPEEDS: Mapping[float, float] = {92: 0.5, 105: 0.51, 122: 0.55, 142: 0.62, 160: 0.86, 228: 1.0}
"""Its speed for the words a minute that are wanted; between and above them in proportion. Below
0.5 it was never trained. By `python -m tests.proof.listening` each is as clear as speed 1."""

_LOCK = Lock()


def speed_of(words_per_minute: float) -> float:
    """Return the engine's speed, 0.5 to 2, for so many words a minute."""
    paces = [*SPEEDS]
    if words_per_minute >= paces[-1]:
        return min(2.0, words_per_minute / paces[-1])
    if words_per_minute <= paces[0]:
        return max(0.5, SPEEDS[paces[0]] - (paces[0] - words_per_minute) / 1000)
    return float(np.interp(words_per_minute, paces, [*SPEEDS.values()]))


class NaturalVoice:
    """Speaks with a voice of `hibari-tts`; `name` is one of the catalog.

    Raises MachineError where its packages are missing, UsageError for an unknown name.
    """

    def __init__(self, name: str | None = None) -> None:
        self._name = name or DEFAULT_VOICE
        self._path = find_model(self._name)
        engine, runtime = _version_of("hibari-tts"), _version_of("onnxruntime")
        self._portable_identity = (
            f"hibari {engine} {self._name} {_find_sha256(self._name)[:8]} sound {SOUND_VERSION}"
        )
        self._identity = f"{self._portable_identity} onnxruntime {runtime}"

    @property
    def identity(self) -> str:
        """The engine, its version, the voice with the hash of its model, and the runtime."""
        return self._identity

    @property
    def display_name(self) -> str:
        """What is shown of it, without the versions that its identity has."""
        return f"natural {self._name}"

    @property
    def max_threads(self) -> int:
        """How many threads speak at once with a gain: most of its time the interpreter is free."""
        return MAX_THREADS

    @property
    def portable_identity(self) -> str:
        """The identity without the runtime, by which a word may be a frame longer or shorter."""
        return self._portable_identity

    @property
    def respellings(self) -> Respellings:
        """The words that it reads wrong."""
        return NATURAL_RESPELLINGS

    def speak(self, text: str, words_per_minute: int) -> Pcm:
        """Return `text` spoken at about that many real words a minute, in 24,000 frames a second.

        What it has no sounds for, such as another script, espeak speaks. Raises MachineError where
        neither can, ScriptError for an overlong text.
        """
        safe = sanitize_text(clean_text(text))
        if not has_alphanumeric(safe):
            return Pcm(np.zeros(RATE * SILENCE_MS // 1000, np.int16), RATE)
        engine = self._load()
        words = engine.read(write_links(safe))
        if unread := next(filter(_is_unread, words), None):
            return _speak_by_espeak(strip_phonemes(safe), words_per_minute, unread.text)
        phrases = split_phrases(words, MAX_PHONEMES)
        speed = speed_of(words_per_minute)
        sounds = [
            piece
            for sentence in group_sentences(phrases, MAX_PHONEMES)
            for piece in divide_sentence(
                engine.synthesize(write_phonemes(sentence), speed), sentence
            )
        ]
        spoken = sum(len(sound.heard) for sound in sounds) * 1000 // RATE
        wanted = 60_000 * sum(phrase.count for phrase in phrases) // max(words_per_minute, 1)
        inner = sounds[:-1]
        ends, there = [one.boundary for one in inner], [one.pause for one in inner]
        pauses = plan_pauses(ends, there, spoken, wanted)
        return Pcm(join_phrases(sounds, pauses, RATE), RATE)

    def close(self) -> None:
        """Do nothing: the engine stays, since other voices of the process speak with it."""

    def _load(self) -> "_Engine":
        with _LOCK:
            return _load_engine(self._name, self._path)

    @classmethod
    def catalog(cls) -> tuple[VoiceEntry, ...]:
        """Return the voices that are there, the default first."""
        find_model(DEFAULT_VOICE)
        return (BUNDLED_ENTRY, *list_installed())


def clean_text(text: str) -> str:
    """Return `text` without what the engine's reader takes for syntax, or stumbles over.

    `[word](/sounds/)` is its way to write sounds, which a text must not do by chance; superscript
    digits make it fail.
    """
    folded = unicodedata.normalize("NFKC", text)
    return folded.translate({ord(sign): " " for sign in "[]"})


class _Engine:
    """The loaded model and reader of one voice."""

    def __init__(self, hibari: Any, normalize: Callable[[str], str]) -> None:
        self._hibari = hibari
        self._normalize = normalize
        self._reader = hibari.g2p

    def read(self, text: str) -> list[SpokenWord]:
        """Return the words of a text and how they sound; raises MachineError."""
        try:
            tokens = self._reader.phonemize_tokens(self._reader.tokenize(self._normalize(text)))
        except Exception as error:  # its reader promises nothing
            what = f"{type(error).__name__}: {error}"
            problem = Problem(f"the natural voice cannot read {text!r}: {what}", hint=_OTHER_VOICE)
            raise (find_memory_shortage(error) or MachineError(problem)) from error
        return [
            SpokenWord(token.text, token.tag or "", token.phonemes or "", bool(token.whitespace))
            for token in tokens
        ]

    def synthesize(self, phonemes: str, speed: float) -> Pcm:
        """Return the sound of phonemes."""
        sound: Floats = self._hibari.from_phonemes(phonemes, speed, SEED)
        peak = float(np.abs(sound).max(initial=0.0))
        gain = min(GAIN, MAX_PEAK / peak) if peak else 1.0
        return Pcm(np.rint(sound * (gain * FULL_SCALE)).astype(np.int16), RATE)


_READ = ("LATIN", "MODIFIER")
"""How the names of the letters begin that it reads."""
_OTHER_VOICE = "write it in other words, or try another voice: --voice espeak"

BUNDLED_SHA256 = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
"""Of the model in the package; those that are fetched are in `downloads`."""
BUNDLED_ENTRY = VoiceEntry(
    DEFAULT_VOICE,
    "en-US",
    gender="female",
    quality="natural",
    size=7_936_868,
    licence="Apache-2.0",
    origin="the package hibari-tts",
)


def find_model(name: str) -> Path:
    """Return the path of the model of a voice; nothing is imported or opened for that."""
    known = (DEFAULT_VOICE, *DOWNLOADS)
    if name not in known:
        hint = suggest_nearest(name, known) or f"there are: {', '.join(known)}"
        raise UsageError(Problem(f"the natural voice has no speaker called {name!r}", hint=hint))
    found = find_spec("hibari")
    if not found or not found.submodule_search_locations or not is_natural_installed():
        hint = f"{install_command(PACKAGE)}; or choose another engine: espeak or tone"
        raise MachineError(Problem("the natural voice is not installed", hint=hint))
    if name != DEFAULT_VOICE:
        return locate_voice(name)
    return Path(found.submodule_search_locations[0]) / "assets" / "hibari.onnx"


def _find_sha256(name: str) -> str:
    return BUNDLED_SHA256 if name == DEFAULT_VOICE else find_download(name).sha256


def _check_model(name: str, path: Path) -> None:
    """Raise an error where a model is not what it should be."""
    if name != DEFAULT_VOICE:
        verify_voice(name)
    elif sha256(path.read_bytes()).hexdigest() != BUNDLED_SHA256:
        raise OSError(f"{path} is damaged")


@cache
def _load_engine(name: str, path: Path) -> _Engine:
    """Return the engine of a voice, its model checked against its hash."""
    try:
        _check_model(name, path)
        disable_telemetry()
        from hibari import Hibari
        from hibari.g2p.normalize import normalize

        return _Engine(Hibari(voice=name, model=str(path), threads=1), normalize)
    except CoachError:
        raise  # it names the command that fetches the voice
    except Exception as error:  # whatever a missing library or little memory makes of it
        what = str(error) or type(error).__name__
        hint = "reinstall hibari-tts and onnxruntime; or choose another engine: espeak or tone"
        problem = Problem(f"the natural voice does not start: {what}", hint=hint)
        raise (find_memory_shortage(error) or MachineError(problem)) from error


def _is_unread(word: SpokenWord) -> bool:
    """Return True for a word without sounds, or of letters that it would spell as if English."""
    letters = [letter for letter in word.text if letter.isalpha()]
    foreign = [one for one in letters if not unicodedata.name(one, "").startswith(_READ)]
    return word.is_word and (not word.phonemes or len(foreign) > 1)


def _speak_by_espeak(text: str, words_per_minute: int, unread: str) -> Pcm:
    """Return a text that has a word the natural voice cannot read, spoken by espeak."""
    from coach.speech.voices.espeak import EspeakVoice

    try:
        return EspeakVoice().speak(text, words_per_minute)
    except MachineError as error:
        message = f"the natural voice cannot read {unread!r}"
        raise MachineError(Problem(message, hint=_OTHER_VOICE)) from error


@cache
def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
