"""Told: all that a sidecar may speak of."""

from dataclasses import dataclass

from coach.exports.metadata import Metadata
from coach.timeline.clips import Timeline


@dataclass(frozen=True, slots=True)
class SidecarInput:
    """A session's tags and plan, and the name of the sound file it stands beside."""

    metadata: Metadata
    timeline: Timeline
    audio_name: str
