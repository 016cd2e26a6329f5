"""How much of an echo is left, and whether a stretch of speech is no more than that. Pure.

A filter that has just begun, or whose loudspeaker was moved, leaves words that can be understood.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np

from coach.ears.phrase_model import MAX_FRAMES, Sound

WINDOW_STEPS = 100
"""Steps, 1 s, over which it is seen how much is taken away."""
WINDOWS = 10
"""How many of these are looked back at: what others say in one of them is no echo."""
LEARNED = 0.1
"""How much of an echo may be left, as a part of its power, until others are heard beside it."""
TIMES_LEFT = 4.0
"""How many times as strong as what is left of an echo speech of others must be: 6 dB."""
LOUD = 1e-6
"""The power from which on something is played: -60 dB of full scale."""


class EchoDepth:
    """Takes what is heard, step after step, beside what was left of it and what was played."""

    def __init__(self, step_frames: int) -> None:
        self._step_frames = step_frames
        # Of each step the power of what is left, of what was heard, and of what was played.
        self._steps: deque[tuple[float, float, float]] = deque(maxlen=MAX_FRAMES // step_frames)
        self._window: list[tuple[float, float, float]] = []
        self._parts: deque[float] = deque(maxlen=WINDOWS)

    @property
    def part_left(self) -> float:
        """Which part of the power of an echo is left, where nobody else speaks; 1 for all."""
        return min(self._parts, default=1.0)

    def forget(self) -> None:
        """Begin anew: how much is left is not known any more."""
        self._parts.clear()
        self._window.clear()

    def add(self, heard: Sound, cleaned: Sound, played: Sound) -> None:
        """Take whole steps."""
        sounds = (cleaned, heard, played)
        powers = [np.mean(one.reshape(-1, self._step_frames) ** 2, axis=1) for one in sounds]
        for left, whole, loud in zip(*powers, strict=True):
            step = float(left), float(whole), float(loud)
            self._steps.append(step)
            if step[2] > LOUD:
                self._window.append(step)
            if len(self._window) >= WINDOW_STEPS:
                self._parts.append(_part_left(self._window))
                self._window.clear()

    def is_left_over(self, frames: int) -> bool:
        """Return whether the last frames may be no more than what is left of an echo."""
        steps = list(self._steps)[-max(1, frames // self._step_frames) :]
        if not any(loud > LOUD for _, _, loud in steps):
            return False
        if self.part_left > LEARNED:
            return True
        return _part_left(steps) < TIMES_LEFT * self.part_left


def _part_left(steps: Sequence[tuple[float, float, float]]) -> float:
    left, whole = (sum(step[number] for step in steps) for number in (0, 1))
    return left / whole if whole else 1.0
