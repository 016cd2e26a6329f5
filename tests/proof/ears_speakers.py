"""Who speaks to the ear at test time, and where: voices that are made here, rooms and noises.

The natural voice at three rates, voices of eSpeak, and those of Flite where FFmpeg has them. None
of them is a person, and no room is a real one.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from coach.ears.phrase_model import RATE, Sound
from coach.sound.audio import load_wav
from coach.sound.resample import resample
from coach.speech.voices import open_voice

BEFORE, BEHIND = RATE, RATE * 6 // 10
"""Frames of the place alone, before somebody speaks and behind it."""
USUAL_LEVEL, LOW_LEVEL = -26.0, -50.0
"""How loud speech is at the microphone, in dB of its mean square while it lasts."""
ROOM_S, FAR_ROOM_S = 0.4, 0.5
"""Seconds in which the rooms ring out by 60 dB."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, what family it is of, and how fast it speaks."""

    family: str
    voice: str
    words_per_minute: int = 160


SPEAKERS = (
    *(Speaker("natural", "natural", rate) for rate in (130, 160, 200)),
    *(Speaker("eSpeak", f"espeak:{name}") for name in ("en-us", "en-gb", "en-gb-scotland")),
    *(Speaker("Flite", name) for name in ("awb", "kal16", "rms", "slt")),
)
OTHERS = SPEAKERS[1], SPEAKERS[-1]
"""Who says what is no command."""


def list_speakers(*, is_short: bool) -> list[Speaker]:
    """Return the speakers that this machine has; for the short form one of each of two families."""
    if is_short:
        return [SPEAKERS[1], SPEAKERS[3]]
    return [one for one in SPEAKERS if one.family != "Flite" or has_flite()]


@cache
def has_flite() -> bool:
    """Return whether FFmpeg is here, and has the voices of Flite."""
    if not shutil.which("ffmpeg"):
        return False
    done = subprocess.run(["ffmpeg", "-hide_banner", "-filters"], capture_output=True, text=True)
    return " flite " in done.stdout


def speak_all(speaker: Speaker, texts: Iterable[str]) -> dict[str, Sound]:
    """Return each text as a speaker says it, at the rate of the ear, at the usual level."""
    if speaker.family == "Flite":
        spoken = {text: _speak_by_flite(speaker.voice, text) for text in texts}
    else:
        with closing(open_voice(speaker.voice)) as voice:
            spoken = {text: voice.speak(text, speaker.words_per_minute) for text in texts}
    return {
        text: set_level(_trim(resample(pcm.to_floats(), pcm.rate, RATE)), USUAL_LEVEL)
        for text, pcm in spoken.items()
    }


def _speak_by_flite(voice: str, text: str):
    with TemporaryDirectory() as folder:
        said, path = Path(folder) / "said.txt", Path(folder) / "said.wav"
        said.write_text(text, "utf-8")
        source = f"flite=textfile={said}:voice={voice}"
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-ar", "16000", path]
        subprocess.run(command, check=True)
        return load_wav(path)


def _trim(sound: Sound) -> Sound:
    """Leave out what is silent before the speech and behind it."""
    loud = np.flatnonzero(np.abs(sound) > 0.003)
    return sound[loud[0] : loud[-1] + 1] if len(loud) else sound


def measure_level(sound: Sound) -> float:
    """Return the mean square of what is not silent, in dB of full scale."""
    loud = sound[np.abs(sound) > 1e-3 * np.abs(sound).max(initial=1e-9)]
    return float(10 * np.log10(np.mean(loud.astype(np.float64) ** 2) + 1e-12))


def set_level(sound: Sound, level: float) -> Sound:
    """Return a sound as loud as a level says."""
    return (sound * 10 ** ((level - measure_level(sound)) / 20)).astype(np.float32)


def make_response(ring_s: float, *, is_far: bool = False) -> Sound:
    """Return how a made-up room answers a click; far away the direct sound is half as loud."""
    noise = np.random.default_rng(5).normal(size=round(ring_s * RATE))
    tail = noise * 10 ** (-3 * np.arange(len(noise)) / len(noise))
    tail[: RATE // 200] = 0  # no wall is nearer than a metre or so
    tail /= np.sqrt(np.sum(tail**2))
    tail[0] = 0.5 if is_far else 1.0
    return tail.astype(np.float32)


def put_into_room(sound: Sound, response: Sound) -> Sound:
    """Return a sound as it is heard in a room, with its ringing, computed in blocks."""
    size = 1 << 17
    step, spectrum = size - len(response), np.fft.rfft(response, size)
    heard = np.zeros(len(sound) + len(response), np.float32)
    for start in range(0, len(sound), step):
        part = np.fft.irfft(np.fft.rfft(sound[start : start + step], size) * spectrum, size)
        stop = min(start + size, len(heard))
        heard[start:stop] += part[: stop - start].astype(np.float32)
    return heard


@cache
def make_pink_noise(seconds: int, seed: int = 3) -> Sound:
    """Return noise with as much in each octave, of a mean square of 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=seconds * RATE))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 30 * seconds))
    noise = np.fft.irfft(spectrum)
    return (noise / np.sqrt(np.mean(noise**2))).astype(np.float32)


@cache
def make_music(seconds: int) -> Sound:
    """Return chords and a beat, of a mean square of 1: no music, but as full and as regular."""
    time = np.arange(seconds * RATE) / RATE
    chords = ((110, 165, 220, 277), (98, 147, 196, 247), (131, 196, 262, 330), (123, 185, 247, 311))
    music = np.zeros(len(time))
    for bar, chord in enumerate(chords * (seconds // 8 + 1)):
        here = (time >= 2 * bar) & (time < 2 * bar + 2)
        swell = np.sin(np.pi * (time[here] - 2 * bar) / 2) ** 0.5
        for note in chord:
            for harmonic in range(1, 6):
                music[here] += swell * np.sin(2 * np.pi * note * harmonic * time[here]) / harmonic
    beat = np.exp(-12 * (time % 0.5)) * np.random.default_rng(4).normal(size=len(time))
    music += 1.5 * beat
    return (music / np.sqrt(np.mean(music**2))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody speaks: how loud, in what room, and what else is heard, by so many dB less."""

    ring_s: float = 0.0
    is_far: bool = False
    level: float = USUAL_LEVEL
    make_other: Callable[[int], Sound] | None = None
    below: float = 0.0

    def hear(self, speech: Sound, number: int) -> Sound:
        """Return what the microphone hears; `number` chooses the moment of what else is heard."""
        sound = np.concatenate([np.zeros(BEFORE, np.float32), speech, np.zeros(BEHIND, np.float32)])
        if self.ring_s:
            room = make_response(self.ring_s, is_far=self.is_far)
            sound = put_into_room(sound, room)[: len(sound)]
        sound = set_level(sound, self.level)
        if self.make_other:
            other = np.roll(self.make_other(60), -number * RATE * 7)[: len(sound)]
            sound += other * 10 ** ((self.level - self.below) / 20)
        return sound.astype(np.float32)


PLACES: Mapping[str, Place] = {
    "clean": Place(),
    "far in a room": Place(FAR_ROOM_S, is_far=True),
    "room, pink noise 20 dB lower": Place(ROOM_S, make_other=make_pink_noise, below=20),
    "room, pink noise 10 dB lower": Place(ROOM_S, make_other=make_pink_noise, below=10),
    "room, pink noise 5 dB lower": Place(ROOM_S, make_other=make_pink_noise, below=5),
    "far in a room, pink noise 10 dB lower": Place(
        FAR_ROOM_S, is_far=True, make_other=make_pink_noise, below=10
    ),
    "room, music as loud": Place(ROOM_S, make_other=make_music),
    "room, low level": Place(ROOM_S, level=LOW_LEVEL, make_other=make_pink_noise, below=15),
}
