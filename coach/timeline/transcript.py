"""Timeline -> what a person, or another program, can read of it."""

from collections.abc import Iterator
from typing import Any

from coach.timeline.layout import Clip, Timeline
from coach.timeline.source import Track, Utterance
from coach.units import format_precise


def timed_script(timeline: Timeline) -> Iterator[str]:
    """Write the timeline as lines: each clip at its time, chapters as headings."""
    yield f"{timeline.title} · {format_precise(timeline.length)}"
    markers = list(timeline.markers)
    for clip in timeline.clips:
        if clip.track is Track.BED:
            continue
        heard = clip.start if clip.beat is None else clip.beat
        while markers and markers[0].start <= max(heard, clip.start):
            marker = markers.pop(0)
            yield ""
            yield f"{format_precise(marker.start):>9}  == {marker.title} =="
        side = f"[{clip.side}] " if clip.side and clip.track is Track.VOICE else ""
        yield f"{format_precise(max(0, heard)):>9}  {clip.kind:<9} {side}{_shown(clip)}"


def timeline_json(timeline: Timeline) -> dict[str, Any]:
    """Give the timeline as plain values for other programs; the shape of it stays."""
    return {
        "title": timeline.title,
        "length_ms": timeline.length,
        "clips": [_clip_json(clip) for clip in timeline.clips],
        "markers": [{"start_ms": m.start, "title": m.title} for m in timeline.markers],
    }


def _clip_json(clip: Clip) -> dict[str, Any]:
    source = clip.source
    return {
        "start_ms": clip.start,
        "length_ms": clip.length,
        "track": str(clip.track),
        "kind": clip.kind,
        "text": source.text if isinstance(source, Utterance) else source.name,
        "beat_ms": clip.beat,
        "exercise": clip.exercise or None,
        "side": clip.side or None,
        "where": str(clip.where) if clip.where else None,
    }


def _shown(clip: Clip) -> str:
    source = clip.source
    return source.text if isinstance(source, Utterance) else f"♪ {source.name}"
