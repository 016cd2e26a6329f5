"""SidecarInput: all that a sidecar is made from."""

from collections.abc import Callable
from dataclasses import dataclass

from coach.exports.metadata import Chapter, Metadata
from coach.pipeline import PreparedSession
from coach.timeline.clips import Timeline
from coach.timeline.moments import TimedSpan, list_timed_spans


def _find_no_address(_chapter: Chapter) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class SidecarInput:
    """A session's metadata and timeline, and the name of the sound file beside the sidecar.

    `spans` are what is shown at each moment of it. `find_address` returns where the picture of a
    chapter is on the web, "" for none: apps accept only a whole address, so the list of chapters
    beside a file that is not served has no pictures.
    """

    metadata: Metadata
    timeline: Timeline
    audio_name: str
    spans: tuple[TimedSpan, ...] = ()
    find_address: Callable[[Chapter], str] = _find_no_address


def make_sidecar_input(
    prepared: PreparedSession, metadata: Metadata, audio_name: str
) -> SidecarInput:
    """Return all that the sidecars of a whole session are made from."""
    spans = list_timed_spans(prepared.sheet, prepared.span_starts)
    return SidecarInput(metadata, prepared.timeline, audio_name, spans)
