"""CueSheet + lengths -> Timeline: when each clip starts and how long it is. Knows no audio.

Times are absolute milliseconds; ranges are half-open. A clip that must sit on a second has
a `beat`: the moment its perceptual centre is heard, not the start of its sound.
"""

from dataclasses import dataclass
from enum import StrEnum

from coach.errors import Where
from coach.source import Source


class Track(StrEnum):
    """Which layer of the mix a clip lies on."""

    VOICE = "voice"
    CUE = "cue"
    BED = "bed"


@dataclass(frozen=True, slots=True)
class Extent:
    """What layout needs to know of a take: its length, and where its perceptual centre lies.

    Both in milliseconds; `beat` counts from the start of the take.
    """

    length: int
    beat: int = 0


@dataclass(frozen=True, slots=True)
class Clip:
    """A source at an absolute time. `length` may be shorter than the take: it is then cut."""

    start: int
    length: int
    source: Source
    track: Track
    kind: str
    beat: int | None = None
    exercise: str = ""
    side: str = ""
    where: Where | None = None

    @property
    def end(self) -> int:
        """The first millisecond after the clip."""
        return self.start + self.length


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
