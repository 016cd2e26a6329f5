"""The machine of a live session: a state and a command make the next state. Pure.

Before a command is obeyed the player has been cut (`cut_for` says how), and the state told so
with `settled`: its tape then ends at the last frame that will be heard, and `at` is the moment of
the plan that lies there.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from types import MappingProxyType

from coach.live import edits, interludes, resume_points
from coach.live.acknowledgements import refused, signed
from coach.live.announcements import SIGN, remark, sign
from coach.live.commands import Command, Verb
from coach.live.continuation import behind, ending_alike, entered, joined_on, led, running, saying
from coach.live.repositioning import away
from coach.live.schedule import Plan
from coach.live.state import Rules, State, settled
from coach.live.status import Phase
from coach.live.tape import Kind, Tape, again
from coach.timeline.source import Utterance

STEP = 10_000
ADDED = 15_000
MOST_ADDED = 300_000
"""The most that one command adds, in ms."""


UNCUT = frozenset({Verb.LOUDER, Verb.SOFTER, Verb.VOLUME, Verb.TALK_MORE, Verb.TALK_LESS})
"""What is asked of the session as a whole, and not done by the tape."""


class Cut(Enum):
    """What a command does to the sound that is under way: nothing, a fade, or a smooth joint."""

    NONE = "none"
    FADE = "fade"
    JOIN = "join"


def cut_for(state: State, verb: Verb) -> Cut:
    """Tell what a command that will be obeyed does to the sound."""
    if state.phase not in (Phase.PLAYING, Phase.PAUSED) or verb in UNCUT:
        return Cut.NONE
    if verb is Verb.ENOUGH and not interludes.may_tell_keys(state):
        return Cut.NONE
    over = state.phase is Phase.PLAYING and state.kind is Kind.SESSION
    if over and (
        verb is Verb.MORE
        or (verb is Verb.REPEAT and resume_points.instruction(state.plan, state.at) is None)
    ):
        return Cut.JOIN
    if verb in (Verb.GO, Verb.RESUME):
        return Cut.FADE if state.waiting or state.phase is Phase.PAUSED else Cut.NONE
    if verb is Verb.PAUSE and state.phase is Phase.PAUSED:
        return Cut.NONE
    return Cut.FADE


def obey(state: State, command: Command, rules: Rules) -> State:
    """Do what the listener asks of a session whose sound was cut for it."""
    if state.phase not in (Phase.PLAYING, Phase.PAUSED):
        return replace(state, phase=Phase.ENDED) if command.verb is Verb.STOP else state
    if command.verb in UNCUT or (
        command.verb is Verb.ENOUGH and not interludes.may_tell_keys(state)
    ):
        return state
    done = ACTS[command.verb](replace(state, message=""), command, rules)
    return done if done.tape is state.tape else settled(done, done.mark)


def _toggled(state: State, command: Command, rules: Rules) -> State:
    goes = state.waiting or state.phase is Phase.PAUSED
    return _going(state, command, rules) if goes else _paused(state, command, rules)


def _paused(state: State, _command: Command, _rules: Rules) -> State:
    if state.phase is Phase.PAUSED:
        return state
    return saying(replace(state, phase=Phase.PAUSED), [sign("pause")])


def _going(state: State, _command: Command, rules: Rules) -> State:
    if state.phase is Phase.PAUSED or (state.waiting and state.kind is Kind.WAIT):
        return entered(state, rules, "resume")
    if not state.waiting:
        return state
    index = state.plan.index(state.at)
    # The sound that ends a wait is the sign.
    return running(state, rules, state.plan.entry(min(index + 1, len(state.plan.spans) - 1)))


def _next(state: State, _command: Command, rules: Rules) -> State:
    target = resume_points.following(state.plan, state.at)
    if target is None:
        target = resume_points.parting(state.plan, state.at)
    return _moved(state, target, rules)


def _previous(state: State, _command: Command, rules: Rules) -> State:
    return _moved(state, resume_points.preceding(state.plan, state.at), rules, "back")


def _forward(state: State, command: Command, rules: Rules) -> State:
    if state.leads:  # it is what is left out: the listener is there already
        return _moved(replace(state, elsewhere=None), state.at, rules)
    wanted = state.at + (command.value or STEP)
    return _shifted(state, wanted, rules, "skip")


def _back(state: State, command: Command, rules: Rules) -> State:
    wanted = state.at - (command.value or STEP)
    return _shifted(state, wanted, rules, "back")


def _sought(state: State, command: Command, rules: Rules) -> State:
    wanted = command.value or 0
    return _shifted(state, wanted, rules, "skip" if wanted >= state.at else "back")


def _shifted(state: State, wanted: int, rules: Rules, name: str) -> State:
    """Go nearly to a moment; who stays within a segment knows where the body has to be."""
    plan = state.plan
    target = resume_points.sought(plan, wanted, state.at)
    stays = state.elsewhere is None and plan.segment(target) == plan.segment(state.at)
    return _moved(state, target, rules, name, stays=stays)


def _moved(
    state: State, target: int, rules: Rules, name: str = "skip", *, stays: bool = False
) -> State:
    """Go to another moment, and say which that is where it does not say so itself.

    Unless the listener `stays` where the plan has the body, the way there is led from where it is.
    """
    plan, segment = state.plan, state.plan.segment(target)
    begins = segment >= 0 and target <= plan.segments[segment].start
    named = segment != plan.segment(state.at) and not begins
    body = None if stays else away(plan, target, state.body)
    state = replace(state, at=target, elsewhere=body, leads=None)
    if state.phase is Phase.PAUSED:
        return saying(state, [sign(name), *rules.wording.place(plan, target)])
    state, spans, target = led(state, rules, [sign(name)], target)
    if named:
        spans += rules.wording.place(plan, target)
    return running(saying(state, spans), rules, target)


def _repeated(state: State, _command: Command, rules: Rules) -> State:
    plan, at = state.plan, state.at
    if state.elsewhere:  # the way is what was told last, or comes next
        return running(saying(replace(state, phase=Phase.PLAYING), [sign("back")]), rules, at)
    found = resume_points.instruction(plan, at)
    if found is None:
        return refused(state, "there is no instruction to repeat here", rules)
    start, stop = found
    state = saying(replace(state, phase=Phase.PLAYING), [sign("back")])
    if at < stop:
        return running(state, rules, start)
    return entered(behind(state, again(plan, start, stop, at)), rules, None)


def _longer(state: State, command: Command, rules: Rules) -> State:
    by = min(command.value or ADDED, MOST_ADDED)
    plan = edits.longer(state.plan, state.at, by)
    if plan is None:
        return refused(state, "only a hold, a rest or a quiet can be made longer", rules)
    given = 0
    if rules.keep_time:
        plan, given = edits.given_back(plan, state.at, by)
    added = state.added + by - given
    line = remark(rules.wording.added(by, added if rules.timed or rules.keep_time else None))
    state = replace(state, plan=plan, added=added)
    if state.phase is Phase.PAUSED or state.kind is Kind.SESSION:
        state = replace(state, remarks=(*state.remarks, line))
    return signed(state, "more", rules)


def _stopped(state: State, _command: Command, _rules: Rules) -> State:
    return replace(state, phase=Phase.ENDED)


Act = Callable[[State, Command, Rules], State]
ACTS: Mapping[Verb, Act] = MappingProxyType(
    {
        Verb.PAUSE: _paused,
        Verb.RESUME: _going,
        Verb.GO: _going,
        Verb.TOGGLE: _toggled,
        Verb.NEXT: _next,
        Verb.PREVIOUS: _previous,
        Verb.FORWARD: _forward,
        Verb.BACK: _back,
        Verb.SEEK: _sought,
        Verb.REPEAT: _repeated,
        Verb.MORE: _longer,
        Verb.MOMENT: interludes.moment,
        Verb.HELP: interludes.helped,
        Verb.ENOUGH: interludes.silenced,
        Verb.STOP: _stopped,
    }
)


def told(state: State, message: str) -> State:
    """Tell the eye something, until the next command."""
    return replace(state, message=message)


def lost(state: State, message: str) -> State:
    """Stop for want of a device."""
    return replace(state, phase=Phase.LOST, message=message)


def halted(state: State, message: str) -> State:
    """Pause without a sign, for the machine slept."""
    return replace(state, phase=Phase.PAUSED, message=message)


def retold(state: State, plan: Plan, rules: Rules) -> State:
    """Take over a plan of another talk with the next exercise; the sound was cut smoothly."""
    return joined_on(retold_later(state, plan, rules), rules)


def retold_later(state: State, plan: Plan, rules: Rules) -> State:
    """Remember a plan of another talk for when the session goes on.

    Where a length was asked for, what may be stretched makes up for the words left out.
    """
    if rules.timed:
        plan = ending_alike(state.plan, plan, state.at)
    return replace(state, then=plan)


def with_tape(state: State, tape: Tape) -> State:
    """Take a tape of which more was spoken."""
    return state if tape is state.tape else replace(state, tape=tape)


def ended(state: State) -> State:
    """Come to the end."""
    return replace(state, phase=Phase.ENDED, at=state.plan.length)


def found(state: State, frame: int, rules: Rules, *, paused: bool) -> State:
    """Go on after the device was lost, on a new tape that begins at a frame of the player."""
    state = replace(state, tape=Tape(start=frame), mark=frame, message="")
    if paused:
        return replace(state, phase=Phase.PAUSED)
    return entered(state, rules, "resume")


def remarked(state: State, rules: Rules, line: Utterance) -> State:
    """Say in passing what has been spoken meanwhile; the sound was cut smoothly."""
    rest = tuple(other for other in state.remarks if other is not line)
    plan = edits.with_remark(state.plan, state.at + SIGN, line)
    state = replace(state, remarks=rest, plan=plan or state.plan)
    return joined_on(state, rules)
