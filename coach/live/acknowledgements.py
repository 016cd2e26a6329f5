"""Signing: the small sounds that tell a listener what was understood. Pure."""

from dataclasses import replace

from coach.live import edits
from coach.live.announcements import sign
from coach.live.commands import Verb
from coach.live.continuation import entered, joined_on, saying
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import Kind, Piece
from coach.timeline.source import Sound


def refused(state: State, message: str, rules: Rules) -> State:
    """Sound that nothing was done, and why for the eye."""
    return signed(replace(state, message=message), "refuse", rules)


def signed(state: State, name: str, rules: Rules) -> State:
    """Sound a sign, and go on: over the session, but not over what is said in between."""
    if state.phase is Phase.PAUSED:
        return saying(state, [sign(name)])
    if state.kind is Kind.SESSION:
        # In its first moments a session may not have its signs yet: then there is none.
        if (sound := Sound(name)) in state.plan.lengths:
            state = replace(state, plan=edits.with_sign(state.plan, state.at, sound))
        return joined_on(state, rules)
    state = saying(state, [sign(name)])
    if state.kind is not Kind.WAIT:
        return entered(state, rules, None)
    # Behind the sign nobody wants to hear the second half of a word.
    rest = (replace(one, since=one.start) if isinstance(one, Piece) else one for one in state.rest)
    return joined_on(replace(state, rest=tuple(rest)), rules)


UPWARD = frozenset({Verb.LOUDER, Verb.TALK_MORE})
TALKS = {
    Verb.TALK_MORE: "more is said from the next exercise on",
    Verb.TALK_LESS: "less is said from the next exercise on",
}


def adjusted(state: State, verb: Verb, rules: Rules, *, done: bool) -> State:
    """Sound that loudness or talk has changed, or that it cannot; the sound was cut for it.

    A volume that was set to a number is set many times while a slider moves: it has no sign, and
    nothing is sounded over what is said in between.
    """
    playing = state.phase is Phase.PLAYING
    if done:
        state = replace(state, message=TALKS.get(verb, ""))
    if verb is Verb.VOLUME or (playing and state.kind in (Kind.SAID, Kind.AGAIN)):
        return joined_on(state, rules) if playing else state
    return signed(state, ("up" if verb in UPWARD else "down") if done else "refuse", rules)
