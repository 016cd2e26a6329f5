"""A session without a sound device: what it keeps until there is one, and how it goes on. Pure.

No voice may start by itself where none was to be heard: a device that is back may be another one.
"""

from dataclasses import replace

from coach.live.commands import Verb, refusal_without_sound
from coach.live.continuation import resume_session
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import PieceKind, Tape

PAUSING_VERBS = frozenset({Verb.PAUSE, Verb.MOMENT})
RESUMING_VERBS = frozenset({Verb.RESUME, Verb.GO})


def lose_device(state: State, message: str) -> State:
    """Return the state without a device, which waits for one.

    Where nothing was heard but a wait for the listener, nothing begins by itself later.
    """
    stays = state.stays_paused
    if state.phase is not Phase.LOST:
        stays = state.phase is Phase.PAUSED or state.kind is PieceKind.WAIT
    return replace(state, phase=Phase.LOST, message=message, stays_paused=stays)


def apply_without_sound(state: State, verb: Verb) -> State:
    """Return the state after a command while nothing can be heard: a pause is kept for later."""
    if verb is Verb.STOP:
        return replace(state, phase=Phase.ENDED, stays_paused=False)
    if state.phase is not Phase.LOST:
        return state
    if verb in PAUSING_VERBS or verb in RESUMING_VERBS:
        return replace(state, stays_paused=verb in PAUSING_VERBS)
    if verb is Verb.TOGGLE:
        return replace(state, stays_paused=not state.stays_paused)
    refusal = refusal_without_sound(verb)
    return replace(state, message=refusal) if refusal else state


def resume_after_loss(state: State, frame: int, rules: Rules) -> State:
    """Go on after the device was lost, on a new tape that begins at a frame of the player."""
    paused = state.stays_paused
    state = replace(state, tape=Tape(start=frame), cut_frame=frame, message="", stays_paused=False)
    if paused:
        return replace(state, phase=Phase.PAUSED)
    return resume_session(state, rules, "resume")
