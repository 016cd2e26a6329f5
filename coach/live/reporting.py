"""The status of a session: what is heard at a place of its tape, as views show it."""

from dataclasses import replace
from typing import Protocol

from coach.live import resume_points
from coach.live.schedule import Schedule
from coach.live.state import State
from coach.live.status import Phase, Status
from coach.live.tape import PieceKind, Place
from coach.script.talk_level import TalkLevel
from coach.timeline.cues import Purpose


class View(Protocol):
    """What is shown the status; every control is one."""

    def show(self, status: Status) -> None:
        """Show a status, and return at once."""


def make_status(state: State, place: Place | None, volume: int, talk: TalkLevel) -> Status:
    """Return what is heard at a place of the tape; where the session stands, if nothing is.

    WAITING is a phase of the status only: a state that waits is PLAYING.
    """
    schedule, at, led = state.schedule, state.at, False
    saying = ""
    if place is not None and state.phase is Phase.PLAYING:
        schedule, at, led = place.piece.schedule, place.at, _is_repositioning(place)
    if place is not None:
        saying = place.spoken_text()
    index = schedule.span_index(at)
    span, segment = schedule.spans[index], schedule.segment_index(at)
    later = schedule.segments[segment + 1 : segment + 2]
    count = None if led else _number_to_show(state, schedule, at, index)
    status = Status(
        phase=Phase.WAITING if state.is_waiting else state.phase,
        title=schedule.sheet.title,
        elapsed=min(at, schedule.length),
        length=schedule.length,
        exercise=span.exercise,
        side=span.side,
        set=span.set,
        sets=span.sets,
        rep=span.rep,
        reps=span.reps,
        count=count,
        saying=saying,
        next=later[0].title if later else "",
        segments=schedule.segments,
        segment=segment,
        volume=volume,
        talk=talk,
        message=state.message,
        resting=span.purpose is Purpose.REST,
        stays_paused=state.stays_paused,
        refusal=state.refusal,
        count_unit="" if count is None else "repetition" if span.is_indivisible else "seconds",
        counts_up=count is not None and span.is_open,
    )
    return _add_interludes(status, state, place) if place else status


def _add_interludes(status: Status, state: State, place: Place) -> Status:
    """Return a status with what is heard besides the session, where that is played."""
    if state.phase is not Phase.PLAYING:
        return status
    status = replace(status, interludes_left=state.tape.interludes_ms(place))
    if way := state.tape.way_at(place):
        piece, left = way
        status = replace(
            status,
            way_from=str(piece.actual_position or ""),
            way_to=str(piece.target_position),
            way_left=left,
        )
    return status


def _is_repositioning(place: Place) -> bool:
    """Return True if the body is still on its way, and what it goes to has not begun to count."""
    return place.piece.kind is not PieceKind.SESSION and place.piece.actual_position is not None


def _number_to_show(state: State, schedule: Schedule, at: int, index: int) -> int | None:
    span = schedule.spans[index]
    if span.is_indivisible:
        return span.rep or None
    lasted = resume_points.open_hold_ms(schedule, at)
    if lasted is not None and state.kind is PieceKind.SESSION:
        return lasted // 1000
    left = resume_points.remaining_ms(schedule, at)
    if left is None or span.purpose not in (Purpose.WORK, Purpose.REST):
        return None
    return -(-left // 1000) if state.kind is not PieceKind.WAIT else None
