"""Leading: the way to where one goes on, from where the body really is.

The moves of a session assume that all before them was done. Whoever leaves an exercise out is in
another position, and whoever goes back is in the right one already: then the planned move is left
out, and the way from where the body is told in its place.
"""

from dataclasses import dataclass

from coach.live.announcements import Announcements
from coach.live.resume_points import AFTER_SPEECH_MS
from coach.live.schedule import Schedule
from coach.script.positions import Position
from coach.timeline.cues import Purpose, Span

NAMING_KINDS = frozenset({"announce", "purpose"})
"""Kinds of speech that ask nothing of the body: the way to an exercise comes behind them."""


@dataclass(frozen=True, slots=True)
class Repositioning:
    """A way of one's own: told at the moment `first`; then it goes on at `then`, in `position`."""

    start: int
    resume_at: int
    position: Position
    spans: tuple[Span, ...]


def planned_position(schedule: Schedule, at: int) -> Position:
    """Tell where the body is at a moment of a session of which nothing was left out."""
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
    """Give where the body is, None where that is as planned."""
    return (
        None
        if body is None or _assume_standing(body) is planned_position(schedule, at)
        else _assume_standing(body)
    )


def audible_span_index(schedule: Schedule, at: int) -> int:
    """Tell which span is heard from a moment on; its first count may come before it begins."""
    index = schedule.span_index(at)
    last = len(schedule.spans) - 1
    return index + 1 if index < last and at >= schedule.span_entry(index + 1) else index


def make_repositioning(
    schedule: Schedule, at: int, body: Position | None, announcements: Announcements
) -> Repositioning | None:
    """Give the way to tell where a session goes on at a moment; None where it tells the right one.

    `body` is where the body is, None where it is as planned.
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
    """Find the first span from one on for which the body has to be in place, or goes there."""
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
    """Take someone of whom nothing is known for standing."""
    return Position.STANDING if position is Position.ANY else position
