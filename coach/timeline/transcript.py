"""Timeline -> what a person, or another program, can read of it."""

from collections.abc import Iterator
from typing import Any

from coach.timeline.clips import Clip, Timeline
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


def make_timeline_json(timeline: Timeline) -> dict[str, Any]:
    """Return the timeline as plain values for other programs, which rely on its keys."""
    return {
        "title": timeline.title,
        "length_ms": timeline.length,
        "clips": [_make_clip_json(clip) for clip in timeline.clips],
        "markers": [{"start_ms": m.start, "title": m.title} for m in timeline.markers],
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
