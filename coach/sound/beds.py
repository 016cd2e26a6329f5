"""Beds: quiet sound under a whole session, synthesized or from a file.

A bed is one long sound cut into pieces that follow each other without a seam, the first behind
the last as well, so that it can go on for hours. While it plays no more than two pieces are in
memory; while it is made, all of it is once, as float32. A file is read in windows, so that it may
have any length, rate and number of channels.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

import numpy as np

from coach.sound.audio import FRAMES_PER_MS, FULL_SCALE, RATE, Floats, Pcm
from coach.sound.conform import CUE_LUFS
from coach.sound.loudness import active_loudness, db_to_gain, k_weighted_energies
from coach.sound.resample import WindowResampler, oversampled_peak
from coach.sound.take import Take
from coach.timeline.clips import Extent

PIECE_MS = 20_000
MAX_FILE_MS = 180_000
"""How much of a file is used, in ms; after that it repeats."""
CROSSFADE_MS = 3_000
"""How long the end of a file is faded over into its beginning, in ms."""
BED_CEILING = -14.0
"""The highest true peak of a bed, in dBTP: a drum in the music must not stand out."""
_HOP_MS = 50
_LOOP_SECONDS = 40
BUILT_IN_PIECES = _LOOP_SECONDS * 1000 // PIECE_MS
"""How many pieces each built-in bed has."""

Swells = tuple[tuple[float, float], ...]


def _make_noise() -> Floats:
    """Return a soft wash, like far surf: noise that falls 4.5 dB an octave, and swells slowly."""
    size = _LOOP_SECONDS * RATE
    rng = np.random.default_rng(7)
    hertz = np.arange(size // 2 + 1) / _LOOP_SECONDS
    # Nothing below 60 Hz, which small loudspeakers only rattle with; little above 1.5 kHz. Noise
    # that falls by 6 dB an octave is gone on a telephone.
    shape = (hertz > 60) / np.maximum(hertz, 60) ** 0.75 / (1 + (hertz / 1500) ** 2)
    phases = np.exp(2j * np.pi * rng.random(len(hertz)))
    wash = np.fft.irfft(shape * phases, size)
    return _apply_swells(wash.astype(np.float32), ((3, 0.15), (5, 0.1)))


def _make_drone() -> Floats:
    """Return a low warm chord whose parts come and go."""
    time = np.arange(_LOOP_SECONDS * RATE) / RATE
    chord = np.zeros(len(time))
    # Roots, fifths and octaves on A2; whole numbers of periods, so that the end meets the start.
    for number, (note, level) in enumerate(
        ((110.0, 1.0), (165.0, 0.6), (220.0, 0.5), (330.0, 0.25), (440.0, 0.12), (550.0, 0.05))
    ):
        beating = np.sin(2 * np.pi * note * time) + np.sin(2 * np.pi * (note + 0.15) * time)
        chord += level * _apply_swells(beating.astype(np.float32), ((number % 3 + 2, 0.4),))
    return chord.astype(np.float32)


def _apply_swells(sound: Floats, swells: Swells) -> Floats:
    """Return sound that swells: for each (turns, depth) so many times in its length, by so much."""
    angle = 2 * np.pi * np.arange(len(sound)) / len(sound)
    level = 1 + sum(depth * np.sin(turns * angle) for turns, depth in swells)
    swelling: Floats = (sound * level).astype(np.float32)
    return swelling


BUILT_IN_BEDS: Mapping[str, Callable[[], Floats]] = MappingProxyType(
    {"noise": _make_noise, "drone": _make_drone}
)


def make_built_in_bed(name: str) -> Iterator[Take]:
    """Yield the pieces of a built-in bed; raises KeyError for an unknown name."""
    return _level_and_split(BUILT_IN_BEDS[name]())


def make_bed(windows: Iterable[Pcm]) -> Iterator[Take]:
    """Yield the pieces of a bed from the sound of a file, its end faded over into its beginning.

    Raises ValueError for silence, and for sound shorter than a second.
    """
    samples = _join_windows(windows)
    if len(samples) < RATE:
        raise ValueError("it is shorter than a second")
    # Cut to whole milliseconds before it is looped: a cut afterwards would break the joint.
    length = len(samples) // FRAMES_PER_MS
    joint = min(CROSSFADE_MS, length // 2) * FRAMES_PER_MS
    return _level_and_split(crossfade_loop(samples[: length * FRAMES_PER_MS], joint))


def _join_windows(windows: Iterable[Pcm]) -> Floats:
    """Return the sound of windows, all of one rate, at RATE, and at most MAX_FILE_MS of it."""
    most, filled = MAX_FILE_MS * FRAMES_PER_MS, 0
    samples, resampler = np.empty(most, np.float32), None
    for window in windows:
        if window.rate != RATE:
            resampler = resampler or WindowResampler(window.rate, most)
            resampler.feed(window.samples)
            continue
        part = window.samples[: most - filled]
        samples[filled : filled + len(part)] = part
        filled += len(part)
    return resampler.finish() if resampler else samples[:filled]


def crossfade_loop(samples: Floats, joint: int) -> Floats:
    """Return sound whose last `joint` frames are faded over into the first, and so as much shorter.

    By cosine and sine, so that the power stays the same. It is done in the array that is given.
    """
    turn = (np.arange(joint) + 0.5) / joint * (np.pi / 2)
    loop = samples[: len(samples) - joint]
    loop[:joint] *= np.sin(turn).astype(np.float32)
    loop[:joint] += samples[len(samples) - joint :] * np.cos(turn).astype(np.float32)
    return loop


def _level_and_split(samples: Floats) -> Iterator[Take]:
    """Yield a loop of whole milliseconds in pieces, brought to the level of beds."""
    peak = oversampled_peak(samples)
    if not peak:
        raise ValueError("it is silent")
    energies = [k_weighted_energies(p, _HOP_MS) for p in _split(samples, FULL_SCALE / peak)]
    level = active_loudness(np.concatenate(energies))
    gain = min(db_to_gain(CUE_LUFS - level), db_to_gain(BED_CEILING)) * FULL_SCALE / peak
    for piece in _split(samples, gain):
        yield Take(piece, Extent(piece.length))


def _split(samples: Floats, gain: float) -> Iterator[Pcm]:
    """Yield sound in pieces, multiplied by `gain`."""
    for start in range(0, len(samples), PIECE_MS * FRAMES_PER_MS):
        piece = samples[start : start + PIECE_MS * FRAMES_PER_MS]
        yield Pcm(np.rint(piece * np.float32(gain)).astype(np.int16))
