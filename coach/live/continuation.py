"""How the tape goes on behind a cut, up to the end of the session. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coach.live import resume_points
from coach.live.announcements import make_earcon_span, make_lead_in_span, make_wait_span
from coach.live.repositioning import (
    Repositioning,
    actual_position_at,
    audible_span_index,
    make_repositioning,
)
from coach.live.same_place import find_joint
from coach.live.schedule import Schedule
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import PendingSpeech, Piece, PieceKind, Tape, make_session_piece
from coach.script.positions import Position
from coach.timeline.cues import Purpose, Span


def begin_session(schedule: Schedule, at: int, start: int, rules: Rules) -> State:
    """Return the state of a session begun at a moment and a frame.

    One that was broken off goes on as after a pause, from standing: nothing else is known.
    """
    state = State(schedule, Tape(start=start), Phase.PLAYING, at)
    if not at:
        return append_session(state, rules, 0)
    return resume_session(replace(state, actual_position=Position.STANDING), rules, None)


def resume_session(state: State, rules: Rules, earcon: str | None) -> State:
    """Go on at `at`: an earcon, where one is and what is left, three ticks, then the session."""
    schedule, at = state.schedule, state.at
    landing = resume_points.resume_point(schedule, at)
    index = schedule.span_index(max(landing, min(at, schedule.length)))
    earcons = [make_earcon_span(earcon)] if earcon else []
    state, spans, there = append_repositioning(
        replace(state, phase=Phase.PLAYING), rules, earcons, landing
    )
    if state.at != at:
        landing, index = there, audible_span_index(schedule, there)
    if schedule.spans[index].marker is None or landing > schedule.span_starts[index]:
        spans += rules.announcements.announce_place(
            schedule, max(landing, schedule.span_starts[index])
        )
        if spans and schedule.spans[index].purpose is Purpose.WORK:
            spans.append(make_lead_in_span())
    return append_session(append_speech(state, spans, landing), rules, landing)


def append_repositioning(
    state: State, rules: Rules, spans: list[Span], at: int
) -> tuple[State, list[Span], int]:
    """Add the way from where the body is, if it is needed before anything else.

    Returns the state, the spans still to be said behind that, and where the session goes on.
    """
    way = make_repositioning(state.schedule, at, state.actual_position, rules.announcements)
    if way is None or way.start > at:
        return state, spans, at
    state = append_pieces(
        append_speech(state, spans, way.resume_at),
        *_repositioning_words(state.schedule, way, state.actual_position),
    )
    return replace(state, at=way.resume_at, actual_position=None), [], way.resume_at


def _repositioning_words(
    schedule: Schedule, way: Repositioning, body: Position | None
) -> tuple[PendingSpeech, ...]:
    words = PendingSpeech(
        schedule, way.resume_at, way.spans, actual_position=body, target_position=way.position
    )
    return (words,) if way.spans else ()


def append_speech(state: State, spans: Sequence[Span], at: int | None = None) -> State:
    """Add an interlude to the end of the tape; `at` is the moment that comes behind it."""
    if not spans:
        return state
    at = state.at if at is None else at
    return append_pieces(
        state,
        PendingSpeech(state.schedule, at, tuple(spans), actual_position=state.actual_position),
    )


def append_wait(state: State, rules: Rules, at: int, *earcons: Span) -> State:
    """Add a wait for the listener to the end of the tape, and what is left from a moment on."""
    spans = (*earcons, rules.announcements.say_phrases("ready"), make_wait_span())
    wait = PendingSpeech(
        state.schedule, at, spans, PieceKind.WAIT, actual_position=state.actual_position
    )
    return append_session(append_pieces(state, wait), rules, at)


def append_pieces(state: State, *pieces: Piece | PendingSpeech) -> State:
    """Add pieces to the end of the tape."""
    return replace(state, tape=state.tape.append(*pieces))


def append_session(state: State, rules: Rules, at: int, since: int | None = None) -> State:
    """Add what is left of the session from a moment on to the end of the tape."""
    return append_pieces(state, *_build_pieces(state, rules, at, since))


def _build_pieces(
    state: State, rules: Rules, at: int, since: int | None
) -> list[Piece | PendingSpeech]:
    schedule = state.schedule
    stretches = [(schedule, at, schedule.length)]
    if state.next_schedule is not None and (
        joint := find_joint(schedule, state.next_schedule, at, is_near=state.joins_near)
    ):
        stretches = [
            (schedule, at, joint[0]),
            (state.next_schedule, joint[1], state.next_schedule.length),
        ]
    pieces: list[Piece | PendingSpeech] = []
    body = state.actual_position
    for here, start, stop in stretches:
        first = since if here is schedule else None
        gates = _list_wait_points(here, start, stop) if rules.wait else []
        if here is schedule:
            gates = [gate for gate in gates if gate > start]
        body = actual_position_at(here, start, body)
        way = make_repositioning(here, start, body, rules.announcements)
        if way and way.start < stop:
            pieces += _split_at_waits(
                make_session_piece(here, start, way.start, first), gates, rules, body
            )
            pieces += _repositioning_words(here, way, body)
            start, first, body = way.resume_at, None, None
        pieces += _split_at_waits(make_session_piece(here, start, stop, first), gates, rules, body)
    return pieces


def _split_at_waits(
    piece: Piece, gates: list[int], rules: Rules, body: Position | None
) -> Iterator[Piece | PendingSpeech]:
    """Yield a piece of a session in parts, between which the coach waits."""
    schedule, start, first = piece.schedule, piece.start, piece.since
    for gate in gates:
        if start <= gate < piece.stop:
            yield replace(make_session_piece(schedule, start, gate, first), actual_position=body)
            spans = (rules.announcements.say_phrases("ready"), make_wait_span())
            yield PendingSpeech(schedule, gate, spans, PieceKind.WAIT, actual_position=body)
            start = first = gate
    yield replace(make_session_piece(schedule, start, piece.stop, first), actual_position=body)


def _list_wait_points(schedule: Schedule, start: int, stop: int) -> list[int]:
    entries = (schedule.span_entry(index) for index in schedule.exercise_span_indexes())
    return [entry for entry in entries if start <= entry < stop]


def continue_seamlessly(state: State, rules: Rules) -> State:
    """Go on without a seam: with what is left of an interlude, then with the session."""
    if not rules.can_splice:
        return resume_session(state, rules, None)
    since = state.since if state.kind is PieceKind.SESSION else None
    rest = [replace(piece, schedule=state.schedule) for piece in state.remaining_interlude]
    arrives = any(piece.target_position for piece in rest)
    state = replace(
        append_pieces(state, *rest), actual_position=None if arrives else state.actual_position
    )
    return append_session(state, rules, state.at, since)
