"""Timeline -> what a person, or another program, can read of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from coach.timeline.clips import Clip, Timeline
from coach.timeline.moments import TimedSpan
from coach.timeline.source import Track, describe_source
from coach.units import format_clock_tenths


def format_timed_script(timeline: Timeline) -> Iterator[str]:
    """Yield the lines of the timed script: each clip at its time, chapters as headings."""
    yield f"{timeline.title} · {format_clock_tenths(timeline.length)}"
    markers = list(timeline.markers)
    for clip in timeline.clips:
        if clip.track is Track.BED:
            continue
        heard = clip.start if clip.beat is None else clip.beat
        while markers and markers[0].start <= max(heard, clip.start):
            marker = markers.pop(0)
            yield ""
            yield f"{format_clock_tenths(marker.start):>9}  == {marker.title} =="
        side = f"[{clip.side}] " if clip.side and clip.track is Track.VOICE else ""
        clock = format_clock_tenths(max(0, heard))
        yield f"{clock:>9}  {clip.kind:<9} {side}{describe_source(clip.source, '♪ ')}"


def make_timeline_json(
    timeline: Timeline, spans: Sequence[TimedSpan] | None = None
) -> dict[str, Any]:
    """Return the timeline as plain values for other programs, which rely on its keys.

    With `spans` it has what is shown at each moment as well.
    """
    content: dict[str, Any] = {
        "title": timeline.title,
        "length_ms": timeline.length,
        "clips": [_make_clip_json(clip) for clip in timeline.clips],
        "markers": [{"start_ms": m.start, "title": m.title} for m in timeline.markers],
    }
    if spans is not None:
        content["spans"] = [_make_span_json(span) for span in spans]
    return content


def _make_span_json(span: TimedSpan) -> dict[str, Any]:
    return {
        "start_ms": span.start,
        "length_ms": span.end - span.start,
        "purpose": str(span.purpose),
        "exercise": span.exercise or None,
        "side": span.side or None,
        "set": span.set,
        "sets": span.sets,
        "rep": span.rep,
        "reps": span.reps,
        "whole": span.whole,
        "held": span.held,
        "open": span.is_open,
        "position": str(span.position) or None,
    }


def _make_clip_json(clip: Clip) -> dict[str, Any]:
    return {
        "start_ms": clip.start,
        "length_ms": clip.length,
        "track": str(clip.track),
        "kind": clip.kind,
        "text": describe_source(clip.source),
        "beat_ms": clip.beat,
        "exercise": clip.exercise or None,
        "side": clip.side or None,
        "where": str(clip.where) if clip.where else None,
    }
