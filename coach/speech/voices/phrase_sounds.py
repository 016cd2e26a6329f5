"""Phrase sounds: phrases spoken one by one become one sound, with pauses that sound like pauses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.sound.audio import Pcm, Samples
from coach.sound.conform import KEEP_AFTER_MS, KEEP_BEFORE_MS, find_sounding, raised_cosine

FADE_MS = 20
"""How long the end of one phrase and the beginning of the next fade, where a pause cuts them."""
KEPT_MS = KEEP_BEFORE_MS + KEEP_AFTER_MS
"""The quiet at the ends of two phrases that counts as heard: a pause has that already."""


@dataclass(frozen=True, slots=True)
class PhraseSound:
    """The samples of a phrase: what is heard, how it begins before that, and how it dies away."""

    before: Samples
    heard: Samples
    behind: Samples
    rate: int

    @property
    def length(self) -> int:
        """Milliseconds that are heard."""
        return len(self.heard) * 1000 // self.rate


def find_speech(sound: Pcm) -> PhraseSound:
    """Divide the sound of a phrase: what a take would keep of it is heard."""
    start, stop = find_sounding(sound)
    samples = sound.samples
    return PhraseSound(samples[:start], samples[start:stop], samples[stop:], sound.rate)


def join_phrases(sounds: Sequence[PhraseSound], pauses: Sequence[int], rate: int) -> Samples:
    """Return the samples of phrases with the pauses between them, in ms.

    In a pause one phrase dies away and the next begins softly: with digital silence there, and
    phrases that are cut off, listeners are predicted to rate speech a quarter of a point lower
    (`tests/proof/quality.py`).
    """
    pieces: list[Samples] = [sounds[0].heard]
    for pause, last, sound in zip(pauses, sounds, sounds[1:], strict=False):
        size = rate * max(0, pause - KEPT_MS) // 1000
        between = np.zeros(size, np.float32)
        tail, lead = last.behind[:size], sound.before[max(0, len(sound.before) - size) :]
        fade = raised_cosine(min(size, rate * FADE_MS // 1000))
        between[: len(tail)] += tail
        between[size - len(fade) :] *= fade[::-1]
        begin = lead.astype(np.float32)
        begin[: len(fade)] *= fade[: len(begin)]
        between[size - len(lead) :] += begin
        pieces += [np.rint(between).astype(np.int16), sound.heard]
    return np.concatenate(pieces)
