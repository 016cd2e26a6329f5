"""Phrase sounds: spoken sentences are divided at the pauses in them, and joined with longer ones.

A sentence is spoken at once, so that its melody is one. Where a comma is in it, the voice pauses by
itself; that pause is found, and there the sentence may wait longer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from coach.sound.audio import Pcm, Samples
from coach.sound.conform import KEEP_AFTER_MS, KEEP_BEFORE_MS, find_sounding, raised_cosine
from coach.sound.loudness import db_to_gain
from coach.speech.voices.phrasing import Boundary, Phrase

FADE_MS = 20
"""How long the end of one sentence and the beginning of the next fade, where a pause cuts them."""
KEPT_MS = KEEP_BEFORE_MS + KEEP_AFTER_MS
"""The quiet at the ends of two sentences that is heard as part of the pause between them."""
QUIET_DB = -38.0
"""What stays so far below the peak of a sentence is a pause. At a comma it is so for 170 to 540 ms,
in a word, before t, k or p, for 145 at most: of 60 sentences at the pace of instructions."""
MIN_GAP_MS = 160
FRAME_MS = 5
MAX_GAP_OFFSET = 0.25
"""How far from where its phonemes let one expect it a pause may lie, as a share of the sentence."""


@dataclass(frozen=True, slots=True)
class PhraseSound:
    """A piece that is heard, and how it begins before that and dies away behind it.

    `boundary` ends it, with a pause of `pause` ms that is in the samples already.
    """

    before: Samples
    heard: Samples
    behind: Samples
    boundary: Boundary
    pause: int


def divide_sentence(sound: Pcm, phrases: Sequence[Phrase]) -> Iterator[PhraseSound]:
    """Yield the pieces of a spoken sentence, cut in the middle of the pauses that are found."""
    start, stop = find_sounding(sound)
    heard, nothing = sound.samples[start:stop], sound.samples[:0]
    first, before = 0, sound.samples[:start]
    for boundary, (begin, end) in _find_gaps(heard, sound.rate, phrases):
        middle = (begin + end) // 2
        pause = (end - begin) * 1000 // sound.rate
        yield PhraseSound(before, heard[first:middle], nothing, boundary, pause)
        first, before = middle, nothing
    yield PhraseSound(before, heard[first:], sound.samples[stop:], phrases[-1].boundary, KEPT_MS)


def _find_gaps(
    heard: Samples, rate: int, phrases: Sequence[Phrase]
) -> Iterator[tuple[Boundary, tuple[int, int]]]:
    """Yield the boundaries in a sentence whose pause is found, with its first and last frame."""
    runs = list(_find_quiet_runs(heard, rate)) if len(phrases) > 1 else []
    total, spoken, after = sum(len(phrase.phonemes) for phrase in phrases), 0, 0
    for phrase in phrases[:-1]:
        spoken += len(phrase.phonemes)
        expected = len(heard) * spoken // total
        near = [
            (begin, end)
            for begin, end in runs
            if begin >= after and abs((begin + end) // 2 - expected) <= MAX_GAP_OFFSET * len(heard)
        ]
        if near:
            found = max(near, key=lambda run: run[1] - run[0])
            after = found[1]
            yield phrase.boundary, found


def _find_quiet_runs(heard: Samples, rate: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last frame of what is quiet for long enough, but for the ends."""
    frame = rate * FRAME_MS // 1000
    whole = heard[: len(heard) // frame * frame].astype(np.int32)
    peaks = np.abs(whole).reshape(-1, frame).max(axis=1, initial=0)
    quiet = peaks < db_to_gain(QUIET_DB) * peaks.max(initial=1)
    edges = np.flatnonzero(np.diff(quiet.astype(np.int8)))
    for begin, end in pairwise(edges):
        if quiet[begin + 1] and (end - begin) * FRAME_MS >= MIN_GAP_MS:
            yield int(begin + 1) * frame, int(end + 1) * frame


def join_phrases(sounds: Sequence[PhraseSound], pauses: Sequence[int], rate: int) -> Samples:
    """Return the samples of pieces with pauses of so many ms between them.

    Between sentences one dies away and the next begins softly: with digital silence there
    listeners are predicted to rate speech lower (`tests/proof/quality.py`).
    """
    pieces: list[Samples] = [sounds[0].heard]
    for pause, last, sound in zip(pauses, sounds, sounds[1:], strict=False):
        size = rate * max(0, pause - last.pause) // 1000
        fade = raised_cosine(min(size, rate * FADE_MS // 1000))
        between = np.zeros(size, np.float32)
        tail, lead = last.behind[:size], sound.before[max(0, len(sound.before) - size) :]
        between[: len(tail)] += tail
        between[size - len(fade) :] *= fade[::-1]
        begin = lead.astype(np.float32)
        begin[: len(fade)] *= fade[: len(begin)]
        between[size - len(lead) :] += begin
        pieces += [np.rint(between).astype(np.int16), sound.heard]
    return np.concatenate(pieces)
