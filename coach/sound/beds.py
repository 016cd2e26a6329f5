"""Beds: what lies under a whole session, quietly. Built from nothing, or made of a file.

A bed is one long sound cut into pieces that follow each other without a seam, the first behind
the last as well, so that it can go on for hours and no more than two pieces are in memory.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import numpy as np

from coach.sound.audio import FRAMES_PER_MS, FULL_SCALE, RATE, Floats, Pcm
from coach.sound.conform import CUE_LUFS
from coach.sound.loudness import active_loudness, db_to_gain, k_weighted_energies
from coach.sound.resample import oversampled_peak, resample
from coach.sound.take import Take
from coach.timeline.clips import Extent

PIECE_MS = 20_000
MAX_FILE_MS = 180_000
"""As much of a file is used; behind it, it begins anew."""
CROSSFADE_MS = 3_000
"""The end of a file is faded over into its beginning for so long."""
BED_CEILING = -14.0
"""The true peak of a bed, in dB of full scale: a drum in the music must not jump out."""
_HOP_MS = 50
_LOOP_SECONDS = 40

Swells = tuple[tuple[float, float], ...]


def _make_noise() -> Floats:
    """Make a soft wash, like far surf: noise that falls 6 dB an octave, and swells slowly."""
    size = _LOOP_SECONDS * RATE
    chance = np.random.default_rng(7)
    hertz = np.arange(size // 2 + 1) / _LOOP_SECONDS
    # Nothing below 60 Hz, which small loudspeakers only rattle with; little above 2 kHz.
    shape = (hertz > 60) / np.maximum(hertz, 60) / (1 + (hertz / 2000) ** 2)
    phases = np.exp(2j * np.pi * chance.random(len(hertz)))
    wash = np.fft.irfft(shape * phases, size)
    return _apply_swells(wash.astype(np.float32), ((3, 0.15), (5, 0.1)))


def _make_drone() -> Floats:
    """Make a low warm chord whose parts come and go."""
    time = np.arange(_LOOP_SECONDS * RATE) / RATE
    made = np.zeros(len(time))
    # Roots, fifths and octaves on A2; whole numbers of turns, so that the end meets the start.
    for number, (note, level) in enumerate(
        ((110.0, 1.0), (165.0, 0.6), (220.0, 0.5), (330.0, 0.25), (440.0, 0.12), (550.0, 0.05))
    ):
        beating = np.sin(2 * np.pi * note * time) + np.sin(2 * np.pi * (note + 0.15) * time)
        made += level * _apply_swells(beating.astype(np.float32), ((number % 3 + 2, 0.4),))
    return made.astype(np.float32)


def _apply_swells(sound: Floats, swells: Swells) -> Floats:
    """Let sound grow and sink `turns` times in its length, by a part of its level."""
    turn = 2 * np.pi * np.arange(len(sound)) / len(sound)
    level = 1 + sum(depth * np.sin(turns * turn) for turns, depth in swells)
    made: Floats = (sound * level).astype(np.float32)
    return made


BUILT_IN_BEDS: Mapping[str, Callable[[], Floats]] = MappingProxyType(
    {"noise": _make_noise, "drone": _make_drone}
)


def make_built_in_bed(name: str) -> Iterator[Take]:
    """Make a built-in bed, in pieces; raises KeyError for a name it has not."""
    return _level_and_split(BUILT_IN_BEDS[name]())


def make_bed(raw: Pcm) -> Iterator[Take]:
    """Make a bed of sound from a file, in pieces: its end faded over into its beginning.

    Raises ValueError for silence, and for what is shorter than a second.
    """
    samples = resample(raw.samples.astype(np.float32), raw.rate, RATE)[
        : MAX_FILE_MS * FRAMES_PER_MS
    ]
    if len(samples) < RATE:
        raise ValueError("it is shorter than a second")
    # In whole milliseconds before it is looped: what is cut off later is missed at the joint.
    length = len(samples) // FRAMES_PER_MS
    joint = min(CROSSFADE_MS, length // 2) * FRAMES_PER_MS
    return _level_and_split(crossfade_loop(samples[: length * FRAMES_PER_MS], joint))


def crossfade_loop(samples: Floats, joint: int) -> Floats:
    """Fade the last `joint` frames over into the first, which makes it as much shorter.

    Both sides keep their power: cosine and sine.
    """
    turn = (np.arange(joint) + 0.5) / joint * (np.pi / 2)
    made = samples[: len(samples) - joint].copy()
    made[:joint] *= np.sin(turn).astype(np.float32)
    made[:joint] += samples[len(samples) - joint :] * np.cos(turn).astype(np.float32)
    return made


def _level_and_split(samples: Floats) -> Iterator[Take]:
    """Level sound of whole milliseconds that can follow itself, and cut it into pieces."""
    peak = oversampled_peak(samples)
    if not peak:
        raise ValueError("it is silent")
    heard = Pcm(np.rint(samples * np.float32(FULL_SCALE / peak)).astype(np.int16))
    level = active_loudness(k_weighted_energies(heard, _HOP_MS))
    gain = min(db_to_gain(CUE_LUFS - level), db_to_gain(BED_CEILING)) * FULL_SCALE / peak
    made = np.rint(samples * np.float32(gain)).astype(np.int16)
    for start in range(0, len(made), PIECE_MS * FRAMES_PER_MS):
        pcm = Pcm(made[start : start + PIECE_MS * FRAMES_PER_MS])
        yield Take(pcm, Extent(pcm.length))
