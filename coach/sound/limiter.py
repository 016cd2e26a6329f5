"""Limiter: speech brought to a level, with its peaks under a ceiling. Pure.

The gain is computed for each millisecond, a little ahead of the peak that it must catch, and the
samples are multiplied once.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from coach.sound.audio import FRAMES_PER_MS, Floats
from coach.sound.loudness import Energies, active_loudness, db_to_gain
from coach.sound.resample import multiply_in_chunks, oversampled_peak
from coach.sound.take import ENERGY_HOP_MS, Profile, peak_bounds

_LOOKAHEAD_MS = 5
_RELEASE_MS = 40
_ITERATIONS = 4
_CONVERGENCE_FACTOR = 2.0
"""A decibel more of gain raises limited speech by about half a decibel."""
_MAX_GAIN_RAISE = db_to_gain(8.0)
_EPSILON = np.float32(1e-9)
_INTERSAMPLE_MARGIN = db_to_gain(-0.3)


class LevelledSamples(NamedTuple):
    """Samples as floats between -1 and 1, and their profile."""

    samples: Floats
    profile: Profile


def level_with_limiter(
    samples: Floats, hops: Energies, wanted: float, highest: float
) -> LevelledSamples:
    """Return speech at `wanted` LUFS, with true peaks of `highest` dBTP at most.

    `hops` are its K-weighted energies, ENERGY_HOP_MS apart. The limiter lowers the loudness,
    so the gain in front of it is raised until both hold.
    """
    top = db_to_gain(highest)
    level = active_loudness(hops)
    if level == -np.inf:
        # Below the absolute gate: too faint to have a level, but not silent.
        return _make_levelled(samples, hops, top, top / oversampled_peak(samples))
    firsts = np.arange(0, len(samples), FRAMES_PER_MS)
    peaks = np.maximum.reduceat(np.abs(samples), firsts)
    ceiling = top * _INTERSAMPLE_MARGIN
    gain = lowest = db_to_gain(wanted - level)
    curve = _gain_curve(peaks * np.float32(gain), ceiling)
    for _ in range(_ITERATIONS):
        limited = hops * _hop_means(curve, len(hops)) ** 2 * gain**2
        gain *= db_to_gain(_CONVERGENCE_FACTOR * (wanted - active_loudness(limited)))
        gain = min(max(gain, lowest), lowest * _MAX_GAIN_RAISE)
        curve = _gain_curve(peaks * np.float32(gain), ceiling)
    limited = hops * _hop_means(curve, len(hops)) ** 2 * gain**2
    shaped = _apply_gain_curve(samples, curve * np.float32(gain))
    over = oversampled_peak(shaped) / top
    return _make_levelled(shaped, limited, min(top, over * top), min(1.0, 1 / over))


def level_without_limiter(
    samples: Floats, hops: Energies, wanted: float, highest: float
) -> LevelledSamples:
    """Return a word at `wanted` LUFS, or as near as its true peak allows, its shape untouched."""
    peak = oversampled_peak(samples)
    level = active_loudness(hops)
    gain = db_to_gain(highest) / peak
    if level > -np.inf:
        gain = min(gain, db_to_gain(wanted - level))
    return _make_levelled(samples, hops, peak * gain, gain)


def _make_levelled(samples: Floats, hops: Energies, peak: float, gain: float) -> LevelledSamples:
    if gain != 1.0:
        samples = samples * np.float32(gain)
    energies = (hops * gain**2).astype(np.float32)
    return LevelledSamples(samples, Profile(energies, peak_bounds(np.abs(samples), peak)))


def _gain_curve(peaks: Floats, ceiling: float) -> Floats:
    """Return the limiter's gain at the middle of each millisecond, from the peaks of each.

    It is the lowest gain required from `_RELEASE_MS` before to `_LOOKAHEAD_MS` after, averaged
    over as long a span: never above what is required, not even between two middles, as the lowest
    is sought a millisecond further on both sides.
    """
    required = np.minimum(np.float32(1.0), np.float32(ceiling) / np.maximum(peaks, _EPSILON))
    if float(required.min()) == 1.0:
        return required
    edge = _RELEASE_MS + 1 + _LOOKAHEAD_MS
    lowest = np.ones(len(required) + 2 * edge, np.float32)
    lowest[edge : edge + len(required)] = required
    span, width = _RELEASE_MS + _LOOKAHEAD_MS + 3, 1
    while width < span:
        step = min(width, span - width)
        lowest = np.minimum(lowest[:-step], lowest[step:])
        width += step
    curve: Floats = np.convolve(lowest, _make_smoothing_window(span), "valid")
    return curve


@cache
def _make_smoothing_window(span: int) -> Floats:
    weights = np.hanning(span)[1:-1].astype(np.float32)
    window: Floats = weights / weights.sum()
    return window


def _apply_gain_curve(samples: Floats, curve: Floats) -> Floats:
    """Return samples times a gain at the middle of each millisecond, linear in between."""
    before = np.concatenate([curve[:1], curve[:-1]])
    after = np.concatenate([curve[1:], curve[-1:]])
    place = (np.arange(FRAMES_PER_MS, dtype=np.float32) + np.float32(0.5)) / FRAMES_PER_MS
    early, late = np.maximum(0.5 - place, 0.0), np.maximum(place - 0.5, 0.0)
    gains = np.empty((len(curve), FRAMES_PER_MS), np.float32)
    multiply_in_chunks(
        np.stack([before, curve, after], axis=1),
        np.stack([early, 1 - early - late, late]).astype(np.float32),
        gains,
    )
    shaped: Floats = np.multiply(samples, gains.reshape(-1), out=gains.reshape(-1))
    return shaped


def _hop_means(curve: Floats, count: int) -> Floats:
    padded = np.ones(count * ENERGY_HOP_MS, np.float32)
    padded[: len(curve)] = curve[: len(padded)]
    means: Floats = padded.reshape(count, ENERGY_HOP_MS).mean(axis=1)
    return means
