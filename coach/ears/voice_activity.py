"""How likely each block of sound is to be speech: Silero VAD."""

from typing import Any

import numpy as np

from coach.ears.phrase_model import RATE, Sound

BLOCK_FRAMES = 512
"""Frames of a block, 32 ms: it was trained for no other length."""
BLOCK_MS = BLOCK_FRAMES * 1000 // RATE
CONTEXT_FRAMES = 64
"""Frames of the block before that it is given, too."""
STATE_SHAPE = (2, 1, 128)


class VoiceActivity:
    """Reads blocks one after the other; `model` is a session of the file SILERO."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.reset()

    def reset(self) -> None:
        """Forget what was heard: what comes next does not follow it."""
        self._state = np.zeros(STATE_SHAPE, np.float32)
        self._context = np.zeros((1, CONTEXT_FRAMES), np.float32)

    def rate_block(self, block: Sound) -> float:
        """Return how likely a block of BLOCK_FRAMES is to be speech, from 0 to 1."""
        given = np.concatenate([self._context, block[None, :]], axis=1)
        inputs = {"input": given, "state": self._state, "sr": np.array(RATE, np.int64)}
        likelihood, self._state = self._model.run(None, inputs)
        self._context = given[:, -CONTEXT_FRAMES:]
        return float(likelihood[0, 0])
