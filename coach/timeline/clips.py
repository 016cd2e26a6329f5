"""Clips and timelines: what is heard of a session, and when. The values; `layout` makes them.

Times are absolute milliseconds; ranges are half-open. A clip that must sit on a second has
a `beat`: the moment its perceptual centre is heard, not the start of its sound.
"""

from dataclasses import dataclass, replace

from coach.errors import Where
from coach.timeline.source import Source, Track

PHRASE_BEAT = 1_000
"""The most ms between two beats of one phrase."""
SPEECH_GAP = 300
"""The least silence between two spoken clips that are not one phrase, in ms: with less, two
instructions are heard as one sentence."""
LINE_GAP = 600
"""Silence between two lines that are spoken within work, in ms."""
WORD_YIELDS, STILLNESS_YIELDS, COUNT_YIELDS = 1, 2, 3
"""How readily the coach's own words yield: what has the greater number goes first. The word of a
breath in or out is heard longest, and a count is no loss."""
CHIME_LEAD = 700
"""From when on something is said after a chime has begun, in ms: a word at the same moment
makes both unclear."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What layout needs to know of a take: its length, and where its perceptual centre lies.

    In milliseconds; `beat` counts from the start of the take. In its last `ring` ms it is so soft
    that words over it stay clear.
    """

    length: int
    beat: int = 0
    ring: int = 0


@dataclass(frozen=True, slots=True)
class Clip:
    """A source at an absolute time. If `length` is shorter than the take, that is cut.

    One that `yields` is left out where it has no room: the greater the number, the sooner. A
    swell lies under words. `key` is the key of its step that an author wrote it under.
    """

    start: int
    length: int
    source: Source
    track: Track
    kind: str
    beat: int | None = None
    exercise: str = ""
    side: str = ""
    where: Where | None = None
    yields: int = 0
    is_swell: bool = False
    key: str = ""

    @property
    def end(self) -> int:
        """The first millisecond after the clip."""
        return self.start + self.length

    @property
    def is_chime(self) -> bool:
        """True for a sound that is listened to; the swells of a breath lie under its words."""
        return self.track is Track.CUE and not self.is_swell

    def shift_by(self, by: int) -> "Clip":
        """Return the clip `by` ms later."""
        beat = None if self.beat is None else self.beat + by
        return replace(self, start=self.start + by, beat=beat)


def are_one_phrase(before: Clip, clip: Clip) -> bool:
    """Return whether two spoken clips are one phrase, which needs no silence within.

    It is what sits on beats at most a second apart: a countdown, the seconds of a breath behind
    its word, and the word that a count leads to, also where that begins before its beat.
    """
    first, second = _find_beat(before), _find_beat(clip)
    return first is not None and second is not None and second - first <= PHRASE_BEAT


def _find_beat(clip: Clip) -> int | None:
    """Return the beat of a clip, or the start of a word that begins before its beat."""
    return clip.start if clip.beat is None and clip.key == "calls: out" else clip.beat


def least_gap(before: Clip, clip: Clip) -> int:
    """Return the ms of silence that two spoken clips need between them."""
    return 0 if are_one_phrase(before, clip) else SPEECH_GAP


@dataclass(frozen=True, slots=True)
class Marker:
    """The start of a segment: a chapter."""

    start: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every clip of a session, sorted by start; `length` in milliseconds."""

    title: str
    length: int
    clips: tuple[Clip, ...]
    markers: tuple[Marker, ...]
