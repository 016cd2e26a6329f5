"""What the cue sounds are, in figures: `python -m tests.sound.cue_figures [FOLDER]`.

Everything is measured in the sound itself, as a session plays it; how it was made is not looked at.
"""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from coach.sound.audio import FRAMES_PER_MS, RATE, load_wav
from coach.sound.conform import TAKE_LUFS, conform_sound
from coach.sound.loudness import (
    LUFS_OFFSET,
    gain_to_db,
    k_weighted_energies,
    max_loudness,
    true_peak,
)
from coach.sound.mix import Mix
from coach.sound.take import Take
from coach.timeline.clips import Clip, Timeline
from coach.timeline.source import Sound, Track
from tests.paths import ROOT

FOLDER = ROOT / "audio_cues"
SHORT_MS = 5
LONG_MS = 100


def load_take(name: str, folder: Path = FOLDER) -> Take:
    """Return a cue sound as a session plays it."""
    return _load_take(folder / f"{name}.wav")


@cache
def _load_take(path: Path) -> Take:
    return conform_sound(load_wav(path))


def floats(take: Take) -> np.ndarray:
    return take.pcm.to_floats().astype(np.float64)


def levels(samples: np.ndarray, size: int, hop: int = 1) -> np.ndarray:
    """The level in dB of every `size` ms, one every `hop` ms."""
    power = np.square(samples).reshape(-1, hop * FRAMES_PER_MS).mean(axis=1)
    kernel = np.ones(size // hop) / (size // hop)
    return 10 * np.log10(np.convolve(power, kernel, "valid") + 1e-12)


# What rings


def attack_ms(samples: np.ndarray) -> int:
    """From a hundredth of the level of the first stroke until nine tenths of it."""
    stroke = envelope(samples[: RATE // 4])[: RATE // 8]
    top = stroke.max()
    return round(1000 * (np.argmax(stroke > 0.9 * top) - np.argmax(stroke > 0.01 * top)) / RATE)


def envelope(samples: np.ndarray) -> np.ndarray:
    """The magnitude of the analytic signal."""
    spectrum = np.fft.fft(samples, 2 * len(samples))
    spectrum[1 : len(samples)] *= 2
    spectrum[len(samples) :] = 0
    return np.abs(np.fft.ifft(spectrum))[: len(samples)]


def ms_to_minus_20(samples: np.ndarray) -> int:
    """The last moment at which 100 ms are less than 20 dB under the loudest 100 ms."""
    loud = levels(samples, LONG_MS, 10)
    return 10 * int(np.flatnonzero(loud > loud.max() - 20)[-1]) + LONG_MS


@dataclass(frozen=True)
class Partial:
    """One partial: its frequency, its level under the strongest, and how it moves."""

    hertz: float
    level: float
    beats: float
    """Distance of the second tone in Hz, 0 where there is none."""
    depth: float
    """How far its level sways around its mean, 0 to 1."""
    tau: float
    """Seconds until a third is left."""


LOW_RATE = RATE // 4
"""Partials lie below 4 kHz, and what lies above 6 kHz is next to nothing: a quarter will do."""


def find_partials(samples: np.ndarray, most: float = 4_000.0) -> list[Partial]:
    """The partials of a sound, from low to high: peaks less than 40 dB under the strongest."""
    samples = samples[:: RATE // LOW_RATE]
    size = 20 * LOW_RATE  # a twentieth of a hertz apart
    hertz = np.fft.rfftfreq(size, 1 / LOW_RATE)
    magnitudes = np.abs(np.fft.rfft(samples, size))[hertz < most]
    top, found = magnitudes.max(), []
    left = magnitudes.copy()
    while left.max() > top * 10 ** (-40 / 20):
        peak = int(left.argmax())
        near = np.abs(hertz[: len(left)] - hertz[peak]) < 15
        found.append(_measure_partial(samples, magnitudes, hertz, peak, top))
        left[near] = 0
        # Skirts of what was found are no partials of their own.
        left[left < 3 * np.median(magnitudes[np.abs(hertz[: len(left)] - hertz[peak]) < 40])] = 0
    return sorted(found, key=lambda one: one.hertz)


def _measure_partial(
    samples: np.ndarray, magnitudes: np.ndarray, hertz: np.ndarray, peak: int, top: float
) -> Partial:
    here = hertz[peak]
    inside = slice(max(0, peak - 100), peak + 101)  # five hertz to either side
    window = magnitudes[inside]
    maxima = [
        n
        for n in range(1, len(window) - 1)
        if window[n - 1] < window[n] >= window[n + 1] and window[n] > 0.25 * window.max()
    ]
    beats = max((abs(n - (peak - inside.start)) for n in maxima), default=0) / 20
    band = band_envelope(samples, here, 12.0)[:: LOW_RATE // 100]
    # From behind the stroke, which may be the second or third of several.
    begin = int(band.argmax()) + 40
    end = begin + int(np.argmax(np.append(band[begin:] < 0.03 * band.max(), True)))
    time = np.arange(begin, end) / 100
    log = np.log(np.maximum(band[begin:end], 1e-9))
    under = gain_to_db(magnitudes[peak] / top)
    if len(time) < 20:
        return Partial(here, under, beats, 0.0, 0.0)
    slope, level = np.polyfit(time, log, 1)
    sway = np.exp(log - (slope * time + level))
    depth = (sway.max() - sway.min()) / (sway.max() + sway.min())
    return Partial(here, under, beats, float(depth), -1 / slope)


def band_envelope(samples: np.ndarray, middle: float, half: float) -> np.ndarray:
    """The envelope of what lies within `half` Hz of a frequency, of samples at LOW_RATE."""
    size = 2 * len(samples)
    spectrum, hertz = np.fft.fft(samples, size), np.fft.fftfreq(size, 1 / LOW_RATE)
    # Straight edges would ring; these rise and fall over half a band.
    near = np.clip(2 - np.abs(hertz - middle) / half, 0, 1)
    return 2 * np.abs(np.fft.ifft(spectrum * near))[: len(samples)]


# What might click


def largest_step(samples: np.ndarray) -> float:
    """The largest step from one sample to the next, in parts of the peak."""
    around = np.concatenate([[0.0], samples, [0.0]])
    return float(np.abs(np.diff(around)).max() / np.abs(samples).max())


def highest_click(samples: np.ndarray) -> float:
    """The level above 6 kHz of the worst 5 ms, in dB under the peak."""
    spectrum = np.fft.rfft(np.pad(samples, RATE // 10))
    spectrum[np.fft.rfftfreq(len(samples) + 2 * (RATE // 10), 1 / RATE) < 6_000] = 0
    high = np.fft.irfft(spectrum)
    high = high[: len(high) // 240 * 240].reshape(-1, 240)
    return gain_to_db(float(np.sqrt(np.square(high).mean(axis=1)).max()) / np.abs(samples).max())


# Breath


def pitch_track(samples: np.ndarray) -> np.ndarray:
    """The pitch of the strongest tone between 80 and 450 Hz, in Hz, followed all through a sound.

    From the frame in which it is strongest, forth and back, at most a semitone and a half in a
    tenth of a second: so far no tone jumps, but a glide of two octaves in a few seconds goes.
    """
    size, hop = RATE // 4, RATE // 10
    hertz = np.fft.rfftfreq(4 * size, 1 / RATE)
    starts = range(0, len(samples) - size, hop)
    frames = [
        np.abs(np.fft.rfft(samples[at : at + size] * np.hanning(size), 4 * size)) for at in starts
    ]
    band = (hertz > 80) & (hertz < 450)
    peaks = [float((frame * band).max()) for frame in frames]
    strongest = int(np.argmax(peaks))
    found = {strongest: float(hertz[(frames[strongest] * band).argmax()])}
    for order in (range(strongest + 1, len(frames)), range(strongest - 1, -1, -1)):
        here = found[strongest]
        for number in order:
            near = np.abs(np.log2(np.maximum(hertz, 1) / here)) < 1.5 / 12
            if peaks[number] > 0.05 * peaks[strongest]:
                here = found[number] = float(hertz[(frames[number] * near).argmax()])
    return np.array([found[number] for number in sorted(found)])


def semitones(track: np.ndarray) -> float:
    """How far apart the lowest and the highest of some pitches are."""
    return float(12 * np.log2(track.max() / track.min()))


def centroid(samples: np.ndarray) -> float:
    """The middle of the spectrum's power, in hertz."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    return float((np.fft.rfftfreq(len(samples), 1 / RATE) * power).sum() / power.sum())


def render_breaths(folder: Path, into: int, out: int, count: int = 1) -> np.ndarray:
    """Breaths as a session plays them: each phase cut to its length, one behind the other."""
    media = {Sound(n): load_take(n, folder) for n in ("breathe-in", "breathe-out")}
    clips, start = [], 0
    for _ in range(count):
        for name, size in (("breathe-in", into), ("breathe-out", out)):
            size_heard = min(size, media[Sound(name)].extent.length)
            clips.append(Clip(start, size_heard, Sound(name), Track.CUE, "breathe"))
            start += size
    plan = Timeline("breaths", start, tuple(clips), ())
    return Mix(plan, media, gain=1.0).render(0, start).to_floats().astype(np.float64)


def dip_ms(samples: np.ndarray, turn: int) -> int:
    """For how long around a turn the sound stays 30 dB under its loudest, in ms: as if silent."""
    loud = levels(samples, 10)
    low = loud < loud.max() - 30
    middle = turn - 5
    if not low[middle]:
        return 0
    before = middle - int(np.argmax(~low[middle::-1])) + 1
    after = middle + int(np.argmax(~low[middle:]))
    return after - before


# How loud


def loudest_3s(take: Take) -> float:
    """LUFS of the loudest three seconds."""
    return float(max_loudness(k_weighted_energies(take.pcm, 50), 50, 3_000))


def strike_lufs(take: Take) -> float:
    """LUFS of the loudest 400 ms, as a meter's momentary loudness."""
    energies = k_weighted_energies(take.pcm, 20)
    power = np.convolve(energies, np.ones(20) / 20, "full")
    return float(LUFS_OFFSET + 10 * np.log10(power.max()))


def tail_under_voice(take: Take, at: int) -> float:
    """By how many LU the loudest 100 ms after `at` stay under the voice."""
    energies = k_weighted_energies(take.pcm, 20)
    power = np.convolve(energies, np.ones(5) / 5, "valid")[at // 20 :]
    return TAKE_LUFS - (LUFS_OFFSET + 10 * np.log10(float(power.max(initial=1e-12))))


def print_bowls(folder: Path) -> None:
    names = ("start", "session-end", "rest", "move", "hold-start", "hold-end", "halfway", "ready")
    print(
        "bowl         partials: Hz (ratio, beats Hz, sway %)"
        "                              tau  attack  -20 dB  length"
    )
    for name in names:
        if not (folder / f"{name}.wav").exists():
            continue
        samples = floats(load_take(name, folder))
        partials = find_partials(samples)
        lowest = max(partials, key=lambda one: one.level)
        shown = "  ".join(
            f"{p.hertz:.0f} ({p.hertz / lowest.hertz:.2f}, {p.beats:.1f}, {100 * p.depth:.0f})"
            for p in partials
        )
        print(
            f"{name:12} {shown:64} {lowest.tau:.1f} s {attack_ms(samples):4} ms "
            f"{ms_to_minus_20(samples) / 1000:4.1f} s {len(samples) / RATE:5.1f} s"
        )


def print_levels(folder: Path) -> None:
    print("\nsound         length  strike  3 s LUFS   dBTP   step  >6 kHz")
    for path in sorted(folder.glob("*.wav")):
        take = load_take(path.stem, folder)
        samples = floats(take)
        print(
            f"{path.stem:12} {take.extent.length / 1000:6.2f} s {strike_lufs(take):7.1f} "
            f"{loudest_3s(take):8.1f} {gain_to_db(true_peak(take.pcm)):8.1f} "
            f"{largest_step(samples):6.3f} {highest_click(samples):6.0f} dB"
        )


def print_breaths(folder: Path) -> None:
    print("\nbreath        pitch moves   filter moves      dip at the turn, in 3/4/5/6 s")
    for name in ("breathe-in", "breathe-out"):
        samples = floats(load_take(name, folder))[: 6 * RATE]
        early, late = centroid(samples[:RATE]), centroid(samples[3 * RATE : 4 * RATE])
        print(
            f"{name:12} {semitones(pitch_track(samples)):5.1f} semitones"
            f" {early:6.0f} > {late:4.0f} Hz   ",
            " ".join(
                str(dip_ms(render_breaths(folder, size * 1000, 6_000), size * 1000))
                for size in (3, 4, 5, 6)
            ),
            "ms",
        )


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    print_bowls(chosen)
    print_levels(chosen)
    print_breaths(chosen)
