"""Stretches of speech out of blocks of sound: from a little before it begins to a little behind.

No more than four seconds of sound are ever kept.
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from coach.ears.phrase_model import Sound
from coach.ears.voice_activity import BLOCK_MS

SPEECH_FROM, SILENCE_BELOW = 0.5, 0.35
"""How likely a block must be speech to begin a stretch, and below what it may end one."""
LEAD_BLOCKS = 256 // BLOCK_MS
"""Blocks kept from before the speech: a word cut short at its beginning is taken for another."""
TAIL_BLOCKS = 288 // BLOCK_MS
"""Blocks of silence that end a stretch: shorter than a breath, longer than a stop within a word."""
MIN_SPEECH_BLOCKS = 224 // BLOCK_MS
"""Blocks of speech that a stretch must have: clicks and coughs have less."""
MAX_BLOCKS = 3_200 // BLOCK_MS
"""Blocks from which on a stretch is talk, and no command: it is let go of up to its end."""


@dataclass(slots=True)
class Segmenter:
    """Takes blocks, and returns a stretch of speech whenever one has ended."""

    _recent: deque[Sound] = field(default_factory=lambda: deque(maxlen=LEAD_BLOCKS))
    _blocks: list[Sound] = field(default_factory=list)
    _speech_count: int = 0
    _silence_count: int = 0
    _is_talk: bool = False

    @property
    def is_speaking(self) -> bool:
        """Whether a stretch has begun that has not ended."""
        return bool(self._blocks) or self._is_talk

    def reset(self) -> None:
        """Let go of all that was heard."""
        self._recent.clear()
        self._end_stretch()

    def add_block(self, block: Sound, likelihood: float) -> Sound | None:
        """Take a block and how likely it is speech; return a stretch that ends with it, or None."""
        if not self.is_speaking:
            self._recent.append(block)
            if likelihood >= SPEECH_FROM:
                self._blocks = list(self._recent)
                self._speech_count = 1
            return None
        if not self._is_talk:
            self._blocks.append(block)
        self._speech_count += likelihood >= SPEECH_FROM
        self._silence_count = 0 if likelihood >= SILENCE_BELOW else self._silence_count + 1
        if len(self._blocks) > MAX_BLOCKS:
            self._blocks, self._is_talk = [], True
        return self._end_stretch() if self._silence_count >= TAIL_BLOCKS else None

    def _end_stretch(self) -> Sound | None:
        """Return the stretch, unless it is too short or too long, and begin anew."""
        blocks, speech = self._blocks, self._speech_count
        self._recent.extend(blocks[-LEAD_BLOCKS:])
        self._blocks, self._speech_count, self._silence_count = [], 0, 0
        self._is_talk = False
        return np.concatenate(blocks) if blocks and speech >= MIN_SPEECH_BLOCKS else None
