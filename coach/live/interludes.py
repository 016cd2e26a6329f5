"""An aside: the session waits because the listener needs a moment, or tells what the keys do. Pure.

Both leave it where it was.
"""

from dataclasses import replace

from coach.live.announcements import make_earcon_span, make_wait_span
from coach.live.commands import Command
from coach.live.continuation import append_pieces, append_session, resume_session
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import PendingSpeech, PieceKind


def start_wait(state: State, _command: Command, rules: Rules) -> State:
    """Wait until told to go on; in a wait of the session, that is its end."""
    if state.is_waiting and state.kind is PieceKind.SESSION:
        index = state.schedule.span_index(state.at)
        state = replace(
            state, at=state.schedule.span_entry(min(index + 1, len(state.schedule.spans) - 1))
        )
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
    """Tell what the keys do; whoever asks while that is told has heard enough."""
    if state.kind is PieceKind.KEY_HELP and state.phase is Phase.PLAYING:
        return end_key_help(state, command, rules)
    spans = (rules.announcements.say_phrases("keys"),)
    told = append_pieces(
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
        return told
    return (
        start_wait(told, command, rules) if state.is_waiting else resume_session(told, rules, None)
    )


def can_end_key_help(state: State) -> bool:
    """Tell whether it may be the keys that are spoken of."""
    return state.kind is PieceKind.KEY_HELP or state.phase is Phase.PAUSED


def end_key_help(state: State, command: Command, rules: Rules) -> State:
    """End the speech of the keys, that was cut, and do what would have come behind it."""
    if state.phase is Phase.PAUSED:
        return state
    waits = any(piece.kind is PieceKind.WAIT for piece in state.remaining_interlude)
    return start_wait(state, command, rules) if waits else resume_session(state, rules, None)
