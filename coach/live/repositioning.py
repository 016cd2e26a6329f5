"""The way to the position a session goes on in, from the one the body is really in.

The moves of a session assume that all before them was done. A listener who skips an exercise is in
another position, and one who goes back may be in the right one already: then the planned move is
left out, and the way from where the body is comes in its place.
"""

from dataclasses import dataclass

from coach.live.announcements import Announcements
from coach.live.resume_points import AFTER_SPEECH_MS
from coach.live.schedule import Schedule
from coach.script.positions import Position
from coach.timeline.cues import Purpose, Span

NAMING_KINDS = frozenset({"announce", "purpose"})
"""Kinds of speech that need no position: the way to an exercise comes behind them."""


@dataclass(frozen=True, slots=True)
class Repositioning:
    """A way heard at the moment `start`; the session goes on at `resume_at`, in `position`."""

    start: int
    resume_at: int
    position: Position
    spans: tuple[Span, ...]


def planned_position(schedule: Schedule, at: int) -> Position:
    """Return the position at a moment of a session of which nothing was skipped."""
    index = audible_span_index(schedule, at)
    span = schedule.spans[index]
    if not _is_move(span):
        return _assume_standing(span.position)
    spoken = schedule.voice_clips(index)
    done = (
        spoken[-1].end + AFTER_SPEECH_MS if spoken else schedule.span_end(index) - AFTER_SPEECH_MS
    )
    return _assume_standing(
        span.position if at >= done or index == 0 else schedule.spans[index - 1].position
    )


def actual_position_at(schedule: Schedule, at: int, body: Position | None) -> Position | None:
    """Return the position the body is in, None where that is the planned one."""
    return (
        None
        if body is None or _assume_standing(body) is planned_position(schedule, at)
        else _assume_standing(body)
    )


def audible_span_index(schedule: Schedule, at: int) -> int:
    """Return the index of the span heard from a moment on; a first count may come before a span."""
    index = schedule.span_index(at)
    last = len(schedule.spans) - 1
    return index + 1 if index < last and at >= schedule.span_entry(index + 1) else index


def find_unnamed_work(schedule: Schedule, at: int) -> int | None:
    """Return the span of work with which a segment begins at a moment; None if none does.

    Its name was said in the rest before it, which is not heard by who comes from elsewhere.
    """
    index = audible_span_index(schedule, at)
    span = schedule.spans[index]
    begins = span.marker is not None and at <= schedule.span_starts[index]
    return index if begins and span.purpose is Purpose.WORK else None


def make_repositioning(
    schedule: Schedule, at: int, body: Position | None, announcements: Announcements
) -> Repositioning | None:
    """Return the way for a session that goes on at a moment; None where its own moves are right.

    `body` is the position the body is in, None where it is the planned one.
    """
    body = actual_position_at(schedule, at, body)
    if body is None:
        return None
    first = _find_span_needing_position(schedule, audible_span_index(schedule, at))
    if first is None:
        return None
    then = first
    while then < len(schedule.spans) - 1 and _is_move(schedule.spans[then]):
        then += 1
    goal = schedule.spans[max(first, then - 1)].position
    spans = announcements.guide_to_position(body, goal, schedule.talk)
    begin = max(at, schedule.span_entry(first))
    return Repositioning(begin, max(begin, schedule.span_entry(then)), goal, spans)


def _find_span_needing_position(schedule: Schedule, start: int) -> int | None:
    """Return the first span from one on that needs a position, or moves there; None if none."""
    asks = None
    for index in range(start, len(schedule.spans)):
        span = schedule.spans[index]
        if _is_move(span):
            return index
        if span.position is Position.ANY or all(cue.kind in NAMING_KINDS for cue in span.cues):
            continue
        asks = index if asks is None else asks
        if span.purpose is Purpose.WORK:
            return asks
    return None


def _is_move(span: Span) -> bool:
    return span.purpose is Purpose.MOVE or any(cue.kind == "rise" for cue in span.cues)


def _assume_standing(position: Position) -> Position:
    """Return the position, or standing where any will do."""
    return Position.STANDING if position is Position.ANY else position
