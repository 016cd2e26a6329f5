"""The status of a session: what is heard at a place of its tape, as views show it."""

from dataclasses import replace
from typing import Protocol

from coach.live.quiet import find_quiet
from coach.live.state import State
from coach.live.status import Phase, Status
from coach.live.tape import PieceKind, Place
from coach.script.talk_level import TalkLevel
from coach.timeline.moments import REPETITION, Moment, describe_moment, time_span


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
    span = schedule.spans[index]
    timed = time_span(span, schedule.span_starts[index], schedule.span_end(index))
    moment = describe_moment(timed, at)
    segment = schedule.segment_index(at)
    later = schedule.segments[segment + 1 : segment + 2]
    counts = not led and _is_counting(state, moment)
    status = Status(
        phase=Phase.WAITING if state.is_waiting else state.phase,
        title=schedule.sheet.title,
        elapsed=min(at, schedule.length),
        length=schedule.length,
        exercise=moment.exercise,
        side=moment.side,
        set=moment.set,
        sets=moment.sets,
        rep=moment.rep,
        reps=moment.reps,
        count=moment.count if counts else None,
        saying=saying,
        next=later[0].title if later else "",
        segments=schedule.segments,
        segment=segment,
        volume=volume,
        talk=talk,
        message=state.message,
        resting=moment.is_resting,
        stays_paused=state.stays_paused,
        refusal=state.refusal,
        count_unit=moment.unit if counts else "",
        counts_up=counts and moment.counts_up,
        quiet=find_quiet(place, is_paused=state.phase is Phase.PAUSED),
        card=span.card,
        span=index,
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


def _is_counting(state: State, moment: Moment) -> bool:
    """Return True if a number is shown: no second passes while the coach waits or speaks besides.

    A repetition stays the one that it is.
    """
    if moment.count is None or moment.unit == REPETITION:
        return moment.count is not None
    if moment.counts_up:
        return state.kind is PieceKind.SESSION
    return state.kind is not PieceKind.WAIT
