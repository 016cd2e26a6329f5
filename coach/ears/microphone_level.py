"""How loud a microphone is: blocks of sound -> a level, and what it says to somebody. Pure."""

from dataclasses import dataclass

import numpy as np

from coach.ears.phrase_model import Sound

QUIET_BELOW, LOUD_ABOVE = -50.0, -8.0
"""Levels of speech, in dB of full scale, below and above which it is too quiet or too loud.

Down to the first, commands were understood nearly as well as at usual levels."""
CLIPPED_AT = 0.985
"""A sample from which on sound is cut off."""
CLIPPED_FRAMES = 8
"""So many of them in a block that it was no single click."""
SILENT = -90.0


@dataclass(frozen=True, slots=True)
class Loudness:
    """The level of the loudest of some blocks, in dB, and whether some were cut off."""

    level: float = SILENT
    is_clipped: bool = False

    @property
    def word(self) -> str:
        """What it is for somebody who speaks: too quiet, good or too loud."""
        if self.is_clipped or self.level > LOUD_ABOVE:
            return "too loud"
        return "too quiet" if self.level < QUIET_BELOW else "good"


def measure_loudness(block: Sound, before: Loudness) -> Loudness:
    """Return the loudness of a block and what came before it."""
    power = float(np.mean(np.square(block, dtype=np.float64))) if len(block) else 0.0
    level = max(SILENT, float(10 * np.log10(power + 1e-12)))
    is_clipped = int(np.count_nonzero(np.abs(block) >= CLIPPED_AT)) >= CLIPPED_FRAMES
    return Loudness(round(max(before.level, level), 1), before.is_clipped or is_clipped)
