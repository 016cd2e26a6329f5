"""Ringing: how long a sound goes on so softly that words over it stay clear. Pure."""

import numpy as np

from coach.sound.conform import TAKE_LUFS
from coach.sound.loudness import LUFS_OFFSET
from coach.sound.take import ENERGY_HOP_MS, Profile

RING_UNDER_VOICE = 20.0
"""How many LU under the voice a sound is when words over it stay clear."""
_WINDOW = 100 // ENERGY_HOP_MS
"""Hops that are judged together: 100 ms."""


def measure_ring(profile: Profile, length: int) -> int:
    """Return for how many ms at its end a sound of `length` ms stays below RING_UNDER_VOICE."""
    energies = np.append(profile.energies, np.zeros(_WINDOW - 1)).astype(np.float64)
    power = np.convolve(energies, np.ones(_WINDOW) / _WINDOW, "valid")
    most = 10 ** ((TAKE_LUFS - RING_UNDER_VOICE - LUFS_OFFSET) / 10)
    loud = np.flatnonzero(power > most)
    heard = ENERGY_HOP_MS * (int(loud[-1]) + 1) if loud.size else 0
    return max(0, length - heard)
