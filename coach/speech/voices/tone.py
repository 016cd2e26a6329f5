"""ToneVoice: a tone for each word, as long as the word; for tests and machines without speech.

It computes in whole numbers only, so that the samples are the same on every machine.
"""

import re
import zlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from coach.errors import Problem, UsageError, suggest_nearest
from coach.sound.audio import Pcm, Samples
from coach.speech.voices import VoiceEntry

RATE = 24_000
"""Frames a second: another rate than the session's, as with every real voice."""
LOWEST_PITCHES_HZ = {"middle": 330, "low": 220, "high": 440}
"""The lowest tone of each voice in Hz, the default first; a word lies up to a fifth above it."""

_REVISION = 1
"""Part of the identity: raised whenever the same words come out differently."""
_FRAMES_PER_MS = RATE // 1000
_LEAD_MS, _TAIL_MS, _GAP_MS = 20, 40, 30  # silence before, after, and between two words
_ONSET_MS, _FALL_MS = 8, 20
_FINAL_MS = 160  # added to the last word before a pause: "one" takes half a second
_PAUSE_MS = {",": 150, ";": 200, ":": 200, ".": 350, "!": 350, "?": 350}
_PEAK = 12_000  # of 32,767: the loudness of a voice, not of an alarm

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[,;:.!?]")
_VOWELS = re.compile(r"(?!e\b)[aeiouy]+")  # but for a last, silent e


class ToneVoice:
    """Plays tones; `name` is one of the catalog. Two words rarely share a pitch.

    Raises UsageError for an unknown name.
    """

    def __init__(self, name: str | None = None) -> None:
        self._name = name or next(iter(LOWEST_PITCHES_HZ))
        if self._name not in LOWEST_PITCHES_HZ:
            known = f"there are: {', '.join(LOWEST_PITCHES_HZ)}"
            hint = suggest_nearest(self._name, LOWEST_PITCHES_HZ) or known
            raise UsageError(Problem(f"there is no tone called {self._name!r}", hint=hint))

    @property
    def identity(self) -> str:
        """The engine, its revision and the voice."""
        return f"tone {_REVISION} {self._name}"

    def speak(self, text: str, words_per_minute: int) -> Pcm:
        """Return a tone for each word, silence where there is none; 24,000 frames a second."""
        pieces: list[Samples] = [_make_silence(_LEAD_MS)]
        tokens = _TOKEN.findall(text.lower())
        for token, following in zip(tokens, [*tokens[1:], "."], strict=False):
            if token not in _PAUSE_MS:
                length = _word_length(token, max(words_per_minute, 1))
                length += _FINAL_MS if following in _PAUSE_MS else 0
                pieces += [
                    _make_tone(token, LOWEST_PITCHES_HZ[self._name], length - _GAP_MS),
                    _make_silence(_GAP_MS),
                ]
            elif following not in _PAUSE_MS:
                pieces.append(_make_silence(_PAUSE_MS[token]))
        return Pcm(np.concatenate([*pieces, _make_silence(_TAIL_MS)]), RATE)

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

    @classmethod
    def catalog(cls) -> tuple[VoiceEntry, ...]:
        """Return the tones; 'zxx' is BCP 47 for what is in no language."""
        return tuple(VoiceEntry(name, "zxx", quality="no words") for name in LOWEST_PITCHES_HZ)


def _word_length(word: str, words_per_minute: int) -> int:
    """Return the ms of a word: one of 1.3 syllables, coaching's mean, lasts the mean time."""
    syllables = len(_VOWELS.findall(word)) or -(-len(word) // 3)
    return max(60_000 * (20 + 10 * syllables) // (33 * words_per_minute), 2 * _GAP_MS)


@lru_cache(128)
def _make_tone(word: str, lowest: int, length: int) -> Samples:
    """Return `length` ms of a triangle wave with a quick onset, fading to half, then to nothing.

    Numbers and names come again and again: the array is cached, and cannot be written to.
    """
    count = length * _FRAMES_PER_MS
    pitch = lowest + zlib.crc32(word.encode("utf-8", "replace")) % (lowest // 2)
    frame = np.arange(count, dtype=np.int64)
    phase = (frame * (pitch * 65_536 // RATE) + 16_384) % 65_536
    wave = np.abs(phase - 32_768) - 16_384  # ±16,384, from the middle
    onset = np.minimum(frame * 4096 // (_ONSET_MS * _FRAMES_PER_MS), 4096)
    fall = np.minimum((count - 1 - frame) * 4096 // (_FALL_MS * _FRAMES_PER_MS), 4096)
    level: npt.NDArray[np.int64] = np.minimum(onset, fall) * (2 * count - frame) // (2 * count)
    samples = (wave * level // 4096 * _PEAK // 16_384).astype(np.int16)
    samples.flags.writeable = False
    return samples


def _make_silence(length: int) -> Samples:
    return np.zeros(length * _FRAMES_PER_MS, np.int16)
