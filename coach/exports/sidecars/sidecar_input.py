"""SidecarInput: all that a sidecar is made from."""

from dataclasses import dataclass

from coach.exports.metadata import Metadata
from coach.timeline.clips import Timeline


@dataclass(frozen=True, slots=True)
class SidecarInput:
    """A session's metadata and timeline, and the name of the sound file beside the sidecar."""

    metadata: Metadata
    timeline: Timeline
    audio_name: str
