"""Clips and timelines: what is heard of a session, and when. The values; `layout` makes them.

Times are absolute milliseconds; ranges are half-open. A clip that must sit on a second has
a `beat`: the moment its perceptual centre is heard, not the start of its sound.
"""

from dataclasses import dataclass, replace

from coach.errors import Where
from coach.timeline.source import Source, Track


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

    One that `yields` is left out where it has no room.
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
    yields: bool = False

    @property
    def end(self) -> int:
        """The first millisecond after the clip."""
        return self.start + self.length

    def shift_by(self, by: int) -> "Clip":
        """Return the clip `by` ms later."""
        beat = None if self.beat is None else self.beat + by
        return replace(self, start=self.start + by, beat=beat)


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
