"""An aside: the session waits because the listener needs a moment, or tells what the keys do. Pure.

Both leave it where it was.
"""

from dataclasses import replace

from coach.live.announcements import quiet, sign
from coach.live.commands import Command
from coach.live.continuation import behind, entered, running
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import Kind, Words


def moment(state: State, _command: Command, rules: Rules) -> State:
    """Wait until told to go on; in a wait of the session, that is its end."""
    if state.waiting and state.kind is Kind.SESSION:
        index = state.plan.index(state.at)
        state = replace(state, at=state.plan.entry(min(index + 1, len(state.plan.spans) - 1)))
    spans = (sign("pause"), rules.wording.say("ready"), quiet())
    state = replace(state, phase=Phase.PLAYING)
    state = behind(state, Words(state.plan, state.at, spans, Kind.WAIT, body=state.elsewhere))
    return running(state, rules, state.at)


def helped(state: State, command: Command, rules: Rules) -> State:
    """Tell what the keys do; whoever asks while that is told has heard enough."""
    if state.kind is Kind.KEYS and state.phase is Phase.PLAYING:
        return silenced(state, command, rules)
    spans = (rules.wording.say("keys"),)
    told = behind(state, Words(state.plan, state.at, spans, Kind.KEYS, body=state.elsewhere))
    if state.phase is Phase.PAUSED:
        return told
    return moment(told, command, rules) if state.waiting else entered(told, rules, None)


def may_tell_keys(state: State) -> bool:
    """Tell whether it may be the keys that are spoken of."""
    return state.kind is Kind.KEYS or state.phase is Phase.PAUSED


def silenced(state: State, command: Command, rules: Rules) -> State:
    """End the speech of the keys, that was cut, and do what would have come behind it."""
    if state.phase is Phase.PAUSED:
        return state
    waits = any(piece.kind is Kind.WAIT for piece in state.rest)
    return moment(state, command, rules) if waits else entered(state, rules, None)
