"""Interludes: the session waits for the listener, or the coach says what the keys do. Pure.

Both leave the session where it was.
"""

from dataclasses import replace

from coach.live import resume_points
from coach.live.acknowledgements import play_earcon
from coach.live.announcements import make_earcon_span
from coach.live.commands import Command
from coach.live.continuation import (
    append_pieces,
    append_session,
    append_speech,
    append_wait,
    resume_session,
)
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import PendingSpeech, PieceKind


def start_wait(state: State, _command: Command, rules: Rules) -> State:
    """Wait for the listener to go on; in a wait of the session, its end is where that will be."""
    if state.is_waiting and state.kind is PieceKind.SESSION:
        state = _leave_wait(state, rules)
    state = replace(state, phase=Phase.PLAYING)
    return append_wait(state, rules, state.at, make_earcon_span("pause"))


def end_wait(state: State, rules: Rules) -> State:
    """Go on behind a wait of the session, whose sound serves as earcon.

    An open hold is ended by its bell, and its time is told back.
    """
    state = _leave_wait(state, rules)
    return append_session(state, rules, state.at)


def _leave_wait(state: State, rules: Rules) -> State:
    """Return the state where the session goes on, with what is said of an open hold on its tape."""
    schedule, lasted = state.schedule, resume_points.open_hold_ms(state.schedule, state.at)
    target = resume_points.wait_end(schedule, state.at)
    after = schedule.span_index(state.at) + 1
    state = replace(state, at=target)
    if lasted is None:
        return state
    if resume_points.is_end_bell(schedule, after):
        state = append_speech(state, [replace(schedule.spans[after], marker=None)])
    return append_speech(state, rules.announcements.tell_time_back(lasted))


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
    waits = state.is_waiting and resume_points.open_hold_ms(state.schedule, state.at) is None
    return start_wait(state, command, rules) if waits else resume_session(state, rules, None)


def ask_to_stop(state: State, rules: Rules) -> State:
    """Pause, and ask whether to stop, for what was heard may not have been meant."""
    spans = [make_earcon_span("pause"), rules.announcements.say_phrases("ask_stop")]
    return append_speech(replace(state, phase=Phase.PAUSED, message="stop? yes or no"), spans)


def tell_remaining(state: State, _command: Command, rules: Rules) -> State:
    """Say how much of the session is left: over it, or alone in a pause."""
    line = rules.announcements.announce_session_left(state.schedule.length - state.at)
    if state.phase is Phase.PAUSED:
        return append_speech(state, [rules.announcements.say_line(line)])
    return play_earcon(replace(state, remarks=(*state.remarks, line)), "resume", rules)


def can_end_key_help(state: State) -> bool:
    """Return True if the key help may be what is heard, or will be heard next."""
    return state.kind is PieceKind.KEY_HELP or state.phase is Phase.PAUSED


def end_key_help(state: State, command: Command, rules: Rules) -> State:
    """End the key help, which was cut, and do what would have come behind it."""
    if state.phase is Phase.PAUSED:
        return state
    waits = any(piece.kind is PieceKind.WAIT for piece in state.remaining_interlude)
    return start_wait(state, command, rules) if waits else resume_session(state, rules, None)
