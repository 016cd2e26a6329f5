"""Interludes: the session waits for the listener, or the coach says what the keys do. Pure.

Both leave the session where it was.
"""

from dataclasses import replace

from coach.live import resume_points
from coach.live.announcements import make_earcon_span, make_wait_span
from coach.live.commands import Command
from coach.live.continuation import append_pieces, append_session, resume_session
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import PendingSpeech, PieceKind


def start_wait(state: State, _command: Command, rules: Rules) -> State:
    """Wait for the listener to go on; in a wait of the session, its end is where that will be."""
    if state.is_waiting and state.kind is PieceKind.SESSION:
        state = replace(state, at=resume_points.next_span_start(state.schedule, state.at))
    spans = (make_earcon_span("pause"), rules.announcements.say_phrases("ready"), make_wait_span())
    state = replace(state, phase=Phase.PLAYING)
    state = append_pieces(
        state,
        PendingSpeech(
            state.schedule, state.at, spans, PieceKind.WAIT, actual_position=state.actual_position
        ),
    )
    return append_session(state, rules, state.at)


def say_key_help(state: State, command: Command, rules: Rules) -> State:
    """Say what the keys do; asked for while that is said, stop saying it."""
    if state.kind is PieceKind.KEY_HELP and state.phase is Phase.PLAYING:
        return end_key_help(state, command, rules)
    spans = (rules.announcements.say_phrases("keys"),)
    state = append_pieces(
        state,
        PendingSpeech(
            state.schedule,
            state.at,
            spans,
            PieceKind.KEY_HELP,
            actual_position=state.actual_position,
        ),
    )
    if state.phase is Phase.PAUSED:
        return state
    return (
        start_wait(state, command, rules)
        if state.is_waiting
        else resume_session(state, rules, None)
    )


def can_end_key_help(state: State) -> bool:
    """Return True if the key help may be what is heard, or will be heard next."""
    return state.kind is PieceKind.KEY_HELP or state.phase is Phase.PAUSED


def end_key_help(state: State, command: Command, rules: Rules) -> State:
    """End the key help, which was cut, and do what would have come behind it."""
    if state.phase is Phase.PAUSED:
        return state
    waits = any(piece.kind is PieceKind.WAIT for piece in state.remaining_interlude)
    return start_wait(state, command, rules) if waits else resume_session(state, rules, None)
