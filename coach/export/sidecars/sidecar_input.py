"""Told: all that a sidecar may speak of."""

from dataclasses import dataclass

from coach.export.metadata import About
from coach.timeline.layout import Timeline


@dataclass(frozen=True, slots=True)
class Told:
    """A session's tags and plan, and the name of the sound file it stands beside."""

    about: About
    timeline: Timeline
    sound: str
