"""Answers to commands by earcons, the small sounds that say what was understood. Pure."""

from dataclasses import replace

from coach.live import edits
from coach.live.announcements import make_earcon_span
from coach.live.commands import Verb
from coach.live.continuation import append_speech, continue_seamlessly, resume_session
from coach.live.like_changes import LikingAnswer
from coach.live.state import Rules, State
from coach.live.status import Phase
from coach.live.tape import Piece, PieceKind
from coach.timeline.source import Sound


def refuse_command(state: State, message: str, rules: Rules) -> State:
    """Add the earcon that says nothing was done, and a message that says why."""
    return play_earcon(replace(state, message=message, refusal=message), "refuse", rules)


def play_earcon(state: State, name: str, rules: Rules) -> State:
    """Add an earcon and go on: heard over the session, but not over an interlude."""
    if state.phase is Phase.PAUSED:
        return append_speech(state, [make_earcon_span(name)])
    if state.kind is PieceKind.SESSION:
        # In its first moments a session may not have its earcons yet: then none is heard.
        if (sound := Sound(name)) in state.schedule.lengths:
            state = replace(state, schedule=edits.add_earcon(state.schedule, state.at, sound))
        return continue_seamlessly(state, rules)
    state = append_speech(state, [make_earcon_span(name)])
    if state.kind is not PieceKind.WAIT:
        return resume_session(state, rules, None)
    # Behind the earcon no second half of a word is to be heard.
    rest = (
        replace(one, since=one.start) if isinstance(one, Piece) else one
        for one in state.remaining_interlude
    )
    return continue_seamlessly(replace(state, remaining_interlude=tuple(rest)), rules)


RAISING_VERBS = frozenset({Verb.LOUDER, Verb.TALK_MORE, Verb.FASTER, Verb.OFTEN})
CHANGE_MESSAGES = {
    Verb.TALK_MORE: "more is said from the next exercise on",
    Verb.TALK_LESS: "less is said from the next exercise on",
    Verb.SLOWER: "slower from here on",
    Verb.FASTER: "faster again from here on",
    Verb.EASIER: "an easier way from here on",
}
LIMIT_MESSAGES = {
    Verb.LOUDER: "it is as loud as it gets",
    Verb.SOFTER: "it is as soft as it gets",
    Verb.TALK_MORE: "there is no more to be said",
    Verb.TALK_LESS: "no less can be said",
    Verb.SLOWER: "it is as slow as it gets",
    Verb.FASTER: "it is as fast as it was planned",
    Verb.LISTEN: "nothing listens here: see coach ears",
}


def with_refusal(state: State, verb: Verb, *, done: bool) -> State:
    """Return the state in which a change of volume or talk was done, or why it was refused."""
    return replace(state, refusal="" if done else LIMIT_MESSAGES.get(verb, ""))


def acknowledge_change(state: State, verb: Verb, rules: Rules, *, done: bool) -> State:
    """Add the earcon for a change of volume or talk, or its refusal; the sound was cut for it.

    A volume set to a number is set many times while a slider moves: it has no earcon, and none is
    heard over an interlude.
    """
    state = with_refusal(state, verb, done=done)
    if done or state.refusal:
        state = replace(state, message=state.refusal or CHANGE_MESSAGES.get(verb, ""))
    return _answer_in_passing(state, verb, rules, done=done)


def acknowledge_liking(state: State, verb: Verb, rules: Rules, answer: LikingAnswer) -> State:
    """Add the earcon, and the line where there is one, for what is wanted of an exercise.

    The sound was cut for it.
    """
    lines = rules.announcements.answer_liking(answer.phrase, answer.exercise)
    lasting = (*state.lasting_remarks, *lines)
    state = replace(state, remarks=(*state.remarks, *lines), lasting_remarks=lasting)
    state = replace(state, message=answer.message, refusal="" if answer.done else answer.message)
    return _answer_in_passing(state, verb, rules, done=answer.done)


def _answer_in_passing(state: State, verb: Verb, rules: Rules, *, done: bool) -> State:
    """Add the earcon of a command that changes nothing on the tape, where one may be heard."""
    playing = state.phase is Phase.PLAYING
    if verb is Verb.VOLUME or (playing and state.kind in (PieceKind.INTERLUDE, PieceKind.REPEAT)):
        return continue_seamlessly(state, rules) if playing else state
    name = "resume" if verb is Verb.ANSWER else "up" if verb in RAISING_VERBS else "down"
    return play_earcon(state, name if done else "refuse", rules)
