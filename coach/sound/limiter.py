"""Limiter: speech brought to a level with its peaks under a ceiling, as a pure function of it.

The gain is worked out millisecond by millisecond, a little ahead of what it must catch, and
touches the samples once.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from coach.sound.audio import FRAMES_PER_MS, Floats
from coach.sound.loudness import Energies, active, linear
from coach.sound.resample import multiply, oversampled_peak
from coach.sound.take import ENERGY_HOP_MS, Profile, peak_bounds

_LOOKAHEAD_MS = 5
_RELEASE_MS = 40
_ROUNDS = 4
_HASTE = 2.0
"""Raising the gain by a decibel raises limited speech by about half of one."""
_MOST_RAISED = linear(8.0)
_TINY = np.float32(1e-9)
_BETWEEN_SAMPLES = linear(-0.3)


class Levelled(NamedTuple):
    """Samples, full scale ±1, and their profile."""

    samples: Floats
    profile: Profile


def levelled(samples: Floats, hops: Energies, wanted: float, highest: float) -> Levelled:
    """Bring speech to `wanted` LUFS, its true peaks to `highest` dBTP at most.

    `hops` are its K-weighted energies, ENERGY_HOP_MS apart. The limiter lowers the loudness,
    so the gain in front of it is raised until both hold.
    """
    top = linear(highest)
    level = active(hops)
    if level == -np.inf:
        # Below the absolute gate: too faint to have a level, but not silent.
        return _finished(samples, hops, top, top / oversampled_peak(samples))
    firsts = np.arange(0, len(samples), FRAMES_PER_MS)
    peaks = np.maximum.reduceat(np.abs(samples), firsts)
    ceiling = top * _BETWEEN_SAMPLES
    gain = lowest = linear(wanted - level)
    curve = _gain_curve(peaks * np.float32(gain), ceiling)
    for _ in range(_ROUNDS):
        kept = hops * _hop_means(curve, len(hops)) ** 2 * gain**2
        gain *= linear(_HASTE * (wanted - active(kept)))
        gain = min(max(gain, lowest), lowest * _MOST_RAISED)
        curve = _gain_curve(peaks * np.float32(gain), ceiling)
    kept = hops * _hop_means(curve, len(hops)) ** 2 * gain**2
    made = _shaped(samples, curve * np.float32(gain))
    over = oversampled_peak(made) / top
    return _finished(made, kept, min(top, over * top), min(1.0, 1 / over))


def raised(samples: Floats, hops: Energies, wanted: float, highest: float) -> Levelled:
    """Bring a word to `wanted` LUFS, or as near as its true peak allows, its shape untouched."""
    peak = oversampled_peak(samples)
    level = active(hops)
    gain = linear(highest) / peak
    if level > -np.inf:
        gain = min(gain, linear(wanted - level))
    return _finished(samples, hops, peak * gain, gain)


def _finished(samples: Floats, hops: Energies, peak: float, gain: float) -> Levelled:
    if gain != 1.0:
        samples = samples * np.float32(gain)
    energies = (hops * gain**2).astype(np.float32)
    return Levelled(samples, Profile(energies, peak_bounds(np.abs(samples), peak)))


def _gain_curve(peaks: Floats, ceiling: float) -> Floats:
    """Give the limiter's gain at the middle of each millisecond, from the peaks of each.

    The lowest gain asked for from `_RELEASE_MS` before to `_LOOKAHEAD_MS` after, averaged
    over as long a span: never above what is asked for, not even between two middles, since
    the lowest is sought a millisecond further on both sides.
    """
    asked = np.minimum(np.float32(1.0), np.float32(ceiling) / np.maximum(peaks, _TINY))
    if float(asked.min()) == 1.0:
        return asked
    edge = _RELEASE_MS + 1 + _LOOKAHEAD_MS
    lowest = np.ones(len(asked) + 2 * edge, np.float32)
    lowest[edge : edge + len(asked)] = asked
    span, width = _RELEASE_MS + _LOOKAHEAD_MS + 3, 1
    while width < span:
        step = min(width, span - width)
        lowest = np.minimum(lowest[:-step], lowest[step:])
        width += step
    curve: Floats = np.convolve(lowest, _smoothing(span), "valid")
    return curve


@cache
def _smoothing(span: int) -> Floats:
    weights = np.hanning(span)[1:-1].astype(np.float32)
    made: Floats = weights / weights.sum()
    return made


def _shaped(samples: Floats, curve: Floats) -> Floats:
    """Apply a gain given at the middle of each millisecond, in straight lines between."""
    before = np.concatenate([curve[:1], curve[:-1]])
    after = np.concatenate([curve[1:], curve[-1:]])
    place = (np.arange(FRAMES_PER_MS, dtype=np.float32) + np.float32(0.5)) / FRAMES_PER_MS
    early, late = np.maximum(0.5 - place, 0.0), np.maximum(place - 0.5, 0.0)
    gains = np.empty((len(curve), FRAMES_PER_MS), np.float32)
    multiply(
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
