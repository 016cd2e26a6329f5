"""Take: the sound of a source in the session's format, with what mixing needs to know of it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from coach.sound.audio import FRAMES_PER_MS, Floats, Pcm
from coach.sound.compact import CompactPcm
from coach.sound.loudness import db_to_gain, k_weighted_energies, true_peak
from coach.timeline.clips import Extent

ENERGY_HOP_MS = 20
PEAK_HOP_MS = 10
MAX_INTERSAMPLE_RISE = db_to_gain(1.5)
"""How far sound may rise between samples; only around the highest is that measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """How loud a take is over time, so that a session can be levelled without its sound.

    `energies` holds the K-weighted mean square of every ENERGY_HOP_MS, `peaks` an upper bound
    of the true peak of every PEAK_HOP_MS, linear; both float32.
    """

    energies: Floats
    peaks: Floats


class TakeLike(Protocol):
    """What can be mixed; its sound may be loaded only when it is needed."""

    @property
    def pcm(self) -> Pcm:
        """The sound: 48 kHz, whole milliseconds long."""

    @property
    def extent(self) -> Extent:
        """Its length and its beat."""

    @property
    def profile(self) -> Profile:
        """How loud it is over time."""


class Take:
    """Sound in memory, ready to be mixed: at 48 kHz or compact, its extent, and its profile."""

    __slots__ = ("_profile", "compact", "extent")

    def __init__(
        self, pcm: Pcm | CompactPcm, extent: Extent, profile: Profile | None = None
    ) -> None:
        self.compact = pcm if isinstance(pcm, CompactPcm) else CompactPcm(pcm.samples)
        """The sound as it is kept."""
        self.extent = extent
        self._profile = profile

    @property
    def pcm(self) -> Pcm:
        """The sound at 48 kHz."""
        return self.compact.restore()

    @property
    def profile(self) -> Profile:
        """How loud it is over time; computed at the first use."""
        if self._profile is None:
            self._profile = measure_profile(self.pcm)
        return self._profile


def measure_profile(pcm: Pcm) -> Profile:
    """Return the profile of a sound."""
    hops = k_weighted_energies(pcm, ENERGY_HOP_MS).astype(np.float32)
    if not len(pcm.samples):
        return Profile(hops, hops)
    return Profile(hops, peak_bounds(np.abs(pcm.to_floats()), true_peak(pcm)))


def peak_bounds(heights: Floats, peak: float) -> Floats:
    """Return a bound of the true peak of every PEAK_HOP_MS of a sound.

    `heights` are the magnitudes of its samples, `peak` is its true peak, both linear.
    """
    frames = np.arange(0, len(heights), PEAK_HOP_MS * FRAMES_PER_MS)
    peaks: Floats = np.maximum.reduceat(heights, frames)
    between = max(MAX_INTERSAMPLE_RISE, peak / max(float(heights.max()), 1e-9))
    bounds: Floats = np.minimum(peaks * np.float32(between), np.float32(peak))
    return bounds
