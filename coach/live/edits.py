"""Edits of a schedule: more time in a hold, time taken back behind it, an earcon or a remark.

Nothing before the moment of the change moves, so a session that is being heard goes on at the
same millisecond of the changed schedule. A countdown counts to the end of its hold, and half-way is
half of it: what is added lies half before the half-way notice, as long as that is to come, and
the rest before the countdown and what else tells the time that is left, which begins anew where it
had begun already.
"""

from collections.abc import Iterator
from dataclasses import replace

from coach.live.schedule import Schedule
from coach.timeline.clips import SPEECH_GAP, Clip
from coach.timeline.cues import TAIL, Span
from coach.timeline.layout import share_stretch
from coach.timeline.moments import is_held
from coach.timeline.source import Source, Track
from coach.timeline.span_layout import SpanLayout

PATIENCE_MS = 20_000
"""How long a line that lasts waits for room, in ms."""
EARLY_COUNT_MS = 400
"""Time is added at least so many ms before the end of a span: a count on the first beat of the
next one begins up to some 250 ms before it."""


def lengthen_hold(schedule: Schedule, at: int, by: int) -> Schedule | None:
    """Return the schedule with the hold, rest or quiet at a moment `by` ms longer; None if none."""
    index = schedule.span_index(at)
    span, one = schedule.spans[index], schedule.layouts[index]
    if not is_held(span) or span.length is None:
        return None
    within = at - schedule.span_starts[index]
    if span.stretch_at is not None:
        # What a rest was stretched by lies at its hinge: from now on it is part of it.
        moved = replace(span, length=span.length + by, stretch_at=span.stretch_at + by)
        edges = [(span.stretch_at, by)]
    else:
        moved = replace(span, length=span.length + by)
        edges = list(_list_shifts(one, within, by))
    clips = tuple(clip.shift_by(_shift_of_clip(clip, edges)) for clip in one.clips)
    laid = replace(one, length=one.length + by, clips=clips)
    return _replace_span(schedule, index, laid, moved)


def _list_shifts(one: SpanLayout, within: int, by: int) -> Iterator[tuple[int, int]]:
    """Yield moments of a hold, each with how many ms later what follows is heard."""
    halves = [clip.start for clip in one.clips if clip.kind == "half-way"]
    counts = [clip.start for clip in one.clips if clip.kind in ("count", "notice")]
    if halves and within < min(halves):
        yield min(halves), by // 2
    yield min([one.length - EARLY_COUNT_MS, *counts]), by


def _shift_of_clip(clip: Clip, edges: list[tuple[int, int]]) -> int:
    return max((by for start, by in edges if clip.start >= start), default=0)


def _replace_span(schedule: Schedule, index: int, laid: SpanLayout, span: Span) -> Schedule:
    spans = (*schedule.spans[:index], span, *schedule.spans[index + 1 :])
    all_laid = (*schedule.layouts[:index], laid, *schedule.layouts[index + 1 :])
    return replace(schedule, sheet=replace(schedule.sheet, spans=spans), layouts=all_laid)


def reclaim_time(schedule: Schedule, at: int, by: int) -> tuple[Schedule, int]:
    """Take `by` ms, or as much as there is, from what was stretched behind the span at a moment.

    Returns the schedule, and how many ms that was.
    """
    after = schedule.span_index(at) + 1
    room = sum(schedule.extras[after:])
    given = min(by, room)
    # What is left is shared as before: by how far each span may stretch.
    rest = tuple(
        replace(span, stretch=extra) for span, extra in _spans_with_extras(schedule, after)
    )
    extras = share_stretch(rest, room - given)
    return replace(schedule, extras=(*schedule.extras[:after], *extras)), given


def stretch_to_length(schedule: Schedule, index: int, remaining: int) -> Schedule:
    """Stretch the spans from one on, as far as they may, to last `remaining` ms together."""
    spans = schedule.spans[index:]
    natural = sum(one.length for one in schedule.layouts[index:])
    room = sum(span.stretch for span in spans)
    extras = share_stretch(spans, min(max(0, remaining - natural), room))
    return replace(schedule, extras=(*schedule.extras[:index], *extras))


def _spans_with_extras(schedule: Schedule, after: int) -> Iterator[tuple[Span, int]]:
    yield from zip(schedule.spans[after:], schedule.extras[after:], strict=True)


def add_earcon(schedule: Schedule, at: int, source: Source) -> Schedule:
    """Add a sound at a moment, over whatever is heard then."""
    return _add_clip(schedule, at, source, Track.CUE, schedule.lengths[source].length)


def add_remark(
    schedule: Schedule, at: int, source: Source, *, lasts: bool = False
) -> Schedule | None:
    """Add a line to the span at a moment, as soon as there is room; None if there is none.

    One that `lasts` may be added to another, which begins within `PATIENCE_MS`.
    """
    patience = PATIENCE_MS if lasts else 0
    size = schedule.lengths[source].length
    for index in range(schedule.span_index(at), len(schedule.spans)):
        begin = schedule.span_starts[index]
        if at >= schedule.length or begin > at + patience:
            return None
        if (start := _find_room(schedule, index, max(at, begin), size)) is not None:
            return _add_clip(schedule, start, source, Track.VOICE, size)
    return None


def _find_room(schedule: Schedule, index: int, start: int, size: int) -> int | None:
    """Return the first moment from one on at which a span has room for a line of `size` ms."""
    for clip in schedule.voice_clips(index):
        if clip.end + SPEECH_GAP <= start:
            continue
        if start + size + SPEECH_GAP <= clip.start:
            break
        start = max(start, clip.end + SPEECH_GAP)
    return None if start + size + TAIL > schedule.span_end(index) else start


def _add_clip(schedule: Schedule, at: int, source: Source, track: Track, size: int) -> Schedule:
    index = schedule.span_index(at)
    span, one = schedule.spans[index], schedule.layouts[index]
    within, extra = at - schedule.span_starts[index], schedule.extras[index]
    if span.stretch_at is not None and within >= span.stretch_at:
        within = max(span.stretch_at, within - extra)
    clip = Clip(within, size, source, track, "remark", None, span.exercise, span.side)
    return _replace_span(schedule, index, replace(one, clips=(*one.clips, clip)), span)
