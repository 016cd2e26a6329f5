"""Length table: how long the shipped lines last in the default voice, so that choosing is silent.

To choose a session the lengths of all that a routine offers must be known, three times as many
lines as are heard in the end. A table of them comes with the package, so that only what is heard
is spoken. A voice takes part by its `portable_identity`: what it is, without the runtime that it
happens to run on. On another machine a word may come out a frame longer or shorter; `fit_take`
takes that up. Where it is more, the table is not believed on that machine any more.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from coach.script.pace import WORDS_PER_MINUTE
from coach.sound.audio import FRAMES_PER_MS, Pcm
from coach.sound.conform import PROCESSING_VERSION, raised_cosine
from coach.sound.take import Take, TakeLike
from coach.speech.normalize import normalize_text
from coach.speech.pronunciations import find_respellings
from coach.speech.take_cache import take_key
from coach.speech.voices import Voice
from coach.system.paths import cache_folder, shipped_folder
from coach.timeline.clips import Extent
from coach.timeline.source import Source, Utterance

TABLE_NAME = "natural.txt"
KEY_DIGITS = 10
"""Hexadecimal digits of a key: of ten thousand lines two are alike once in 20,000 times."""
MAX_BEAT_MS = 15
"""By how many ms the beat of a take may differ from the stated one: a frame of the voice."""
MAX_LENGTH_MS = 60
"""By how many ms its length may: 30 of them are silence, the rest is faded out."""
FADE_MS = 4

LengthTable = Mapping[str, Extent]
"""Extents by the key that `length_key` makes."""
EMPTY: LengthTable = MappingProxyType({})


def length_key(voice: Voice, words_per_minute: int, text: str) -> str:
    """Return the key of a normalized text, spoken at a pace by a voice and then conformed."""
    identity = getattr(voice, "portable_identity", voice.identity)
    return take_key(PROCESSING_VERSION, identity, words_per_minute, text)[:KEY_DIGITS]


def find_length_table(voice: Voice) -> LengthTable:
    """Return the table that came with coach for a voice; an empty one for any other voice.

    It is not believed on a machine where a take was seen to differ from it.
    """
    if not hasattr(voice, "portable_identity"):
        return EMPTY
    path = shipped_folder() / "scripts" / "lengths" / TABLE_NAME
    return EMPTY if _distrust_path(voice).exists() else load_table(path)


def distrust_length_table(voice: Voice) -> None:
    """Make sure that the table is not asked again on this machine for this voice and runtime."""
    with suppress(OSError):
        _distrust_path(voice).parent.mkdir(parents=True, exist_ok=True)
        _distrust_path(voice).touch()


def _distrust_path(voice: Voice) -> Path:
    return cache_folder() / f"lengths-differ-{take_key(voice.identity)[:KEY_DIGITS]}"


@cache
def load_table(path: Path) -> LengthTable:
    """Return the table in a file; an empty one where there is none that can be read."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        return MappingProxyType(dict(_read_line(line) for line in lines if line))
    except (OSError, ValueError):
        return EMPTY


def _read_line(line: str) -> tuple[str, Extent]:
    key, length, beat = line.split()
    return key, Extent(int(length), int(beat))


def make_length_table(
    lengths: Mapping[Source, Extent], voice: Voice, lexicon: Mapping[str, str]
) -> LengthTable:
    """Return the table of all utterances that were measured with a voice."""
    respellings = find_respellings(voice)
    return {
        length_key(
            voice,
            WORDS_PER_MINUTE[source.pace],
            normalize_text(source.text, lexicon, respellings),
        ): extent
        for source, extent in lengths.items()
        if isinstance(source, Utterance)
    }


def format_table(table: LengthTable) -> str:
    """Return the text of a table's file: a line for each key, sorted."""
    lines: Iterable[str] = (
        f"{key} {extent.length} {extent.beat}\n" for key, extent in sorted(table.items())
    )
    return "".join(lines)


def fit_take(take: TakeLike, stated: Extent) -> TakeLike | None:
    """Return a take whose beat and length are the stated ones; None where they differ too much."""
    if take.extent == stated:
        return take
    later = stated.beat - take.extent.beat
    missing = stated.length - take.extent.length - later
    if abs(later) > MAX_BEAT_MS or abs(missing) > MAX_LENGTH_MS:
        return None
    samples = take.pcm.samples[max(0, -later) * FRAMES_PER_MS :].astype(np.float32)
    ends = max(0, later) * FRAMES_PER_MS, max(0, missing) * FRAMES_PER_MS
    samples = np.pad(samples, ends)[: stated.length * FRAMES_PER_MS]
    rise = raised_cosine(FADE_MS * FRAMES_PER_MS)
    samples[: len(rise)] *= rise
    samples[-len(rise) :] *= rise[::-1]
    return Take(Pcm(np.rint(samples).astype(np.int16)), stated)
